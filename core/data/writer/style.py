"""A style: one way to write a digit, as strokes that a hand can vary.

It is given as a few variants with the same strokes and the same number of points, so that any
mixture of the variants is again a handwriting. A stroke is written as text: points ``x,y`` that a
smooth curve passes through, 0 to 100 from top to bottom, ``|`` where the pen turns a corner.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array


@dataclass(frozen=True)
class Style:
    """One way to write a digit.

    Attributes
    ----------
    digit : int
        The digit it is read as.
    name : str
        What sets it apart from the digit's other styles.
    share : float
        How many of a digit's writers use it, relative to its other styles.
    variants : tuple of tuple of str
        Each variant is a tuple of strokes. All have the same strokes, corners and number of points.
    """

    digit: int
    name: str
    share: float
    variants: tuple[tuple[str, ...], ...]

    @cached_property
    def points(self) -> Array:
        """Points of every variant, shape (variants, points, 2), float32, in digit heights."""
        variants = [[_points(stroke) for stroke in strokes] for strokes in self.variants]
        return np.array([np.concatenate(strokes) for strokes in variants], np.float32) / 100

    @cached_property
    def sections(self) -> tuple[tuple[int, int, int], ...]:
        """Smooth pieces between corners: number of the stroke, first point, end (after the last point).

        Neighbors in one stroke share the corner between them.
        """
        sections: list[tuple[int, int, int]] = []
        start = 0
        for number, stroke in enumerate(self.variants[0]):
            for piece in stroke.split("|"):
                length = len(piece.split())
                # A corner's point belongs to the piece before it and begins the one after.
                begins_stroke = not sections or sections[-1][0] != number
                sections.append((number, start if begins_stroke else start - 1, start + length))
                start += length
        return tuple(sections)


def _points(stroke: str) -> list[tuple[float, float]]:
    pairs = (point.split(",") for point in stroke.replace("|", " ").split())
    return [(float(x), float(y)) for x, y in pairs]
