"""Bars with marks: what they say, and how a bar that is too long looks next to one that is too short."""

import math

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.classes import DIGITS
from desktop.look.theme import LIGHT
from desktop.widgets.bars.gap_bars import GapBars


@pytest.fixture
def bars(qtbot: QtBot) -> GapBars:
    made = GapBars()
    made.set_class_names(DIGITS)
    qtbot.addWidget(made)
    made.resize(300, 240)
    return made


def colors(bars: GapBars, row: int) -> set[str]:
    shown, bar = bars.grab().toImage(), bars._bar(row)
    y = round(bar.center().y())
    return {shown.pixelColor(x, y).name() for x in range(round(bar.left()), round(bar.right()))}


def test_too_long_and_too_short_are_told_apart_where_the_marks_are_an_aim(bars: GapBars) -> None:
    values, target = np.full(10, 0.4), np.eye(10)[3]
    bars.show_gaps(values, target, 3, "target", is_aim=True)
    assert LIGHT.positive in colors(bars, 0)
    assert LIGHT.positive not in colors(bars, 3)
    assert LIGHT.accent in colors(bars, 3)
    assert bars.accessibleDescription().startswith("0: 0.400, target 0.000; 1: ")
    assert "3: 0.400, target 1.000" in bars.accessibleDescription()
    bars.show_gaps(values, target, 3, "before", is_aim=False)
    assert LIGHT.positive not in colors(bars, 0)


def test_the_scale_reaches_bars_and_marks_and_what_is_no_number_is_a_dash(bars: GapBars) -> None:
    values = np.array([-2.0, math.nan, math.inf, 5.0, *np.zeros(6)])
    bars.show_gaps(values, np.full(10, 7.0), None, "before", is_aim=False)
    assert bars._scale() == (-2.0, 7.0)
    assert "1: –, before 7.000" in bars.accessibleDescription()
    bars.grab()


def test_of_many_classes_a_mark_stands_in_the_row_of_its_own_class(bars: GapBars) -> None:
    bars.set_class_names(tuple("abcdefghijklmnopqrstuvwxyz"))
    values, marks = np.zeros(26), np.zeros(26)
    values[20], marks[25] = 0.9, 1.0
    bars.show_gaps(values, marks, 25, "target", is_aim=True)
    words = bars.accessibleDescription()
    assert "u: 0.900, target 0" in words
    assert "z: 0" in words
    rows = {look[0]: row for row, look in enumerate(bars.looks())}
    assert LIGHT.positive in colors(bars, rows["u"]), "far too long"
    assert LIGHT.positive not in colors(bars, rows["z"]), "too short"
