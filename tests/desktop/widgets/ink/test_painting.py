"""PagePainting: a page on its paper, and a stroke that grows on it."""

import numpy as np
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from core.data.ink.strokes import Ink
from desktop.look.theme import LIGHT
from desktop.widgets.ink.line import WIDTH
from desktop.widgets.ink.page import Page
from desktop.widgets.ink.painting import PagePainting
from tests.desktop.helpers import pixels_of

SIZE = QSize(100, 100)


def test_an_empty_page_is_paper_and_a_line_is_ink(qtbot: QtBot) -> None:
    line = Page.of(Ink((np.array([[0.2, 0.5], [0.8, 0.5]]),)))
    empty, drawn = (PagePainting(SIZE, 1.0, page, LIGHT).pixmap.toImage() for page in (Page(), line))
    assert pixels_of(empty, LIGHT.ink) == 0
    assert pixels_of(empty, LIGHT.paper) > 0.9 * 100 * 100
    assert pixels_of(drawn, LIGHT.ink) > 100


def test_a_picture_lies_under_the_lines(qtbot: QtBot) -> None:
    picture = np.zeros((28, 28), np.uint8)
    picture[:14] = 255
    image = PagePainting(SIZE, 1.0, Page(picture=picture), LIGHT).pixmap.toImage()
    assert image.pixelColor(50, 20).name() == LIGHT.ink
    assert image.pixelColor(50, 80).name() == LIGHT.paper


def test_a_stroke_grows_piece_by_piece(qtbot: QtBot) -> None:
    painting = PagePainting(SIZE, 2.0, Page(), LIGHT)
    assert (painting.pixmap.width(), painting.pixmap.devicePixelRatio()) == (200, 2.0)
    points, pressures = [(0.2, 0.5), (0.4, 0.5), (0.6, 0.5), (0.8, 0.5)], [0.5] * 4
    ink = []
    for at in range(3):
        painting.grow(points, pressures, range(at, at + 1), WIDTH)
        ink.append(pixels_of(painting.pixmap.toImage(), LIGHT.ink))
    assert 0 <= ink[0] < ink[1] < ink[2]
