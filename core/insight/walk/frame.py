"""Frame: one picture of a walk, with its formula, its numbers and its line of numpy."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from core.insight.walk.choice import Link, Neuron

NAMES = (
    "picture",
    "sums",
    "activation",
    "output sums",
    "outputs",
    "target",
    "cost",
    "slope at the outputs",
    "slope of a weight",
    "back to the hidden layer",
    "slope picture",
    "update",
    "again",
)


@dataclass(frozen=True, slots=True)
class Lit:
    """What lights up in the diagram.

    Attributes
    ----------
    pixels : bool
        Whether the picture does.
    neurons : tuple of (int, int)
        Layer and index of each neuron.
    links : tuple of (int, int, int)
        Layer that it leads into, source and target of each link.
    is_backward : bool
        Whether something goes from the outputs towards the picture.
    """

    pixels: bool = False
    neurons: tuple[Neuron, ...] = ()
    links: tuple[Link, ...] = ()
    is_backward: bool = False


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """One frame.

    Attributes
    ----------
    name : str
        One of :data:`NAMES`.
    title : str
        What happens, in a few words.
    symbols : tuple of str
        The formula, line by line.
    numbers : tuple of str
        The same with this network's numbers, as ``left = arithmetic = result``; the last frame has ``before → after``.
        Empty where there is nothing to reckon with, and then the sentence says why.
    mean : tuple of str
        The same for the whole batch; empty for one image, and where the batch plays no part.
    numpy : str
        What does it in numpy, one line or a few; empty where nothing new is done.
    sentence : str
        What is to be said of it; empty where the formula says it all.
    lit : Lit
        What lights up.
    arrays : mapping of str to ndarray
        What to draw, read-only.
    """

    name: str
    title: str
    symbols: tuple[str, ...]
    numbers: tuple[str, ...]
    mean: tuple[str, ...] = ()
    numpy: str
    sentence: str = ""
    lit: Lit
    arrays: Mapping[str, npt.NDArray[Any]]

    @property
    def number(self) -> int:
        """Its place among the thirteen, from 1."""
        return NAMES.index(self.name) + 1
