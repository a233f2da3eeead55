"""Diagram: which neurons and links to draw for one image, and how strong they are."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Arrays, Bytes, read_only
from core.data.frame import SIDE
from core.insight.ablation import without
from core.insight.neuron import votes
from core.network.network import Network

Indices = npt.NDArray[np.intp]

MOST_LINKS = 120
MOST_PIXEL_LINKS = 60  # fewer: they all begin in one small picture
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
    """

    sources: Indices
    targets: Indices
    carried: Array
    weights: Array


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A network while it looks at one image.

    Attributes
    ----------
    image : ndarray, shape (28, 28), uint8, read-only
        What it looks at.
    inputs : ndarray, shape (784,), float32, read-only
        The pixels as the first layer receives them: 0 (paper) to 1 (ink), or standardized.
    sums, values : tuple of ndarray, shape (neurons,), float32, read-only
        ``z`` and ``a`` of each layer, first hidden layer first, outputs last.
    shown : tuple of ndarray of int, read-only
        Which neurons of each layer to draw, in rising order.
    links : tuple of Links
        Into each layer, between shown neurons; into the first one from the pixels.
    off : frozenset of (int, int)
        Layer and index of the neurons that are switched off: no link begins or ends at them, and their
        value is zero. Their sums are told all the same.
    """

    image: Bytes
    inputs: Array
    sums: Arrays
    values: Arrays
    shown: tuple[Indices, ...]
    links: tuple[Links, ...]
    off: frozenset[tuple[int, int]] = frozenset()


def diagram(
    network: Network,
    image: Bytes,
    most_links: int = MOST_LINKS,
    most_neurons: int = MOST_NEURONS,
    most_outputs: int = MOST_NEURONS,
    off: Collection[tuple[int, int]] = (),
    always: Collection[tuple[int, int]] = (),
) -> Diagram:
    """Return what to draw of a network that looks at one image.

    Parameters
    ----------
    network : Network
        The network, of any size, with all its neurons.
    image : ndarray, shape (28, 28), uint8
        What it looks at.
    most_links : int
        How many links to draw into each layer at most; from the pixels half as many, and of these the
        same number into each neuron, so that none is without.
    most_neurons : int
        How many neurons to draw of each hidden layer at most: those whose value, times the length of
        their votes for the classes, is largest.
    most_outputs : int
        How many outputs to draw at most: those with the largest sums.
    off : collection of (int, int)
        Layer and index of the hidden neurons that are switched off. They are drawn where they would be
        if they were on, so that a layer stays as it is while one is switched off.
    always : collection of (int, int)
        Layer and index of neurons to draw in any case, in place of others.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged may be drawn as well
        activity = without(network, off).activity(image[np.newaxis])
        inputs, values = activity.inputs[0], tuple(array[0] for array in activity.values)
        sums = activity.sums[-1][0]
        shown = (*_shown(network, values, most_neurons, always), _largest(sums, most_outputs, len(values) - 1, always))
        values = tuple(_silenced(array, _of_layer(off, layer)) for layer, array in enumerate(values))
        links = []
        for layer, neurons in enumerate(shown):
            targets = np.setdiff1d(neurons, _of_layer(off, layer))
            weights = network.layers[layer].weights
            if layer:
                links.append(_strongest(weights, values[layer - 1], shown[layer - 1], targets, most_links))
            else:
                each = max(1, round(most_links * MOST_PIXEL_LINKS / MOST_LINKS / max(1, len(targets))))
                links.append(_strongest_of_each(weights, inputs, np.flatnonzero(inputs), targets, each))
    return Diagram(
        read_only(image.copy()),
        read_only(inputs),
        tuple(read_only(array[0]) for array in activity.sums),
        tuple(read_only(array) for array in values),
        tuple(read_only(indices) for indices in shown),
        tuple(links),
        frozenset(off),
    )


def pushes(network: Network, seen: Diagram, index: int) -> Array:
    """Return what every pixel adds to the sum of a neuron of the first layer, its value times the weight.

    Parameters
    ----------
    network : Network
        The network of the diagram.
    seen : Diagram
        What it does with an image.
    index : int
        Which neuron of the first layer.

    Returns
    -------
    ndarray, shape (28, 28), float32
        Zero wherever there is no ink, unless pixels are standardized.
    """
    products: Array = seen.inputs * network.layers[0].weights[:, index]
    return products.reshape(SIDE, SIDE)


