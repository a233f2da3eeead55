"""Outlines: digits of which only the edge is drawn, as a printed one to be colored in; they are filled."""

import numpy as np
import numpy.typing as npt

from core.data.ink import connected, neighborhoods

Mask = npt.NDArray[np.bool_]

_LONG = 3.5  # so many times longer than it is wide is what lies between the two edges of a stroke
_WINDING = 8.0  # the same by its border, for one that winds; a ring's hole has 3 to 6
_WIDEST = 0.3  # of the digit's longer side, across a stroke
_FULL = 0.75  # of its convex hull: a ring's hole is round and fills it, one that follows a bent stroke does not
_AWAY = 0.02  # of the ink that may lie elsewhere than around such a hole
_THICKEST = 0.6  # of the width between two edges: an edge is no thicker


def filled(digit: Mask) -> Mask:
    """Return a digit with what lies between the edges of its strokes filled; any other as it is."""
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    box = connected.box_of(digit)
    ink = np.pad(digit[box], 1)
    around, count = ndimage.label(~ink)
    if count < 2:
        return digit
    inner = connected.box_of(~ink & (around != around[0, 0]))
    holes = around[inner] * (around[inner] != around[0, 0])
    away = ndimage.distance_transform_edt(np.pad(holes > 0, 1))[1:-1, 1:-1]
    numbers = np.arange(1, count + 1)
    widths = 2 * ndimage.maximum(away, holes, numbers) - 1
    areas = np.bincount(holes.ravel(), minlength=count + 1)[1:]
    borders = np.bincount(holes[away == 1], minlength=count + 1)[1:]
    is_long = (areas > _LONG * widths**2) | (borders**2 > 4 * _WINDING * areas)
    is_stroke = is_long & (widths < _WIDEST * max(ink.shape)) & (widths > 0)
    is_bent = (numbers == areas.argmax() + 1) & ~is_stroke.any() & _has_dents(holes == areas.argmax() + 1)
    if not (is_stroke | is_bent).any():
        return digit
    edge = 2 * float(ndimage.distance_transform_edt(ink).max()) - 1
    if is_bent.any():
        is_stroke = is_bent & _is_all_around(ink, inner, holes > 0, edge)
    is_stroke &= edge < _THICKEST * widths
    whole = ink.copy()
    whole[inner] |= connected.chosen(holes, count, numbers[is_stroke])
    filled = digit.copy()
    filled[box] = whole[1:-1, 1:-1]
    return filled


def _has_dents(hole: Mask) -> bool:
    """Return whether a hole is far from convex."""
    from scipy.spatial import ConvexHull  # as above

    rows = np.flatnonzero(hole.any(axis=1))
    begins, ends = hole[rows].argmax(axis=1), hole.shape[1] - hole[rows, ::-1].argmax(axis=1)
    corners = [np.stack([side, rows + down], axis=1) for side in (begins, ends) for down in (0, 1)]
    return bool(np.count_nonzero(hole) < _FULL * ConvexHull(np.concatenate(corners)).volume)  # in a plane its area


def _is_all_around(ink: Mask, inner: connected.Box, holes: Mask, edge: float) -> bool:
    """Return whether a digit is nothing but edges of holes: a 9 or a 6 has a ring, and a stroke beside it."""
    near = np.zeros_like(ink)
    near[inner] = holes
    beyond = ink & ~neighborhoods.highest(near, 2 * round(edge) + 3)
    return bool(np.count_nonzero(beyond) < _AWAY * np.count_nonzero(ink))
