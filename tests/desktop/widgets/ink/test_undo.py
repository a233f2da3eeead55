"""Undo and redo of ink: pages are only turned."""

import numpy as np

from core.data.ink.strokes import Ink
from desktop.widgets.ink.page import Page
from desktop.widgets.ink.undo import UndoHistory

ACROSS = np.array([[0.1, 0.5], [0.9, 0.5]])
BELOW = np.array([[0.1, 0.9], [0.9, 0.9]])


def test_a_new_page_forgets_those_that_were_taken_back() -> None:
    pages, first, second = UndoHistory(), Page.of(Ink((ACROSS,))), Page.of(Ink((BELOW,)))
    pages.turn_to(first)
    pages.undo()
    assert pages.can_redo
    pages.turn_to(second)
    assert not pages.can_redo
    pages.undo()
    assert pages.current.is_empty
    pages.redo()
    assert pages.current is second
