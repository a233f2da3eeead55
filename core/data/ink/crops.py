"""Crops: pictures that are all digit, their ink reaching from edge to edge, and small ones made by a program.

Nothing around the digit tells the paper there. Of the two shades the rarer one is ink, and the one in fewer of the
corners.
"""

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.arrays import Array
from core.data.ink import neighborhoods

_CLEAR = 0.7  # of all variance: so much at least is between two shades, where there are two
_SHARES = (0.08, 0.62)  # of a crop that its ink may cover
_WIDEST = 0.17  # of the longer side: half a line of ink is no wider
_WIDEST_TINY = 0.28  # the same in a tiny picture, in which lines run into each other
_THINNEST = 0.03  # of the longer side: a line of a digit is no thinner
_WHOLE = 0.96  # of an edge: what covers that is no line of a digit
_FAINTEST = 0.08
_LOOKED_AT = 130  # pixels on the longer side in which it is seen whether a picture is a crop
_STEPS = 64  # between the darkest shade and the lightest, in which they are counted
_TINY = (8, 10, 12, 14, 16)  # pixels on a side
_ALIKE = 0.25  # of a picture's spread: an enlarged one differs so little from a tiny one


def ink_of(shades: Array, *, is_certain: bool) -> tuple[Array, bool] | None:
    """Return the ink of a picture in two shades, by how much it differs from paper, and whether it is the lighter one.

    None where it is no crop.

    Parameters
    ----------
    shades : ndarray, shape (height, width), float32
    is_certain : bool
        Whether it is known to be one, being small.
    """
    low, high = float(shades.min()), float(shades.max())
    if high - low < _FAINTEST:
        return (np.zeros_like(shades), False) if is_certain else None
    step = 1 if is_certain else max(1, max(shades.shape) // _LOOKED_AT)
    some = shades[::step, ::step]
    cut, clear = two_shades(some)
    is_light = _is_lighter_ink(some > cut)
    if not is_certain:
        solid = _without_thin_lines(some > cut if is_light else some <= cut)
        is_tiny = _is_crop(solid, _WIDEST_TINY) and _is_enlarged(shades)
        if not is_tiny and (clear < _CLEAR or not _is_crop(solid, _WIDEST)):
            return None
    ink = shades > cut if is_light else shades <= cut
    paper = float(np.median(shades[~ink]))
    difference = shades - paper if is_light else paper - shades
    return np.asarray(np.maximum(difference, 0), np.float32), is_light


def two_shades(shades: Array) -> tuple[float, float]:
    """Return the shade that best divides a picture into two, and how much of its variance lies between these.

    It is Otsu's method.
    """
    low, high = float(shades.min()), float(shades.max())
    edges = np.linspace(low, high, _STEPS + 1)
    steps = ((shades - low) * (_STEPS / max(high - low, 1e-9))).astype(np.uint8)
    counts = np.bincount(np.minimum(steps, _STEPS - 1).ravel(), minlength=_STEPS)
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)[:-1].astype(float)
    sums = np.cumsum(counts * middles)[:-1]
    total, whole = float(counts.sum()), float((counts * middles).sum())
    above = total - below
    between = np.where(
        (below > 0) & (above > 0),
        (sums / np.maximum(below, 1) - (whole - sums) / np.maximum(above, 1)) ** 2 * below * above / total**2,
        0,
    )
    best = int(between.argmax())
    variance = float((counts * (middles - whole / total) ** 2).sum()) / total
    return float(edges[best + 1]), float(between[best]) / max(variance, 1e-9)


def _is_enlarged(shades: Array) -> bool:
    """Return whether a picture is a tiny one made larger, in which no shade is clear."""
    spread = float(shades.std())
    for side in _TINY:
        tiny = Image.fromarray(shades).resize((side, side), Image.Resampling.BOX)
        compared = np.asarray(Image.fromarray(shades).resize((8 * side, 8 * side), Image.Resampling.BOX))
        for way in (Image.Resampling.NEAREST, Image.Resampling.BILINEAR, Image.Resampling.BICUBIC):
            larger = np.asarray(tiny.resize((8 * side, 8 * side), way))
            if float(np.sqrt(np.mean((larger - compared) ** 2))) < _ALIKE * spread:
                return True
    return False


def _is_lighter_ink(light: npt.NDArray[np.bool_]) -> bool:
    """Return whether of the two shades of a crop the lighter one is ink."""
    height, width = light.shape
    down, across = max(1, height // 8), max(1, width // 8)
    corners = [light[:down, :across], light[:down, -across:], light[-down:, :across], light[-down:, -across:]]
    edge = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    likely = 2 * (0.5 - light.mean()) + (0.5 - np.mean([corner.mean() for corner in corners])) + (0.5 - edge.mean())
    return bool(likely > 0)


def _without_thin_lines(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return ink without what is thinner than a digit's lines: ruling and noise reach any picture's edge."""
    return neighborhoods.opened(ink, max(2, round(_THINNEST * max(ink.shape))))


def _is_crop(ink: npt.NDArray[np.bool_], widest: float) -> bool:
    """Return whether ink is a digit's that fills its picture, and no desk's around a sheet."""
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    longer = max(ink.shape)
    edges = (ink[0], ink[-1], ink[:, 0], ink[:, -1])
    touched = [bool(edge.any()) for edge in edges]
    if not (touched[0] and touched[1]) and not (touched[2] and touched[3]):
        return False
    if not _SHARES[0] < ink.mean() < _SHARES[1]:
        return False
    if any(edge.mean() > _WHOLE and len(edge) > 0.5 * longer for edge in edges):
        return False
    return bool(ndimage.distance_transform_edt(np.pad(ink, 1, "edge")).max() < widest * longer)
