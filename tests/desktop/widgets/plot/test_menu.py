"""PlotMenu: which commands a plot has, and what they ask for."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.plot.menu import PlotMenu


@pytest.fixture
def plot(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("has_logarithmic", [True, False])
def test_a_logarithmic_axis_is_offered_where_it_makes_sense(plot: QWidget, has_logarithmic: bool) -> None:
    menu = PlotMenu("Cost", has_logarithmic=has_logarithmic, parent=plot)
    assert (menu.logarithmic in menu.actions()) is has_logarithmic
    assert menu.follow in menu.actions()


def test_each_export_asks_for_its_kind(plot: QWidget) -> None:
    menu = PlotMenu("Cost", has_logarithmic=True, parent=plot)
    asked: list[str] = []
    menu.export_asked.connect(asked.append)
    for action in menu.actions():
        if "Save" in action.text():
            action.trigger()
    assert asked == ["png", "svg", "csv"]


def test_it_asks_for_another_axis_and_shows_which_there_is(plot: QWidget) -> None:
    menu = PlotMenu("Cost", has_logarithmic=True, parent=plot)
    asked: list[str] = []
    menu.axis_asked.connect(asked.append)
    menu.show_axis("automatic", is_logarithmic=True)
    assert menu.automatic.isChecked()
    assert menu.logarithmic.isChecked()
    menu.automatic.trigger()
    menu.logarithmic.trigger()
    menu.automatic.trigger()
    assert asked == ["logarithmic", "linear", "automatic"]


def test_it_offers_what_the_curves_can_be_drawn_along(plot: QWidget) -> None:
    menu = PlotMenu("Cost", has_logarithmic=True, parent=plot, measures=("epochs", "steps"))
    asked: list[str] = []
    menu.measure_asked.connect(asked.append)
    menu.show_measure("epochs")
    along = next(action.menu() for action in menu.actions() if action.menu() is not None)
    epochs, steps = along.actions()
    assert epochs.isChecked()
    steps.trigger()
    assert asked == ["steps"]
    assert steps.isChecked()
    assert not epochs.isChecked()
