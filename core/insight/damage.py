"""Damage: the same network with noise on its weights, links cut, biases gone, or a layer's neurons mixed up.

What was learned is spread over all weights: a network goes on reading with many of them wrong (*graceful degradation*,
Rumelhart and McClelland, *Parallel Distributed Processing*, 1986; that the smallest links matter least is magnitude
pruning: Han et al., *Learning both Weights and Connections*, NIPS 2015). The network given is never touched.
"""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from core.arrays import Array, read_only
from core.network.network import Layer, Network

MOST_NOISE = 3.0
"""The most noise that is worth looking at: of three deviations hardly anything is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is done to a network; each of them from nothing, 0, to all of it.

    Attributes
    ----------
    noise : float
        Deviation of what chance adds to each weight, as a share of the deviation of its layer's weights, 0 to 3.
    cut : float
        Which share of each layer's links is cut, those of the smallest weights first, 0 to 1.
    biases : float
        Which share of every bias is taken away, 0 to 1.
    shuffle : float
        Which share of a hidden layer's neurons have their links to the next layer exchanged, 0 to 1.
    layer : int
        Which layer that is, from 0.
    seed : int
        Where chance starts. With one seed, more noise is the same noise grown, and more neurons are those and others.
    """

    noise: float = 0.0
    cut: float = 0.0
    biases: float = 0.0
    shuffle: float = 0.0
    layer: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        for kind in KINDS:
            if not 0 <= getattr(self, kind) <= (MOST_NOISE if kind == "noise" else 1):
                raise ValueError(f"{kind} is {getattr(self, kind)}, and has to be a share")
        if self.layer < 0 or self.seed < 0:
            raise ValueError("layer and seed are counted from 0")

    @property
    def is_none(self) -> bool:
        """Whether nothing is done."""
        return not any(getattr(self, kind) for kind in KINDS)


KINDS: tuple[str, ...] = tuple(field.name for field in fields(Damage) if field.name not in ("layer", "seed"))
"""What may be done, by the names of the fields."""

SOUND = Damage()
"""No damage."""


def damaged(network: Network, damage: Damage) -> Network:
    """Return a network as it would be with some damage.

    Parameters
    ----------
    network : Network
        The network as it is.
    damage : Damage
        What is done to it. The links to cut are chosen by the weights without noise; shuffling a layer that is
        not a hidden one does nothing, as in a network without any.

    Returns
    -------
    Network
        Another network; where nothing is done, the network itself.
    """
    if damage.is_none:
        return network
    layers = [
        Layer(_weights(layer.weights, place, damage), _biases(layer.biases, damage), layer.activation)
        for place, layer in enumerate(network.layers)
    ]
    if damage.shuffle and damage.layer + 1 < len(layers):
        following = layers[damage.layer + 1]
        mixed = following.weights[_order(len(following.weights), damage)]
        layers[damage.layer + 1] = Layer(mixed, following.biases, following.activation)
    return Network(tuple(layers), network.scaling)


def _weights(weights: Array, place: int, damage: Damage) -> Array:
    if not damage.noise and not damage.cut:
        return weights
    changed = weights.copy()
    if damage.noise:
        changed += np.float32(damage.noise) * weights.std() * _noise(weights.shape, place, damage.seed)
    count = round(damage.cut * weights.size)
    if count:
        smallest = np.argpartition(np.abs(weights), count - 1, axis=None)[:count]
        changed.reshape(-1)[smallest] = 0
    return changed


def _biases(biases: Array, damage: Damage) -> Array:
    return biases * np.float32(1 - damage.biases) if damage.biases else biases


def _order(neurons: int, damage: Damage) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Return whose links each neuron gets: of those that are mixed up, everyone's go to the next."""
    order = np.arange(neurons)
    chosen = np.random.default_rng((damage.seed, damage.layer)).permutation(neurons)[: round(damage.shuffle * neurons)]
    order[chosen] = np.roll(chosen, 1)
    return order


@lru_cache(maxsize=8)
def _noise(shape: tuple[int, int], place: int, seed: int) -> Array:
    """Return noise of deviation 1; it is kept, for a slider asks for the same again with every pixel it moves."""
    return read_only(np.random.default_rng((seed, place)).standard_normal(shape, np.float32))
