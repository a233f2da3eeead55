"""A walk as a scene of the diagram: the same neurons and links in every frame, and what of them stands out."""

import numpy as np

from core.arrays import Array, read_only
from core.insight.diagram import MOST_NEURONS, Diagram, Links, diagram
from core.insight.walk.frame import Frame
from core.insight.walk.walk import Walk
from desktop.views.network.frozen import layers_of
from desktop.views.network.scene import Highlight, Scene


def diagram_of(walk: Walk, most: int = MOST_NEURONS, most_outputs: int = MOST_NEURONS) -> Diagram:
    """Return what to draw of a walk's network: every neuron that any of its frames speaks of by itself is there.

    Parameters
    ----------
    walk : Walk
        The walk.
    most : int
        How many neurons of a hidden layer there is room for.
    most_outputs : int
        How many outputs there is room for.
    """
    seen, last = walk.passage, len(walk.passage.network.layers) - 1
    lit = {neuron for frame in walk.frames for neuron in _neurons(frame) if neuron[0] < last}
    spoken_of = {end for frame in walk.frames for end in _ends(frame) if end[0] == last}
    outputs = {*spoken_of, (last, seen.followed.output), (last, seen.label)}
    most, most_outputs = max(most, len(lit)), max(most_outputs, len(outputs) + 1)  # and the one that is largest
    always = lit | outputs
    return diagram(seen.network, seen.image, most_neurons=most, most_outputs=most_outputs, always=always)


def scene_of(walk: Walk, frame: Frame, seen: Diagram, names: tuple[str, ...]) -> Scene:
    """Return the scene of one frame.

    Parameters
    ----------
    walk : Walk
        The walk.
    frame : Frame
        One of its frames.
    seen : Diagram
        What is drawn of the network.
    names : tuple of str
        What the outputs stand for.
    """
    lit = frame.lit
    layers = sorted({layer for layer, _, _ in lit.links})
    links = tuple((layer, _links(walk, layer, frame)) for layer in layers)
    are_shares = walk.passage.settings.output.is_probability
    highlight = Highlight(lit.pixels, frozenset(_neurons(frame)), links, lit.is_backward, _colors(walk, frame))
    return Scene(seen, walk.passage.image, names, are_shares, highlight, layers_of(walk.passage.settings.frozen))


def diagram_after(walk: Walk, seen: Diagram) -> Diagram:
    """Return what to draw of the network after the step: the same neurons, if they are numbers still."""
    always = {(layer, index) for layer, shown in enumerate(seen.shown) for index in shown.tolist()}
    most, outputs = max(len(shown) for shown in seen.shown), len(seen.shown[-1])
    network, image = walk.passage.alone.after, walk.passage.image
    after = diagram(network, image, most_neurons=most, most_outputs=outputs, always=always)
    return after if all(np.isfinite(values).all() for values in after.values) else seen


def _neurons(frame: Frame) -> set[tuple[int, int]]:
    return {*frame.lit.neurons, *_ends(frame)}


def _ends(frame: Frame) -> set[tuple[int, int]]:
    """Return the neurons at which the links of a frame begin and end."""
    ends = {(layer, target) for layer, _, target in frame.lit.links}
    return ends | {(layer - 1, source) for layer, source, _ in frame.lit.links if layer}


def _links(walk: Walk, layer: int, frame: Frame) -> Links:
    """Return the links that stand out: what each adds on the way forward, what each carries on the way back."""
    seen = walk.passage
    pairs = [(source, target) for of_layer, source, target in frame.lit.links if of_layer == layer]
    sources, targets = np.array(pairs, np.intp).T
    weights = seen.network.layers[layer].weights[sources, targets]
    if not frame.lit.is_backward:
        carried = seen.received(layer)[sources] * weights
    elif frame.name == "slope of a weight":
        carried = seen.slopes[layer].weights[sources, targets]
    else:
        carried = seen.slopes[layer].d[0][targets] * weights
    carried = np.nan_to_num(carried, nan=0.0, posinf=0.0, neginf=0.0)
    order = np.argsort(-np.abs(carried), kind="stable")
    return Links(*(read_only(array[order]) for array in (sources, targets, carried, weights)))


def _colors(walk: Walk, frame: Frame) -> dict[int, Array]:
    """Return what colors the layers whose slopes a frame speaks of."""
    if not frame.lit.is_backward or not walk.passage.is_finite:
        return {}
    slopes = walk.passage.slopes
    neuron = walk.passage.followed.neuron
    layers = {
        "slope at the outputs": {len(slopes) - 1},
        "slope of a weight": {walk.passage.followed.link[0]},
        "back to the hidden layer": {neuron[0], neuron[0] + 1} if neuron is not None else set(),
        "slope picture": {0},
    }[frame.name]
    return {layer: slopes[layer].d[0] for layer in layers}
