"""How good a network is: cost, accuracy, and what it takes for what."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes
from core.network.backprop import one_hot
from core.network.network import DIGITS, Network
from core.parts.costs import Cost

_BLOCK = 1000  # images at a time: their values stay in the processor's cache


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a network made of some images.

    Attributes
    ----------
    cost : float
        Mean cost per image; NaN for no images.
    confusion : ndarray, shape (10, 10), int64
        How often the digit of the row was taken for that of the column.
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
    def digit_accuracy(self) -> Array:
        """Which part of each digit's images was read correctly, shape (10,); NaN where there are none."""
        counts = self.confusion.sum(axis=1)
        accuracy: Array = np.full(DIGITS, np.nan)
        np.divide(np.diagonal(self.confusion), counts, out=accuracy, where=counts > 0)
        return accuracy


def evaluate(network: Network, cost: Cost, images: Bytes, labels: Bytes) -> Evaluation:
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
    """
    total_cost = 0.0
    confusion = np.zeros((DIGITS, DIGITS), dtype=np.int64)
    for start in range(0, len(images), _BLOCK):
        block = slice(start, start + _BLOCK)
        activity = network.activity(images[block])
        targets = one_hot(labels[block])
        block_cost = cost.value(network.output, activity.sums[-1], activity.outputs, targets)
        total_cost += block_cost * len(targets)
        answers = activity.outputs.argmax(axis=1)
        cells = labels[block].astype(np.intp) * DIGITS + answers
        confusion += np.bincount(cells, minlength=DIGITS * DIGITS).reshape(DIGITS, DIGITS)
    return Evaluation(total_cost / len(images) if len(images) else float("nan"), confusion)
