"""The toolbar: what stands in it, and that nothing moves while Train becomes Pause."""

import pytest
from PySide6.QtWidgets import QLabel, QToolBar
from pytestqt.qtbot import QtBot

from desktop.actions import Actions
from desktop.look.theme import LIGHT
from desktop.shell.toolbar import build_toolbar


@pytest.fixture
def actions(qtbot: QtBot) -> Actions:
    return Actions(LIGHT)


@pytest.fixture
def bar(qtbot: QtBot, actions: Actions) -> QToolBar:
    made = build_toolbar(actions, QLabel("choices"))
    qtbot.addWidget(made)
    made.resize(900, made.sizeHint().height())
    made.show()
    return made


def test_training_stands_first_and_help_last(bar: QToolBar) -> None:
    names = [action.objectName() for action in bar.actions() if action.objectName()]
    assert names[:2] == ["trainAction", "stepAction"]
    assert names[-1] == "aboutAction"


@pytest.mark.parametrize("words", ["&Train", "&Pause", "&Train on"])
def test_the_first_button_has_room_for_all_that_it_says(bar: QToolBar, actions: Actions, words: str) -> None:
    button = bar.widgetForAction(actions["trainAction"])
    width = button.sizeHint().expandedTo(button.minimumSize()).width()
    actions["trainAction"].setText(words)
    assert button.sizeHint().expandedTo(button.minimumSize()).width() == width
