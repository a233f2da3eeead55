"""PictureTable: pictures in columns, their versions below, as many as there is room for."""

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT, Theme
from desktop.views.data.picture_table import PictureTable


@pytest.fixture
def table(qtbot: QtBot) -> PictureTable:
    table = PictureTable(("As it is", "As shown"), LIGHT)
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    return table


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_each_picture_stands_in_its_place(table: PictureTable, theme: Theme):
    table.set_theme(theme)
    pictures = np.zeros((2, 3, 28, 28), np.uint8)
    pictures[1, 2] = 255
    table.show_pictures(pictures)
    shown = table.grab().toImage()
    for row, column in np.ndindex(2, 3):
        expected = theme.ink if (row, column) == (1, 2) else theme.paper
        assert shown.pixelColor(table.picture_rect(row, column).center()) == QColor(expected)


@pytest.mark.parametrize("size", [(160, 90), (420, 180), (600, 300), (1400, 700)])
def test_as_many_as_it_has_room_for_can_be_seen_whole(table: PictureTable, size: tuple[int, int]):
    table.resize(*size)
    last = table.picture_rect(table.rows, table.columns - 1)
    assert table.rect().contains(last)
    assert table.width() < table.picture_rect(0, table.columns).right() + 8, "one more would not fit"


def test_a_larger_table_says_that_there_is_more_room(table: PictureTable, qtbot: QtBot):
    before = table.columns
    with qtbot.waitSignal(table.resized):
        table.resize(1000, 300)
    assert table.columns > before
