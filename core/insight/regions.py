"""Regions: where in an image most of something is: in words, and as areas of color instead of single pixels."""

import numpy as np

from core.arrays import Array, Bytes

_ROWS, _COLUMNS = ("top", "", "bottom"), ("left", "", "right")


_SOFT = np.array([1, 2, 1], np.float32)


def smoothed(push: Array) -> Array:
    """Return each value averaged with its eight neighbors (1 2 1 across and down), where there was any value.

    What a network says of single pixels jumps to and fro; what it says of a piece of a stroke can be seen.

    Parameters
    ----------
    push : ndarray, shape (height, width)
        Values of either sign. Zero is taken for no value.
    """
    page = np.pad(np.where(np.isfinite(push), push, 0), 1)
    counted = (page != 0).astype(np.float32)
    sums, weights = (np.zeros(push.shape, np.float32) for _ in range(2))
    for row in range(3):
        for column in range(3):
            place = slice(row, row + push.shape[0]), slice(column, column + push.shape[1])
            weight = _SOFT[row] * _SOFT[column]
            sums += weight * page[place]
            weights += weight * counted[place]
    result: Array = np.where(counted[1:-1, 1:-1] > 0, sums / np.maximum(weights, 1), 0)
    return result


def loudest_region(push: Array, within: Array | Bytes | None = None) -> str:
    """Return where the values above zero add up to most: ``top right``, ``middle``; empty for none.

    Parameters
    ----------
    push : ndarray, shape (height, width)
        Values of either sign.
    within : ndarray, shape (height, width), optional
        What the image shows. The smallest box around all of it that is not zero is cut into three times
        three, and what lies outside counts to the part next to it; without it, around the values.
    """
    finite = np.where(np.isfinite(push), push, 0)
    used = np.argwhere(finite if within is None or not within.any() else within)
    if not (finite > 0).any():
        return ""
    (top, left), (bottom, right) = used.min(axis=0), used.max(axis=0) + 1
    rows, columns = _thirds(top, bottom, push.shape[0]), _thirds(left, right, push.shape[1])
    above = np.maximum(finite, 0)
    sums = np.array([[above[row, column].sum() for column in columns] for row in rows])
    row, column = divmod(int(sums.argmax()), 3)
    return f"{_ROWS[row]} {_COLUMNS[column]}".strip() or "middle"


def _thirds(first: int, last: int, size: int) -> list[slice]:
    """Return the thirds of what lies between, the outer ones up to the image's edge."""
    lengths = [len(part) for part in np.array_split(np.arange(first, last), 3)]
    one, two = first + lengths[0], first + lengths[0] + lengths[1]
    return [slice(0, one), slice(one, two), slice(two, size)]
