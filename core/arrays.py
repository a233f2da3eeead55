"""The array types of the engine, how an array is lent out without being changed, and arrays that stay in a file."""

import os
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

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


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file the bytes of an array lie, one after the other."""

    path: str
    offset: int  # bytes
    shape: tuple[int, ...]
    written: int = 0  # when the file was changed last, in nanoseconds; 0 where that is not known

    def array(self) -> Bytes:
        """Return the array, to be read where it lies: it takes no memory that the system could not use for others.

        Raises
        ------
        OSError, ValueError
            When the file cannot be mapped, was changed, or has not so much in it.
        """
        if self.written and os.stat(self.path).st_mtime_ns != self.written:
            raise OSError(f"{self.path} was changed")
        return np.asarray(np.memmap(self.path, np.uint8, "r", self.offset, self.shape))


def mapped(file: BinaryIO, size: int) -> Bytes:
    """Return the next ``size`` bytes of an ordinary file as an array that stays in the file.

    Raises
    ------
    OSError, ValueError
        When the system cannot map it, or it has not so many.
    """
    return Place(os.path.abspath(file.name), file.tell(), (size,)).array()


def place_of(array: Bytes) -> Place | None:
    """Return where in a file an array lies that stays in one, whole or as a part in one piece; None for all others."""
    base: Any = array
    whole: Any = None
    while base is not None:
        if isinstance(base, np.memmap):
            whole = base  # the last of them: a part of one tells the place of the whole
        base = getattr(base, "base", None)
    if whole is None or whole.filename is None or whole.mode != "r" or not array.flags.c_contiguous:
        return None
    offset = whole.offset + array.ctypes.data - whole.ctypes.data
    return Place(str(whole.filename), offset, array.shape, os.stat(whole.filename).st_mtime_ns)
