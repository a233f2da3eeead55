"""The array types of the engine, and how an array is lent out without being changed."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.floating[Any]]
"""Floating-point numbers: float32 while training, float64 when gradients are checked."""

Arrays: TypeAlias = tuple[Array, ...]

Bytes: TypeAlias = npt.NDArray[np.uint8]
"""Unsigned bytes: pixels (0 is paper, 255 is full ink) and labels (0 to 9)."""


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a view of ``array`` that refuses to be written to.

    Parameters
    ----------
    array : ndarray
        Any array. It stays writable itself; only the view is locked.

    Returns
    -------
    ndarray
        The same memory, with ``flags.writeable`` off.
    """
    view = array.view()
    view.flags.writeable = False
    return view
