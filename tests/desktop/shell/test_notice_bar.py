"""NoticeBar: one thing at a time, with what can be done about it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT
from desktop.shell.notice_bar import NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar(LIGHT)
    qtbot.addWidget(bar)
    bar.resize(600, 40)
    return bar


def buttons(bar: NoticeBar) -> list[str]:
    return [button.text() for button in bar.findChildren(QPushButton) if button.isVisible()]


def test_it_is_hidden_until_there_is_something_to_say(bar: NoticeBar):
    assert not bar.isVisible()
    bar.show_notice("info", "Something happened.")
    assert bar.isVisible()
    bar.clear()
    assert not bar.isVisible()


@pytest.mark.parametrize("kind", ["info", "warning", "error"])
def test_the_words_are_shown_and_told(bar: NoticeBar, kind: str):
    bar.show_notice(kind, "Something happened.")
    assert "Something happened." in [label.text() for label in bar.findChildren(QLabel)]
    assert bar.accessibleDescription() == "Something happened."
    assert not bar.grab().isNull()


def test_there_is_a_button_for_each_thing_to_do(bar: NoticeBar, qtbot: QtBot):
    bar.show_notice("info", "Really?", ["Yes", "No"])
    assert buttons(bar) == ["Yes", "No"]
    with qtbot.waitSignal(bar.acted) as caught:
        qtbot.mouseClick(bar.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert caught.args == ["No"]


def test_the_buttons_of_an_earlier_notice_go(bar: NoticeBar, qtbot: QtBot):
    bar.show_notice("info", "Really?", ["Yes", "No"])
    bar.show_notice("info", "Surely?", ["Certainly"])
    qtbot.waitUntil(lambda: buttons(bar) == ["Certainly"])  # Qt shows a new button with the next events
    bar.show_notice("info", "Good.")
    assert buttons(bar) == []


def test_it_can_be_put_away(bar: NoticeBar, qtbot: QtBot):
    bar.show_notice("info", "Something happened.")
    close = bar.findChild(QToolButton)
    assert close.accessibleName() == "Dismiss"
    with qtbot.waitSignal(bar.dismissed):
        close.click()


def test_a_long_text_is_wrapped_and_not_cut_off(bar: NoticeBar):
    bar.show_notice("error", "This is a long story. " * 20, ["Read on"])
    assert bar.heightForWidth(600) > 3 * bar.fontMetrics().height()


def test_it_follows_the_theme(bar: NoticeBar):
    bar.show_notice("error", "Something happened.")
    light = bar.grab().toImage()
    bar.set_theme(DARK)
    assert bar.grab().toImage() != light


def test_in_a_narrow_place_the_buttons_stand_below_the_words(bar: NoticeBar, qtbot: QtBot):
    bar.show_notice("info", "Something happened, and something can be done about it.", ["New network", "Take back"])
    label, button = bar.findChild(QLabel, "noticeText"), bar.findChildren(QPushButton)[0]
    bar.resize(900, bar.heightForWidth(900))
    qtbot.waitUntil(lambda: button.x() > label.geometry().right())
    bar.resize(380, bar.heightForWidth(380))
    qtbot.waitUntil(lambda: button.y() > label.geometry().bottom())
