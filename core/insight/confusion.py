"""Confusion: what a network reads in every image, and from that what it takes for what."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes, read_only
from core.errors import Cancelled
from core.network.network import Network

_BLOCK = 256  # images at a time: their values stay in the processor's cache

Counts = npt.NDArray[np.int64]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """What a network read in each of some images.

    Attributes
    ----------
    labels : ndarray, shape (n,), uint8, read-only
        What the images show.
    digits : ndarray, shape (n,), uint8, read-only
        What the network took them for: the class with the largest output.
    largest : ndarray, shape (n,), float32, read-only
        That output as it is; between 0 and 1 only where outputs are probabilities.
    counts : ndarray, shape (classes, classes), int64, read-only
        How often the class of the row was taken for that of the column.
    """

    labels: Bytes
    digits: Bytes
    largest: Array
    counts: Counts

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def confidence(self) -> Array:
        """How sure the network was of each image, from 0 to 1, shape (n,)."""
        return np.clip(self.largest, 0, 1)

    @property
    def accuracy(self) -> float:
        """Which part was read correctly, from 0 to 1; NaN for no images."""
        return float(np.trace(self.counts) / len(self)) if len(self) else float("nan")

    @property
    def precision(self) -> Array:
        """Which part of the images taken for a class showed it, shape (classes,); NaN for one never answered."""
        return _ratio(np.diagonal(self.counts), self.counts.sum(axis=0))

    @property
    def recall(self) -> Array:
        """Which part of a class's images was read as that class, shape (classes,); NaN for one without images."""
        return _ratio(np.diagonal(self.counts), self.counts.sum(axis=1))

    def cell(self, shown: int, taken_for: int) -> Indices:
        """Return which images of a class were taken for another (or the same), the surest first."""
        return self._surest_first((self.labels == shown) & (self.digits == taken_for))

    def mistakes(self) -> Indices:
        """Return which images were misread, the surest of its mistake first."""
        return self._surest_first(self.labels != self.digits)

    def commonest(self, most: int = 5) -> tuple[tuple[int, int, int], ...]:
        """Return the commonest confusions as (shown, taken for, how often), the commonest first."""
        wrong, size = self.counts.copy(), len(self.counts)
        np.fill_diagonal(wrong, 0)
        order = np.argsort(-wrong, axis=None, kind="stable")[:most]
        found = [(int(place // size), int(place % size), int(wrong.flat[place])) for place in order]
        return tuple(entry for entry in found if entry[2])

    def _surest_first(self, chosen: npt.NDArray[np.bool_]) -> Indices:
        places = np.flatnonzero(chosen)
        return places[np.argsort(-self.largest[places], kind="stable")]


def read(network: Network, images: Bytes, labels: Bytes, is_cancelled: Callable[[], bool] = lambda: False) -> Confusion:
    """Return what a network reads in every image.

    Parameters
    ----------
    network : Network
        The network to ask; one that diverged may be asked as well.
    images : ndarray, shape (n, 28, 28), uint8
        Images, such as all test images.
    labels : ndarray, shape (n,), uint8
        What they show.
    is_cancelled : callable
        Asked now and then whether to stop.

    Raises
    ------
    Cancelled
        When it was to stop.
    """
    digits, largest = np.empty(len(images), np.uint8), np.empty(len(images), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(images), _BLOCK):
            if is_cancelled():
                raise Cancelled
            block = slice(start, start + _BLOCK)
            outputs = network.outputs(images[block])
            digits[block] = outputs.argmax(axis=1)
            largest[block] = outputs.max(axis=1)
    size = network.classes
    cells = labels.astype(np.intp) * size + digits
    counts = np.bincount(cells, minlength=size * size).reshape(size, size).astype(np.int64)
    return Confusion(read_only(labels), read_only(digits), read_only(largest), read_only(counts))


def _ratio(part: Counts, whole: Counts) -> Array:
    """Return ``part / whole``, and NaN where there is nothing to be a part of."""
    ratio: Array = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    np.divide(part, whole, out=ratio, where=np.broadcast_to(whole > 0, ratio.shape))
    return ratio
