"""Part: one of the digits that a drawing or a picture holds."""

from dataclasses import dataclass

from core.arrays import Bytes

MOST_DIGITS = 8
"""More pieces than that in a row are no number that anyone writes: they are read as one drawing, or one of them is."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One of several digits that stand side by side.

    Attributes
    ----------
    box : (float, float, float, float)
        Left, top, width and height of its ink: parts of the pad or picture it was found on, 0 to 1, y down.
    image : ndarray, shape (28, 28), uint8, read-only
        What a network sees of it alone: 0 is paper, 255 is full ink.
    is_joined : bool
        Whether its strokes fall into two groups that overlap or touch, as those of two digits do; of a picture, whose
        strokes are not known, never.
    """

    box: tuple[float, float, float, float]
    image: Bytes
    is_joined: bool = False
