"""What a NetworkView draws: a network while it looks at one image, and which of its neurons have a place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.arrays import Array, Bytes
from core.insight.diagram import Diagram, Links

Neuron = tuple[int, int]
"""Layer, from 0 (the last is the output), and place in it."""


LayerLinks = tuple[int, Links]
"""Links, and the layer that they lead into."""


@dataclass(frozen=True, slots=True, eq=False)
class Highlight:
    """What of a network stands out, while all else is faint.

    Attributes
    ----------
    pixels : bool
        Whether the picture does.
    neurons : frozenset of (int, int)
        Which neurons do.
    links : tuple of (int, Links)
        Which links do, each with the layer that they lead into.
    is_backward : bool
        Whether something goes from the outputs towards the picture, which arrows tell.
    colors : mapping of int to ndarray, shape (neurons,)
        What the neurons of a layer are colored by in place of what they pass on.
    """

    pixels: bool = False
    neurons: frozenset[Neuron] = frozenset()
    links: tuple[LayerLinks, ...] = ()
    is_backward: bool = False
    colors: Mapping[int, Array] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a NetworkView draws.

    Attributes
    ----------
    diagram : Diagram
        The neurons and links.
    image : ndarray, shape (28, 28), uint8
        What the network looks at.
    names : tuple of str
        What the outputs stand for.
    are_shares : bool
        Whether the outputs are shares of one, so that a full color is one.
    highlight : Highlight, optional
        What stands out; without one everything does.
    frozen : frozenset of int
        Which layers do not learn, counted from 0.
    """

    diagram: Diagram
    image: Bytes
    names: tuple[str, ...]
    are_shares: bool
    highlight: Highlight | None = None
    frozen: frozenset[int] = frozenset()

    @property
    def counts(self) -> tuple[int, ...]:
        """How many neurons of each layer are drawn."""
        return tuple(len(shown) for shown in self.diagram.shown)

    def spot(self, neuron: Neuron) -> int | None:
        """Return which of the drawn neurons of its layer a neuron is, from 0; None where it is not drawn."""
        if not 0 <= neuron[0] < len(self.diagram.shown):
            return None
        shown = self.diagram.shown[neuron[0]]
        spot = int(np.searchsorted(shown, neuron[1]))
        return spot if spot < len(shown) and shown[spot] == neuron[1] else None
