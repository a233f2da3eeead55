"""*No, this is a …*: what was read wrongly is kept among one's own digits by its right name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.views.pad.correction import ClassChooser

pops_up = pytest.mark.qt_log_ignore("This plugin does not support")  # what offscreen says of every menu

SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]


def button(person) -> QToolButton:
    return person.find(QToolButton, "correctionButton")


def say(person, digit: int) -> None:
    button(person).click()
    chooser = person.find(QWidget, "correctionChooser")
    assert chooser.isVisible()
    QTest.keyClick(chooser, str(digit))
    assert not chooser.isVisible()
    chooser.setObjectName("closed")  # it is deleted when the window comes to rest


def kept(person) -> list[int]:
    return [sample.label for sample in person.workbench.handwriting.samples]


@pops_up
def test_what_is_drawn_is_kept_once_by_its_right_name_and_can_be_taken_back(person):
    own = person.workbench.handwriting
    person.wait_until(lambda: own.is_ready)
    assert button(person).isHidden()
    person.draw(*SEVEN)
    assert not button(person).isHidden()
    say(person, 7)
    assert kept(person) == [7]
    assert "Kept in My hand as a 7." in person.notice
    assert not person.workbench.pad.ink.is_empty  # it is there to be looked at
    say(person, 7)
    assert kept(person) == [7]
    assert person.notice == "This is in My hand as a 7 already."
    say(person, 1)
    assert kept(person) == [1]
    own.undo()
    assert kept(person) == [7]
    say(person, 8)
    assert "Kept in My hand as an 8." in person.notice
    person.press("Take it back")
    assert kept(person) == [7]
    own.undo()
    own.undo()
    own.undo()
    assert kept(person) == []
    person.draw((0.2, 0.5), (0.8, 0.5))
    say(person, 4)
    assert kept(person) == [4]


def test_an_image_of_the_data_is_not_kept_and_a_class_is_not_asked(person):
    person.workbench.show_random_image()
    assert button(person).isHidden()
    person.trigger("clearInkAction")
    person.draw(*SEVEN)
    assert not button(person).isHidden()
    pad = person.window.panels["pad"]
    pad.project(True)
    person.draw((0.2, 0.5), (0.8, 0.5))
    assert button(person).isHidden()
    pad.project(False)
    assert not button(person).isHidden()


@pytest.fixture
def beside(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def letters(beside: QWidget) -> ClassChooser:
    names = (*(f"letter {index}" for index in range(98)), "Coat", "Cobra & co")
    chooser = ClassChooser(names, beside)
    chooser.open_at(beside.mapToGlobal(beside.rect().center()))
    return chooser


@pops_up
def test_of_a_hundred_classes_one_is_found_by_its_name_and_by_the_arrow_keys(letters: ClassChooser):
    chosen: list[int] = []
    letters.chosen.connect(chosen.append)
    screen = letters.screen().availableGeometry()
    assert screen.contains(letters.geometry())
    QTest.keyClicks(letters, "co")
    assert letters._buttons[98].hasFocus()
    QTest.keyClick(letters, Qt.Key.Key_Right)
    QTest.keyClick(letters, Qt.Key.Key_Right)  # there are no more
    assert letters._buttons[99].hasFocus()
    button = letters._buttons[99]
    assert (button.text(), button.accessibleName()) == ("Cobra && co", "It is Cobra & co")
    assert not button.visibleRegion().isEmpty()  # it was scrolled to
    QTest.keyClick(letters, Qt.Key.Key_Return)
    assert chosen == [99]


@pops_up
def test_esc_leaves_all_as_it_was(letters: ClassChooser):
    chosen: list[int] = []
    letters.chosen.connect(chosen.append)
    QTest.keyClick(letters, Qt.Key.Key_Escape)
    assert not letters.isVisible()
    assert not chosen
