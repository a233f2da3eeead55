"""Diagram: which neurons and links to draw for one image, how strong they are, and a sum written out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Arrays, Bytes, read_only
from core.insight.neuron import votes
from core.network.network import Activity, Network

Indices = npt.NDArray[np.intp]

MOST_LINKS = 120
MOST_NEURONS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The strongest links into the shown neurons of one layer; all arrays have the shape (links,).

    Attributes
    ----------
    sources, targets : ndarray of int, read-only
        Which value of the layer before (or which pixel), and which neuron of this layer.
    carried : ndarray, float32, read-only
        What each link adds to its neuron's sum, value times weight; its sign says whether it speaks for
        or against. The strongest first.
    weights : ndarray, float32, read-only
        The weight alone.
    rest : int
        How many other links there are in this layer, drawn by no line.
    rest_size : float
        What these others carry together, the sum of their absolute values.
    """

    sources: Indices
    targets: Indices
    carried: Array
    weights: Array
    rest: int
    rest_size: float


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A network while it looks at one image.

    Attributes
    ----------
    inputs : ndarray, shape (784,), float32, read-only
        The pixels, 0 (paper) to 1 (ink).
    sums, values : tuple of ndarray, shape (neurons,), float32, read-only
        ``z`` and ``a`` of each layer, first hidden layer first, outputs last.
    shown : tuple of ndarray of int, read-only
        Which neurons of each layer to draw, in rising order; all ten outputs are.
    links : tuple of Links
        Into each layer, between shown neurons; into the first one from the pixels.
    """

    inputs: Array
    sums: Arrays
    values: Arrays
    shown: tuple[Indices, ...]
    links: tuple[Links, ...]


def diagram(network: Network, image: Bytes, most_links: int = MOST_LINKS, most_neurons: int = MOST_NEURONS) -> Diagram:
    """Return what to draw of a network that looks at one image.

    Parameters
    ----------
    network : Network
        The network, of any size.
    image : ndarray, shape (28, 28), uint8
        What it looks at.
    most_links : int
        How many links to draw into each layer at most.
    most_neurons : int
        How many neurons to draw of each hidden layer at most: those whose value, times the length of
        their votes for the digits, is largest.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged may be drawn as well
        activity = network.activity(image[np.newaxis])
        inputs, values = activity.inputs[0], tuple(array[0] for array in activity.values)
        shown = _shown(network, values, most_neurons)
        links = []
        for index, targets in enumerate(shown):
            sources, received = (shown[index - 1], values[index - 1]) if index else (np.flatnonzero(inputs), inputs)
            links.append(_strongest(network.layers[index].weights, received, sources, targets, most_links))
    return Diagram(
        read_only(inputs),
        tuple(read_only(array[0]) for array in activity.sums),
        tuple(read_only(array) for array in values),
        tuple(read_only(indices) for indices in shown),
        tuple(links),
    )


def links_into(network: Network, seen: Diagram, layer: int, index: int, most: int = MOST_LINKS) -> Links:
    """Return the strongest links into one neuron, for it alone: in a diagram it may have few or none.

    Parameters
    ----------
    network : Network
        The network of the diagram.
    seen : Diagram
        What it does with an image; links begin at its shown neurons.
    layer, index : int
        Which layer, from 0 (the last is the output), and which neuron of it.
    most : int
        How many links at most.
    """
    sources, received = _sources(seen, layer)
    return _strongest(network.layers[layer].weights, received, sources, np.array([index]), most)


def links_out_of(network: Network, seen: Diagram, layer: int, index: int, most: int = MOST_LINKS) -> Links:
    """Return the strongest links from one hidden neuron to the shown ones of the next layer; see :func:`links_into`."""
    values = seen.values[layer]
    return _strongest(network.layers[layer + 1].weights, values, np.array([index]), seen.shown[layer + 1], most)


def _sources(seen: Diagram, layer: int) -> tuple[Indices, Array]:
    """Return where links into a layer may begin, and all values that it receives."""
    if layer == 0:
        return np.flatnonzero(seen.inputs), seen.inputs
    return seen.shown[layer - 1], seen.values[layer - 1]


def _shown(network: Network, values: Arrays, most: int) -> tuple[Indices, ...]:
    """Return which neurons of each layer to draw, in rising order."""
    chosen: list[Indices] = []
    for layer, of_layer in enumerate(values[:-1]):
        if len(of_layer) <= most:
            chosen.append(np.arange(len(of_layer)))
            continue
        parts = np.abs(of_layer) * np.linalg.norm(votes(network, layer), axis=1)
        chosen.append(np.sort(np.argsort(-parts, kind="stable")[:most]))
    return (*chosen, np.arange(len(values[-1])))


def _strongest(weights: Array, received: Array, sources: Indices, targets: Indices, most: int) -> Links:
    """Return the strongest links from some values to some neurons; the rest is of the whole layer."""
    between = weights[np.ix_(sources, targets)]
    carried = received[sources, np.newaxis] * between
    strengths = np.abs(carried).ravel()
    count = min(most, int(np.count_nonzero(strengths)))
    largest = np.argpartition(-strengths, count - 1)[:count] if count else np.zeros(0, np.intp)
    largest = largest[np.lexsort((largest, -strengths[largest]))]
    rows, columns = np.unravel_index(largest, between.shape)
    total = float(np.abs(received) @ np.abs(weights).sum(axis=1))
    return Links(
        read_only(sources[rows]),
        read_only(targets[columns]),
        read_only(carried[rows, columns]),
        read_only(between[rows, columns]),
        weights.size - count,
        max(0.0, total - float(strengths[largest].sum(dtype=np.float64))),
    )


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

    @property
    def product(self) -> float:
        """What the term adds to the sum."""
        return self.value * self.weight


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
