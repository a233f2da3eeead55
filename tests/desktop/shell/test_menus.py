"""The menu bar and which of its commands can be given at the moment."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.commands import COMMANDS
from desktop.look.theme import LIGHT, ThemeKeeper
from desktop.preferences import USUAL_MEGABYTES, USUAL_STORE_MEGABYTES, Preferences
from desktop.session.workbench import Workbench
from desktop.shell.availability import Availability
from desktop.shell.menus import Menus


@pytest.fixture
def actions(qtbot: QtBot) -> Actions:
    made = Actions(LIGHT)
    made.connect_all({command.name: lambda: None for command in COMMANDS})
    return made


@pytest.fixture
def bar(qtbot: QtBot) -> QMenuBar:
    made = QMenuBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def opened(bar: QMenuBar, actions: Actions, workbench: Workbench, qapp: QApplication) -> list[Path]:
    """Fill the menus, and return the files that are opened from the recent ones."""
    paths: list[Path] = []
    Menus(bar, actions, workbench, ThemeKeeper(qapp, "light")).fill(paths.append, [])
    return paths


def menu_of(bar: QMenuBar, title: str) -> QMenu:
    (menu,) = [menu for menu in bar.findChildren(QMenu) if menu.title().replace("&", "") == title]
    menu.aboutToShow.emit()
    return menu


def entry(menu: QMenu, words: str) -> QAction:
    (action,) = [action for action in menu.actions() if words in action.text()]
    return action


def test_a_recent_file_can_be_opened_and_the_list_cleared(
    bar: QMenuBar, opened: list[Path], workbench: Workbench, tmp_path: Path
) -> None:
    assert not entry(menu_of(bar, "Open recent"), "None yet").isEnabled()
    path = tmp_path / "seven.inkling"
    path.write_bytes(b"")
    workbench.preferences.add_recent_file(path)
    entry(menu_of(bar, "Open recent"), "seven.inkling").trigger()
    assert opened == [path]
    entry(menu_of(bar, "Open recent"), "Clear").trigger()
    assert not entry(menu_of(bar, "Open recent"), "None yet").isEnabled()


def test_the_threshold_in_use_is_ticked(bar: QMenuBar, opened: list[Path], workbench: Workbench) -> None:
    entry(menu_of(bar, "Not sure"), "Never").trigger()
    assert workbench.pad.threshold == 0.0
    ticked = [action.text() for action in menu_of(bar, "Not sure").actions() if action.isChecked()]
    assert ticked == ["&Never: always show an answer"]


@pytest.mark.parametrize(
    ("title", "words", "now"),
    [
        ("Theme", "Dark", lambda preferences: preferences.theme == "dark"),
        ("Use of the processor", "One process", lambda preferences: preferences.way == "one process"),
        ("Memory of the timeline", "as usual", lambda preferences: preferences.timeline_megabytes == USUAL_MEGABYTES),
        ("Room for runs that are kept", "as usual", lambda kept: kept.store_megabytes == USUAL_STORE_MEGABYTES),
    ],
)
def test_of_several_values_the_one_picked_is_kept_and_ticked(
    bar: QMenuBar,
    opened: list[Path],
    workbench: Workbench,
    title: str,
    words: str,
    now: Callable[[Preferences], bool],
) -> None:
    others = [action for action in menu_of(bar, title).actions() if words not in action.text().replace("&", "")]
    others[0].trigger()
    assert not now(workbench.preferences)
    (wanted,) = [action for action in menu_of(bar, title).actions() if words in action.text().replace("&", "")]
    wanted.trigger()
    assert now(workbench.preferences)
    assert [action for action in menu_of(bar, title).actions() if action.isChecked()] == [wanted]


def test_what_cannot_be_done_yet_is_off(actions: Actions, workbench: Workbench) -> None:
    availability = Availability(actions, workbench)
    assert actions["stepAction"].isEnabled()
    assert not actions["deleteRunsAction"].isEnabled()
    assert not actions["playAction"].isEnabled()
    workbench.settings.propose("epochs", 3)
    assert actions["trainAction"].text() == "&Train"
    availability.deleteLater()
