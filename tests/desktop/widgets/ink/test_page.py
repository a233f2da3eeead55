"""A page of the pad: never changed, only replaced."""

import numpy as np

from core.data.ink.strokes import Ink
from desktop.widgets.ink.page import Line, Page

ACROSS = np.array([[0.1, 0.5], [0.9, 0.5]])
BELOW = np.array([[0.1, 0.9], [0.9, 0.9]])


def test_the_eraser_cuts_the_line_it_crosses_and_no_other() -> None:
    page = Page.of(Ink((ACROSS, BELOW)))
    left = page.erased((0.5, 0.4), (0.5, 0.6), whole_lines=False)
    assert len(left.lines) == 3
    assert left.lines[-1] is page.lines[1]


def test_the_eraser_of_lines_takes_the_whole_line() -> None:
    page = Page.of(Ink((ACROSS, BELOW)))
    assert page.erased((0.5, 0.4), (0.5, 0.6), whole_lines=True).lines == page.lines[1:]


def test_where_nothing_was_touched_the_page_is_the_same() -> None:
    page = Page.of(Ink((ACROSS,)))
    assert page.erased((0.5, 0.1), (0.6, 0.1), whole_lines=False) is page


def test_the_pressure_goes_with_the_pieces_of_a_line() -> None:
    pieces = Line(ACROSS, (0.2, 0.8)).rest((0.5, 0.4), (0.5, 0.6))
    assert len(pieces) == 2
    assert pieces[0].pressures is not None
    assert pieces[0].pressures[0] == 0.2
    assert len(pieces[0].pressures) == len(pieces[0].points)
