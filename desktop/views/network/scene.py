"""What a NetworkView draws: a network while it looks at one image, and which of its neurons have a place."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Bytes
from core.insight.diagram import Diagram

Neuron = tuple[int, int]
"""Layer, from 0 (the last is the output), and place in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a NetworkView draws.

    Attributes
    ----------
    diagram : Diagram
        The neurons and links.
    image : ndarray, shape (28, 28), uint8
        What the network looks at.
    names : tuple of str, 10
        What the outputs stand for.
    are_shares : bool
        Whether the outputs are shares of one, so that a full color is one.
    """

    diagram: Diagram
    image: Bytes
    names: tuple[str, ...]
    are_shares: bool

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
