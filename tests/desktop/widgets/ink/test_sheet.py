"""InkSheet: its ink can be set, wiped and brought back without a mouse, and what happens is announced."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.ink.strokes import Ink
from desktop.look.theme import LIGHT
from desktop.widgets.ink.sheet import InkSheet, Tool
from tests.desktop.helpers import pixels_of

STROKE = np.array([[0.2, 0.5], [0.8, 0.5]])


@pytest.fixture
def sheet(qtbot: QtBot) -> InkSheet:
    made = InkSheet(LIGHT)
    qtbot.addWidget(made)
    made.resize(200, 200)
    made.show()
    return made


def test_ink_that_is_wiped_comes_back(sheet: InkSheet) -> None:
    told: list[int] = []
    sheet.ink_changed.connect(lambda strokes: told.append(len(strokes)))
    sheet.set_ink(Ink((STROKE,)))
    sheet.clear()
    sheet.undo()
    sheet.undo()
    sheet.redo()
    assert told == [1, 0, 1, 0, 1]
    assert not sheet.is_empty
    assert (sheet.can_undo, sheet.can_redo) == (True, True)


def test_ink_is_painted_in_the_color_of_the_theme(sheet: InkSheet) -> None:
    before = pixels_of(sheet.grab().toImage(), LIGHT.ink)
    sheet.set_ink(Ink((STROKE,)))
    assert pixels_of(sheet.grab().toImage(), LIGHT.ink) > before + 100


def test_another_tool_is_announced_once(sheet: InkSheet) -> None:
    told: list[Tool] = []
    sheet.tool_changed.connect(told.append)
    sheet.set_tool(Tool.ERASER)
    sheet.set_tool(Tool.ERASER)
    assert told == [Tool.ERASER]
