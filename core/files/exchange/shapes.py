"""Shapes: which arrays of a file are the weights and the biases of which layer, whatever they are called.

The first layer begins with the pixels, the last ends with the classes, and each begins with what the one before ends
with; every array has its place. Where shapes leave a choice, names decide: layers of one shape in the order of their
names, and to each the biases whose name is most like that of its weights.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from os.path import commonprefix

from core.data.classes import FEWEST_CLASSES, MOST_CLASSES
from core.hyperparameters import MOST_LAYERS
from core.network.network import PIXELS

Shape = tuple[int, ...]

_MOST_ARRAYS = 2 * (MOST_LAYERS + 1)
_MOST_TRIES = 5000  # places looked at, where a file has many arrays of few sizes and no way through


@dataclass(frozen=True, slots=True)
class Place:
    """One layer: which arrays it is made of.

    Attributes
    ----------
    weights : str
        The name of the array.
    is_turned : bool
        Whether outputs stand in its rows, as PyTorch has it, and not inputs.
    biases : str or None
        The name of the array; None in a network without biases.
    """

    weights: str
    is_turned: bool
    biases: str | None


def layers_of(shapes: Mapping[str, Shape]) -> tuple[Place, ...] | None:
    """Return the layers that arrays of these shapes make up, the first one first, or None where they make up none.

    Weights with inputs in their rows are looked for first, then such with outputs there, then both in one network;
    biases may be rows or columns.
    """
    if not 1 <= len(shapes) <= _MOST_ARRAYS:
        return None
    names = tuple(sorted(shapes, key=_order))
    for ways in ((False,), (True,), (False, True)):
        for has_biases in (True, False):
            found = _Search(shapes, ways, has_biases).onward(PIXELS, names)
            if found is not None:
                return found
    return None


class _Search:
    """One way to put arrays in a row.

    Parameters
    ----------
    shapes : mapping of str to tuple
        The arrays.
    ways : sequence of bool
        Whether weights may be turned.
    has_biases : bool
        Whether each layer has biases, or none has.
    """

    def __init__(self, shapes: Mapping[str, Shape], ways: Sequence[bool], has_biases: bool) -> None:
        self._shapes = shapes
        self._ways = ways
        self._has_biases = has_biases
        self._tries = 0

    def onward(self, size: int, left: tuple[str, ...]) -> tuple[Place, ...] | None:
        """Return the layers from one that begins with ``size`` values on, made of all arrays that are left."""
        if not left:
            return () if FEWEST_CLASSES <= size <= MOST_CLASSES else None
        for place, end in self._next(size, left):
            self._tries += 1
            if self._tries > _MOST_TRIES:
                return None
            others = tuple(name for name in left if name not in (place.weights, place.biases))
            rest = self.onward(end, others)
            if rest is not None:
                return (place, *rest)
        return None

    def _next(self, size: int, left: tuple[str, ...]) -> Iterator[tuple[Place, int]]:
        """Yield what the next layer may be, and how many values it ends with; of arrays of one shape one alone."""
        seen = set()
        for name in left:
            shape = self._shapes[name]
            if len(shape) != 2 or shape in seen:
                continue
            seen.add(shape)
            for is_turned in self._ways:
                before, after = shape[::-1] if is_turned else shape
                if before == size:
                    for biases in self._biases(name, after, left):
                        yield Place(name, is_turned, biases), after

    def _biases(self, weights: str, size: int, left: tuple[str, ...]) -> Iterator[str | None]:
        if not self._has_biases:
            yield None
            return
        fitting = [name for name in left if name != weights and _is_row(self._shapes[name], size)]
        fitting.sort(key=lambda name: -_likeness(name, weights))  # which leaves equals in their order
        seen = set()
        for name in fitting:
            if self._shapes[name] not in seen:
                seen.add(self._shapes[name])
                yield name


def _is_row(shape: Shape, size: int) -> bool:
    return 1 <= len(shape) <= 2 and prod(shape) == size == max(shape)


def _likeness(one: str, other: str) -> int:
    """Return how many letters two names have in common at their beginnings and at their ends."""
    return len(commonprefix([one, other])) + len(commonprefix([one[::-1], other[::-1]]))


def _order(name: str) -> list[tuple[int, str]]:
    """Return what sorts names as people do, layer 2 before layer 10."""
    return [(int(part[:18]), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]
