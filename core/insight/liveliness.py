"""Liveliness: how often the neurons of a layer are active, and which of them are of no use.

What *dead* and *saturated* mean is said here, once, for the wall of neurons, for the coach and for the check of
training: see :class:`Liveliness`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes, read_only
from core.network.network import Network
from core.parts.activations import Activation

_FEWEST_IMAGES = 100  # that a neuron has to be silent for to be judged dead
_BLOCK = 256  # images at a time: their values stay in the processor's cache
_NEAR = 0.05  # part of an activation's range that counts as its end
_ALMOST_ALWAYS = 0.95  # part of the images
_FAR = 1e4  # a sum at which an activation has reached its end, if there is one

Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Liveliness:
    """What the neurons of one hidden layer do on some images; every array has the shape (neurons,).

    Attributes
    ----------
    layer : int
        Which hidden layer, from 0.
    images : int
        How many images were looked at.
    active : ndarray, float32, read-only
        On which part of the images a neuron's sum is above zero, 0 to 1.
    size : ndarray, float32, read-only
        Mean of the absolute value it passes on.
    ended : ndarray, float32, read-only
        On which part of the images its value lies within a twentieth of the activation's range from
        one of its two ends (0 and 1 of a sigmoid); 0 for an activation without two ends.
    is_dead : ndarray, bool, read-only
        Never left the floor of an activation that has one (zero of ReLU) on any of the images: it
        passes nothing on and, having no slope, learns nothing (Maas, Hannun and Ng, 2013).
    is_saturated : ndarray, bool, read-only
        Almost always (95 %) at an end of a sigmoid or tanh, where the slope is next to nothing
        (Glorot and Bengio, 2010, section 3).
    """

    layer: int
    images: int
    active: Array
    size: Array
    ended: Array
    is_dead: Marks
    is_saturated: Marks


def liveliness(network: Network, images: Bytes) -> tuple[Liveliness, ...]:
    """Return what the neurons of every hidden layer do, first layer first.

    Parameters
    ----------
    network : Network
        The network to look at.
    images : ndarray, shape (n, 28, 28), uint8
        Images to try it with; the more, the surer a dead neuron is dead. There is at least one.

    Raises
    ------
    ValueError
        For no images.
    """
    if not len(images):
        raise ValueError("there is no image to try the network with")
    tallies = [_Tally(layer.biases.size, layer.activation) for layer in network.layers[:-1]]
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(images), _BLOCK):
            a = network.inputs(images[start : start + _BLOCK])
            for layer, tally in zip(network.layers[:-1], tallies, strict=True):
                z = layer.sums(a)
                a = layer.activation.values(z)
                tally.add(z, a)
        return tuple(tally.result(index, len(images)) for index, tally in enumerate(tallies))


def worst_layer(seen: Sequence[Liveliness], mark: str, part: float) -> Liveliness | None:
    """Return the layer of which most is marked, if it is at least some part of it.

    Parameters
    ----------
    seen : sequence of Liveliness
        The hidden layers; those tried with fewer than a hundred images are not judged.
    mark : str
        ``is_dead``, ``is_saturated`` or ``ended``.
    part : float
        From which mean of the mark on, 0 to 1.
    """
    judged = [layer for layer in seen if layer.images >= _FEWEST_IMAGES]
    worst = max(judged, key=lambda layer: float(getattr(layer, mark).mean()), default=None)
    return worst if worst is not None and getattr(worst, mark).mean() >= part else None


class _Tally:
    """Counts of one layer, block by block."""

    def __init__(self, neurons: int, activation: Activation) -> None:
        self._low, self._high = ends_of(activation)
        self._active, self._ended, self._left_floor = (np.zeros(neurons, np.intp) for _ in range(3))
        self._size = np.zeros(neurons)

    def add(self, z: Array, a: Array) -> None:
        self._active += np.count_nonzero(z > 0, axis=0)
        self._size += np.abs(a).sum(axis=0)
        if self._low is not None and self._high is not None:
            margin = _NEAR * (self._high - self._low)
            self._ended += np.count_nonzero((a < self._low + margin) | (a > self._high - margin), axis=0)
        elif self._low is not None:
            self._left_floor += np.count_nonzero(a != self._low, axis=0)

    def result(self, layer: int, images: int) -> Liveliness:
        has_two_ends = self._low is not None and self._high is not None
        has_floor = self._low is not None and not has_two_ends
        ended = self._ended / images
        return Liveliness(
            layer,
            images,
            read_only((self._active / images).astype(np.float32)),
            read_only((self._size / images).astype(np.float32)),
            read_only(ended.astype(np.float32)),
            read_only(has_floor & (self._left_floor == 0)),
            read_only(has_two_ends & (ended >= _ALMOST_ALWAYS)),
        )


def ends_of(activation: Activation) -> tuple[float | None, float | None]:
    """Return the least and the largest value an activation comes to, or none where it goes on for ever.

    The activation is asked, so that a new one needs no entry here.
    """
    far = np.array([[-2 * _FAR, -_FAR, _FAR, 2 * _FAR]], np.float64)
    lower, low, high, higher = activation.values(far)[0]
    return (float(low) if lower == low else None, float(high) if higher == high else None)
