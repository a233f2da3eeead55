"""Where the parts of a plot's legend stand: pure geometry, in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 8.0
MOST_ROWS = 3
"""Rows that the curves of the run at hand may take before their words go: the curves need room as well."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the title and the entries stand.

    Attributes
    ----------
    places : tuple of (int, float)
        Row and left edge of each entry.
    rows : int
        How many rows there are.
    has_words : bool
        Whether there is room for the names of the curves.
    end : float
        Where the last row ends.
    """

    places: tuple[tuple[int, float], ...]
    rows: int
    has_words: bool
    end: float


def plan(
    title: float, words: Sequence[float], figures: Sequence[float], room: float, most_rows: int = MOST_ROWS
) -> Plan:
    """Lay out a title and entries of a word and a figure each: figures are always whole, words go last.

    Parameters
    ----------
    title : float
        Width of the title, with the margin before it.
    words, figures : sequence of float
        Width of each entry's name, and of the rest of it.
    room : float
        Width of a row.
    most_rows : int
        How many rows there may be with words.
    """
    whole = [word + figure for word, figure in zip(words, figures, strict=True)]
    full = _flow(title, whole, room, has_words=True)
    is_cut = any(width > room for width in whole)
    return _flow(title, figures, room, has_words=False) if is_cut or full.rows > most_rows else full


def _flow(title: float, widths: Sequence[float], room: float, *, has_words: bool) -> Plan:
    places: list[tuple[int, float]] = []
    row, end = 0, title
    for width in widths:
        left = end + GAP if end else 0.0
        if left and left + width > room:
            row, left = row + 1, 0.0
        places.append((row, left))
        end = left + width
    return Plan(tuple(places), row + 1, has_words, end)
