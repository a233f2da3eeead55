"""How good a network is: cost, accuracy, and what it takes for what."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core import workers
from core.arrays import Array, Bytes
from core.network.backprop import one_hot
from core.network.network import Network
from core.parts.costs import Cost

_BLOCK = 256  # images at a time: their values stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a network made of some images.

    Attributes
    ----------
    cost : float
        Mean cost per image; NaN for no images.
    confusion : ndarray, shape (classes, classes), int64
        How often the class of the row was taken for that of the column.
    """

    cost: float
    confusion: np.ndarray[tuple[int, int], np.dtype[np.int64]]

    @property
    def images(self) -> int:
        """How many images were looked at."""
        return int(self.confusion.sum())

    @property
    def accuracy(self) -> float:
        """Which part was read correctly, from 0 to 1; NaN for no images."""
        return float(np.trace(self.confusion) / self.images) if self.images else float("nan")

    @property
    def class_accuracy(self) -> Array:
        """Which part of each class's images was read correctly, shape (classes,); NaN where there are none."""
        counts = self.confusion.sum(axis=1)
        accuracy: Array = np.full(len(counts), np.nan)
        np.divide(np.diagonal(self.confusion), counts, out=accuracy, where=counts > 0)
        return accuracy


def evaluate(
    network: Network,
    cost: Cost,
    images: Bytes,
    labels: Bytes,
    threads: int = 1,
    seen: Callable[[int], None] = lambda images: None,
) -> Evaluation:
    """Return how good a network is on the given images.

    Parameters
    ----------
    network : Network
        The network to look at.
    cost : Cost
        How a wrong answer is measured.
    images : ndarray, shape (n, 28, 28), uint8
        Images, not necessarily of the training data.
    labels : ndarray, shape (n,), uint8
        What they show.
    threads : int
        How many threads do it; the result is the same to the last bit.
    seen : callable
        Called with how many images were looked at, after each few, from any of the threads. What it raises ends
        the looking.
    """

    def look(start: int) -> tuple[float, np.ndarray[Any, Any]]:
        block = slice(start, start + _BLOCK)
        found = _look(network, cost, images[block], labels[block])
        seen(len(labels[block]))
        return found

    found = workers.each(look, range(0, len(images), _BLOCK), threads)
    size = network.classes
    confusion = sum((counts for _, counts in found), np.zeros(size * size, np.int64)).reshape(size, size)
    mean = float(np.sum([total for total, _ in found]) / len(images)) if len(images) else float("nan")
    return Evaluation(mean, confusion)


def _look(network: Network, cost: Cost, images: Bytes, labels: Bytes) -> tuple[float, np.ndarray[Any, Any]]:
    """Return the summed cost of a few images, and how often each class was taken for each, in one row."""
    size = network.classes
    activity = network.activity(images)
    mean = cost.value(network.output, activity.sums[-1], activity.outputs, one_hot(labels, size))
    cells = labels.astype(np.intp) * size + activity.outputs.argmax(axis=1)
    return mean * len(labels), np.bincount(cells, minlength=size * size)
