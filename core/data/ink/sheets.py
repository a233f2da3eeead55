"""Sheets: paper that lies on something darker, which is then the whole picture."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.arrays import Array
from core.data.ink import connected, crops, neighborhoods

Mask = npt.NDArray[np.bool_]

_SIDE = 128  # of the small picture in which a sheet is looked for, in pixels
_DARKER = 0.46  # of the sheet's brightness: what it lies on is no brighter, and the shade of a lamp is
_SMALLEST = 0.15  # of the picture's longer side
_FULL = 0.84  # of its box: a sheet fills that
_INK = (0.003, 0.3)  # of a sheet that is covered with ink
_RIM = 2  # of the small picture's pixels, at a sheet's edge


def sheet_in(shades: Array) -> Mask | None:
    """Return where a sheet with something on it lies on a darker ground; None where there is none."""
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    height, width = (max(1, round(length * _SIDE / max(shades.shape))) for length in shades.shape)
    small = np.asarray(Image.fromarray(shades).resize((width, height), Image.Resampling.BOX))
    cut, _ = crops.two_shades(small)
    labels, count = ndimage.label(small > cut)
    if not count:
        return None
    light = labels == np.bincount(labels.ravel())[1:].argmax() + 1
    sheet = connected.without_holes(light)
    rows, columns = np.flatnonzero(sheet.any(axis=1)), np.flatnonzero(sheet.any(axis=0))
    box = (rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0])
    written = (sheet & ~light).sum() / sheet.sum()
    if min(box) < _SMALLEST * _SIDE or sheet.sum() < _FULL * box[0] * box[1] or not _INK[0] < written < _INK[1]:
        return None
    if sheet.mean() > 0.97 or np.median(small[~sheet]) > _DARKER * np.median(small[light]):
        return None
    inner = neighborhoods.lowest(sheet, 2 * _RIM + 1)
    return np.asarray(Image.fromarray(inner).resize(shades.shape[::-1], Image.Resampling.NEAREST))
