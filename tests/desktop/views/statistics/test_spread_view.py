"""SpreadView: a histogram and the run that led to it on one axis."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from core.insight.statistics import histogram
from desktop.look.theme import DARK, LIGHT
from desktop.views.statistics.spread_view import SpreadView, limits_of, spread_over
from tests.desktop.helpers import pixels_of


@pytest.fixture
def view(qtbot: QtBot) -> SpreadView:
    view = SpreadView("Weights", LIGHT)
    qtbot.addWidget(view)
    view.resize(200, 120)
    view.show()
    return view


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([-0.31, 0.2], (-0.4, 0.4)),
        ([0.0, 7.2], (0.0, 8.0)),
        ([-0.7, -0.2], (-0.8, 0.0)),
        ([0.0, 0.0], (-0.5, 0.5)),
        ([np.nan], (0.0, 1.0)),
    ],
)
def test_the_axis_is_round_and_holds_zero(numbers: list[float], expected: tuple[float, float]) -> None:
    assert limits_of(histogram(np.array(numbers, np.float32))) == pytest.approx(expected)


def test_numbers_are_spread_over_other_bins_and_none_is_lost() -> None:
    found = histogram(np.random.default_rng(1).normal(size=5000).astype(np.float32))
    shares = spread_over(found, np.linspace(-8, 8, 81))
    assert shares.sum() == pytest.approx(1)
    assert shares[40] > 20 * shares[20]
    assert spread_over(found, np.array([-8.0, 0.0])) == pytest.approx([0.5], abs=0.03)


def test_what_is_shown_is_told_in_words(view: SpreadView) -> None:
    view.show_spread(histogram(np.array([-0.5, 0.0, 0.5], np.float32)))
    words = view.accessibleDescription()
    assert words.startswith("Weights: 3 numbers from −0.5 to 0.5, mean 0, standard deviation 0.41")
    assert view.describe(QPointF(view.width() / 2, 2)) == words
    view.show_spread(histogram(np.full(3, np.nan, np.float32)))
    assert view.accessibleDescription() == "Weights: none of them is a number any more."
    view.grab()
    view.show_spread(None)
    assert view.accessibleDescription() == "Weights: not measured yet."
    view.grab()


def test_bars_are_drawn_in_light_and_dark(view: SpreadView) -> None:
    assert pixels_of(view.grab().toImage(), LIGHT.accent) == 0
    view.show_spread(histogram(np.linspace(-1, 1, 400, dtype=np.float32)))
    assert pixels_of(view.grab().toImage(), LIGHT.accent) > 2000
    view.set_theme(DARK)
    assert pixels_of(view.grab().toImage(), DARK.accent) > 2000


def test_the_strip_shows_the_run_from_its_beginning_down(view: SpreadView) -> None:
    narrow, wide = (histogram(np.linspace(-end, end, 999, dtype=np.float32)) for end in (0.1, 1.0))
    view.show_spread(wide, [(0.0, narrow), (1.0, narrow), (1.1, wide), (2.0, wide)])
    strip = view._drawn_strip()
    paper = QColor(LIGHT.surface).rgb()
    edge = strip.width() // 8  # a place that only the wide ones reach
    column = [strip.pixel(edge, y) == paper for y in range(strip.height())]
    assert column[0]
    assert not column[-1]
    assert 0.4 < sum(column) / len(column) < 0.65
    middle = [strip.pixel(strip.width() // 2, y) == paper for y in range(strip.height())]
    assert not any(middle)


def test_the_moment_shown_is_marked_on_the_strip(view: SpreadView) -> None:
    found = histogram(np.linspace(-1, 1, 99, dtype=np.float32))
    run = [(0.0, found), (2.0, found)]
    view.show_spread(found, run)
    live = view.grab().toImage()
    view.show_spread(found, run, 1.0)
    assert view.grab().toImage() != live


def test_a_bar_and_a_moment_of_the_strip_tell_their_figures(view: SpreadView) -> None:
    first, last = (histogram(np.array([-1.0, 0.0, 0.0, 1.0], np.float32) * size) for size in (0.5, 1.0))
    view.show_spread(last, [(0.0, first), (2.0, last)])
    _, bars, strip = view._places()
    assert view.describe(bars.center() + QPointF(0.2, 0)) == "Weights from 0 to 0.05: 2 of 4 (50.0\u202f%)."
    assert "0 of 4" in view.describe(QPointF(bars.left() + 0.75 * bars.width(), bars.center().y()))
    assert view.describe(strip.center()) == "Epoch 0.00: from −0.5 to 0.5, mean 0, standard deviation 0.35."
    assert view.describe(strip.bottomLeft() - QPointF(-1, 0.01)).startswith("Epoch 0.00")
    view.show_spread(last, [(0.0, first), (1.0, last), (2.0, last)])
    assert view.describe(strip.center() + QPointF(0, 2)).startswith("Epoch 1.00: from −1 to 1")


def test_the_strip_has_its_epochs_beside_it_where_there_is_room(view: SpreadView) -> None:
    found = histogram(np.array([-1.0, 1.0], np.float32))
    view.show_spread(found, [(0.0, found), (12.0, found)])
    wide = view._places()[2].right()
    assert view.width() - wide > 12
    view.grab()
    view.resize(120, 90)
    assert view.width() - view._places()[2].right() < 8
    view.grab()


def test_beside_the_numbers_a_bar_says_that_there_are_none(view: SpreadView) -> None:
    view.show_spread(histogram(np.array([-0.31, 0.2], np.float32)))
    bars = view._places()[1]
    assert view.describe(bars.center() + QPointF(0.45 * bars.width(), 0)) == "Weights: none near 0.36."
