"""Pixels in any dress become bytes: 0 to 1, -1 to 1, 16 bits, doubles, rows of 784, colors; what was done is said."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, place_of
from core.data.formats.files import Errand, too_large
from core.data.frame import SIDE
from core.errors import DataError

MOST_SIDE = 512
"""Most pixels on a side of an image in an array."""

_LEAST_SIDE = 4
_TOPS = (1.0, 16.0, 255.0, 1023.0, 4095.0, 65535.0)  # what full ink is, by what people have: 16 is scikit-learn's
_BLOCK = 1 << 22  # values converted at a time
_ROUNDING = 1e-3
_REMEDY = "Images are arrays of the shape n × height × width, or n rows of all their pixels."


def image_shape(shape: tuple[int, ...]) -> tuple[int, int, int] | None:
    """Return height, width and colors of the images in an array of this shape; None where it holds none.

    Known are n × h × w, n × (h · w) of squares, and n × h × w × colors in either order of the last three.
    """
    match shape:
        case (_, pixels) if (side := math.isqrt(pixels)) ** 2 == pixels:
            found = (side, side, 1)
        case (_, height, width):
            found = (height, width, 1)
        case (_, height, width, (1 | 3 | 4) as colors):
            found = (height, width, colors)
        case (_, 1, height, width):
            found = (height, width, 1)
        case _:
            return None
    return found if all(_LEAST_SIDE <= side <= MOST_SIDE for side in found[:2]) else None


def to_bytes(array: npt.NDArray[Any], name: str, errand: Errand) -> tuple[Bytes, tuple[str, ...]]:
    """Return images as bytes, 0 to 255, and what was done to them.

    Parameters
    ----------
    array : ndarray
        Of a shape that :func:`image_shape` knows, numbers of any type.
    name : str
        Where it is from, for what is said.
    errand : Errand
        Whose room it takes.

    Returns
    -------
    images : ndarray, shape (n, height, width), uint8
    notes : tuple of str
        A sentence for each thing that was converted; none where the bytes are the same.

    Raises
    ------
    DataError
        When the numbers are none, not finite, or too many.
    """
    found = image_shape(array.shape)
    if found is None or array.dtype.kind not in "buif":
        raise DataError(f"{name} holds no images: it is {array.dtype} of {sizes_in_words(array.shape)}.", _REMEDY)
    height, width, colors = found
    count = len(array)
    # What stays in its file takes no room, if nothing has to be done to it.
    stays = array.dtype == np.uint8 and (height, width, colors) == (SIDE, SIDE, 1) and place_of(array) is not None
    if not stays:
        errand.take(count * height * width, name)
    array, unsigned = _unsigned(array, name)
    shift, factor, scaled_note = _scale(array, name)
    notes = [note for note in (unsigned, scaled_note) if note]
    if array.ndim == 2:
        notes.append(f"{name}: rows of {array.shape[1]:,} pixels were put back into {height} × {width}.")
    if colors > 1:
        notes.append(f"{name}: colors became gray.")
    if colors == 1 and array.dtype == np.uint8 and not scaled_note:
        return array.reshape(count, height, width), tuple(notes)
    images = np.empty((count, height, width), np.uint8)
    step = max(1, _BLOCK // (height * width * colors))
    for start in range(0, count, step):
        errand.check()
        block = array[start : start + step]
        if colors > 1:  # the fourth is how much it covers, which is left out
            block = block[..., : min(colors, 3)].mean(axis=-1, dtype=np.float32)
        scaled = (block.astype(np.float32) + shift) * factor
        images[start : start + step] = np.clip(np.rint(scaled), 0, 255).reshape(-1, height, width)
    return images, tuple(notes)


def _scale(array: npt.NDArray[Any], name: str) -> tuple[float, float, str]:
    """Return what is added, what is multiplied with then, and what to say of it; nothing is said of what stays."""
    if array.size == 0:
        return 0.0, 1.0, ""
    if array.dtype == bool:
        return 0.0, 255.0, f"{name}: yes and no became 255 and 0."
    low, high = float(array.min()), float(array.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise DataError(f"{name} holds pixels that are not finite numbers.", "Look at how it was made.")
    if array.dtype.kind in "ui" and low >= 0 and high <= 255:
        # Bytes that only reach 1 stay as they are: that is seen, and shown, when the images are looked at.
        return 0.0, 1.0, "" if array.dtype == np.uint8 else f"{name}: numbers of {_bits(array)} became bytes."
    if low < 0:
        return _around_zero(low, high, name)
    top = next((top for top in _TOPS if high <= top * (1 + _ROUNDING)), high)
    if top == 255.0:
        return 0.0, 1.0, f"{name}: fractions from 0 to {high:g} became bytes."
    return 0.0, 255.0 / top, f"{name}: pixels from 0 to {high:g} were scaled to 0 to 255 ({top:g} is full ink)."


def _unsigned(array: npt.NDArray[Any], name: str) -> tuple[npt.NDArray[Any], str]:
    """Return signed bytes without their sign: moved up, or only read anew, as their paper tells; else what is given."""
    if array.dtype != np.int8:
        return array, ""
    read = array.view(np.uint8)
    counts = np.bincount(read.reshape(-1)[:_BLOCK], minlength=256)
    if counts[128] > counts[0]:  # -128 is more common than 0: that is paper
        return read ^ np.uint8(128), f"{name}: signed bytes from -128 to 127 were moved up to 0 to 255."
    return read, f"{name}: signed bytes were read as 0 to 255, which they are."


def _around_zero(low: float, high: float, name: str) -> tuple[float, float, str]:
    for bound in (0.5, 1.0, 127.5, 128.0):
        if low >= -bound * (1 + _ROUNDING) and high <= bound * (1 + _ROUNDING):
            said = f"{name}: pixels from {low:g} to {high:g} were moved to 0 to 255."
            return bound, 255.0 / (2 * bound), said
    said = f"{name}: pixels from {low:.4g} to {high:.4g} (standardized, it seems) were stretched to 0 to 255."
    return -low, 255.0 / (high - low), said


def check_size(shape: tuple[int, ...], item: int, most: int, name: str) -> int:
    """Return how many bytes an array takes that a header promises, before any memory is taken.

    Raises
    ------
    DataError
        When that is more than ``most``.
    """
    # Without the zeros as well: numpy makes no array of 0 × four billion × four billion values.
    if math.prod(filter(None, shape)) * item > most:
        raise too_large(name, f"{sizes_in_words(shape)} values")
    return math.prod(shape) * item


def _bits(array: npt.NDArray[Any]) -> str:
    return f"{8 * array.dtype.itemsize} bits"


def sizes_in_words(shape: tuple[int, ...]) -> str:
    """Return the shape of an array for a sentence: "60,000 × 28 × 28"."""
    return " × ".join(f"{size:,}" for size in shape) or "no shape"
