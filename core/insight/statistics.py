"""Statistics: how weights, slopes and values of each layer are spread, and how large an update is."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes, read_only
from core.network.backprop import gradients, one_hot
from core.network.network import Layer, Network, as_inputs
from core.parts.costs import Cost

BINS = 40
_FINE = 1e-15  # squares of numbers smaller than this, or larger than one over it, are too much for float32
HEALTHY_UPDATE = 1e-3
"""How large a step is, next to the weights it changes, when the learning rate suits: see :func:`update_ratios`."""


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How numbers are spread.

    Attributes
    ----------
    counts : ndarray, shape (bins,), int64, read-only
        How many numbers lie in each of the bins, all equally wide; numbers that are not finite in none.
    low, high : float
        Where the first bin begins and the last one ends.
    mean, deviation : float
        Mean and standard deviation of the finite numbers; NaN where there is none.
    """

    counts: npt.NDArray[np.int64]
    low: float
    high: float
    mean: float
    deviation: float

    @property
    def edges(self) -> Array:
        """Where the bins begin and end, shape (bins + 1,)."""
        return np.linspace(self.low, self.high, len(self.counts) + 1)

    @property
    def size(self) -> float:
        """The typical absolute size of a number: root of the mean square."""
        return float(np.hypot(self.mean, self.deviation))


@dataclass(frozen=True, slots=True)
class LayerStatistics:
    """One layer on a sample batch.

    Attributes
    ----------
    weights, weight_slopes : Histogram
        The weights, and the slopes of the cost for them.
    bias_slopes : Histogram
        The slopes for the biases. These do not depend on the size of what the layer receives, so
        they tell how much of the cost's slope comes back to each layer.
    values : Histogram
        What the neurons pass on, over all images of the batch.
    """

    weights: Histogram
    weight_slopes: Histogram
    bias_slopes: Histogram
    values: Histogram


@dataclass(frozen=True, slots=True)
class Statistics:
    """A network on a sample batch.

    Attributes
    ----------
    layers : tuple of LayerStatistics
        First hidden layer first, outputs last.
    """

    layers: tuple[LayerStatistics, ...]


def statistics(network: Network, cost: Cost, images: Bytes, labels: Bytes) -> Statistics:
    """Return how weights, slopes and values are spread.

    Parameters
    ----------
    network : Network
        The network to look at.
    cost : Cost
        What training makes small.
    images : ndarray, shape (n, 28, 28), uint8
        A sample of the training images; 256 are enough. There is at least one.
    labels : ndarray, shape (n,), uint8
        What they show.
    """
    with np.errstate(all="ignore"):  # a network that diverged may be looked at as well
        x = as_inputs(images)
        slopes = gradients(network, cost, x, one_hot(labels, network.classes)).slopes
        values = network.activity(x).values
    return Statistics(
        tuple(
            LayerStatistics(
                histogram(layer.weights),
                histogram(slopes[2 * index]),
                histogram(slopes[2 * index + 1]),
                histogram(values[index]),
            )
            for index, layer in enumerate(network.layers)
        )
    )


def histogram(numbers: Array, bins: int = BINS) -> Histogram:
    """Return how numbers are spread, from the smallest to the largest finite one.

    About twice as quick as ``numpy.histogram``, which makes up for rounding at the edges; here a
    number within rounding of an edge may be counted in the bin next to its own.
    """
    found = numbers.ravel()
    low, high = (float(found.min()), float(found.max())) if found.size else (np.nan, np.nan)
    if not (np.isfinite(low) and np.isfinite(high)):
        found = found[np.isfinite(found)]
        if not found.size:
            return Histogram(read_only(np.zeros(bins, np.int64)), 0.0, 1.0, float("nan"), float("nan"))
        low, high = float(found.min()), float(found.max())
    if not (_FINE < max(-low, high) < 1 / _FINE and high - low > _FINE):
        found = found.astype(np.float64)
    mean = float(found.mean(dtype=np.float64))
    deviation = float(np.sqrt(max(0.0, _mean_square(found) - mean * mean)))
    if low == high:  # all the same: a bin in the middle
        margin = max(0.5, abs(low) / 1000)
        low, high = low - margin, high + margin
    places = ((found - low) * (bins / (high - low))).astype(np.int32)  # int64 takes ten times as long
    np.minimum(places, bins - 1, out=places)  # the largest number belongs to the last bin
    counts = np.bincount(places, minlength=bins).astype(np.int64)
    return Histogram(read_only(counts), low, high, mean, deviation)


def update_ratios(earlier: Network, later: Network) -> tuple[float, ...]:
    """Return how large an update is next to the weights it changes, for each layer.

    The length of the change of a layer's weights over that of the weights. For a step of training it should be
    about one thousandth; much less, and the learning rate is low; much more, and it is high (Karpathy,
    *CS231n, Neural Networks Part 3*, "Ratio of weights:updates": a rule of thumb).

    Parameters
    ----------
    earlier, later : Network
        The network before the update and after it.

    Returns
    -------
    tuple of float
        One figure a layer; NaN where weights are all zero or not finite.

    Raises
    ------
    ValueError
        When the networks have different layers.
    """
    if earlier.sizes != later.sizes:
        raise ValueError(f"no update leads from {earlier.sizes} to {later.sizes}")
    with np.errstate(all="ignore"):
        return tuple(_ratio(one, two) for one, two in zip(earlier.layers, later.layers, strict=True))


def _ratio(one: Layer, two: Layer) -> float:
    size = float(np.linalg.norm(one.weights))
    ratio = float(np.linalg.norm(two.weights - one.weights)) / size if size > 0 else float("nan")
    return ratio if np.isfinite(ratio) else float("nan")


def _mean_square(numbers: Array) -> float:
    # einsum would sum in float32; a dot product of float32 is precise enough for a figure to be read.
    return float(np.dot(numbers, numbers)) / numbers.size
