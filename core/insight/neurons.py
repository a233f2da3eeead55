"""What a neuron looks for, as a picture the size of an image."""

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.data.frame import SIDE
from core.network.network import Network

Indices = npt.NDArray[np.intp]


def pictures(network: Network, layer: int = 0, chosen: Indices | None = None) -> Array:
    """Return one picture per neuron of a layer.

    Parameters
    ----------
    network : Network
        The network to look at.
    layer : int
        Which layer, from 0; the last one is the output layer.
    chosen : ndarray, shape (neurons,), intp, optional
        Which neurons; without it, all in their order. A few cost little, however large the network.

    Returns
    -------
    ndarray, shape (neurons, 28, 28), float32
        For the first layer its weights: positive where ink excites the neuron,
        negative where ink inhibits it. For a deeper layer the weights multiplied
        through the layers before, as if these had no activation: the *linear
        projection*, which shows what the neuron leans to and not all it does.
    """
    weights = network.layers[layer].weights
    if chosen is not None:
        weights = weights[:, chosen]
    for earlier in reversed(network.layers[:layer]):
        weights = earlier.weights @ weights
    return np.ascontiguousarray(weights.T).reshape(-1, SIDE, SIDE)


def effort(network: Network, layer: int) -> int:
    """Return how many multiplications the pictures of all neurons of a layer take: none for the first layer."""
    inner, count = network.sizes[: layer + 1], network.sizes[layer + 1]
    return sum(before * after * count for before, after in zip(inner, inner[1:], strict=False))
