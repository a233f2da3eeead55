"""PlayerBar: a slider through the moments of a run, and the way back to the present."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QSlider
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT
from desktop.widgets.form.player_bar import PlayerBar


@pytest.fixture
def bar(qtbot: QtBot) -> PlayerBar:
    bar = PlayerBar(LIGHT)
    qtbot.addWidget(bar)
    bar.set_range(11)
    bar.set_position(5, "epoch 1.00")
    bar.show()
    return bar


def slider(bar: PlayerBar) -> QSlider:
    return bar.findChild(QSlider, "timelineSlider")


def button(bar: PlayerBar, name: str) -> QAbstractButton:
    return next(each for each in bar.findChildren(QAbstractButton) if each.accessibleName() == name)


def test_showing_a_moment_moves_nothing(bar: PlayerBar, qtbot: QtBot):
    with qtbot.assertNotEmitted(bar.moved):
        bar.set_range(20)
        bar.set_position(7, "epoch 2.00")
    assert slider(bar).value() == 7
    assert "epoch 2.00" in [label.text() for label in bar.findChildren(QLabel)]


def test_the_slider_asks_for_a_moment(bar: PlayerBar, qtbot: QtBot):
    with qtbot.waitSignal(bar.moved) as caught:
        slider(bar).setValue(2)
    assert caught.args == [2]


@pytest.mark.parametrize(("name", "index"), [("First", 0), ("Previous", 4), ("Next", 6)])
def test_the_buttons_ask_for_a_moment(bar: PlayerBar, qtbot: QtBot, name: str, index: int):
    with qtbot.waitSignal(bar.moved) as caught:
        button(bar, name).click()
    assert caught.args == [index]


@pytest.mark.parametrize(("key", "index"), [(Qt.Key.Key_Left, 4), (Qt.Key.Key_Right, 6), (Qt.Key.Key_Home, 0)])
def test_the_keyboard_moves_it(bar: PlayerBar, qtbot: QtBot, key: Qt.Key, index: int):
    with qtbot.waitSignal(bar.moved) as caught:
        qtbot.keyClick(slider(bar), key)
    assert caught.args == [index]


def test_it_offers_the_way_back_to_the_present(bar: PlayerBar, qtbot: QtBot):
    bar.set_live(False)
    assert button(bar, "Live").text() == "Go live"
    with qtbot.waitSignal(bar.live_wanted):
        button(bar, "Live").click()
    bar.set_live(True)
    assert button(bar, "Live").text() == "Live"


def test_without_a_moment_it_cannot_be_used(bar: PlayerBar):
    bar.set_range(0)
    assert not slider(bar).isEnabled()
    bar.set_range(1)
    assert not slider(bar).isEnabled()  # there is nowhere to go
    bar.set_position(0, "epoch 3")
    assert slider(bar).value() == slider(bar).maximum()
    bar.set_range(2)
    assert slider(bar).isEnabled()


def test_a_click_goes_where_it_points(bar: PlayerBar, qtbot: QtBot):
    bar.set_range(101)
    bar.resize(600, 40)
    bar.show()
    place = slider(bar)
    with qtbot.waitSignal(bar.moved) as caught:
        qtbot.mouseClick(place, Qt.MouseButton.LeftButton, pos=QPoint(place.width() // 2, place.height() // 2))
    assert 45 <= caught.args[0] <= 55


def test_it_follows_the_theme(bar: PlayerBar):
    light = bar.grab().toImage()
    bar.set_theme(DARK)
    assert bar.grab().toImage() != light


def test_it_asks_for_the_film_and_for_the_best_moment(bar: PlayerBar, qtbot: QtBot):
    with qtbot.waitSignal(bar.play_wanted):
        button(bar, "Play").click()
    bar.set_playing(True)
    assert button(bar, "Stop").isEnabled()
    assert not button(bar, "Best").isEnabled()
    bar.set_best(3)
    with qtbot.waitSignal(bar.best_wanted):
        button(bar, "Best").click()
