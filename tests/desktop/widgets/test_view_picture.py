"""A view in a picture: nothing to press, fields as words, whole tiles; and afterwards it is what it was."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.tiles.tile_area import TileArea
from desktop.widgets.view_picture import ready_for_picture

SIZE = QSize(400, 240)


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    view = QWidget()
    row = QHBoxLayout()
    for control in (QLabel("Layer"), QComboBox(), QLineEdit("16, 16"), QPushButton("Press"), QSlider()):
        row.addWidget(control)
    layout = QVBoxLayout(view)
    layout.addLayout(row)
    area = TileArea(LIGHT)
    area.set_tile_edge(56)
    layout.addWidget(area)
    combo = view.findChild(QComboBox)
    assert combo is not None
    combo.addItems(["first", "second"])
    combo.setCurrentIndex(1)
    qtbot.addWidget(view)
    view.resize(SIZE)
    view.show()
    return view


def tiles_of(view: QWidget, count: int) -> TileArea:
    area = view.findChild(TileArea)
    assert area is not None
    area.show_pictures(np.zeros((count, 28, 28), np.uint8))
    QApplication.processEvents()  # its scroll bar finds its place
    return area


def words_of(view: QWidget) -> list[str]:
    shown = [label for label in view.findChildren(QLabel) if label.isVisibleTo(view) and label.text()]
    return [label.text() for label in sorted(shown, key=lambda label: label.mapTo(view, QPointF()).x())]


def places_of(view: QWidget) -> list[object]:
    return [(type(child), child.geometry()) for child in view.findChildren(QWidget) if child.isVisibleTo(view)]


def test_there_is_nothing_to_press_and_fields_are_words(view: QWidget) -> None:
    tiles_of(view, 5)
    with ready_for_picture(view):
        controls = view.findChildren(QComboBox) + view.findChildren(QPushButton) + view.findChildren(QSlider)
        assert not any(control.isVisibleTo(view) for control in controls)
        assert words_of(view) == ["Layer", "second", "16, 16"]


def test_all_tiles_are_whole_and_in_the_picture(view: QWidget) -> None:
    area = tiles_of(view, 30)
    assert area.verticalScrollBar().maximum() > 0
    with ready_for_picture(view):
        assert area.verticalScrollBar().maximum() == 0
        assert view.width() == SIZE.width()
        assert area.tile_rect(29).bottom() <= area.viewport().height()


def test_of_more_than_a_page_no_tile_is_cut(view: QWidget) -> None:
    area = tiles_of(view, 3000)
    with ready_for_picture(view):
        height = area.viewport().height()
        assert SIZE.height() < view.height() < 2 * SIZE.width()
        cut = [index for index in range(3000) if area.tile_rect(index).top() < height < area.tile_rect(index).bottom()]
        picture = area.viewport().grab().toImage()
        assert is_paper(picture, area.tile_rect(0).center())
        places = [area.tile_rect(index) for index in cut]
        halfway = [QPointF(place.center().x(), (place.top() + height) / 2) for place in places]
        assert not any(is_paper(picture, place) for place in halfway)


def is_paper(picture: QImage, place: QPointF) -> bool:
    at = (place * picture.devicePixelRatio()).toPoint()
    return picture.pixelColor(at) != QColor(LIGHT.background)


def test_afterwards_it_is_what_it_was(view: QWidget, qtbot: QtBot) -> None:
    area = tiles_of(view, 300)
    area.verticalScrollBar().setValue(37)
    button = view.findChild(QPushButton)
    assert button is not None
    button.setFocus()
    before, picture = places_of(view), view.grab().toImage()
    for _ in range(2):
        with ready_for_picture(view):
            assert places_of(view) != before
    assert view.size() == SIZE
    assert places_of(view) == before
    assert area.verticalScrollBar().value() == 37
    assert view.grab().toImage() == picture
