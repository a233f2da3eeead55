"""Files in the window: opened, saved, dropped and exported, and what of them is asked and told."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QMessageBox,
    QWidget,
)

from core.files import runs as runs_file
from core.files import weights
from desktop.models.training import State
from desktop.widgets.plot.line_plot import LinePlot
from tests.desktop.helpers import file_of

pytestmark = pytest.mark.panels("settings", "curves", "neurons", "runs")


def save(person, path: Path) -> None:
    person.workbench.save_file(path)
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)


def test_the_title_tells_the_file_and_whether_all_is_saved(person, tmp_path: Path):
    assert person.window.windowTitle() == "Untitled network[*] – Inkling"
    assert not person.window.isWindowModified()
    person.train_a_little()
    assert person.window.isWindowModified()
    save(person, tmp_path / "mine.npz")
    assert person.window.windowTitle() == "mine.npz[*] – Inkling"
    assert not person.window.isWindowModified()


def test_save_asks_for_a_file_once_and_then_writes_to_it(person, dialogs, tmp_path: Path):
    person.train_a_little()
    dialogs.path = tmp_path / "mine"
    person.trigger("saveAction")
    person.wait_until(lambda: file_of(person.workbench) is not None)
    assert weights.load(tmp_path / "mine.npz").step == person.step
    person.train_a_little()
    person.trigger("saveAction")
    person.wait_until(lambda: not person.window.isWindowModified())
    assert weights.load(tmp_path / "mine.npz").step == person.step
    assert len(dialogs.asked) == 1


def test_save_as_asks_for_another_file(person, dialogs, tmp_path: Path):
    person.train_a_little()
    save(person, tmp_path / "mine.npz")
    dialogs.path = tmp_path / "other.npz"
    person.trigger("saveAsAction")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "other.npz")
    assert (tmp_path / "mine.npz").exists()


def test_a_save_that_is_given_up_writes_nothing(person, dialogs, tmp_path: Path):
    person.train_a_little()
    person.trigger("saveAction")
    assert dialogs.asked
    assert person.window.isWindowModified()


def test_saving_over_another_file_under_a_name_without_its_ending_asks_first(person, dialogs, tmp_path: Path):
    (tmp_path / "mine.npz").write_text("something else")
    person.train_a_little()
    dialogs.path, dialogs.button = tmp_path / "mine", QMessageBox.StandardButton.No
    person.trigger("saveAction")
    assert "mine.npz exists already" in dialogs.asked[-1]
    assert (tmp_path / "mine.npz").read_text() == "something else"


def test_a_file_that_cannot_be_written_is_told_and_the_work_stays_unsaved(person, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    person.train_a_little()
    person.workbench.save_file(tmp_path / "file" / "mine.npz")
    person.wait_until(lambda: "mine.npz" in person.notice)
    assert person.window.isWindowModified()


def test_opening_restores_network_settings_and_curves(person, dialogs, tmp_path: Path):
    person.workbench.settings.propose("learning_rate", 0.01)
    person.train_a_little()
    saved = person.workbench.timeline.latest
    save(person, tmp_path / "mine.npz")
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("learning_rate", 0.5)
    dialogs.path = tmp_path / "mine.npz"
    person.trigger("openAction")
    person.wait_until(lambda: person.step == saved.step)
    person.wait_for_state(State.PAUSED)
    opened = person.workbench.timeline.latest
    for ours, theirs in zip(opened.network.parameters, saved.network.parameters, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(opened.curves.table, saved.curves.table)
    assert person.workbench.settings.value == saved.hyperparameters
    assert person.workbench.training.state is State.PAUSED
    assert not person.window.isWindowModified()
    assert person.window.windowTitle().startswith("mine.npz")


def is_told_of(person, path: Path) -> bool:
    return path.name in person.notice


def test_opening_a_damaged_file_says_one_sentence_and_changes_nothing(person, tmp_path: Path):
    before = person.workbench.timeline.latest
    for name, content in {"a": b"", "b": b"no archive at all", "c": b"PK\x03\x04 cut short"}.items():
        path = tmp_path / f"bad-{name}.npz"
        path.write_bytes(content)
        person.window.open_path(path)
        person.wait_until(partial(is_told_of, person, path))
        assert person.notice.count("\n") == 0
    assert person.workbench.timeline.latest is before
    assert file_of(person.workbench) is None
    assert person.workbench.preferences.recent_files == ()


def test_training_goes_on_when_a_damaged_file_is_opened(person, tmp_path: Path):
    (tmp_path / "bad.npz").write_bytes(b"nothing")
    person.trigger("trainAction")
    person.workbench.open_file(tmp_path / "bad.npz")
    person.wait_until(lambda: "bad.npz" in person.notice)
    assert person.workbench.training.is_running
    person.pause()


def test_a_network_that_learned_from_other_data_is_opened_with_a_warning(person, tmp_path: Path, tiny_dataset):
    person.train_a_little()
    foreign = replace(person.workbench.timeline.latest, data_name="elsewhere", data_fingerprint="0" * 64)
    weights.save(tmp_path / "foreign.npz", foreign)
    save(person, tmp_path / "mine.npz")
    person.window.open_path(tmp_path / "foreign.npz")
    person.wait_until(lambda: "elsewhere" in person.notice)
    assert person.workbench.notices.current.kind == "warning"
    person.wait_for_state(State.PAUSED)
    assert person.step == foreign.step


def answer_and_open_another(person, dialogs, tmp_path: Path, button: QMessageBox.StandardButton) -> int:
    """Save one network, train it further, and open the file while that is not saved; returns the unsaved step."""
    person.train_a_little()
    save(person, tmp_path / "mine.npz")
    person.train_a_little()
    dialogs.button, unsaved = button, person.step
    person.window.open_path(tmp_path / "mine.npz")
    person.wait_until(lambda: bool(dialogs.asked) and "Save mine.npz" in dialogs.asked[-1])
    return unsaved


def test_discard_opens_the_file_and_forgets_what_was_trained_since(person, dialogs, tmp_path: Path):
    unsaved = answer_and_open_another(person, dialogs, tmp_path, QMessageBox.StandardButton.Discard)
    saved = weights.load(tmp_path / "mine.npz").step
    assert saved < unsaved
    person.wait_until(lambda: person.step == saved)


def test_cancel_opens_nothing(person, dialogs, tmp_path: Path, qtbot):
    unsaved = answer_and_open_another(person, dialogs, tmp_path, QMessageBox.StandardButton.Cancel)
    with qtbot.assertNotEmitted(person.workbench.runs.run_changed, wait=50):
        pass
    assert person.step == unsaved
    assert person.window.isWindowModified()


def test_save_writes_what_was_trained_before_the_file_is_opened(person, dialogs, tmp_path: Path):
    unsaved = answer_and_open_another(person, dialogs, tmp_path, QMessageBox.StandardButton.Save)
    person.wait_until(lambda: not person.window.isWindowModified())
    person.wait_for_state(State.PAUSED)
    assert weights.load(tmp_path / "mine.npz").step == unsaved
    assert person.step == unsaved
    assert not person.window.isWindowModified()


def test_a_save_that_is_given_up_opens_nothing(person, dialogs, tmp_path: Path, qtbot):
    person.train_a_little()
    weights.save(tmp_path / "other.npz", person.workbench.timeline.latest)
    person.train_a_little()
    dialogs.button, dialogs.path = QMessageBox.StandardButton.Save, None
    with qtbot.assertNotEmitted(person.workbench.runs.run_changed, wait=50):
        person.window.open_path(tmp_path / "other.npz")
        person.wait_until(lambda: "Save the network" in dialogs.asked)  # the dialog for its file, which is left
    assert person.window.isWindowModified()


@pytest.fixture
def runs_path(person, tmp_path: Path) -> Path:
    """Return a file of a run like the one at hand, which is trained and not saved."""
    person.train_a_little()
    path = tmp_path / "all.runs.npz"
    run = person.workbench.runs.current
    runs_file.save(path, (replace(run, id=uuid4(), settings=replace(run.settings, seed=99)),))
    return path


@pytest.mark.parametrize("way", ["dropped", "openAction", "openRunsAction"])
def test_runs_are_opened_as_runs_however_they_come_and_nothing_is_asked(person, dialogs, runs_path, way):
    latest = person.workbench.timeline.latest
    if way == "dropped":
        drop(person.window, runs_path)
    else:
        dialogs.path = runs_path
        person.trigger(way)
    person.wait_until(lambda: len(person.workbench.runs.others) == 1)
    assert person.window.tabs.currentWidget() is person.window.panels["runs"]
    assert "1 run stands beside yours" in person.notice
    assert not any("Save" in asked for asked in dialogs.asked)
    assert person.workbench.timeline.latest is latest
    assert person.window.isWindowModified(), "it is as unsaved as before"


def test_a_network_picked_where_runs_are_asked_for_is_opened_as_a_network(person, dialogs, tmp_path: Path):
    person.train_a_little()
    save(person, tmp_path / "mine.npz")
    step = person.step
    begin_another = person.window.findChild(QAction, "resetAction")
    begin_another.trigger()
    person.wait_for_state(State.READY)
    dialogs.path = tmp_path / "mine.npz"
    person.trigger("openRunsAction")
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "mine.npz" and person.step == step)


def test_runs_of_a_later_version_are_refused_in_a_sentence(person, dialogs, runs_path):
    with np.load(runs_path, allow_pickle=False) as file:
        arrays = dict(file)
    arrays["runs"] = np.array(json.dumps(json.loads(str(arrays["runs"])) | {"format": 7}))
    np.savez(runs_path, **arrays)
    drop(person.window, runs_path)
    person.wait_until(lambda: "has the runs format 7; this Inkling reads format 1" in person.notice)
    assert person.workbench.runs.others == ()


def test_runs_cut_short_are_refused_as_runs(person, dialogs, runs_path):
    runs_path.write_bytes(runs_path.read_bytes()[:500])
    drop(person.window, runs_path)
    person.wait_until(lambda: "all.runs.npz is not a file of Inkling's runs" in person.notice)


def test_handwriting_that_is_dropped_is_taken_in(person, dialogs, tmp_path: Path):
    line = {"inkling_handwriting": 1, "label": 3, "written": "2025-01-31T12:00:00+00:00"}
    strokes = [[[0.3, 0.2], [0.6, 0.3], [0.4, 0.5], [0.6, 0.7]]]
    (tmp_path / "hand.jsonl").write_text(json.dumps(line | {"strokes": strokes}) + "\n", encoding="utf-8")
    person.wait_until(lambda: person.workbench.handwriting.is_ready)
    drop(person.window, tmp_path / "hand.jsonl")
    person.wait_until(lambda: len(person.workbench.handwriting.samples) == 1)


def test_files_are_remembered_latest_first_and_open_from_the_menu(person, tmp_path: Path):
    person.train_a_little()
    for name in ("a.npz", "b.npz"):
        save(person, tmp_path / name)
        person.train_a_little()
    save(person, tmp_path / "a.npz")
    assert [path.name for path in person.workbench.preferences.recent_files] == ["a.npz", "b.npz"]
    menu = next(m for m in person.window.findChildren(QMenu) if m.title() == "Open &recent")
    menu.aboutToShow.emit()
    saved = weights.load(tmp_path / "b.npz").step
    next(action for action in menu.actions() if action.text().endswith("b.npz")).trigger()
    person.wait_until(lambda: file_of(person.workbench) == tmp_path / "b.npz")
    person.wait_until(lambda: person.step == saved)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if "Clear" in action.text()).trigger()
    assert person.workbench.preferences.recent_files == ()


def drop(window: QWidget, *paths: Path) -> bool:
    """Drag files over the window and drop them; returns whether they were welcome."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    flags = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(window.rect().center(), *flags)
    entered.ignore()
    QApplication.sendEvent(window, entered)
    if entered.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), *flags))
    return entered.isAccepted()


