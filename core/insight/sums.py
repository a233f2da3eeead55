"""The weighted sum of one neuron, written out term by term."""

from dataclasses import dataclass

import numpy as np

from core.network.network import Activity, Network


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a neuron's sum.

    Attributes
    ----------
    source : int
        Which value of the layer before, or which pixel.
    value, weight : float
        The two factors.
    """

    source: int
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class WrittenSum:
    """The sum of one neuron, term by term: ``bias + products + rest = total``, and the value made of it.

    Attributes
    ----------
    terms : tuple of Term
        The largest in absolute value, the largest first.
    rest : float
        All other terms together.
    rest_count : int
        How many of these are not zero.
    bias, total, value : float
        The bias, the weighted sum ``z``, and what the neuron passes on.
    """

    terms: tuple[Term, ...]
    rest: float
    rest_count: int
    bias: float
    total: float
    value: float


def written_out(network: Network, activity: Activity, layer: int, index: int, most: int = 5) -> WrittenSum:
    """Return the sum of one neuron written out, for the first image of an activity.

    Parameters
    ----------
    network : Network
        The network.
    activity : Activity
        Its values for an image.
    layer, index : int
        Which layer, from 0 (the last is the output), and which neuron of it.
    most : int
        How many terms to name.
    """
    received = (activity.values[layer - 1] if layer else activity.inputs)[0].astype(np.float64)
    weights = network.layers[layer].weights[:, index].astype(np.float64)
    products = received * weights
    order = np.argsort(-np.abs(products), kind="stable")
    named = [int(place) for place in order[:most] if products[place] != 0]
    others = np.delete(products, named)
    return WrittenSum(
        tuple(Term(place, float(received[place]), float(weights[place])) for place in named),
        float(others.sum()),
        int(np.count_nonzero(others)),
        float(network.layers[layer].biases[index]),
        float(activity.sums[layer][0, index]),
        float(activity.values[layer][0, index]),
    )
