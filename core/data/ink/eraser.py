"""An eraser: what is left of strokes and pictures where it went over them."""

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, read_only
from core.data.frame import SIDE
from core.data.ink.strokes import Stroke

RADIUS = 0.045
"""How far the eraser reaches from its middle, in parts of the pad."""

_SPACING = RADIUS / 3
_MOST_BETWEEN = 200  # points put between two: more than the pad's diagonal needs


def rest_of_stroke(stroke: Stroke, start: npt.ArrayLike, end: npt.ArrayLike, radius: float = RADIUS) -> list[Stroke]:
    """Return the pieces of a stroke that are left after one move of the eraser.

    Parameters
    ----------
    stroke : ndarray, shape (n, k), float64
        The first two columns are x and y, 0 to 1 across the pad; others, such as the
        pressure, are kept and interpolated.
    start, end : array_like, shape (2,)
        Where the eraser came from and where it went.
    radius : float
        How far it reaches.

    Returns
    -------
    list of ndarray, each of shape (m, k), read-only
        Only the stroke itself, the same object, when it was not touched. A crumb
        of a single point is swept away.
    """
    places = stroke[:, :2]
    ends = np.array([start, end], np.float64)
    near = ((places.max(axis=0) >= ends.min(axis=0) - radius) & (places.min(axis=0) <= ends.max(axis=0) + radius)).all()
    if not near:
        return [stroke]
    dense, segment = _densified(stroke)
    is_erased = _distances(dense[:, :2], ends) < radius
    if not is_erased.any():
        return [stroke]
    # Points that were put in are kept only along the segments that are cut; elsewhere the stroke stays as it was.
    is_cut = np.zeros(len(stroke), np.bool_)
    is_cut[segment[is_erased]] = True
    is_own = np.append(True, np.diff(segment) > 0)
    is_wanted = is_own | is_cut[segment]
    dense, is_left = dense[is_wanted], ~is_erased[is_wanted]
    pieces = np.split(dense, np.flatnonzero(np.diff(is_left)) + 1)
    return [read_only(piece) for piece in pieces[0 if is_left[0] else 1 :: 2] if len(piece) > 1]


def rest_of_picture(picture: Bytes, start: npt.ArrayLike, end: npt.ArrayLike, radius: float = RADIUS) -> Bytes:
    """Return what is left of a picture, shape (28, 28), after one move of the eraser; see :func:`rest_of_stroke`.

    A pixel that the eraser's edge goes through keeps no more ink than the part that is outside. A picture
    that was not touched is returned itself.
    """
    middles = (np.arange(SIDE) + 0.5) / SIDE
    places = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)  # (x, y), row by row
    beyond = (_distances(places, np.array([start, end], np.float64)) - radius) * SIDE + 0.5
    most = np.rint(255 * np.clip(beyond, 0, 1)).astype(np.uint8).reshape(SIDE, SIDE)  # so that twice is as once
    left = np.minimum(picture, most)
    return picture if (left == picture).all() else read_only(left)


def _densified(stroke: Stroke) -> tuple[Stroke, npt.NDArray[np.intp]]:
    """Return the stroke with points put in so that no gap is wide, and for each the segment that it lies on."""
    steps = np.diff(stroke, axis=0, append=stroke[-1:])
    counts = np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _SPACING).clip(1, _MOST_BETWEEN).astype(np.intp)
    segment = np.repeat(np.arange(len(stroke)), counts)
    part = (np.arange(len(segment)) - (np.cumsum(counts) - counts)[segment]) / counts[segment]
    return stroke[segment] + steps[segment] * part[:, None], segment


def _distances(places: Stroke, ends: Stroke) -> npt.NDArray[np.float64]:
    """Return how far each place is from the line between two ends."""
    along = ends[1] - ends[0]
    part = ((places - ends[0]) @ along / max(float(along @ along), 1e-12)).clip(0, 1)
    away = places - ends[0] - part[:, None] * along
    distances: npt.NDArray[np.float64] = np.hypot(away[:, 0], away[:, 1])
    return distances
