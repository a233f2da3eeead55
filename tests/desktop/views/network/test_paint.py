"""How links, neurons and pixels are painted: by their strength, their sign and their state."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from core.insight.diagram import Links
from desktop.look.theme import LIGHT
from desktop.views.network import paint
from tests.desktop.helpers import pixels_of


def painted(draw: Callable[[QPainter], None]) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def link(carried: float) -> QImage:
    value = np.array([carried], np.float32)
    links = Links(np.array([0]), np.array([0]), value, value)
    start, end = np.array([[5.0, 30.0]]), np.array([[55.0, 30.0]])
    return painted(lambda painter: paint.paint_links(painter, links, start, end, LIGHT))


def test_a_link_for_is_solid_and_one_against_has_gaps() -> None:
    solid, dashed = pixels_of(link(1.0), LIGHT.positive), pixels_of(link(-1.0), LIGHT.negative)
    assert solid > 1.2 * dashed > 0


def test_without_links_nothing_is_painted() -> None:
    nothing = np.zeros(0, np.int64)
    none = np.zeros(0, np.float32)
    links = Links(nothing, nothing, none, none)
    image = painted(lambda painter: paint.paint_links(painter, links, np.zeros((0, 2)), np.zeros((0, 2)), LIGHT))
    assert pixels_of(image, LIGHT.surface) == 60 * 60


def test_a_ring_and_a_stroke_tell_the_neuron_looked_at_and_the_one_that_is_off() -> None:
    center = np.array([30.0, 30.0])
    assert pixels_of(painted(lambda painter: paint.paint_ring(painter, center, 10.0, LIGHT)), LIGHT.accent)
    assert pixels_of(painted(lambda painter: paint.paint_off(painter, center, 10.0, LIGHT)), LIGHT.error)


def test_a_picture_shows_its_ink_where_it_is() -> None:
    image = np.zeros((28, 28), np.uint8)
    image[:, :14] = 255
    shown = painted(lambda painter: paint.paint_picture(painter, QRectF(2, 2, 56, 56), image, LIGHT))
    left, right = shown.pixelColor(15, 30), shown.pixelColor(45, 30)
    assert left.lightness() < 60 < 200 < right.lightness()
