"""Tiles composed into one image look, to the pixel, like tiles that a painter draws one by one."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT, Theme
from desktop.widgets.tiles.composing import Lines, can_be_composed, composed
from desktop.widgets.tiles.layout import lay_out
from desktop.widgets.tiles.marks import Mark
from desktop.widgets.tiles.tile_area import TileArea


def look(area: TileArea) -> QImage:
    return area.viewport().grab().toImage()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(
    ("count", "shape", "size"),
    [(100, (28, 28), (640, 300)), (700, (28, 28), (333, 251)), (101, (10, 10), (640, 300)), (30, (5, 7), (900, 700))],
)
def test_composed_tiles_look_like_tiles_drawn_singly(
    theme: Theme,
    count: int,
    shape: tuple[int, int],
    size: tuple[int, int],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    area = TileArea(theme, "neuron")
    qtbot.addWidget(area)
    area.resize(*size)
    area.show()
    values = np.random.default_rng(3).normal(size=(count, *shape)).astype(np.float32)
    area.show_images(values, captions=[str(index) for index in range(count)] if count == 101 else None)
    area.set_marks({1: [Mark("dead", "")], 2: [Mark("off", ""), Mark("saturated", "")]})
    area.choose(2)
    area.verticalScrollBar().setValue(37)
    drawn: list[int] = []
    singly = TileArea._paint_singly
    monkeypatch.setattr(TileArea, "_paint_singly", lambda self, *how: drawn.append(1) or singly(self, *how))
    together = look(area)
    assert not drawn
    monkeypatch.setattr(TileArea, "_paint_together", lambda self, *how: False)
    assert look(area) == together
    assert drawn


def test_a_row_that_is_not_full_is_followed_by_ground() -> None:
    layout = lay_out(3, (1, 1), (30, 60), 1.0, edge=10)
    assert layout.columns == 2
    sheet = composed(layout, np.array([[[5]], [[6]], [[7]]], np.uint32), Lines(1, 1, 0))
    assert sheet.shape == (2 * layout.row_height, 2 * (layout.width + layout.gap_x))
    assert sheet[0, 0] == 1
    assert [int(sheet[5, 5]), int(sheet[5, 5 + layout.width + layout.gap_x])] == [5, 6]
    second = sheet[layout.row_height :]
    assert second[5, 5] == 7
    assert not second[:, layout.width + layout.gap_x :].any()


def test_lines_that_would_lie_on_another_tile_are_not_composed() -> None:
    layout = lay_out(3, (1, 1), (30, 60), 1.0, edge=10)
    assert can_be_composed(layout, 1)
    assert not can_be_composed(layout, layout.gap_y)
