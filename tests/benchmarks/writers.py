"""Writers that no network was trained on: each with a slant, a width, a turn and shapes of digits of their own."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.arrays import Array, Bytes
from core.data.dataset import Split
from core.data.ink.strokes import Ink, prepare
from core.data.writer.curves import sampling_matrix
from core.data.writer.style import Style
from core.data.writer.templates import STYLES

SLANT, TURN, STRETCH = 0.5, 0.2, 0.3
"""How far writers differ: spreads of the slant, of the turn in radians, of the logarithm of the width."""

HABIT, JITTER, UNSTEADINESS = 0.05, 0.04, 0.12
"""How far a writer's own shape of a digit is off the template, one digit off that shape, one slant off the usual."""


@dataclass(frozen=True)
class Writer:
    """Someone with a hand of their own.

    Attributes
    ----------
    shapes : tuple of ndarray, ten of shape (points, 2)
        How each digit is meant to look.
    styles : tuple of Style
        Which of the ways to write each digit they use.
    slant, turn, stretch : float
        What the hand does to every digit.
    """

    shapes: tuple[Array, ...]
    styles: tuple[Style, ...]
    slant: float
    turn: float
    stretch: float

    @classmethod
    def draw(cls, chance: np.random.Generator) -> "Writer":
        """Return a writer as they come."""
        # Any style as likely as any other: a rare one is what makes a hand hard to read.
        styles = tuple(_pick([style for style in STYLES if style.digit == digit], chance) for digit in range(10))
        shapes = tuple(_mixture(style, chance) for style in styles)
        return cls(
            tuple(shape + chance.normal(0, HABIT, shape.shape) for shape in shapes),
            styles,
            float(chance.normal(0.1, SLANT)),
            float(chance.normal(0, TURN)),
            float(np.exp(chance.normal(0.1, STRETCH))),
        )

    def write(self, digit: int, chance: np.random.Generator) -> Ink:
        """Return one digit in this hand, somewhere on the pad."""
        matrix, strokes = _curves(self.styles[digit])
        shape = self.shapes[digit]
        places = matrix @ (shape + chance.normal(0, JITTER, shape.shape))
        slant, turn = chance.normal((self.slant, self.turn), UNSTEADINESS)
        lean = np.array([[self.stretch, -slant], [0, 1]])
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        places = places @ (turned @ lean).T * 0.5 + chance.uniform(0.1, 0.4, 2)
        return Ink(tuple(places[strokes == number] for number in np.unique(strokes)))

    def pages(self, each: int, chance: np.random.Generator) -> Split:
        """Return so many of each digit, as a network sees them."""
        labels = np.repeat(np.arange(10, dtype=np.uint8), each)
        images: Bytes = np.stack([prepare(self.write(int(digit), chance)) for digit in labels])
        return Split(images, labels)


def _pick(styles: list[Style], chance: np.random.Generator) -> Style:
    return styles[int(chance.integers(len(styles)))]


def _mixture(style: Style, chance: np.random.Generator) -> Array:
    shape: Array = np.tensordot(chance.dirichlet(np.full(len(style.points), 0.5)), style.points, axes=1)
    return shape


@lru_cache(maxsize=len(STYLES))
def _curves(style: Style) -> tuple[Array, np.ndarray]:
    return sampling_matrix(style.points.mean(axis=0), style.sections, 0.03)
