"""Which neuron and which link a walk follows: the one asked for, or the one with the largest slope."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network.backprop import LayerSlopes
from core.network.network import Network

Neuron = tuple[int, int]
"""Layer, from 0 (the last is the output), and index."""

Link = tuple[int, int, int]
"""Layer that it leads into, from 0; which value of the layer before (or which pixel); which neuron of the layer."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person asked to see; what is None is chosen for them.

    Attributes
    ----------
    image : int
        Which image of the batch, from 0.
    output : int, optional
        Which of the outputs.
    neuron : (int, int), optional
        A hidden neuron.
    link : (int, int, int), optional
        A link; a neuron is not asked for besides.

    An output and a link into another output cannot be followed together: the link decides.
    """

    image: int = 0
    output: int | None = None
    neuron: Neuron | None = None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """What a walk follows from frame to frame.

    Attributes
    ----------
    output : int
        The output whose sum and slope are written out.
    neuron : (int, int) or None
        The hidden neuron whose sum and slope are written out; None without a hidden layer.
    link : (int, int, int)
        The link whose slope and update are written out. It begins at the neuron, or ends there.
    first : (int, int)
        The neuron of the first layer whose picture of slopes is drawn.
    """

    output: int
    neuron: Neuron | None
    link: Link
    first: Neuron


def follow(network: Network, slopes: Sequence[LayerSlopes], chosen: Chosen, label: int) -> Followed:
    """Return what is followed for one image.

    Parameters
    ----------
    network : Network
        The network.
    slopes : sequence of LayerSlopes
        Those of the image, first layer first.
    chosen : Chosen
        What was asked for. Where nothing was, the output is that of the right class, and of the links that come
        into question the one with the largest slope is taken.
    label : int
        The right class.

    Raises
    ------
    ValueError
        When there is no such neuron or link in the network.
    """
    last = len(network.layers) - 1
    output = label if chosen.output is None else chosen.output
    link = chosen.link
    _check(network, (last, output), chosen.neuron, link)
    if link is None:
        link = _link(slopes, chosen.neuron, output)
    if link[0] == last:
        output = link[2]
    neuron = None if last == 0 else (last - 1, link[1]) if link[0] == last else (link[0], link[2])
    if chosen.link is None and chosen.neuron is not None:
        neuron = chosen.neuron
    first = (0, output) if neuron is None else neuron if neuron[0] == 0 else (0, _largest(slopes[0].d[0]))
    return Followed(output, neuron, link, first)


def _link(slopes: Sequence[LayerSlopes], neuron: Neuron | None, output: int) -> Link:
    """Return the link out of a neuron, or into an output, that has the largest slope."""
    last = len(slopes) - 1
    if neuron is None:
        return last, _largest(slopes[last].weights[:, output]), output
    layer, index = neuron
    return layer + 1, index, output if layer + 1 == last else _largest(slopes[layer + 1].weights[index])


def _largest(slopes: Array) -> int:
    """Return where the largest slope is, up or down; the first place where all are equal or no numbers."""
    return int(np.nan_to_num(np.abs(slopes), nan=-1.0).argmax())


def _check(network: Network, output: Neuron, neuron: Neuron | None, link: Link | None) -> None:
    last = len(network.layers) - 1
    sizes = network.sizes
    if not 0 <= output[1] < sizes[-1]:
        raise ValueError(f"outputs are 0 to {sizes[-1] - 1}, not {output[1]}")
    if neuron is not None and not (0 <= neuron[0] < last and 0 <= neuron[1] < sizes[neuron[0] + 1]):
        raise ValueError(f"no such hidden neuron: {neuron}")
    if link is not None and not (
        0 <= link[0] <= last and 0 <= link[1] < sizes[link[0]] and 0 <= link[2] < sizes[link[0] + 1]
    ):
        raise ValueError(f"no such link: {link}")
