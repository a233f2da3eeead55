"""One hidden neuron: what it looks for, what it votes for, which images excite it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes, read_only
from core.insight.neurons import pictures
from core.network.network import Network

_BLOCK = 256  # images at a time: their values stay in the processor's cache

Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """One neuron, looked at from all sides.

    Attributes
    ----------
    layer, index : int
        Which layer, from 0, and which neuron of it.
    picture : ndarray, shape (28, 28), float32, read-only
        What it looks for; see :func:`core.insight.neurons.pictures` for a deeper layer.
    bias : float
        What is added to its sum.
    votes : ndarray, shape (classes,), float32, read-only
        What it says for (positive) or against each class; see :func:`votes`.
    values : ndarray, shape (n,), float32, read-only
        What it passes on for each image.
    active : float
        On which part of the images its sum is above zero, 0 to 1; NaN for no images.
    most, least : ndarray of int
        The images that excite it most, the strongest first, and least, the weakest first.
    """

    layer: int
    index: int
    picture: Array
    bias: float
    votes: Array
    values: Array
    active: float
    most: Indices
    least: Indices


def portrait(network: Network, layer: int, index: int, images: Bytes, count: int = 12) -> Portrait:
    """Return what there is to know about one hidden neuron.

    Parameters
    ----------
    network : Network
        The network to look at.
    layer, index : int
        Which hidden layer, from 0, and which neuron of it.
    images : ndarray, shape (n, 28, 28), uint8
        Images to try it with, such as all test images.
    count : int
        How many of the most and least exciting images to name.
    """
    sums = sums_of(network, layer, index, images)
    values = network.layers[layer].activation.values(sums[:, np.newaxis])[:, 0]
    # By the sum, not by the value: where a ReLU says zero to many images, some are further from exciting it.
    order = np.argsort(sums, kind="stable")
    return Portrait(
        layer,
        index,
        read_only(pictures(network, layer, np.array([index]))[0]),
        float(network.layers[layer].biases[index]),
        read_only(votes(network, layer)[index]),
        read_only(values),
        float(np.mean(sums > 0)) if len(sums) else float("nan"),
        order[::-1][:count],
        order[:count],
    )


def votes(network: Network, layer: int) -> Array:
    """Return what the neurons of a layer say for or against each class.

    Parameters
    ----------
    network : Network
        The network to look at.
    layer : int
        Which hidden layer, from 0.

    Returns
    -------
    ndarray, shape (neurons, classes), float32
        For the last hidden layer its weights to the outputs: exactly what one unit of a neuron's
        value adds to each output's sum. For an earlier layer the weights multiplied through the layers
        behind it, as if these had no activation: the *linear product*, a tendency and no more.
    """
    _refuse_output(network, layer)
    votes = network.layers[-1].weights
    for between in reversed(network.layers[layer + 1 : -1]):
        votes = between.weights @ votes
    return votes


def sums_of(network: Network, layer: int, index: int, images: Bytes) -> Array:
    """Return the weighted sum ``z`` of one hidden neuron for each image, shape (n,), float32."""
    _refuse_output(network, layer)
    sums = np.empty(len(images), np.float32)
    chosen = network.layers[layer]
    for start in range(0, len(images), _BLOCK):
        a = network.inputs(images[start : start + _BLOCK])
        for before in network.layers[:layer]:
            a = before.activation.values(before.sums(a))
        sums[start : start + _BLOCK] = a @ chosen.weights[:, index] + chosen.biases[index]
    return sums


def mean_by_class(values: Array, labels: Bytes, classes: int) -> Array:
    """Return a neuron's mean value for the images of each class, shape (classes,); NaN for one without images."""
    counts = np.bincount(labels, minlength=classes)
    means: Array = np.full(classes, np.nan)
    np.divide(np.bincount(labels, weights=values, minlength=classes), counts, out=means, where=counts > 0)
    return means


def _refuse_output(network: Network, layer: int) -> None:
    if not 0 <= layer < len(network.layers) - 1:
        raise ValueError(f"hidden layers are 0 to {len(network.layers) - 2}, not {layer}")
