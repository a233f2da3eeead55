"""CardPlan: how the parts of a NeuronCard are laid out in the room there is. Plain arithmetic in logical pixels."""

from dataclasses import dataclass
from typing import Literal

from desktop.views.neurons.strip import strip_height, strip_width

Shape = Literal["wide", "stacked", "tall"]

COUNT = 8  # pictures in a strip
_EDGES = (112, 84, 56, 28)  # of the pictures in the strips: whole pixels for each of theirs
_PICTURES = (336, 308, 280, 252, 224, 196, 168, 140, 112, 84)  # edges of the neuron's own picture
_FRAME = 14  # around the neuron's picture
_SPACE, _MARGIN = 12, 8
_LEAST_FACTS, _LEAST_VOTES = 104, 180  # pixels of width
_LETTERS = 620  # pixels that the facts take on one line


@dataclass(frozen=True, slots=True)
class CardPlan:
    """A layout.

    Attributes
    ----------
    shape : str
        "wide": picture above facts, votes, strips, side by side. "stacked": picture beside facts, the votes
        below them, the strips on the right. "tall": all of it below each other, to be scrolled.
    picture, strip : int
        Edges of the neuron's picture, and of the pictures in the strips.
    """

    shape: Shape
    picture: int
    strip: int


def plan(width: float, height: float, line: float) -> CardPlan:
    """Return the layout with the largest pictures that fit; the strips come first, as their pictures are smallest.

    Parameters
    ----------
    width, height : float
        The room there is.
    line : float
        Height of a line of text.
    """
    room_x, room_y = width - 2 * _MARGIN, height - _MARGIN
    for strip in _EDGES:
        if 3 * strip_height(strip, line) > room_y:
            continue
        left = room_x - _SPACE - strip_width(strip, COUNT)
        for picture in _PICTURES:
            if _fits_wide(picture, left, room_y, line):
                return CardPlan("wide", picture, strip)
            if _fits_stacked(picture, left, room_y, line):
                return CardPlan("stacked", picture, strip)
    is_broad = room_x - _SPACE - strip_width(28, COUNT) >= 84 + _FRAME + _LEAST_FACTS
    return CardPlan("stacked" if is_broad else "tall", 84, 28)


def _fits_wide(picture: int, left: float, height: float, line: float) -> bool:
    column = picture + _FRAME
    return column + _SPACE + _LEAST_VOTES <= left and column + _facts(column, line) <= height


def _fits_stacked(picture: int, left: float, height: float, line: float) -> bool:
    beside = left - picture - _FRAME
    above = max(picture + _FRAME, _facts(beside, line)) if beside >= _LEAST_FACTS else height
    return above + line + 9 * line <= height


def _facts(width: float, line: float) -> float:
    """Return about how high the facts are when they have so much width."""
    return (1.5 + _LETTERS / width) * line