def _of_layer(off: Collection[tuple[int, int]], layer: int) -> Indices:
    return np.array(sorted(index for of_layer, index in off if of_layer == layer), np.intp)


def _silenced(values: Array, off: Indices) -> Array:
    """Return what a layer passes on when some of its neurons are switched off."""
    if not len(off):
        return values
    values = values.copy()
    values[off] = 0
    return values


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
    targets = np.array([index] if (layer, index) not in seen.off else [], np.intp)
    return _strongest(network.layers[layer].weights, received, sources, targets, most)


def links_out_of(network: Network, seen: Diagram, layer: int, index: int, most: int = MOST_LINKS) -> Links:
    """Return the strongest links from one hidden neuron to the shown ones of the next layer; see :func:`links_into`."""
    targets = np.setdiff1d(seen.shown[layer + 1], _of_layer(seen.off, layer + 1))
    return _strongest(network.layers[layer + 1].weights, seen.values[layer], np.array([index]), targets, most)


def _sources(seen: Diagram, layer: int) -> tuple[Indices, Array]:
    """Return where links into a layer may begin, and all values that it receives."""
    if layer == 0:
        return np.flatnonzero(seen.inputs), seen.inputs
    return seen.shown[layer - 1], seen.values[layer - 1]


def _shown(network: Network, values: Arrays, most: int, always: Collection[tuple[int, int]]) -> tuple[Indices, ...]:
    """Return which neurons of each hidden layer to draw, in rising order."""
    chosen: list[Indices] = []
    for layer, of_layer in enumerate(values[:-1]):
        # Of a layer that is drawn whole nobody has to know whose parts are large, which takes a while.
        is_whole = len(of_layer) <= most
        parts = of_layer if is_whole else np.abs(of_layer) * np.linalg.norm(votes(network, layer), axis=1)
        chosen.append(_largest(parts, most, layer, always))
    return tuple(chosen)


def _largest(parts: Array, most: int, layer: int, always: Collection[tuple[int, int]]) -> Indices:
    """Return which neurons of a layer have the largest parts, in rising order, among them those wanted in any case."""
    if len(parts) <= most:
        return np.arange(len(parts))
    parts, wanted = parts.copy(), _of_layer(always, layer)
    parts[wanted[wanted < len(parts)]] = np.inf
    return np.sort(np.argsort(-parts, kind="stable")[:most])


def _strongest(weights: Array, received: Array, sources: Indices, targets: Indices, most: int) -> Links:
    """Return the strongest links from some values to some neurons."""
    carried = received[sources, np.newaxis] * weights[np.ix_(sources, targets)]
    strengths = np.abs(carried).ravel()
    count = min(most, int(np.count_nonzero(strengths)))
    largest = np.argpartition(-strengths, count - 1)[:count] if count else np.zeros(0, np.intp)
    return _links(weights, received, sources, targets, largest)


def _strongest_of_each(weights: Array, received: Array, sources: Indices, targets: Indices, each: int) -> Links:
    """Return the strongest links into each of some neurons, the same number of all."""
    carried = received[sources, np.newaxis] * weights[np.ix_(sources, targets)]
    count = min(each, len(sources))
    rows = np.argpartition(-np.abs(carried), count - 1, axis=0)[:count] if carried.size else np.zeros((0, 0), np.intp)
    places = (rows * len(targets) + np.arange(len(targets))).ravel() if rows.size else np.zeros(0, np.intp)
    return _links(weights, received, sources, targets, places[carried.ravel()[places] != 0])


def _links(weights: Array, received: Array, sources: Indices, targets: Indices, places: Indices) -> Links:
    """Return some links, the strongest first; ``places`` count through the sources times the targets."""
    rows, columns = np.unravel_index(places, (max(1, len(sources)), max(1, len(targets))))
    between = weights[sources[rows], targets[columns]]
    carried = received[sources[rows]] * between
    order = np.lexsort((places, -np.abs(carried)))
    return Links(
        read_only(sources[rows][order]),
        read_only(targets[columns][order]),
        read_only(carried[order]),
        read_only(between[order]),
    )
