"""CurvePlot: it follows its curves by itself, without anyone who points at it."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.widgets.plot.curve_plot import CurvePlot


@pytest.fixture
def plot(qtbot: QtBot) -> CurvePlot:
    made = CurvePlot("Cost")
    qtbot.addWidget(made)
    made.resize(400, 250)
    made.show()
    return made


def show(plot: CurvePlot, last: float) -> None:
    x = np.linspace(0.5, last, 20)
    plot.set_series("test", x, 1 / x, color="test", label="test")


def test_the_range_grows_with_the_curve_until_it_is_told_to_stay(plot: CurvePlot) -> None:
    show(plot, 10.0)
    near = plot._surface.x_range
    show(plot, 40.0)
    far = plot._surface.x_range
    assert near[1] >= 10.0
    assert far[1] >= 40.0
    plot.set_following(False)
    show(plot, 400.0)
    assert plot._surface.x_range == far


def test_a_change_of_following_is_announced_once(plot: CurvePlot) -> None:
    told: list[bool] = []
    plot.following_changed.connect(told.append)
    for is_following in (False, False, True, True):
        plot.set_following(is_following)
    assert told == [False, True]


def test_a_curve_that_is_taken_away_is_no_part_of_the_table(plot: CurvePlot) -> None:
    show(plot, 10.0)
    assert list(plot.series()) == ["test"]
    plot.remove_series("test")
    assert plot.series() == {}


def test_curves_set_together_are_brought_into_view_once_and_all_of_them(plot: CurvePlot) -> None:
    ranges: list[None] = []
    show(plot, 10.0)
    plot._surface.range_changed.connect(lambda *_: ranges.append(None))
    with plot.together():
        for name, last in (("train", 40.0), ("test", 80.0)):
            x = np.linspace(0.5, last, 20)
            plot.set_series(name, x, 1 / x, color=name, label=name)
        assert not ranges
    assert len(ranges) == 1
    assert plot._surface.x_range[1] >= 80.0
