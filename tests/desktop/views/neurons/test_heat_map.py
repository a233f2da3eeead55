"""A matrix as colors: every cell where it is said to be, the strongest where there is no room for all."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.look.colormaps import signed_colors
from desktop.look.theme import LIGHT
from desktop.views.neurons.heat_map import HeatMap, strongest


@pytest.fixture
def heat_map(qtbot: QtBot) -> HeatMap:
    made = HeatMap(LIGHT)
    qtbot.addWidget(made)
    made.resize(500, 260)
    made.show()
    return made


def center(heat_map: HeatMap, row: int, column: int, shape: tuple[int, int]) -> QPointF:
    place = heat_map.place()
    return QPointF(
        place.left() + (column + 0.5) * place.width() / shape[1], place.top() + (row + 0.5) * place.height() / shape[0]
    )


@pytest.mark.parametrize("shape", [(1, 1), (6, 4), (128, 10), (16, 300), (900, 40)])
def test_every_cell_is_found_where_it_lies(heat_map: HeatMap, shape: tuple[int, int]) -> None:
    heat_map.show_matrix(np.zeros(shape, np.float32), "inputs", "neurons")
    for row, column in {(0, 0), (shape[0] - 1, shape[1] - 1), (shape[0] // 2, shape[1] // 2)}:
        assert heat_map.cell_at(center(heat_map, row, column, shape)) == (row, column)
    assert heat_map.cell_at(QPointF(1, 1)) is None
    assert heat_map.rect().contains(heat_map.place().toAlignedRect())


def test_a_cell_has_the_color_of_its_number(heat_map: HeatMap) -> None:
    values = np.full((6, 4), -0.5, np.float32)
    values[2, 1] = 0.5
    heat_map.show_matrix(values, "inputs", "neurons")
    image = heat_map.grab().toImage()
    for (row, column), table_row in (((2, 1), 255), ((3, 3), 1)):
        pixel = image.pixelColor(center(heat_map, row, column, values.shape).toPoint())
        assert pixel.getRgb()[:3] == tuple(map(int, signed_colors(LIGHT)[table_row]))


def test_a_click_picks_the_column(qtbot: QtBot, heat_map: HeatMap) -> None:
    heat_map.show_matrix(np.zeros((6, 4), np.float32), "inputs", "neurons")
    place = center(heat_map, 5, 2, (6, 4)).toPoint()
    with qtbot.waitSignal(heat_map.column_picked) as caught:
        QTest.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [2]


def test_where_cells_share_a_place_the_strongest_is_seen() -> None:
    values = np.zeros((1000, 900), np.float32)
    values[777, 3], values[776, 2] = -5, 4
    small = strongest(values, (100, 90))
    assert small.shape == (100, 90)
    assert small[77, 0] == -5
    assert np.count_nonzero(small) == 1
    assert strongest(values, (2000, 2000)) is values


@pytest.mark.parametrize("values", [np.zeros((0, 5)), np.full((3, 3), np.nan), np.zeros((2, 2))])
def test_a_matrix_with_nothing_to_see_is_drawn(heat_map: HeatMap, values: np.ndarray) -> None:
    heat_map.show_matrix(values.astype(np.float32), "inputs", "neurons")
    assert not heat_map.grab().isNull()


def test_columns_with_names_have_them_above_and_are_wide_enough_to_read(heat_map: HeatMap) -> None:
    heat_map.resize(500, 300)
    values = np.zeros((30, 10), np.float32)
    heat_map.show_matrix(values, "neurons", "outputs")
    without = heat_map.place()
    bare = heat_map.grab().toImage()
    heat_map.show_matrix(values, "neurons", "outputs", tuple("0123456789"))
    place = heat_map.place()
    assert place.top() >= without.top() + heat_map.fontMetrics().height()
    assert place.width() / 10 > heat_map.fontMetrics().horizontalAdvance("0")
    assert heat_map.grab().toImage() != bare
