"""One output: what it leans to, how often it wins, and which hidden neurons speak for it and against it."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes, read_only
from core.insight.neuron import Indices
from core.insight.neurons import pictures
from core.network.network import Network

_BLOCK = 256  # images at a time: their values stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Feeders:
    """The neurons of the last hidden layer, as one output hears them on some images.

    Attributes
    ----------
    weights : ndarray, shape (neurons,), float32, read-only
        The weight of each to the output.
    means : ndarray, shape (neurons,), float32, read-only
        The value each passes on, averaged over the images.
    """

    weights: Array
    means: Array

    @property
    def pushes(self) -> Array:
        """What each adds to the output's sum on average, shape (neurons,): its weight times its mean value."""
        pushes: Array = self.weights * self.means
        return pushes

    def loudest_for(self, count: int) -> Indices:
        """Return the neurons that add most to the output's sum, the strongest first; at most ``count``."""
        order = np.argsort(-self.pushes, kind="stable")[:count]
        return order[self.pushes[order] > 0]

    def loudest_against(self, count: int) -> Indices:
        """Return the neurons that take most away from the output's sum, the strongest first; at most ``count``."""
        order = np.argsort(self.pushes, kind="stable")[:count]
        return order[self.pushes[order] < 0]


@dataclass(frozen=True, slots=True, eq=False)
class OutputPortrait:
    """One output, looked at from all sides.

    Attributes
    ----------
    layer, index : int
        The output layer, from 0, and which output.
    picture : ndarray, shape (28, 28), float32, read-only
        What it leans to; see :func:`core.insight.neurons.pictures`.
    bias : float
        What is added to its sum.
    values : ndarray, shape (n,), float32, read-only
        What it says to each image.
    wins : float
        On which part of the images it is the largest of all, 0 to 1; NaN for no images.
    precision : float
        Which part of these has its label; NaN where it never wins.
    recall : float
        On which part of the images with its label it wins; NaN without such images.
    most, least : ndarray of int
        The images for which its sum is largest, the largest first, and smallest, the smallest first.
    feeders : Feeders or None
        The hidden neurons it hears; None without a hidden layer or without images.
    """

    layer: int
    index: int
    picture: Array
    bias: float
    values: Array
    wins: float
    precision: float
    recall: float
    most: Indices
    least: Indices
    feeders: Feeders | None


def output_portrait(network: Network, index: int, images: Bytes, labels: Bytes, count: int = 12) -> OutputPortrait:
    """Return what there is to know about one output.

    Parameters
    ----------
    network : Network
        The network to look at.
    index : int
        Which of the outputs.
    images : ndarray, shape (n, 28, 28), uint8
        Images to try it with, such as all test images.
    labels : ndarray, shape (n,), uint8
        What each shows.
    count : int
        How many of the most and least exciting images to name.
    """
    last = network.layers[-1]
    sums = np.empty((len(images), last.biases.size), np.float32)
    heard = np.zeros(len(last.weights))
    for start in range(0, len(images), _BLOCK):
        a = network.inputs(images[start : start + _BLOCK])
        for before in network.layers[:-1]:
            a = before.activation.values(before.sums(a))
        heard += a.sum(axis=0)
        sums[start : start + _BLOCK] = last.sums(a)
    is_winner, is_own = np.argmax(sums, axis=1) == index, labels == index
    order = np.argsort(sums[:, index], kind="stable")
    return OutputPortrait(
        len(network.layers) - 1,
        index,
        read_only(pictures(network, len(network.layers) - 1, np.array([index]))[0]),
        float(last.biases[index]),
        read_only(last.activation.values(sums)[:, index].copy()),
        _share(is_winner),
        _share(is_own[is_winner]),
        _share(is_winner[is_own]),
        order[::-1][:count],
        order[:count],
        _feeders(network, index, heard / len(images)) if len(images) else None,
    )


def _feeders(network: Network, index: int, means: Array) -> Feeders | None:
    if len(network.layers) == 1:
        return None
    weights = network.layers[-1].weights[:, index].copy()
    return Feeders(read_only(weights), read_only(means.astype(np.float32)))


def _share(these: Array) -> float:
    return float(np.mean(these)) if len(these) else float("nan")
