"""Orders in which to lay out the neurons of a layer; each is a permutation of their indices."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.insight.liveliness import Liveliness
from core.insight.neuron import votes
from core.network.network import Network

Indices = npt.NDArray[np.intp]

Order = Literal["position", "influence", "change", "similarity", "activity"]


def ordered(kind: Order, network: Network, layer: int, found: tuple[Liveliness, ...], start: Network) -> Indices:
    """Return the neurons of a layer in an order by its name.

    Parameters
    ----------
    kind : str
        "position" is as they come; see the function ``by_...`` for each of the others.
    network : Network
        The network to look at.
    layer : int
        Which layer, from 0; the last one is the output layer.
    found : tuple of Liveliness
        What the hidden neurons do on some images. Where it is missing, as without images or for the
        output layer, the orders that need it are that by position.
    start : Network
        The same network at another moment, for the order by change; of other layers, it is as good as none.
    """
    if kind == "similarity":
        return by_similarity(network, layer)
    if kind == "change" and start.sizes == network.sizes:
        return by_change(network, start, layer)
    if kind in ("influence", "activity") and layer < len(found):
        return by_activity(found[layer]) if kind == "activity" else by_influence(network, found[layer])
    return np.arange(network.sizes[layer + 1])


def by_influence(network: Network, liveliness: Liveliness) -> Indices:
    """Return the neurons of a layer, the most influential first; see :func:`influence`."""
    return _largest_first(influence(network, liveliness))


def by_activity(liveliness: Liveliness) -> Indices:
    """Return the neurons of a layer, the one that is active on most images first."""
    return _largest_first(liveliness.active)


def by_change(network: Network, other: Network, layer: int) -> Indices:
    """Return the neurons of a layer, the one that changed most first; see :func:`change`."""
    return _largest_first(change(network, other, layer))


def by_similarity(network: Network, layer: int) -> Indices:
    """Return the neurons of a layer so that neighbors look for similar things.

    Starts with the neuron that has the strongest weights and goes on with the one most like the last,
    by the cosine of the angle between their incoming weights: the nearest-neighbor tour of
    Rosenkrantz, Stearns and Lewis (1977). It is short, not the shortest.
    """
    w = network.layers[layer].weights
    lengths = np.linalg.norm(w, axis=0)
    directions = w / np.where(lengths > 0, lengths, 1)
    likeness = directions.T @ directions
    order = np.empty(len(lengths), np.intp)
    is_free = np.ones(len(lengths), bool)
    last = int(np.argmax(lengths))
    for place in range(len(order)):
        order[place] = last
        is_free[last] = False
        if place + 1 < len(order):
            last = int(np.argmax(np.where(is_free, likeness[last], -np.inf)))
    return order


def influence(network: Network, liveliness: Liveliness) -> Array:
    """Return how much each neuron of a layer moves the outputs, shape (neurons,), float32.

    The length of its votes times the size of the value it typically passes on.
    """
    strength: Array = np.linalg.norm(votes(network, liveliness.layer), axis=1) * liveliness.size
    return strength


def change(network: Network, other: Network, layer: int) -> Array:
    """Return how far each neuron's weights and bias are from those at another moment, shape (neurons,).

    Raises
    ------
    ValueError
        When the networks have different layers.
    """
    if network.sizes != other.sizes:
        raise ValueError(f"networks of {network.sizes} and {other.sizes} cannot be compared")
    one, two = network.layers[layer], other.layers[layer]
    moved: Array = np.hypot(np.linalg.norm(one.weights - two.weights, axis=0), one.biases - two.biases)
    return moved


def _largest_first(figures: Array) -> Indices:
    return np.argsort(-figures, kind="stable")
