"""People who draw five symbols, each in a way of their own: with habits, a slant and an unsteady hand."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.data.dataset import Split
from core.data.ink.strokes import Ink, prepare

NAMES = ("arrow", "heart", "star", "smiley", "square")

SLANT, TURN, STRETCH = 0.15, 0.12, 0.2
"""How far people differ: spreads of the slant, of the turn in radians, of the logarithm of the width."""

HABIT, JITTER, UNSTEADINESS = 0.04, 0.03, 0.1
"""How far a person's own shape is off the usual, one drawing off that shape, one slant off the usual; in parts of a
drawing's size."""

_POINTS = 24  # of a stroke
_WAVES = 3  # by which a stroke is bent

Shape = list[Array]


def _line(*corners: tuple[float, float]) -> Array:
    """Return points along straight lines, from -1 to 1."""
    ends = np.array(corners, np.float64)
    places = np.linspace(0, len(ends) - 1, _POINTS)
    return np.stack([np.interp(places, np.arange(len(ends)), ends[:, axis]) for axis in (0, 1)], axis=1)


def _arc(x: float, y: float, wide: float, high: float, start: float = 0.0, turn: float = 2 * np.pi) -> Array:
    angles = start + np.linspace(0, turn, _POINTS)
    return np.stack([x + wide * np.cos(angles), y + high * np.sin(angles)], axis=1)


def _arrow(style: float) -> Shape:
    head = 0.3 + 0.3 * style
    return [_line((-1, 0), (1, 0)), _line((1 - head, -head), (1, 0), (1 - head, head))]


def _heart(style: float) -> Shape:
    angles = np.linspace(0, 2 * np.pi, _POINTS)
    x = np.sin(angles) ** 3
    y = -(13 * np.cos(angles) - (4 + 2 * style) * np.cos(2 * angles) - 2 * np.cos(3 * angles) - np.cos(4 * angles)) / 16
    return [np.stack([x, y], axis=1)]


def _star(style: float) -> Shape:
    angles = -np.pi / 2 + np.arange(6) * 4 * np.pi / 5  # in one line, as it is usually drawn
    if style > 0.7:  # or as its outline
        angles = -np.pi / 2 + np.arange(11) * np.pi / 5
    far = np.where(np.arange(len(angles)) % 2, 0.4, 1.0) if style > 0.7 else np.ones(len(angles))
    return [_line(*zip(far * np.cos(angles), far * np.sin(angles), strict=True))]


def _smiley(style: float) -> Shape:
    mouth = _arc(0, 0.1, 0.5, 0.3 + 0.2 * style, 0.2, np.pi - 0.4)
    eyes = [_arc(side * 0.35, -0.3, 0.05, 0.05 + 0.1 * style) for side in (-1, 1)]
    return [_arc(0, 0, 1, 1, -np.pi / 2), *eyes, mouth]


def _square(style: float) -> Shape:
    corner = 0.8
    return [_line((-corner, -corner), (corner, -corner), (corner, corner), (-corner, corner), (-corner, -corner))]


_DRAWN: dict[str, Callable[[float], Shape]] = {
    "arrow": _arrow,
    "heart": _heart,
    "star": _star,
    "smiley": _smiley,
    "square": _square,
}


@dataclass(frozen=True)
class SymbolWriter:
    """Someone who draws symbols.

    Attributes
    ----------
    shapes : tuple of lists of ndarray, each of shape (points, 2)
        How each symbol is meant to look, from -1 to 1.
    slant, turn, stretch : float
        What the hand does to every symbol.
    """

    shapes: tuple[Shape, ...]
    slant: float
    turn: float
    stretch: float

    @classmethod
    def draw(cls, chance: np.random.Generator) -> "SymbolWriter":
        """Return a person as they come."""
        shapes = tuple(
            [_bent(stroke, HABIT, chance) for stroke in _DRAWN[name](float(chance.uniform()))] for name in NAMES
        )
        return cls(
            shapes,
            float(chance.normal(0, SLANT)),
            float(chance.normal(0, TURN)),
            float(np.exp(chance.normal(0, STRETCH))),
        )

    def write(self, symbol: int, chance: np.random.Generator) -> Ink:
        """Return one symbol, somewhere on the pad, larger or smaller."""
        slant, turn = chance.normal((self.slant, self.turn), UNSTEADINESS)
        lean = np.array([[self.stretch, slant], [0, 1]])
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        size, place = chance.uniform(0.15, 0.3), chance.uniform(0.35, 0.65, 2)
        # Each stroke begins a little off where it should.
        strokes = [_bent(stroke, JITTER, chance) + chance.normal(0, 2 * JITTER, 2) for stroke in self.shapes[symbol]]
        return Ink(tuple(stroke @ (turned @ lean).T * size + place for stroke in strokes))

    def pages(self, each: int, chance: np.random.Generator) -> Split:
        """Return so many of each symbol, as a network sees them."""
        labels = np.tile(np.arange(len(NAMES), dtype=np.uint8), each)  # in turn, as the pad asks for them
        return Split(np.stack([prepare(self.write(int(symbol), chance)) for symbol in labels]), labels)


def _bent(stroke: Array, far: float, chance: np.random.Generator) -> Array:
    """Return a stroke bent by a few slow waves, so far on average."""
    along = np.linspace(0, np.pi, len(stroke))[:, None] * np.arange(1, _WAVES + 1)
    phases, heights = chance.uniform(0, 2 * np.pi, (2, _WAVES)), chance.normal(0, far, (2, _WAVES))
    waves = np.sin(along[:, None] + phases) * heights
    bent: Array = stroke + waves.sum(axis=2)
    return bent
