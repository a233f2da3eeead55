"""Training images on their way to the fast engine: bytes, converted a block at a time.

As bytes, MNIST's pixels take a quarter of the memory of float32, and fetching them in
shuffled order a quarter of the time. Some 256 images at a time are converted: enough
that the few numpy calls cost nothing per image, few enough that they are still in the
processor's cache when they are multiplied.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes
from core.network.backprop import one_hot
from core.network.fast.calls import Calls, run
from core.network.fast.packing import Columns, padded_length

Order = npt.NDArray[np.intp]

_SCALE = np.float32(1 / 255)
_ALWAYS_ON = 255  # the input whose weights are the biases: one, after the conversion


class TrainingImages:
    """The images to train on, packed for the fast engine when it first asks.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        Pixels, 0 (paper) to 255 (ink).
    labels : ndarray, shape (n,), uint8
        What they show.
    """

    def __init__(self, images: Bytes, labels: Bytes) -> None:
        self.images, self.labels = images, labels
        self._inked: Columns | None = None
        self._packed: tuple[Columns, Bytes] | None = None

    def __len__(self) -> int:
        return len(self.images)

    @property
    def all_columns(self) -> Columns:
        """Every pixel of an image."""
        return np.arange(self.images[0].size)

    @property
    def inked_columns(self) -> Columns:
        """The pixels that have ink in at least one of the images; looked up once."""
        if self._inked is None:
            self._inked = np.flatnonzero(self.images.any(axis=0))
        return self._inked

    def in_order(self, columns: Columns, order: Order) -> "Shuffled":
        """Return a source of these pixels of the images, in the order given."""
        if self._packed is None or not np.array_equal(self._packed[0], columns):
            self._packed = None  # the old rows are let go of before the new ones are made
            self._packed = columns, packed_rows(self.images, columns)
        return Shuffled(self._packed[1], self.labels, order)


class Source(Protocol):
    """Where a block's images come from."""

    def __len__(self) -> int:
        """Return how many images there are."""

    def fetch(self, start: int, stop: int, out: Bytes) -> None:
        """Write the rows of pixels of some images, each with its always-on input, to ``out``."""

    def labels(self, start: int, stop: int) -> Bytes:
        """Return their labels."""


class Shuffled:
    """Images of the training set in the order of an epoch.

    Parameters
    ----------
    rows : ndarray, shape (images, length), uint8
        What :func:`packed_rows` made of the training images.
    labels : ndarray, shape (images,), uint8
        What they show.
    order : ndarray of int
        Which image comes when.
    """

    def __init__(self, rows: Bytes, labels: Bytes, order: Order) -> None:
        self._rows, self._order = rows, order
        self._labels: Bytes = labels[order]

    def __len__(self) -> int:
        return len(self._order)

    def fetch(self, start: int, stop: int, out: Bytes) -> None:
        """Write the packed rows of some images, in the epoch's order, to ``out``."""
        # With the mode "raise" numpy would copy once more, to leave `out` alone if an index were wrong.
        np.take(self._rows, self._order[start:stop], axis=0, out=out, mode="clip")

    def labels(self, start: int, stop: int) -> Bytes:
        """Return the labels of some images, in the epoch's order."""
        return self._labels[start:stop]


class Given:
    """Images given as they are, such as changed ones; all pixels are kept.

    Parameters
    ----------
    images : ndarray, shape (images, 28, 28), uint8
        The images.
    labels : ndarray, shape (images,), uint8
        What they show.
    """

    def __init__(self, images: Bytes, labels: Bytes) -> None:
        self._rows = images.reshape(len(images), -1)
        self._labels = labels

    def __len__(self) -> int:
        return len(self._rows)

    def fetch(self, start: int, stop: int, out: Bytes) -> None:
        """Write the pixels of some images, and an always-on input behind them, to ``out``."""
        pixels = self._rows.shape[1]
        out[:, :pixels] = self._rows[start:stop]
        out[:, pixels] = _ALWAYS_ON

    def labels(self, start: int, stop: int) -> Bytes:
        """Return the labels of some images."""
        return self._labels[start:stop]


class Block:
    """Some images as the network receives them.

    Parameters
    ----------
    size : int
        How many images there is room for.
    length : int
        How long a row is; see :func:`~core.network.fast.packing.padded_length`.
    classes : int
        How many outputs there are.

    Attributes
    ----------
    x : ndarray, shape (size, length), float32
        Pixels from 0 to 1, an input that is always one, zeros.
    y : ndarray, shape (classes, size), float32
        One-hot targets, one column per image.
    """

    def __init__(self, size: int, length: int, classes: int) -> None:
        self.x: Array = np.zeros((size, length), np.float32)
        self.y: Array = np.zeros((classes, size), np.float32)
        self._targets = one_hot(np.arange(classes, dtype=np.uint8), classes)
        self._bytes: Bytes = np.zeros((size, length), np.uint8)

    def fill(self, source: Source, start: int, first: int, last: int) -> None:
        """Convert some of the images, to be found in the block's rows from ``first`` up to ``last``.

        Parameters
        ----------
        source : Source
            Where the images come from.
        start : int
            Which of the source's images is the block's first.
        first, last : int
            Which rows of the block to fill.
        """
        run(self.filling(source, start, first, last))

    def filling(self, source: Source, start: int, first: int, last: int) -> Calls:
        """Return the calls that :meth:`fill` consists of, to be made one after the other."""
        raw, x, y = self._bytes[first:last], self.x[first:last], self.y[:, first:last]
        labels = source.labels(start + first, start + last)
        return (
            (source.fetch, (start + first, start + last, raw)),
            (np.copyto, (x, raw)),
            (np.multiply, (x, _SCALE, x)),
            # The mode is "clip" for the same reason as in `Shuffled.fetch`.
            (np.take, (self._targets, labels, 1, y, "clip")),
        )


def packed_rows(images: Bytes, columns: Columns) -> Bytes:
    """Return the chosen pixels of each image, its always-on input and padding, as bytes."""
    rows: Bytes = np.zeros((len(images), padded_length(len(columns))), np.uint8)
    rows[:, : len(columns)] = images.reshape(len(images), -1)[:, columns]
    rows[:, len(columns)] = _ALWAYS_ON
    return rows
