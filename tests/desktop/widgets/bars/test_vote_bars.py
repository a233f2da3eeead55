"""Ten signed figures: bars to both sides of zero, figures in words, and no trouble with what is no number."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontMetrics
from pytestqt.qtbot import QtBot

from core.data.classes import DIGITS
from desktop.look.theme import LIGHT
from desktop.widgets.bars import class_bars
from desktop.widgets.bars.vote_bars import VoteBars


@pytest.fixture
def bars(qtbot: QtBot) -> VoteBars:
    made = VoteBars(LIGHT)
    made.set_class_names(DIGITS)
    qtbot.addWidget(made)
    made.resize(240, 200)
    return made


def colors_of_row(bars: VoteBars, row: int) -> list[str]:
    image = bars.grab().toImage()
    y = round((row + 0.5) * image.height() / 10)
    return [QColor(image.pixel(x, y)).name() for x in range(image.width())]


def test_for_is_to_the_right_and_against_to_the_left(bars: VoteBars) -> None:
    bars.show_values([1, -0.5, *[0] * 8])
    first, second = colors_of_row(bars, 0), colors_of_row(bars, 1)
    assert LIGHT.positive in first
    assert LIGHT.negative not in first
    assert first.count(LIGHT.positive) > 1.5 * second.count(LIGHT.negative) > 0
    assert first.index(LIGHT.positive) > second.index(LIGHT.negative)


def test_the_figure_of_the_loudest_row_has_room_in_bold(bars: VoteBars) -> None:
    bars.show_values([0.4, *[0.1] * 9])
    bold = bars.font()
    bold.setBold(True)
    room = bars.width() - bars._bar(0).right() - class_bars._GAP
    assert room >= QFontMetrics(bold).horizontalAdvance("+0.40")


@pytest.mark.parametrize(
    ("largest", "figures"), [(0.2, ["−0.20", "+0.08"]), (23, ["−23.0", "+0.1"]), (456, ["−456", "0"])]
)
def test_all_figures_have_as_many_decimals(bars: VoteBars, largest: float, figures: list[str]) -> None:
    bars.show_values([-largest, 0.077, *[0] * 8])
    assert [bars._figure(row) for row in (0, 1)] == figures


def test_the_figures_are_told_in_words(bars: VoteBars) -> None:
    bars.set_class_names(tuple("abcdefghij"))
    bars.show_values([0.25, -2, *[0] * 7, np.nan])
    assert bars.accessibleDescription().startswith("a: +0.25, b: −2.00, c: 0.00")
    assert bars.accessibleDescription().endswith("j: –")


@pytest.mark.parametrize("values", [None, [np.nan] * 10, [0] * 10, [np.inf, *[1] * 9]])
def test_rows_without_a_bar_are_drawn(bars: VoteBars, values: list[float] | None) -> None:
    bars.show_values(values)
    assert LIGHT.grid in colors_of_row(bars, 0)


def test_a_row_without_a_name_takes_room_and_says_nothing(bars: VoteBars) -> None:
    bars.set_class_names(("yes", "no", *[""] * 8))
    bars.show_values([0.5, -0.5, *[np.nan] * 8])
    assert bars.accessibleDescription() == "yes: +0.50, no: −0.50"
    assert LIGHT.grid in colors_of_row(bars, 0)
    assert LIGHT.grid not in colors_of_row(bars, 5), "there is no bar"
