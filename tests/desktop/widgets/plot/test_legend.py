"""LegendBar: the figures of the run at hand, and who else is there."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.legend import LegendBar


def curve(label: str, *values: float, is_faint: bool = False) -> Curve:
    made = Curve(label, label, "test", is_faint=is_faint)
    made.points.take(np.arange(1.0, len(values) + 1), np.array(values))
    return made


@pytest.fixture
def legend(qtbot: QtBot) -> LegendBar:
    made = LegendBar("Cost", is_percent=False)
    qtbot.addWidget(made)
    made.resize(500, 40)
    made.set_theme(LIGHT)
    return made


def test_it_tells_the_latest_value_or_that_of_the_moment_shown(legend: LegendBar) -> None:
    legend.show_curves([curve("test", 0.9, 0.5, 0.25)])
    latest = legend.text()
    legend.show_at(1.5)
    assert "0.9" in legend.text()
    legend.show_at(None)
    assert legend.text() == latest
    assert "0.25" in latest


def test_earlier_runs_are_named_with_what_is_said_of_them(legend: LegendBar) -> None:
    legend.show_curves([curve("test", 0.5), curve("first", 0.7, is_faint=True)])
    legend.set_note("not on the same data")
    assert legend.text_of_earlier() == "Earlier runs: first. not on the same data"
    assert legend.accessibleName() == legend.text()


def test_with_little_room_the_earlier_runs_give_way(legend: LegendBar) -> None:
    legend.show_curves([curve("test", 0.5), *(curve(f"run {each}", 0.7, is_faint=True) for each in range(3))])
    high = legend.height()
    legend.set_room(1.0)
    assert legend.height() < high
