"""Fold: shut it takes no room, and says what is worth knowing of what it holds."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.widgets.fold import Fold


def test_it_opens_and_shuts_and_says_so(qtbot: QtBot):
    content = QLabel("inside")
    fold = Fold("More", "What is used seldom.", content)
    qtbot.addWidget(fold)
    fold.show()
    told: list[bool] = []
    fold.toggled.connect(told.append)
    fold.set_note("2 changed")
    assert not content.isVisible()
    assert (fold.button.text(), fold.button.accessibleName()) == ("More (2 changed)", "More (2 changed), shut")
    shut = fold.sizeHint().height()
    fold.button.click()
    assert content.isVisible()
    assert (fold.button.text(), fold.button.accessibleName()) == ("More", "More, open")
    assert fold.sizeHint().height() > shut
    fold.set_open()
    fold.set_open(False)
    assert told == [True, False]
