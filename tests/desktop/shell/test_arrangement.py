"""Arrangement and LayoutMemory: where panels stand, and that a window opens as it was closed."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from desktop.look.theme import ThemeKeeper
from desktop.preferences import Preferences
from desktop.session.workbench import Workbench
from desktop.shell.arrangement import Arrangement
from desktop.shell.layout_memory import LayoutMemory
from desktop.views.panel import Panel
from desktop.views.table import PANELS


def arranged(qtbot: QtBot, qapp: QApplication, workbench: Workbench) -> tuple[QMainWindow, Arrangement]:
    """Return a window with an empty panel in every place of the table."""
    themes = ThemeKeeper(qapp, "light")
    panels = {entry.name: Panel(workbench, themes) for entry in PANELS}
    for entry in PANELS:
        panels[entry.name].title = entry.title
    window, arrangement = QMainWindow(), Arrangement(panels, QLabel())
    window.setCentralWidget(arrangement)
    qtbot.addWidget(window)
    return window, arrangement


@pytest.fixture
def placed(qtbot: QtBot, qapp: QApplication, workbench: Workbench) -> tuple[QMainWindow, Arrangement]:
    return arranged(qtbot, qapp, workbench)


@pytest.fixture
def arrangement(placed: tuple[QMainWindow, Arrangement]) -> Arrangement:
    return placed[1]


def test_the_tabs_stand_in_the_order_of_the_table(arrangement: Arrangement) -> None:
    titles = [arrangement.tabs.tabText(place) for place in range(arrangement.tabs.count())]
    assert titles == [entry.title for entry in PANELS if entry.place == "tabs"]


def test_a_tab_tells_how_much_its_panel_has_to_say(arrangement: Arrangement) -> None:
    (name, panel), *_ = arrangement.at("tabs").items()
    panel.count_changed.emit(3)
    assert arrangement.tabs.tabText(0) == f"{panel.title} (3)", name
    panel.count_changed.emit(0)
    assert arrangement.tabs.tabText(0) == panel.title


def test_a_panel_at_the_side_can_be_hidden(arrangement: Arrangement) -> None:
    panel = arrangement.at("right")["pad"]
    arrangement.toggles["pad"].setChecked(False)
    assert panel.isHidden()
    arrangement.toggles["pad"].setChecked(True)
    assert not panel.isHidden()


def test_a_window_opens_as_it_was_closed(
    qtbot: QtBot, qapp: QApplication, workbench: Workbench, preferences: Preferences
) -> None:
    window, before = arranged(qtbot, qapp, workbench)
    memory = LayoutMemory(window, preferences, before)
    memory.restore()
    before.tabs.setCurrentIndex(2)
    before.toggles["pad"].setChecked(False)
    before.toggles["why"].setChecked(False)
    memory.save()
    window, after = arranged(qtbot, qapp, workbench)
    LayoutMemory(window, preferences, after).restore()
    assert after.tabs.currentIndex() == 2
    assert not after.toggles["pad"].isChecked()
    assert after.toggles["settings"].isChecked()
    assert not after.tabs.isTabVisible(after.tabs.indexOf(after.at("tabs")["why"]))


def test_a_tab_that_is_led_to_is_shown_again_and_the_last_one_stays(arrangement: Arrangement) -> None:
    toggles = {name: arrangement.toggles[name] for name in arrangement.at("tabs")}
    for toggle in list(toggles.values())[1:]:
        toggle.setChecked(False)
    assert [arrangement.tabs.isTabVisible(place) for place in range(arrangement.tabs.count())].count(True) == 1
    assert not next(iter(toggles.values())).isEnabled()
    arrangement.show_tab("why")
    assert arrangement.tabs.isTabVisible(arrangement.tabs.indexOf(arrangement.at("tabs")["why"]))
    assert toggles["why"].isChecked()
    assert all(toggle.isEnabled() for toggle in toggles.values())
