"""What changes is told while a screen reader is there: where the keys are, and what is called otherwise."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from pytestqt.qtbot import QtBot

from core.data.classes import DIGITS
from desktop.views.mistakes.matrix import Matrix
from desktop.widgets.access import interfaces, telling
from desktop.widgets.tiles.image_grid import ImageGrid
from tests.desktop.helpers import flat

SHARES = np.full(10, np.nan)
Event = QAccessible.Event


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Event, str]]:
    """Return what a screen reader was told: which event, and the name of what it is about."""
    telling.install()
    heard: list[tuple[Event, str]] = []

    def listen(event: QAccessibleEvent) -> None:
        heard.append((event.type(), event.accessibleInterface().text(QAccessible.Text.Name)))

    stand_in = SimpleNamespace(
        isActive=lambda: True,
        queryAccessibleInterface=QAccessible.queryAccessibleInterface,
        updateAccessibility=listen,
        Event=Event,
    )
    for module in (telling, interfaces):
        real = SimpleNamespace(**vars(stand_in), Text=QAccessible.Text, Role=QAccessible.Role, State=QAccessible.State)
        real.uniqueId, real.deleteAccessibleInterface = QAccessible.uniqueId, QAccessible.deleteAccessibleInterface
        real.InterfaceType = QAccessible.InterfaceType
        monkeypatch.setattr(module, "QAccessible", real)
    return heard


@pytest.fixture
def matrix(qtbot: QtBot, told: list[tuple[Event, str]]) -> Matrix:
    made = Matrix()
    made.set_class_names(DIGITS)
    qtbot.addWidget(made)
    made.show_counts(np.diag(np.full(10, 9)), SHARES, SHARES)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_the_cell_that_the_keys_lead_to_is_told(matrix: Matrix, told: list[tuple[Event, str]], qtbot: QtBot) -> None:
    told.clear()
    qtbot.keyClick(matrix, Qt.Key.Key_Down)
    qtbot.keyClick(matrix, Qt.Key.Key_Right)
    assert told == [(Event.Focus, "1 read as 0: 0 times"), (Event.Focus, "1 read as 1: 9 times")]


def test_only_cells_that_were_asked_for_and_are_called_otherwise_are_told(
    matrix: Matrix, told: list[tuple[Event, str]]
) -> None:
    row = QAccessible.queryAccessibleInterface(matrix).child(4)
    assert row.child(9).text(QAccessible.Text.Name) == "4 read as 9: 0 times"
    row.child(4).text(QAccessible.Text.Name)
    told.clear()
    counts = np.diag(np.full(10, 9))
    counts[4, 9] = counts[5, 9] = 1
    matrix.show_counts(counts, SHARES, SHARES)
    assert told == [(Event.NameChanged, "4 read as 9: once")]


def test_the_tile_that_the_keys_lead_to_is_told(told: list[tuple[Event, str]], qtbot: QtBot) -> None:
    grid = ImageGrid(item="neuron")
    qtbot.addWidget(grid)
    grid.show_images(flat(*range(20)))
    grid.show()
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    told.clear()
    for _ in range(2):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert told == [(Event.Focus, "Neuron 1 of 20"), (Event.Focus, "Neuron 2 of 20")]
