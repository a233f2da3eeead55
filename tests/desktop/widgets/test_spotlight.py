"""Spotlight: a frame around a part of a widget, out of the mouse's way."""

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.spotlight import Spotlight
from tests.desktop.helpers import pixels_of

COLOR = "#ff0000"


def shown(qtbot: QtBot) -> QWidget:
    target = QWidget()
    qtbot.addWidget(target)
    target.resize(120, 80)
    target.show()
    return target


def test_the_frame_goes_round_the_place_and_leaves_it_free(qtbot: QtBot) -> None:
    target = shown(qtbot)
    spotlight = Spotlight(target, COLOR, lambda: QRectF(30, 20, 40, 30))
    assert spotlight.geometry().contains(30, 20)
    assert pixels_of(target.grab().toImage(), COLOR) > 100
    assert target.grab().toImage().pixelColor(QPoint(50, 35)).name() != COLOR


def test_without_a_place_it_stays_within_the_whole_widget(qtbot: QtBot) -> None:
    target = shown(qtbot)
    spotlight = Spotlight(target, COLOR)
    assert spotlight.geometry() == target.rect()
    assert spotlight.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
