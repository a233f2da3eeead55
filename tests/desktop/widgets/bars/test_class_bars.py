"""ClassBars: what all bars have in common, whatever they stand for."""

import math

import pytest
from pytestqt.qtbot import QtBot

from core.data.classes import DIGITS
from desktop.look.theme import LIGHT
from desktop.widgets.bars.class_bars import ClassBars


class Shares(ClassBars):
    """Bars from 0 to 1, written with one decimal."""

    def show_values(self, values: list[float] | None, chosen: int | None = None) -> None:
        self._show(values, chosen)

    def _scale(self) -> tuple[float, float]:
        return 0.0, 1.0

    def _in_words(self) -> str:
        return "nothing" if self._values is None else f"{self._values.sum():.1f} in all"

    def _written(self, value: float) -> str:
        return f"{value:.1f}"

    def _color(self, row: int) -> str:
        return LIGHT.accent

    def _figures_width(self) -> int:
        return 30


@pytest.fixture
def bars(qtbot: QtBot) -> Shares:
    made = Shares(LIGHT)
    made.set_class_names(DIGITS)
    qtbot.addWidget(made)
    made.resize(240, 200)
    return made


def test_a_figure_that_is_no_number_is_a_dash_without_a_bar(bars: Shares) -> None:
    bars.show_values([0.5, math.nan, *[0.0] * 8])
    (_, figure, length, _), (_, dash, none, _) = bars.looks()[:2]
    assert (figure, dash) == ("0.5", "–")
    assert length is not None
    assert none is None


def test_only_the_row_that_is_chosen_looks_otherwise(bars: Shares) -> None:
    values = [0.1] * 10
    bars.show_values(values)
    before = bars.looks()
    bars.show_values(values, 3)
    assert [row for row in range(10) if bars.looks()[row] != before[row]] == [3]


def test_what_the_bars_say_is_told(bars: Shares) -> None:
    bars.show_values([0.1] * 10)
    assert bars.accessibleDescription() == "1.0 in all"
    bars.show_values(None)
    assert bars.accessibleDescription() == "nothing"
    assert bars.looks() == [()] * 10


def test_a_name_that_is_too_long_leaves_room_for_the_bars_and_is_told_whole(bars: Shares) -> None:
    long = "a name of forty characters, all told ..."
    bars.set_class_names(("ampersand", long))
    bars.show_values([0.2, 0.8])
    row = bars._place(1)
    assert bars._bar(1).width() > row.width() / 3
    assert bars.cut_name_at(row.center()) == long
    bars.set_class_names(("A/a", "B/b"))
    assert bars.cut_name_at(row.center()) == "", "it is there to be read"


def test_of_many_classes_the_one_that_is_chosen_has_a_row_whatever_its_figure(bars: Shares) -> None:
    bars.set_class_names(tuple(f"symbol {index}" for index in range(40)))
    bars.show_values([0.5] * 39 + [0.0], 39)
    assert bars.rows == 10
    assert [look[0] for look in bars.looks() if look[-1]] == ["symbol 39"]


def test_where_room_is_scarce_the_names_give_way_and_the_figures_stay_whole(bars: Shares) -> None:
    bars.set_class_names(("A", "B", "C", "arrow to the right"))
    bars.set_columns(2)
    bars.resize(180, 60)
    bars.show_values([0.0, 1.0, 0.0, 0.0], 1)
    for row in range(4):
        figure = bars._place(row).right() - bars._bar(row).right()
        assert figure >= bars._figures_width()
        assert bars._bar(row).width() > 10
    assert bars.cut_name_at(bars._place(3).center()) == "arrow to the right"
