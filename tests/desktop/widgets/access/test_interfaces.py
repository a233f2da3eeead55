"""Painted parts as Qt's accessibility sees them: a tree to walk, that changes with the widget and ends with it."""

import gc

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.access import interfaces, telling
from desktop.widgets.access.interfaces import SpeakingInterface
from desktop.widgets.access.parts import Part, Path, Speaking

Role, Text, State = QAccessible.Role, QAccessible.Text, QAccessible.State
SIDE = 20


class Board(Speaking, QWidget):
    """Rows of squares, some more to come or go; one of them is chosen."""

    accessible_role = Role.Table
    has_parts = True

    def __init__(self) -> None:
        super().__init__()
        self.rows, self.columns = 3, 4
        self.chosen: Path = ()
        self.legend = QLabel("legend", self)
        self.legend.move(0, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(300, 300)

    def accessible_summary(self) -> str:
        return f"{self.rows} rows"

    def part_count(self, path: Path) -> int:
        return (self.rows, self.columns, 0)[len(path)]

    def part(self, path: Path) -> Part:
        row, *column = path
        if not column:
            return Part(Role.Row, f"row {row}", QRectF(0, row * SIDE, self.columns * SIDE, SIDE))
        place = QRectF(column[0] * SIDE, row * SIDE, SIDE, SIDE)
        return Part(Role.Cell, f"{row} and {column[0]}", place, path == self.chosen)

    def part_at(self, point: QPointF) -> Path:
        return int(point.y() // SIDE), int(point.x() // SIDE)

    def current_part(self) -> Path:
        return self.chosen

    def press_part(self, path: Path) -> None:
        self.chosen = path


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    telling.install()
    made = Board()
    qtbot.addWidget(made)
    made.show()
    return made


def interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def test_rows_and_cells_are_found_below_the_widget(board: Board) -> None:
    whole = interface(board)
    assert (whole.role(), whole.text(Text.Description)) == (Role.Table, "3 rows")
    rows = [whole.child(at) for at in range(3)]
    assert [(row.role(), row.text(Text.Name)) for row in rows] == [(Role.Row, f"row {at}") for at in range(3)]
    cells = [rows[1].child(at) for at in range(rows[1].childCount())]
    assert [(cell.role(), cell.text(Text.Name)) for cell in cells] == [(Role.Cell, f"1 and {at}") for at in range(4)]
    assert cells[2].childCount() == 0
    assert (cells[2].parent(), rows[1].parent()) == (rows[1], whole)
    assert (whole.indexOfChild(rows[1]), rows[1].indexOfChild(cells[2])) == (1, 2)


def test_a_widget_within_comes_after_the_parts(board: Board) -> None:
    whole = interface(board)
    assert whole.childCount() == 4
    legend = whole.child(3)
    assert legend.text(Text.Name) == "legend"
    assert whole.indexOfChild(legend) == 3
    board.legend.hide()
    assert whole.childCount() == 3


def test_of_many_parts_those_are_told_that_the_widget_names_and_the_others_are_there(
    board: Board, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    board.rows, board.columns = 30_000, 0
    monkeypatch.setattr(board, "told_parts", lambda path: range(500, 520))
    whole = interface(board)
    assert whole.childCount() == 21  # the legend is the last
    assert [whole.child(at).text(Text.Name) for at in (0, 19, 20)] == ["row 500", "row 519", "legend"]
    assert [whole.indexOfChild(whole.child(at)) for at in (0, 19, 20)] == [0, 19, 20]
    board.chosen = (7,)
    board.activateWindow()
    board.setFocus()
    qtbot.waitUntil(board.hasFocus)
    left_out = whole.focusChild()
    assert (left_out.text(Text.Name), left_out.isValid(), whole.indexOfChild(left_out)) == ("row 7", True, -1)


def test_a_part_is_where_it_is_painted(board: Board) -> None:
    cell = interface(board).child(1).child(2)
    corner = board.mapToGlobal(QPointF(2 * SIDE, SIDE).toPoint())
    assert cell.rect().getRect() == (corner.x(), corner.y(), SIDE, SIDE)
    inside = cell.rect().center()
    row = interface(board).childAt(inside.x(), inside.y())
    assert row.text(Text.Name) == "row 1"
    assert row.childAt(inside.x(), inside.y()) is cell


def test_a_part_is_pressed_and_is_chosen_then(board: Board) -> None:
    cell = interface(board).child(2).child(3)
    assert not cell.state().selected
    actions = cell.actionInterface()
    actions.doAction(actions.actionNames()[0])
    assert board.chosen == (2, 3)
    assert cell.state().selected
    assert interface(board).child(2).actionInterface() is None
    assert (cell.textInterface(), cell.valueInterface(), cell.tableCellInterface()) == (None, None, None)


def test_the_keys_are_at_the_chosen_part(board: Board, qtbot: QtBot) -> None:
    board.chosen = (1, 1)
    board.activateWindow()
    board.setFocus()
    qtbot.waitUntil(board.hasFocus)
    found = interface(board).focusChild()
    assert found.text(Text.Name) == "1 and 1"
    assert found.state().focused


def test_a_part_that_is_no_more_is_not_valid(board: Board) -> None:
    row = interface(board).child(2)
    cell = row.child(0)
    board.rows = 2
    assert not row.isValid()
    assert not cell.isValid()
    assert (cell.text(Text.Name), cell.childCount(), cell.state().invalid) == ("", 0, True)
    assert interface(board).childCount() == 3
    board.rows = 3
    assert cell.isValid()


def test_parts_outlive_a_collection_and_end_with_their_widget(board: Board, qtbot: QtBot) -> None:
    telling.install()
    made = Board()
    whole = interface(made)
    asked = [whole.child(row).child(column) for row in range(3) for column in range(4)]
    ids = [QAccessible.uniqueId(part) for part in asked]  # Qt's side holds them from now on
    del asked, whole
    gc.collect()
    assert [QAccessible.accessibleInterface(at).text(Text.Name) for at in ids[:2]] == ["0 and 0", "0 and 1"]
    kept = len(interfaces._KEPT)
    shiboken6.delete(made)
    assert len(interfaces._KEPT) == kept - 1
    assert [QAccessible.accessibleInterface(at) for at in ids] == [None] * 12


def test_a_part_held_longer_than_its_widget_is_not_valid(qtbot: QtBot) -> None:
    telling.install()
    made = Board()
    whole = interface(made)
    assert isinstance(whole, SpeakingInterface)
    shiboken6.delete(made)
    assert not shiboken6.isValid(whole)


class Picture(QWidget):
    """A widget that paints itself and says no more."""

    def paintEvent(self, event: QPaintEvent) -> None:
        np.zeros(1)


def test_only_widgets_of_inkling_that_paint_themselves_are_images(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling.install()
    made = [Picture(), Picture(), QWidget()]
    for widget in made:
        qtbot.addWidget(widget)
    assert interface(made[0]).role() == Role.Client
    monkeypatch.setattr(Picture, "__module__", "desktop.widgets.picture")
    assert interface(made[1]).role() == Role.Graphic
    assert interface(made[2]).role() == Role.Client


def test_nothing_is_made_until_somebody_asks(board: Board) -> None:
    kept = set(interfaces._KEPT)
    another = Board()
    another.event(QEvent(QEvent.Type.FontChange))
    telling.tell_changes(another)
    telling.tell_current(another)
    assert kept == interfaces._KEPT
    shiboken6.delete(another)
