"""Training images as the engines take them: bytes, packed once into rows that processes can share.

As bytes, MNIST's pixels take a quarter of the memory of float32, and fetching them in
shuffled order a quarter of the time. A row has the pixels that are kept, the always-on
input of the biases, and zeros up to a whole number of the processor's vectors.

Images that stay in a file, because they are so many, are fetched from there: nothing of
them is packed, and their rows have neither the always-on input nor padding.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, place_of
from core.network.memory import Mapped, Memory, in_vectors

Order: TypeAlias = npt.NDArray[np.intp]
"""Which of the training images comes when in an epoch, shape (images,)."""

Columns: TypeAlias = npt.NDArray[np.intp]
"""Which of an image's pixels are kept, in their order."""

_ALWAYS_ON = 255  # the input whose weights are the biases: one, after the conversion


class TrainingImages:
    """The images to train on, packed for the fast engine when it first asks.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        Pixels, 0 (paper) to 255 (ink).
    labels : ndarray, shape (n,), uint8
        What they show.
    lent : tuple, optional
        Columns and the memory in which these are packed already: it is used wherever just these are asked for, and
        images of which all pixels are wanted are taken as they lie, so that nothing is packed a second time.
    """

    def __init__(self, images: Bytes, labels: Bytes, lent: tuple[Columns, Memory] | None = None) -> None:
        self.images, self.labels, self._lent = images, labels, lent
        self._place = place_of(images)
        self._inked: Columns | None = None
        self._packed: tuple[Columns, Memory] | None = None

    def __len__(self) -> int:
        return len(self.images)

    @property
    def all_columns(self) -> Columns:
        """Every pixel of an image."""
        return np.arange(self.images[0].size)

    @property
    def inked_columns(self) -> Columns:
        """The pixels that have ink in at least one of the images; looked up once. All, of images in a file."""
        if self._inked is None:
            if self._lent is not None:
                self._inked = self._lent[0]
            else:
                self._inked = self.all_columns if self._place else np.flatnonzero(self.images.any(axis=0))
        return self._inked

    def packed(self, columns: Columns, *, is_shared: bool) -> Memory | Mapped:
        """Return memory with the chosen pixels of each image as ``rows`` of bytes, and the ``labels``; packed once."""
        if self._place is not None:
            return Mapped(self._place, self.images, self.labels)
        if self._lent is not None and not is_shared:
            if np.array_equal(self._lent[0], columns):
                return self._lent[1]
            if len(columns) == self.images[0].size:
                return Mapped(None, self.images, self.labels)
        if self._packed is None or not self._serves(*self._packed, columns, is_shared):
            self._packed = None  # the old rows are let go of before the new ones are made
            memory = room_for_rows(len(self), len(columns), is_shared=is_shared)
            put_rows(memory, self.images.reshape(len(self), -1)[:, columns], self.labels)
            self._packed = columns, memory
        return self._packed[1]

    @staticmethod
    def _serves(packed: Columns, memory: Memory, columns: Columns, is_shared: bool) -> bool:
        return np.array_equal(packed, columns) and (memory.is_shared or not is_shared)


def room_for_rows(images: int, pixels: int, *, is_shared: bool) -> Memory:
    """Return memory for so many images as ``rows`` of bytes, and their ``labels``."""
    shapes = {"rows": ((images, padded_length(pixels)), np.uint8), "labels": ((images,), np.uint8)}
    return Memory(shapes, is_shared=is_shared)


def put_rows(memory: Memory, images: Bytes, labels: Bytes) -> None:
    """Write images, each with its always-on input, and what they show to the first rows of such memory."""
    arrays, count = memory.arrays(), len(images)
    pixels = images[0].size
    arrays["rows"][:count, :pixels] = images.reshape(count, -1)
    arrays["rows"][:count, pixels] = _ALWAYS_ON
    arrays["labels"][:count] = labels


def padded_length(pixels: int) -> int:
    """Return how long a row of so many pixels is with its bias input and its padding."""
    return in_vectors(pixels + 1)
