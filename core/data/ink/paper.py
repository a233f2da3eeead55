"""Paper: what has to be thrown away of a photo or a scan, its shade, its shadows and its noise."""

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from core.arrays import Array
from core.errors import FileError

SMALL = 64
"""Pixels: a picture whose sides are no longer was drawn and not photographed; its paper has one shade."""

_PAPER_SIDE = 96  # of the small picture of the paper, in pixels
_NEAR = 12  # of its pixels: half a neighborhood, which has to be wider than a line of ink
_SMOOTHNESS = 3.0  # of its pixels
_FAINTEST = 0.08  # ink that differs less from the paper, from 0 to 1, is none
_DARKEST_PAPER = 0.1
_REMEDY = "Choose a PNG or JPEG picture of one digit."


def without_paper(shades: Array, name: str) -> Array:
    """Return how much ink each pixel holds, 0 to 1, whichever of paper and ink is the darker.

    Parameters
    ----------
    shades : ndarray, shape (height, width), float32
        A picture without color, from 0 (black) to 1 (white).
    name : str
        That of its file, for what is said of it.

    Raises
    ------
    FileError
        When nothing stands out from the paper.
    """
    surface = _surface(shades)
    difference = shades - surface
    is_light = _is_ink_light(difference)
    if not is_light:
        difference = -difference
    if max(shades.shape) > SMALL:
        shadows = _shadows(difference)
        surface = surface + shadows if is_light else surface - shadows
        difference = difference - shadows
    difference -= np.median(difference)
    noise = 1.5 * float(np.median(np.abs(difference)))
    if float(difference.max()) - 4 * noise < _FAINTEST:
        raise FileError(f"{name} is blank: no digit can be seen in it.", _REMEDY)
    # In the shade, ink differs from paper by as much less as there is less light.
    ink = np.maximum(difference - 4 * noise, 0) / np.maximum(surface, _DARKEST_PAPER)
    full = float(np.percentile(ink[ink > ink.max() / 2], 75))
    result: Array = np.minimum(ink / full, 1)
    return result


def is_ink_light(shades: Array) -> bool:
    """Return whether the ink of a picture, as :func:`without_paper` is given it, is lighter than its paper."""
    return _is_ink_light(shades - _surface(shades))


def _is_ink_light(difference: Array) -> bool:
    """Return whether what stands out from the paper is lighter than it."""
    if max(difference.shape) > SMALL:
        # The sunny side of a shadow stands out as well, but not from what is around it.
        small = _reduced(difference)
        windows = sliding_window_view(np.pad(small, _NEAR, "edge"), (2 * _NEAR + 1, 2 * _NEAR + 1))
        difference = small - np.median(windows, axis=(2, 3))
    # Cubes, because ink is rare but far from the paper, and noise is common but near.
    return bool((difference**3).sum() > 0)


def _surface(shades: Array) -> Array:
    """Return the paper's shade at each pixel: one shade, or in a large picture one that changes evenly."""
    if max(shades.shape) <= SMALL:
        return np.full_like(shades, np.median(shades))
    small = _reduced(shades)
    y, x = np.meshgrid(*(np.linspace(-1, 1, n) for n in small.shape), indexing="ij")
    curves = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    paper = np.full_like(small, np.median(small))
    for _ in range(4):  # each time, what is far from the paper found so far is taken for ink and left out
        is_paper = _is_paper(small - paper)
        fit = np.linalg.lstsq(curves[is_paper.ravel()], small[is_paper], rcond=None)[0]
        paper = (curves @ fit).reshape(small.shape).astype(np.float32)
    return _enlarged(paper, shades.shape)


def _shadows(difference: Array) -> Array:
    """Return by how much the paper itself differs from an even surface: by shadows, which may have edges.

    A closing, as it is called in mathematical morphology: a pixel's paper is the lowest in its
    neighborhood, so that ink, which lies above, disappears; then the highest of these, so that the slopes of
    shadows are back where they were.
    """
    small = _reduced(difference)
    for extreme in (np.min, np.max):
        for axis in (0, 1):
            around = [(_NEAR, _NEAR) if axis == at else (0, 0) for at in (0, 1)]
            windows = sliding_window_view(np.pad(small, around, "edge"), 2 * _NEAR + 1, axis=axis)
            small = extreme(windows, axis=-1)
    down, across = (_smoothing(length) for length in small.shape)
    return _enlarged(down @ small @ across.T, difference.shape)


def _reduced(shades: Array) -> Array:
    """Return a small picture: light changes slowly, and in the mean of many pixels there is less noise."""
    height, width = (max(1, round(length * _PAPER_SIDE / max(shades.shape))) for length in shades.shape)
    return np.asarray(Image.fromarray(shades).resize((width, height), Image.Resampling.BOX))


def _enlarged(paper: Array, shape: tuple[int, ...]) -> Array:
    """Return a small picture in another one's size."""
    height, width = shape
    return np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))


def _is_paper(difference: Array) -> npt.NDArray[np.bool_]:
    """Return which pixels are as near to the paper's shade as most are."""
    away = np.abs(difference)
    return away <= max(3 * float(np.median(away)), 0.02)


def _smoothing(length: int) -> Array:
    """Return a matrix that smooths a column of numbers with a Gaussian."""
    places = np.arange(length, dtype=np.float32)
    weights = np.exp(-0.5 * ((places - places[:, np.newaxis]) / np.float32(_SMOOTHNESS)) ** 2)
    smoothing: Array = weights / weights.sum(axis=1, keepdims=True)
    return smoothing
