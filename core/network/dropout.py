"""Dropout: which hidden neurons are silent for which image of a batch, and how loud the others are.

Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from
overfitting", *Journal of Machine Learning Research* 15 (2014), in the form of section 10, where what is kept is made
louder while training, so that nothing has to be changed to read with the whole network ("inverted dropout").

What is kept follows from the seed, the epoch, an image's place in it, and the layer. So there is no generator whose
state would have to be saved, and whoever does which part of a step comes to the same.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from core.arrays import Array, Arrays

PURPOSE = 4
"""Which part of the seed's chance this is: see :mod:`core.training.batches`."""

PIECE = 2048
"""Images whose chance is drawn together, as many as the fast engine does at a time; more are several pieces."""

LEVELS = 1 << 16
"""Numbers that are drawn from: so the share of neurons left out is exact to 1 in 65,536."""


def keeps(seed: int, epoch: int, place: int, images: int, hidden: tuple[int, ...], share: float) -> Arrays:
    """Return what the values of each hidden layer are multiplied by, for a batch.

    Parameters
    ----------
    seed : int
        The run's.
    epoch, place : int
        Where the batch begins: which epoch, from 0, and which image of it.
    images : int
        How many images the batch has.
    hidden : tuple of int
        How many neurons each hidden layer has.
    share : float
        Which part of the neurons is left out, 0 to less than 1.

    Returns
    -------
    tuple of ndarray, shape (images, neurons), float32
        0 for a neuron that is left out, else ``1 / (1 - share)``. Of a batch of more than :data:`PIECE` images each
        piece is what it would be as a batch of its own.
    """
    return tuple(_keep(seed, epoch, place, images, layer, units, share) for layer, units in enumerate(hidden))


def drawn_once() -> Callable[[int, int, int, int, tuple[int, ...], float], Arrays]:
    """Return a :func:`keeps` of one's own, which remembers the latest batch: who does several shards asks it of each.

    What it returns is lent out several times, and must not be written to.
    """
    return lru_cache(maxsize=1)(keeps)


def _keep(seed: int, epoch: int, place: int, images: int, layer: int, units: int, share: float) -> Array:
    pieces = []
    for first in range(0, images, PIECE):
        chance = np.random.default_rng((seed, PURPOSE, epoch, place + first, layer))
        pieces.append(chance.integers(LEVELS, size=(min(PIECE, images - first), units), dtype=np.uint16))
    drawn = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
    keep: Array = np.multiply(drawn >= threshold(share), np.float32(1 / (1 - share)), dtype=np.float32)
    return keep


def threshold(share: float) -> int:
    """Return below which of the numbers drawn a neuron is left out."""
    return round(share * LEVELS)
