"""Paper: what has to be thrown away of a photo or a scan, its shade, its shadows and its noise."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from core.arrays import Array
from core.data.ink import crops, neighborhoods, sheets
from core.errors import FileError

SMALL = 64
"""Pixels: a picture whose sides are no longer was drawn and not photographed; its paper has one shade."""

_PAPER_SIDE = 96  # of the small picture in which it is seen whether ink is light, in pixels
_NEAR = 0.25  # of the longer side: a neighborhood, which has to be wider than a line of ink
_SAMPLED = 3  # of so many pixels one is enough to tell what is usual, along a row and along a column
_CALM = 0.012  # noise below this is left as it is
_FAINTEST = 0.08  # ink that differs less from the paper, from 0 to 1, is none
_DARKEST_PAPER = 0.15
_REMEDY = "Choose a PNG or JPEG picture of one digit."


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What stands out from the paper of a picture.

    Attributes
    ----------
    ink : ndarray, shape (height, width), float32
        How much ink each pixel holds, 0 to 1, whichever of paper and ink is the darker.
    is_light : bool
        Whether the ink is lighter than its paper.
    is_crop : bool
        Whether the picture is all digit, so that nothing is to be looked for in it.
    """

    ink: Array
    is_light: bool
    is_crop: bool


def without_paper(shades: Array, name: str) -> Standing:
    """Return what stands out from the paper of a picture.

    Parameters
    ----------
    shades : ndarray, shape (height, width), float32
        A picture without color, from 0 (black) to 1 (white).
    name : str
        That of its file, for what is said of it.

    Raises
    ------
    FileError
        When nothing does.
    """
    crop = crops.ink_of(shades, is_certain=max(shades.shape) <= SMALL)
    difference, is_light = _on_sheet(shades) if crop is None else crop
    if float(difference.max()) < _FAINTEST:
        raise FileError(f"{name} is blank: no digit can be seen in it.", _REMEDY)
    full = float(np.percentile(difference[difference > difference.max() / 2], 75))
    return Standing(np.minimum(difference / full, 1), is_light, is_crop=crop is not None)


def _on_sheet(shades: Array) -> tuple[Array, bool]:
    """Return by how much each pixel differs from its paper, and whether ink is light; of a sheet, only on the sheet."""
    sheet = sheets.sheet_in(shades)
    if sheet is None:
        is_light = _is_ink_light(shades)
        return _standing_out(shades, is_light=is_light), is_light
    laid = np.where(sheet, shades, np.median(shades[sheet])).astype(np.float32)
    return _standing_out(laid, is_light=False) * sheet, False


def _standing_out(shades: Array, *, is_light: bool) -> Array:
    """Return by how much each pixel of a large picture differs from the paper around it, without noise.

    The paper is a closing, as it is called in mathematical morphology: a pixel's paper is the lightest in its
    neighborhood, so that dark ink disappears; then the darkest of these, so that the edges of shadows, which are
    wider than any line, are back where they were.
    """
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    noise = _noise(shades)
    calm = ndimage.gaussian_filter(shades, min(0.5 + 12 * noise, 1.6)) if noise > _CALM else shades
    dark = 1 - calm if is_light else calm
    size = max(3, round(_NEAR * max(shades.shape)))
    paper = neighborhoods.closed(dark, size)
    difference = paper - dark
    some = difference[::_SAMPLED, ::_SAMPLED]
    usual = np.median(some)
    left = 4.5 * float(np.median(np.abs(some - usual)))
    difference -= usual
    difference = np.maximum(difference - min(left, 0.1), 0)
    if is_light:
        return np.asarray(difference, np.float32)
    # In the shade, ink differs from paper by as much less as there is less light.
    return np.asarray(difference / np.maximum(paper, _DARKEST_PAPER), np.float32)


def _noise(shades: Array) -> float:
    """Return the standard deviation of a picture's noise, as it is where there is no ink."""
    height, width = (len(range(1, length - 1, _SAMPLED)) for length in shades.shape)
    up, left, middle, right, down = (
        shades[row::_SAMPLED, column::_SAMPLED][:height, :width]
        for row, column in ((0, 1), (1, 0), (1, 1), (1, 2), (2, 1))
    )
    grain = middle - (up + left + right + down) / 4
    return 1.3 * float(np.median(np.abs(grain))) if grain.size else 0.0


def _is_ink_light(shades: Array) -> bool:
    """Return whether what stands out from a large picture's paper is lighter than it."""
    from scipy import ndimage  # as above

    height, width = (max(1, round(length * _PAPER_SIDE / max(shades.shape))) for length in shades.shape)
    small = np.asarray(Image.fromarray(shades).resize((width, height), Image.Resampling.BOX))
    size = round(_NEAR * _PAPER_SIDE)
    # Ink is rare: near it, most of the paper is as far from the ink's shade as can be.
    middle = ndimage.uniform_filter(small, size, mode="nearest")
    contrast = neighborhoods.closed(small, size) - neighborhoods.opened(small, size)
    return bool((contrast * (np.clip(small - middle, -1, 1) ** 3)).sum() > 0)
