"""What is drawn around a tile stays off its picture."""

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.widgets.tiles.frames import paint_caption, paint_frame
from tests.desktop.helpers import pixels_of

GROUND, COLOR = "#ffffff", "#c00000"
PLACE = QRectF(20, 20, 40, 40)


def blank() -> QImage:
    image = QImage(80, 100, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    return image


def test_a_frame_is_as_wide_as_asked_and_outside_the_tile() -> None:
    image = blank()
    painter = QPainter(image)
    paint_frame(painter, PLACE, COLOR, 2)
    painter.end()
    outer, inner = 40 + 2 * 3, 40 + 2 * 1
    assert pixels_of(image, COLOR) == outer**2 - inner**2
    assert pixels_of(image.copy(PLACE.toRect()), GROUND) == 40 * 40


def test_a_caption_stands_below_and_is_cut_to_the_tile(qtbot: QtBot) -> None:
    image = blank()
    painter = QPainter(image)
    paint_caption(painter, PLACE, 30, "a caption that is far too long for one tile", COLOR)
    painter.end()
    below = QRect(17, 60, 46, 40)
    written = image.width() * image.height() - pixels_of(image, GROUND)
    assert written > 0
    assert below.width() * below.height() - pixels_of(image.copy(below), GROUND) == written
