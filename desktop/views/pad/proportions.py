"""What of the pad's column is how large, so that the paper comes first and the verdict grows with it."""

import math
from dataclasses import dataclass

_USUAL_PAPER = 260  # pixels of a side at which verdict and preview have their usual size
_MOST_OF_HEIGHT = 0.45  # of the column: what the paper takes where there is plenty of width
_ZOOM, _LEAST_ZOOM = 3, 2  # pixels of the screen for one that the network sees
LOW = 460
"""Pixels of the column, below which the preview is small, and nothing keeps room that it does not need."""

_MARGINS, _SPACES = 20, 42
_WORTH = 0.85  # of the width: paper narrower than that is given the room of half the bars
_LEAST_COLUMN = 4.7  # lines of text that a column of bars is wide


@dataclass(frozen=True, slots=True)
class Proportions:
    """How large things are below the paper.

    Attributes
    ----------
    growth : float
        How many times its usual size the verdict has, beside that of the text.
    zoom : int
        Pixels of the screen for one of the preview.
    columns : int
        In how many columns the bars stand.
    """

    growth: float
    zoom: int
    columns: int


def proportions(width: float, height: float, line: float, scale: float, taken: float = 0.0) -> Proportions:
    """Return what fits a column, from its own size alone: what follows from the paper's would move it in turn.

    Parameters
    ----------
    width, height : float
        Of the column, in pixels.
    line : float
        Height of a line of text.
    scale : float
        How large text is, times the system's.
    taken : float
        Height of what is shown there at times.
    """
    room = min(width - _MARGINS, _MOST_OF_HEIGHT * height)
    growth = max(1.0, room / (_USUAL_PAPER * scale))
    zoom = _LEAST_ZOOM if height <= LOW else round(_ZOOM * growth * math.sqrt(scale))
    buttons = 2 * (line + 14)
    verdict = max(28 * zoom + 2, 5 * line * growth)
    left = height - _SPACES - buttons - verdict - taken - 10 * line
    is_short = left < _WORTH * (width - _MARGINS) and width >= 2 * _LEAST_COLUMN * line
    return Proportions(growth, zoom, 2 if is_short else 1)
