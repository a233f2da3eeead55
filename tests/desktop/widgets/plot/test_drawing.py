"""A widget as a drawing looks as it does on the screen, and ends where it does on the screen."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.plot.drawing import drawing_of
from desktop.widgets.tiles.image_grid import ImageGrid

SVG = "{http://www.w3.org/2000/svg}"


def painted(text: str) -> QImage:
    """Return a drawing as Qt's own reader paints it."""
    drawing = QSvgRenderer(QByteArray(text.encode()))
    assert drawing.isValid()
    picture = QImage(drawing.defaultSize(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.magenta)
    painter = QPainter(picture)
    drawing.render(painter)
    painter.end()
    return picture


@pytest.fixture
def box(qtbot: QtBot) -> QWidget:
    """Return a widget of some size with nothing in it."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


def test_it_has_the_size_of_the_widget_and_its_title(box: QWidget) -> None:
    root = ElementTree.fromstring(drawing_of(box, "Cost & more"))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("300", "200", "0 0 300 200")
    assert root.findtext(f"{SVG}title") == "Cost & more"


def test_tiles_show_their_own_pictures(qtbot: QtBot) -> None:
    grid = ImageGrid(LIGHT, "neuron")
    qtbot.addWidget(grid)
    grid.resize(640, 300)
    grid.show()
    values = np.repeat(np.array([-0.5, 0.0, 0.5], np.float32), 28 * 28).reshape(-1, 28, 28)
    grid.show_images(values)
    on_screen, drawn = grid.grab().toImage(), painted(drawing_of(grid, "wall"))
    for index in range(3):
        middle = grid.viewport().mapTo(grid, grid.tile_rect(index).center().toPoint())
        assert drawn.pixelColor(middle) == on_screen.pixelColor(middle)


def test_pictures_keep_their_pixels_sharp_in_programs_that_would_blur_them(qtbot: QtBot) -> None:
    grid = ImageGrid(LIGHT, "neuron")
    qtbot.addWidget(grid)
    grid.resize(300, 200)
    grid.show()
    grid.show_images(np.random.default_rng(0).normal(size=(1, 28, 28)).astype(np.float32))
    coded = re.search(r"data:image/png;base64,([^\"]*)", drawing_of(grid, "wall"))
    assert coded is not None
    picture = QImage.fromData(QByteArray.fromBase64(coded[1].encode()))
    assert picture.width() == picture.height() == 8 * 28
    assert picture.pixel(8, 8) == picture.pixel(15, 15)


def test_what_is_scrolled_away_is_cut_off(box: QWidget) -> None:
    area, long = QScrollArea(), QLabel("x")
    palette = long.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor("red"))
    long.setPalette(palette)
    long.setAutoFillBackground(True)
    long.resize(100, 1000)
    area.setWidget(long)
    layout = QVBoxLayout(box)
    layout.addWidget(area)
    layout.addWidget(QLabel("below"))
    box.show()
    area.verticalScrollBar().setValue(300)
    root = ElementTree.fromstring(drawing_of(box, "scrolled"))
    names = {clip.get("id"): clip[0] for clip in root.iter(f"{SVG}clipPath")}
    cut = [group for group in root.iter(f"{SVG}g") if group.get("clip-path")]
    edges = [names[group.get("clip-path")[5:-1]] for group in cut if group.get("clip-path")[5:-1] in names]
    viewport = area.viewport()
    assert (str(viewport.width()), str(viewport.height())) in [(e.get("width"), e.get("height")) for e in edges]
    assert 'transform="translate(0,-300)"' in drawing_of(box, "scrolled")


def test_nothing_hidden_is_drawn(box: QWidget) -> None:
    shown, hidden = QLabel("shown", box), QLabel("hidden", box)
    box.show()
    hidden.hide()
    shown.move(QPoint(5, 40))
    text = drawing_of(box, "labels")
    assert "shown" in text
    assert "hidden" not in text
    assert 'transform="translate(5,40)"' in text


def test_letters_are_of_a_kind_that_every_program_has(box: QWidget) -> None:
    QLabel("words", box)
    box.show()
    families = set(re.findall(r'font-family="([^"]*)"', drawing_of(box, "labels")))
    assert families == {f"{QFontInfo(box.font()).family()}, sans-serif"}
