"""Every command stands in one table, and does something."""

import pytest
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.commands import COMMANDS
from desktop.commands.command import Command
from desktop.look.theme import DARK, LIGHT
from tests.desktop.helpers import ICONS


@pytest.fixture
def actions(qtbot: QtBot) -> Actions:
    return Actions(LIGHT)


def test_names_differ():
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_a_command_says_what_it_does_and_has_an_icon_that_exists(actions: Actions, command: Command):
    action = actions[command.name]
    assert action.objectName() == command.name
    assert command.tip in action.toolTip().replace("\n", " ")
    assert command.tip.endswith(".")
    assert not command.icon or command.icon in ICONS
    assert action.icon().isNull() == (not command.icon)


def test_mnemonics_differ_within_a_menu():
    for menu in {command.menu for command in COMMANDS}:
        keys = [c.text[c.text.index("&") + 1].lower() for c in COMMANDS if c.menu == menu and "&" in c.text]
        assert len(keys) == len(set(keys)), menu


def test_the_shortcut_stands_in_the_tooltip(actions: Actions):
    train = actions["trainAction"]
    assert train.shortcut() == QKeySequence("F5")
    assert "F5" in train.toolTip()


def test_redo_has_both_of_its_customary_shortcuts(actions: Actions):
    keys = [sequence.toString() for sequence in actions["redoInkAction"].shortcuts()]
    assert keys == ["Ctrl+Shift+Z", "Ctrl+Y"]


def test_the_keyboard_page_has_every_command_with_a_shortcut(actions: Actions):
    listed = dict(actions.keys())
    assert listed["Train"] == "F5"
    assert listed["Keyboard"] == "F1"
    assert listed["Bring back"] == "Ctrl+B"
    assert "About Inkling" not in listed
    assert not any("&" in text for text in listed)


def test_a_command_that_does_nothing_is_not_offered_and_its_keys_are_not_told(actions: Actions):
    actions.connect_all({"openAction": lambda: None})
    offered = [command.name for command in COMMANDS if actions[command.name].isVisible()]
    assert offered == ["openAction"]
    assert list(dict(actions.keys())) == ["Open…"]
    actions["trainAction"].setEnabled(True)  # as the state of the training would have it
    assert not actions["trainAction"].isEnabled()


def test_a_command_that_is_no_row_of_the_table_is_a_mistake(actions: Actions):
    with pytest.raises(ValueError, match="flyAction"):
        actions.connect_all({"flyAction": lambda: None})


def test_each_command_calls_its_handler(actions: Actions):
    called: list[str] = []
    actions.connect_all({c.name: lambda name=c.name: called.append(name) for c in COMMANDS})
    for command in COMMANDS:
        actions[command.name].trigger()
    assert called == [command.name for command in COMMANDS]


def test_icons_follow_the_theme_and_the_state(actions: Actions):
    train = actions["trainAction"]
    light = train.icon().pixmap(32, 32).toImage()
    actions.set_theme(DARK)
    dark = train.icon().pixmap(32, 32).toImage()
    actions.set_icon("trainAction", "pause")
    assert light != dark
    assert train.icon().pixmap(32, 32).toImage() != dark
