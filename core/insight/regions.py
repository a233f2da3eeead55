"""Regions: where in an image most of something is, in words."""

import numpy as np

from core.arrays import Array

_ROWS, _COLUMNS = ("top", "", "bottom"), ("left", "", "right")


def loudest_region(push: Array) -> str:
    """Return where the values above zero add up to most: ``top right``, ``middle``; empty for none.

    Parameters
    ----------
    push : ndarray, shape (height, width)
        Values of either sign. The smallest box around all that are not zero is cut into three times three.
    """
    finite = np.where(np.isfinite(push), push, 0)
    used = np.argwhere(finite)
    if not (finite > 0).any():
        return ""
    (top, left), (bottom, right) = used.min(axis=0), used.max(axis=0) + 1
    box = np.maximum(finite[top:bottom, left:right], 0)
    bands = [np.array_split(band, 3, axis=1) for band in np.array_split(box, 3, axis=0)]
    sums = np.array([[part.sum() for part in band] for band in bands])
    row, column = divmod(int(sums.argmax()), 3)
    return f"{_ROWS[row]} {_COLUMNS[column]}".strip() or "middle"
