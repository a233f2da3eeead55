"""UndoCommand: what was done can be taken back from anywhere, whatever else is told meanwhile."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QListWidget, QWidget

from core.data.ink.strokes import Ink
from core.files import weights
from desktop.models.notices import Notice
from desktop.models.training import State


@pytest.fixture
def undo(person) -> QAction:
    return person.find(QAction, "undoAction")


def begin_another(person) -> None:
    person.trigger("resetAction")
    person.wait_for_state(State.READY)


def press_undo(person, qtbot, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_there_is_nothing_to_undo_at_first(undo: QAction):
    assert not undo.isEnabled()


def test_deleted_runs_come_back_with_the_undo_key_though_something_newer_is_told(person, undo, qtbot):
    person.train_a_little()
    begin_another(person)
    person.workbench.delete_all_runs()
    assert "deleted" in person.notice
    person.workbench.notices.post(Notice("error", "The disk is full."))
    assert undo.isEnabled()
    assert "Bring back the runs" in undo.toolTip()
    press_undo(person, qtbot, person.find(QWidget, "costPlot"))
    assert len(person.workbench.runs.others) == 1
    assert not undo.isEnabled()


def test_settings_that_wait_are_taken_back(person, undo):
    person.train_a_little()
    before = person.workbench.settings.value
    combo = person.find(QComboBox, "activationCombo")
    combo.setCurrentIndex(1 - min(combo.currentIndex(), 1))
    assert person.workbench.settings.pending
    undo.trigger()
    assert person.workbench.settings.value == before
    assert person.notice == ""
    assert not undo.isEnabled()


def test_a_deleted_digit_comes_back(person, undo):
    mine = person.workbench.handwriting
    person.wait_until(lambda: mine.is_ready)
    person.draw((0.3, 0.3), (0.6, 0.6))
    mine.keep(3, Ink(person.workbench.pad.ink.strokes))
    person.trigger("clearInkAction")
    mine.delete([0])
    assert "stroke" in undo.toolTip(), "the pad has the focus"
    person.find(QWidget, "costPlot").setFocus()
    assert "digits" in undo.toolTip()
    undo.trigger()
    assert len(mine.samples) == 1


def test_what_was_done_last_is_taken_back_first(person, undo, qtbot):
    person.train_a_little()
    begin_another(person)
    canvas, plot = person.find(QWidget, "pad"), person.find(QWidget, "costPlot")
    person.workbench.delete_all_runs()
    person.draw((0.3, 0.3), (0.6, 0.6))
    press_undo(person, qtbot, plot)
    assert canvas.is_empty
    assert not person.workbench.runs.others
    press_undo(person, qtbot, plot)
    assert len(person.workbench.runs.others) == 1


def test_an_opening_that_failed_is_no_longer_told_once_another_one_succeeds(person, tmp_path: Path):
    person.train_a_little()
    weights.save(tmp_path / "good.npz", person.workbench.timeline.latest)
    (tmp_path / "bad.npz").write_bytes(b"nothing")
    person.workbench.open_any(tmp_path / "bad.npz")
    person.wait_until(lambda: "bad.npz" in person.notice)
    person.workbench.open_any(tmp_path / "good.npz")
    person.wait_until(lambda: person.workbench.runs.title == "good.npz")
    assert not [notice for notice in person.workbench.notices._waiting if notice.kind == "error"]


def test_what_was_told_can_be_read_again(person):
    person.workbench.notices.post(Notice("info", "A file was saved."))
    person.workbench.notices.dismiss()
    person.trigger("noticesAction")
    told = person.window.findChild(QListWidget, "noticeHistory")
    assert "A file was saved." in told.item(0).text()
    told.window().reject()
