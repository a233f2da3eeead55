"""PushPicture: signed values over faint ink, told by color and by sign."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.look.colormaps import signed_colors
from desktop.look.theme import DARK, LIGHT, Theme
from desktop.widgets.tiles.push_picture import PushPicture

EDGE = 28 * 8 + 2


@pytest.fixture
def picture(qtbot: QtBot) -> PushPicture:
    picture = PushPicture(LIGHT)
    qtbot.addWidget(picture)
    picture.resize(EDGE, EDGE)
    picture.show()
    return picture


def color_of(picture: PushPicture, row: int, column: int, x: int = 1, y: int = 1) -> QColor:
    """Return the color of a pixel of the image, near its corner, where no sign is."""
    return picture.grab().toImage().pixelColor(1 + 8 * column + x, 1 + 8 * row + y)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_strongest_have_the_full_colors(picture: PushPicture, theme: Theme):
    picture.set_theme(theme)
    values = np.zeros((28, 28), np.float32)
    values[3, 4], values[5, 6] = 2, -2
    picture.show_push(np.zeros((28, 28), np.uint8), values)
    assert color_of(picture, 3, 4) == QColor(*signed_colors(theme)[-1].tolist())
    assert color_of(picture, 5, 6) == QColor(*signed_colors(theme)[1].tolist())
    assert color_of(picture, 9, 9) == QColor(theme.paper)


def test_plus_and_minus_are_written_where_it_is_strong(picture: PushPicture):
    values = np.zeros((28, 28), np.float32)
    values[3, 4], values[5, 6], values[7, 8] = 2, -2, 0.1
    picture.show_push(np.zeros((28, 28), np.uint8), values)
    surface = QColor(LIGHT.surface)
    assert color_of(picture, 3, 4, 4, 2) == surface  # the upright of the plus
    assert color_of(picture, 5, 6, 4, 2) != surface
    assert color_of(picture, 5, 6, 3, 4) == surface
    assert color_of(picture, 7, 8, 3, 4) != surface


def test_ink_that_speaks_for_nothing_is_faint(picture: PushPicture):
    picture.show_push(np.full((28, 28), 255, np.uint8), np.zeros((28, 28), np.float32))
    lightness = color_of(picture, 3, 3).lightness()
    assert QColor(LIGHT.ink).lightness() + 60 < lightness < QColor(LIGHT.paper).lightness() - 20


def test_values_that_are_no_numbers_are_left_out(picture: PushPicture):
    values = np.full((28, 28), np.nan, np.float32)
    values[0, 0] = np.inf
    picture.show_push(np.zeros((28, 28), np.uint8), values)
    assert color_of(picture, 0, 0) == QColor(LIGHT.paper)


def test_each_place_is_a_pixel_of_the_image(picture: PushPicture):
    assert picture.pixel_at(QPointF(1 + 8 * 5 + 3, 1 + 8 * 20 + 3)) == (20, 5)
    picture.resize(EDGE + 100, EDGE)
    assert picture.pixel_at(QPointF(2, 100)) is None


@pytest.mark.parametrize("edge", [5, 30, 60, 400])
def test_any_size_can_be_painted(picture: PushPicture, edge: int):
    picture.resize(edge, edge)
    assert not picture.grab().isNull()
