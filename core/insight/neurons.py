"""What a neuron looks for, as a picture the size of an image."""

import numpy as np

from core.arrays import Array
from core.data.frame import SIDE
from core.network.network import Network


def pictures(network: Network, layer: int = 0) -> Array:
    """Return one picture per neuron of a layer.

    Parameters
    ----------
    network : Network
        The network to look at.
    layer : int
        Which layer, from 0; the last one is the output layer.

    Returns
    -------
    ndarray, shape (neurons, 28, 28), float32
        For the first layer its weights: positive where ink excites the neuron,
        negative where ink inhibits it. For a deeper layer the weights multiplied
        through the layers before, as if these had no activation: the *linear
        projection*, which shows what the neuron leans to and not all it does.
    """
    weights = network.layers[0].weights
    for deeper in network.layers[1 : layer + 1]:
        weights = weights @ deeper.weights
    return np.ascontiguousarray(weights.T).reshape(-1, SIDE, SIDE)
