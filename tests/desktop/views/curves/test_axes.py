"""Axes: what a person chose is there again, and what is damaged is as usual."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.preferences import Preferences
from desktop.views.curves.axes import X_NAMES, Axes
from desktop.widgets.plot.line_plot import LinePlot


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "inkling.ini"), QSettings.Format.IniFormat))


def axes(qtbot: QtBot, preferences: Preferences) -> Axes:
    plots = []
    for name, is_percent in (("cost", False), ("accuracy", True)):
        plot = LinePlot(name, is_percent=is_percent, measures=X_NAMES)
        plot.setObjectName(f"{name}Plot")
        qtbot.addWidget(plot)
        plots.append(plot)
    return Axes(plots[0], plots[1], preferences)


def test_a_choice_is_there_again(qtbot: QtBot, preferences: Preferences) -> None:
    first = axes(qtbot, preferences)
    assert first.are_automatic
    assert first.measure == "epochs"
    first.switch_cost()
    first.draw_along(first.next_measure)
    again = axes(qtbot, preferences)
    assert again._cost.axis_choice == "logarithmic"
    assert again._accuracy.axis_choice == "automatic"
    assert not again.are_automatic
    assert again.measure == "images"


def test_what_is_damaged_is_as_usual(qtbot: QtBot, preferences: Preferences) -> None:
    for name in ("view/costPlot axis", "view/accuracyPlot axis", "view/curves along"):
        preferences.write(name, "sideways")
    found = axes(qtbot, preferences)
    assert found.are_automatic
    assert found.measure == "epochs"


def test_all_measures_take_turns(qtbot: QtBot, preferences: Preferences) -> None:
    found = axes(qtbot, preferences)
    seen = []
    for _ in range(5):
        seen.append(found.measure)
        found.draw_along(found.next_measure)
    assert seen == ["epochs", "images", "steps", "seconds", "epochs"]