def test_a_file_that_is_dropped_is_opened(person, tmp_path: Path):
    person.train_a_little()
    step = person.step
    save(person, tmp_path / "mine.npz")
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert drop(person.window, tmp_path / "mine.npz")
    person.wait_until(lambda: person.step == step)


def test_a_folder_of_data_that_is_dropped_is_used(person, figures_folder: Path, qtbot):
    with qtbot.waitSignal(person.workbench.library.loaded):
        assert drop(person.window, figures_folder)
    person.wait_for_state(State.READY)


def test_the_curves_can_be_exported(person, dialogs, tmp_path: Path):
    person.train_a_little()
    kinds = {"csv": b"train_cost", "png": b"\x89PNG", "svg": b"<svg"}
    for action in ("Csv", "CostPng", "CostSvg", "AccuracyPng", "AccuracySvg"):
        ending = action[-3:].lower()
        dialogs.path = tmp_path / f"{action}.{ending}"
        person.trigger(f"export{action}Action")
        assert kinds[ending] in dialogs.path.read_bytes()
    for plot in person.window.findChildren(LinePlot):
        for ending in kinds:
            dialogs.path = tmp_path / f"{plot.objectName()}.{ending}"
            plot.export_requested.emit(ending)  # as its menu does
            assert dialogs.path.stat().st_size > 0


def test_an_export_that_fails_is_told(person, dialogs, tmp_path: Path):
    person.train_a_little()
    (tmp_path / "file").write_text("in the way")
    dialogs.path = tmp_path / "file" / "curves.csv"
    person.trigger("exportCsvAction")
    assert "curves.csv" in person.notice
