"""The area of small pictures: colors, places, and work done for the tiles in sight alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.look.colormaps import ZERO, signed_colors
from desktop.look.theme import DARK, LIGHT
from desktop.widgets.tiles import colors
from desktop.widgets.tiles.marks import Mark
from desktop.widgets.tiles.tile_area import TileArea
from tests.desktop.helpers import flat


@pytest.fixture
def area(qtbot: QtBot) -> TileArea:
    made = TileArea(LIGHT, "neuron")
    qtbot.addWidget(made)
    made.resize(640, 300)
    made.show()
    return made


def color_of(area: TileArea, index: int) -> tuple[int, int, int]:
    """Return the color in the middle of a tile."""
    middle = area.tile_rect(index).center().toPoint()
    pixel: QColor = area.viewport().grab().toImage().pixelColor(middle * area.devicePixelRatioF())
    return pixel.red(), pixel.green(), pixel.blue()


def row_of_table(row: int, theme=LIGHT) -> tuple[int, int, int]:
    return tuple(int(channel) for channel in signed_colors(theme)[row])


def test_zero_is_in_the_middle_of_the_scale_and_the_ends_have_the_full_colors(area: TileArea) -> None:
    area.show_images(flat(-0.5, 0.0, 0.5))
    assert [color_of(area, index) for index in range(3)] == [row_of_table(row) for row in (1, ZERO, 255)]


def test_on_a_common_scale_a_weak_tile_is_pale_and_on_its_own_it_is_not(area: TileArea) -> None:
    area.show_images(flat(0.05, 0.5))
    assert color_of(area, 0) != row_of_table(255)
    area.show_images(flat(0.05, 0.5), "each")
    assert color_of(area, 0) == color_of(area, 1) == row_of_table(255)


def test_values_that_are_not_numbers_leave_the_others_readable(area: TileArea) -> None:
    area.show_images(flat(np.nan, 0.5, -0.5, np.inf))
    assert [color_of(area, index) for index in range(3)] == [row_of_table(row) for row in (ZERO, 255, 1)]


def test_pictures_are_ink_on_paper(area: TileArea) -> None:
    area.show_pictures(flat(0, 255).astype(np.uint8))
    assert [QColor(*color_of(area, index)).name() for index in range(2)] == [LIGHT.paper, LIGHT.ink]


def test_another_theme_shows_at_once(area: TileArea) -> None:
    area.show_images(flat(0.0, 1.0))
    area.set_theme(DARK)
    assert color_of(area, 1) == row_of_table(255, DARK)


def test_only_tiles_in_sight_are_colored(area: TileArea, monkeypatch: pytest.MonkeyPatch) -> None:
    colored: list[int] = []
    real = colors.signed_rows
    monkeypatch.setattr(colors, "signed_rows", lambda values, limit: colored.append(len(values)) or real(values, limit))
    area.show_images(np.zeros((5000, 28, 28), np.float32))
    area.viewport().repaint()
    assert colored
    assert max(colored) < 200


@pytest.mark.parametrize("count", [0, 1, 2, 128, 5000])
def test_every_tile_can_be_found_where_it_is_drawn(area: TileArea, count: int) -> None:
    area.show_images(np.zeros((count, 28, 28), np.float32))
    for index in {0, count // 2, count - 1} if count else set():
        assert area.tile_at(area.tile_rect(index).center()) == index
    assert area.tile_at(QPointF(-50, -50)) is None


def test_an_array_of_another_shape_is_refused(area: TileArea) -> None:
    with pytest.raises(ValueError, match="shape"):
        area.show_images(np.zeros((28, 28), np.float32))


def test_an_empty_grid_says_why(area: TileArea) -> None:
    blank = area.viewport().grab().toImage()
    area.set_empty_text("Press Train.")
    assert area.viewport().grab().toImage() != blank


@pytest.mark.parametrize("sign", ["dead", "saturated", "off"])
def test_every_mark_can_be_seen(area: TileArea, sign: str) -> None:
    area.show_images(flat(*range(4)))
    before = area.viewport().grab(area.tile_rect(2).toRect()).toImage()
    area.set_marks({2: (Mark(sign, "why"),)})  # type: ignore[arg-type]
    assert area.viewport().grab(area.tile_rect(2).toRect()).toImage() != before


def test_a_screen_reader_is_told_of_the_tiles_in_sight_and_of_few_others(area: TileArea) -> None:
    area.show_pictures(np.zeros((30_000, 28, 28), np.uint8))
    for bar_at in (0, area.verticalScrollBar().maximum() // 2, area.verticalScrollBar().maximum()):
        area.verticalScrollBar().setValue(bar_at)
        told = area.told_parts(())
        room = area.viewport().rect().toRectF()
        in_sight = [index for index in range(area.count) if room.intersects(area.tile_rect(index))]
        assert len(told) == 200
        assert set(in_sight) < set(told)


def test_a_screen_reader_is_told_of_all_tiles_where_they_are_few(area: TileArea) -> None:
    area.show_images(flat(*range(120)))
    assert area.told_parts(()) == range(120)
    area.clear()
    assert area.told_parts(()) == range(0)
