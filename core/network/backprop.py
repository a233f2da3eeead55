"""The gradients of one mini-batch, the plain and readable way.

Forward through the layers, keeping every value; then backward, from the cost's
slope at the outputs to its slope for every weight: Rumelhart, Hinton and Williams,
"Learning representations by back-propagating errors", *Nature* 323 (1986). The four
equations, which stand above the lines that compute them, are those of Nielsen,
*Neural Networks and Deep Learning* (2015), chapter 2, BP1 to BP4, written for a
whole batch: an image is a row of ``x``, ``z``, ``a`` and ``d``, and ``w[l]`` leads
from the values ``a[l-1]`` to the sums ``z[l]``. ``d[l]`` is the slope of the cost
with respect to ``z[l]``, ``f'`` that of an activation, ``*`` goes number by number
and ``@`` is the matrix product.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Arrays
from core.network.network import Activity, Network
from core.parts.costs import Cost


@dataclass(frozen=True, slots=True)
class Gradients:
    """What one mini-batch says about the network.

    Attributes
    ----------
    cost : float
        Mean cost of the batch's images.
    slopes : tuple of ndarray
        The cost's slope for each of the network's parameters, in their order and shapes.
    """

    cost: float
    slopes: Arrays


@dataclass(frozen=True, slots=True, eq=False)
class LayerSlopes:
    """The cost's slopes of one layer.

    Attributes
    ----------
    d : ndarray, shape (n, neurons)
        For the sums ``z`` of each image.
    weights : ndarray, shape (inputs, neurons)
        For the weights, all images together.
    biases : ndarray, shape (neurons,)
        For the biases, all images together.
    """

    d: Array
    weights: Array
    biases: Array


def gradients(network: Network, cost: Cost, x: Array, y: Array, keeps: Arrays = ()) -> Gradients:
    """Return the slopes of the mean cost of a batch, for every weight and bias.

    Parameters
    ----------
    network : Network
        The network as it is.
    cost : Cost
        What is to be made small.
    x : ndarray, shape (n, 784), float32 or float64
        Pixels from 0 to 1, one row per image.
    y : ndarray, shape (n, classes), same dtype
        One-hot targets.
    keeps : tuple of ndarray, optional
        What is left out by dropout: see :meth:`Network.activity`.
    """
    activity = network.activity(x, keeps)
    slopes: list[Array] = []
    for layer in backward(network, cost, activity, y, keeps):
        slopes += (layer.biases, layer.weights)
    value = cost.value(network.output, activity.sums[-1], activity.outputs, y)
    return Gradients(value, tuple(reversed(slopes)))


def backward(network: Network, cost: Cost, activity: Activity, y: Array, keeps: Arrays = ()) -> Iterator[LayerSlopes]:
    """Yield the slopes of the mean cost of a batch, layer by layer, from the outputs back to the first.

    Parameters
    ----------
    network : Network
        The network as it is.
    cost : Cost
        What is to be made small.
    activity : Activity
        Every layer's values for the batch's images.
    y : ndarray, shape (n, classes)
        One-hot targets, of the same dtype.
    keeps : tuple of ndarray, optional
        What was left out by dropout on the way forward; no slope comes back through it.
    """
    # BP1: at the outputs, d[last] = dC/da * f'(z[last]); with cross-entropy the two together come to (p - y) / n.
    d = cost.slope(network.output, activity.sums[-1], activity.outputs, y)
    for index in reversed(range(len(network.layers))):
        received = activity.values[index - 1] if index > 0 else activity.inputs
        if index > 0 and keeps:
            received = received * keeps[index - 1]
        # BP3: for the biases, dC/db[l] = d[l], summed over the images.
        # BP4: for the weights, dC/dw[l] = a[l-1].T @ d[l].
        yield LayerSlopes(d, weights=received.T @ d, biases=d.sum(axis=0))
        if index > 0:
            # BP2: one layer back, d[l-1] = (d[l] @ w[l].T) * f'(z[l-1]).
            d = d @ network.layers[index].weights.T
            if keeps:
                d *= keeps[index - 1]
            network.layers[index - 1].activation.backward(activity.sums[index - 1], activity.values[index - 1], d)


def one_hot(labels: np.ndarray[tuple[int], np.dtype[np.uint8]], classes: int, dtype: type = np.float32) -> Array:
    """Return targets for labels: a row of zeros with a one at the label.

    Parameters
    ----------
    labels : ndarray, shape (n,), uint8
        What each image shows: numbers of classes, from 0.
    classes : int
        How many classes there are.
    dtype : type
        float32 or float64.

    Returns
    -------
    ndarray, shape (n, classes)
    """
    targets: Array = np.eye(classes, dtype=dtype)[labels]
    return targets
