"""The grid of small pictures: pointing, choosing with mouse and keys, and the sizes of its tiles."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.tiles import colors
from desktop.widgets.tiles.image_grid import ImageGrid
from desktop.widgets.tiles.marks import Mark
from tests.desktop.helpers import flat


@pytest.fixture
def grid(qtbot: QtBot) -> ImageGrid:
    made = ImageGrid(LIGHT, "neuron")
    qtbot.addWidget(made)
    made.resize(640, 300)
    made.show()
    return made


def test_pointing_at_a_tile_colors_nothing_again(grid: ImageGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    grid.show_images(flat(*range(20)))
    grid.viewport().repaint()
    colored: list[int] = []
    monkeypatch.setattr(colors, "signed_rows", lambda values, limit: colored.append(len(values)))
    QTest.mouseMove(grid.viewport(), grid.tile_rect(3).center().toPoint())
    grid.viewport().repaint()
    assert not colored


def test_a_click_picks_a_tile(qtbot: QtBot, grid: ImageGrid) -> None:
    grid.show_images(flat(*range(20)))
    with qtbot.waitSignal(grid.picked) as picked:
        place = grid.tile_rect(7).center().toPoint()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert picked.args == [7]
    assert grid.chosen == 7


def test_a_click_beside_the_tiles_picks_nothing(qtbot: QtBot, grid: ImageGrid) -> None:
    grid.show_images(flat(1.0))
    with qtbot.assertNotEmitted(grid.picked):
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(635, 5))
    assert grid.chosen is None


def test_keys_walk_through_the_tiles_and_stop_at_the_ends(grid: ImageGrid) -> None:
    walked: list[int] = []
    grid.picked.connect(walked.append)
    grid.show_images(flat(*range(300)))
    keys = Qt.Key
    for key in (
        keys.Key_Right,
        keys.Key_Right,
        keys.Key_Left,
        keys.Key_Left,
        keys.Key_Left,
        keys.Key_End,
        keys.Key_Right,
    ):
        QTest.keyClick(grid, key)
    assert walked == [0, 1, 0, 0, 0, 299, 299] or walked == [0, 1, 0, 0, 0, 299]


def test_a_tile_chosen_by_key_is_scrolled_into_sight(grid: ImageGrid) -> None:
    grid.show_images(np.zeros((2000, 28, 28), np.float32))
    QTest.keyClick(grid, Qt.Key.Key_End)
    place = grid.tile_rect(1999)
    assert place.top() >= 0
    assert place.bottom() <= grid.viewport().height()


def test_choosing_from_outside_announces_nothing(qtbot: QtBot, grid: ImageGrid) -> None:
    grid.show_images(flat(*range(20)))
    with qtbot.assertNotEmitted(grid.picked):
        grid.choose(4)
    assert grid.chosen == 4
    assert "Neuron 5 of 20" in grid.accessibleDescription()


def test_a_choice_does_not_outlive_its_tile(grid: ImageGrid) -> None:
    grid.show_images(flat(*range(20)))
    grid.choose(15)
    grid.show_images(flat(*range(10)))
    assert grid.chosen is None


def test_a_tooltip_names_the_tile_its_story_and_its_mark(grid: ImageGrid) -> None:
    grid.show_images(flat(*range(4)))
    grid.set_tooltips(lambda index: f"bias {index}")
    grid.set_marks({2: (Mark("dead", "dead: it never fires"),)})
    assert grid.tooltip(2).splitlines() == ["Neuron 3 of 4", "bias 2", "dead: it never fires"]
    grid.viewport().repaint()


def test_plus_makes_tiles_larger_and_0_finds_the_size_by_itself_again(grid: ImageGrid) -> None:
    grid.show_images(flat(*range(128)))
    before = grid.tile_rect(0).width()
    QTest.keyClick(grid, Qt.Key.Key_Plus)
    assert grid.tile_rect(0).width() > before
    QTest.keyClick(grid, Qt.Key.Key_0)
    assert grid.tile_rect(0).width() == before


def test_enter_and_a_click_open_a_tile_and_the_arrow_keys_do_not(grid: ImageGrid) -> None:
    opened: list[int] = []
    grid.opened.connect(opened.append)
    grid.show_images(flat(*range(20)))
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert opened == []
    QTest.keyClick(grid, Qt.Key.Key_Return)
    place = grid.tile_rect(7).center().toPoint()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [1, 7]


def test_tiles_in_another_order_are_called_by_their_numbers(grid: ImageGrid) -> None:
    grid.show_images(flat(*range(3)))
    grid.set_numbers([2, 0, 1])
    assert grid.tooltip(0) == "Neuron 3 of 3"


def test_the_menu_of_a_tile_is_asked_for_with_the_right_button(qtbot: QtBot, grid: ImageGrid) -> None:
    grid.show_images(flat(*range(20)))
    place = grid.tile_rect(5).center().toPoint()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, grid.viewport().mapToGlobal(place))
    with qtbot.waitSignal(grid.menu_asked) as caught:
        QApplication.sendEvent(grid.viewport(), event)
    assert caught.args[0] == 5


def test_that_keys_go_to_the_tiles_can_be_seen_before_one_is_chosen(qtbot: QtBot, grid: ImageGrid) -> None:
    grid.show_images(flat(*range(20)))
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    with_focus = grid.viewport().grab().toImage()
    grid.clearFocus()
    assert grid.viewport().grab().toImage() != with_focus


def test_tiles_that_grow_with_the_text_do_so(qtbot: QtBot, grid: ImageGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.widgets.tiles.tile_area.text_scale", lambda: 1.5)
    grid.show_images(flat(*range(4)))
    grid.set_tile_edge(56, grows=True)
    assert grid.tile_rect(0).width() == 84
    grid.set_tile_edge(56)
    assert grid.tile_rect(0).width() == 56
