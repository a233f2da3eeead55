"""Memory that several processes can share: arrays side by side in one piece, which has no name and so cannot be left.

Where a piece is shared, the file behind it was unlinked before it was used, or never had a name: the system takes it
back when the last process that has it ends, however it ends.
"""

import mmap
import os
import pickle
import weakref
from collections.abc import Mapping
from multiprocessing.heap import Arena
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, Place

Shapes: TypeAlias = Mapping[str, tuple[tuple[int, ...], npt.DTypeLike]]
"""Names of arrays, with the shape and the dtype of each."""

VECTOR = 16
"""How many float32 numbers a vector register of 512 bits holds."""

_LINE = 64  # bytes: arrays begin at a line of the processor's cache, so that no two processes write to the same one


class Memory:
    """One piece of memory for some arrays, all zero at first.

    Shared, it travels to a process that is started with it among its arguments.

    Raises
    ------
    OSError
        When the system has no memory to share.
    """

    def __init__(self, shapes: Shapes, *, is_shared: bool) -> None:
        self._shapes = dict(shapes)
        size = max(sum(_rounded(_size(*each)) for each in self._shapes.values()), mmap.PAGESIZE)
        self._arena = _arena(size) if is_shared else None
        self._own: npt.NDArray[np.uint8] = np.zeros(0 if is_shared else size + _LINE, np.uint8)

    @property
    def is_shared(self) -> bool:
        """Whether it can travel to another process."""
        return self._arena is not None

    def length(self, name: str) -> int:
        """Return how long an array is."""
        return self._shapes[name][0][0]

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays by their names."""
        if self._arena is not None:
            whole = np.frombuffer(self._arena.buffer, np.uint8)
        else:
            whole = self._own[-self._own.ctypes.data % _LINE :]
        found, start = {}, 0
        for name, (shape, dtype) in self._shapes.items():
            size = _size(shape, dtype)
            found[name] = whole[start : start + size].view(dtype).reshape(shape)
            start += _rounded(size)
        return found


class Mapped:
    """Images that stay where they are, as ``rows``, and their ``labels``.

    Those that are in a file travel to other processes, each of which reads them there; others do not.
    """

    is_shared = True

    def __init__(self, place: Place | None, images: Bytes, labels: Bytes) -> None:
        self._place, self._labels = place, labels
        self._arrays = {"rows": images.reshape(len(labels), -1), "labels": labels}

    def length(self, name: str) -> int:
        """Return how many images there are."""
        return len(self._labels)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return rows of pixels and labels."""
        return self._arrays

    def __reduce__(self) -> tuple[Any, ...]:
        if self._place is None:
            raise pickle.PicklingError("images that are in no file do not travel")
        # Each other process maps the file anew, and ends where it is another file by then.
        return _mapped_at, (self._place, self._labels)


def _mapped_at(place: Place, labels: Bytes) -> Mapped:
    return Mapped(place, place.array(), labels)


def _arena(size: int) -> Arena:
    if not hasattr(os, "memfd_create"):
        return Arena(size)
    # What is so made is no file in /dev/shm, which is small in containers.
    descriptor = os.memfd_create("inkling")
    try:
        os.ftruncate(descriptor, size)
        arena = Arena(size, descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    weakref.finalize(arena, os.close, descriptor)
    return arena


def _size(shape: tuple[int, ...], dtype: npt.DTypeLike) -> int:
    return int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize


def _rounded(size: int) -> int:
    return -(-size // _LINE) * _LINE


def in_vectors(numbers: int) -> int:
    """Return how many numbers of float32 whole vector registers hold that have room for so many."""
    return -(-numbers // VECTOR) * VECTOR
