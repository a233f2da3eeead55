"""The window: everything in it has a name, files are opened and saved, nothing is lost without a word."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QContextMenuEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QScrollBar,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from core.files import runs as runs_file
from core.files import weights
from desktop.dialogs.shortcuts import ShortcutsDialog
from desktop.models.training import State
from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.plot.line_plot import LinePlot
from desktop.widgets.tiles.image_grid import ImageGrid
from tests.desktop.helpers import file_of, kept_runs

NAMED_ACTIONS = [
    "trainAction",
    "stepAction",
    "stepEpochAction",
    "resetAction",
    "openAction",
    "saveAction",
    "saveAsAction",
    "undoInkAction",
    "clearInkAction",
]
NAMED_WIDGETS = [
    "hiddenLayersEdit",
    "activationCombo",
    "outputCombo",
    "costCombo",
    "initializerCombo",
    "optimizerCombo",
    "learningRateSpin",
    "scheduleCombo",
    "batchSizeSpin",
    "epochsSpin",
    "seedSpin",
    "datasetCombo",
    "presetCombo",
    "costPlot",
    "accuracyPlot",
    "weightImages",
    "pad",
    "padPreview",
    "digitBars",
    "predictionLabel",
    "confidenceLabel",
    "timelineSlider",
    "statusLabel",
    "progressBar",
    "noticeBar",
]
USABLE = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractSlider, InkCanvas, ImageGrid)


def usable_widgets(window: QWidget) -> list[QWidget]:
    """Return what a person can use, without the parts that Qt makes inside of other widgets."""
    found = [w for w in window.findChildren(QWidget) if isinstance(w, USABLE) and not isinstance(w, QScrollBar)]
    return [w for w in found if not w.objectName().startswith("qt_") and not isinstance(w.parent(), QTabBar)]


# Names


def test_every_promised_action_and_widget_is_there_once(still_window):
    counts = {name: len(still_window.findChildren(QAction, name)) for name in NAMED_ACTIONS}
    counts |= {name: len(still_window.findChildren(QWidget, name)) for name in NAMED_WIDGETS}
    assert counts == dict.fromkeys([*NAMED_ACTIONS, *NAMED_WIDGETS], 1)
    assert still_window.objectName() == "mainWindow"


def test_everything_that_can_be_used_has_a_name_for_screen_readers(still_window):
    nameless = [w for w in usable_widgets(still_window) if not (w.accessibleName() or getattr(w, "text", str)())]
    assert nameless == []


def test_everything_that_can_be_used_says_what_it_does(still_window):
    # An image grid has a tooltip for each of its tiles instead.
    silent = [w.objectName() for w in usable_widgets(still_window) if not w.toolTip() and not isinstance(w, ImageGrid)]
    assert silent == []
    assert all(grid.tooltip(0) for grid in still_window.findChildren(ImageGrid))


def test_a_tooltip_has_short_lines(still_window):
    lines = [line for w in usable_widgets(still_window) for line in w.toolTip().split("\n")]
    assert [line for line in lines if len(line) > 90] == []


def test_the_tab_key_reaches_everything_that_can_be_used(still_window):
    reached, widget = set(), still_window.nextInFocusChain()
    while widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    unreachable = [
        w.objectName() or w.accessibleName() or w.toolTip()
        for w in usable_widgets(still_window)
        if w not in reached or not w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    # A button of the toolbar or beside the slider does what a menu command or the slider's keys do as well.
    of_toolbar = {a.objectName() for a in still_window.findChildren(QAction)}
    left = [name for name in unreachable if name not in of_toolbar]
    buttons = [w for w in usable_widgets(still_window) if isinstance(w, QAbstractButton)]
    not_buttons = {w.objectName() for w in usable_widgets(still_window)} - {w.objectName() for w in buttons}
    assert not [name for name in left if name in not_buttons]


def test_no_two_commands_share_a_shortcut(still_window):
    keys = [key.toString() for action in still_window.findChildren(QAction) for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


# Files


def save(person, path: Path) -> None:
    person.workbench.save_file(path)
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)


@pytest.mark.parametrize("part", [QMenuBar, QToolBar])
def test_no_menu_offers_to_take_the_toolbar_away(still_window, part: type[QWidget]):
    place, clicked = QPoint(300, 5), still_window.findChild(part)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, clicked.mapToGlobal(place))
    QApplication.sendEvent(clicked, event)
    menus = [menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible()]
    for menu in menus:
        menu.close()
    assert not menus


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
    from dataclasses import replace

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


def test_what_is_no_file_is_not_welcome(still_window):
    data = QMimeData()
    data.setText("only words")
    flags = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDragEnterEvent(still_window.rect().center(), *flags)
    event.ignore()
    QApplication.sendEvent(still_window, event)
    assert not event.isAccepted()


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


# Closing


def test_closing_in_the_middle_of_training_leaves_no_thread_and_keeps_the_work(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    person.window.close()
    assert not person.workbench.training._thread._thread.is_alive()
    assert [run.step for run in kept_runs()] == [person.step]


@pytest.fixture
def no_room_to_keep(person, tmp_path: Path) -> None:
    """Let nothing be kept: the folder it would go to cannot be made."""
    (tmp_path / "file").write_text("in the way")
    person.workbench.keeping.store.folder = tmp_path / "file" / "store"


def test_closing_asks_nothing_when_the_work_can_be_kept(person, dialogs):
    person.train_a_little()
    assert person.window.close()
    assert dialogs.asked == []
    assert len(kept_runs()) == 1


@pytest.mark.usefixtures("no_room_to_keep")
def test_closing_asks_nothing_when_there_is_nothing_to_keep(person, dialogs):
    assert person.window.close()
    assert dialogs.asked == []


@pytest.mark.usefixtures("no_room_to_keep")
def test_cancel_leaves_the_window_open_when_the_work_would_be_lost(person, dialogs):
    person.train_a_little()
    dialogs.button = QMessageBox.StandardButton.Cancel
    assert not person.window.close()
    assert person.window.isVisible()
    assert "would be lost" in dialogs.asked[-1]
    step = person.step
    person.train_a_little()
    assert person.step > step  # all goes on as before
    dialogs.button = QMessageBox.StandardButton.Discard
    assert person.window.close()
    assert len(dialogs.asked) == 2


@pytest.mark.usefixtures("no_room_to_keep")
def test_closing_in_the_middle_of_training_asks_while_training_waits(person, dialogs):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    assert not person.window.close()
    assert person.workbench.training.state is State.PAUSED
    person.settle()
    dialogs.button = QMessageBox.StandardButton.Discard
    assert person.window.close()
    assert not person.workbench.training._thread._thread.is_alive()


def test_the_tab_and_the_hidden_panels_are_remembered(person, open_window):
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    next(a for a in person.window.findChildren(QAction) if a.text() == "Settings").trigger()
    person.window.close()
    again = open_window()
    assert again.tabs.currentWidget() is again.panels["data"]
    assert not again.panels["settings"].isVisible()
    assert again.panels["pad"].isVisible()
    next(menu for menu in again.findChildren(QMenu) if menu.title() == "&View").aboutToShow.emit()
    entry = next(a for a in again.findChildren(QAction) if a.text() == "Settings")
    assert not entry.isChecked()
    entry.trigger()
    again.close()
    assert open_window().panels["settings"].isVisible()


def test_size_and_settings_are_remembered(person, open_window):
    person.window.resize(1100, 740)
    person.workbench.settings.propose("learning_rate", 0.125)
    person.window.close()
    again = open_window()
    assert again.height() == 740  # the width is cut to that of the offscreen screen
    assert again.workbench.settings.value.learning_rate == 0.125


# Commands and looks


def test_train_says_pause_while_it_runs(person):
    action = person.find(QAction, "trainAction")
    assert action.text() == "&Train"
    person.trigger("trainAction")
    assert action.text() == "&Pause"
    assert not person.find(QAction, "stepAction").isEnabled()
    person.pause()
    assert action.text() == "&Train"
    assert person.find(QAction, "stepAction").isEnabled()


def test_the_theme_can_be_changed_while_training_runs(person):
    person.trigger("trainAction")
    light = person.window.grab().toImage()
    person.trigger("themeAction")
    assert person.window.themes.theme.is_dark
    assert person.workbench.preferences.theme == "dark"
    assert person.window.grab().toImage() != light
    person.trigger("themeAction")
    assert not person.window.themes.theme.is_dark
    step = person.step
    person.wait_until(lambda: person.step > step)
    person.pause()


def test_panels_can_be_hidden_and_shown(person):
    action = next(a for a in person.window.findChildren(QAction) if a.text() == "Settings")
    action.trigger()
    assert not person.window.panels["settings"].isVisible()
    action.trigger()
    assert person.window.panels["settings"].isVisible()


def test_the_logarithmic_cost_axis_is_a_command_and_is_remembered(person, open_window):
    person.trigger("logCostAction")
    assert person.window.panels["curves"].cost.is_logarithmic
    person.window.close()
    again = open_window()
    assert again.panels["curves"].cost.is_logarithmic
    assert again.findChild(QAction, "logCostAction").isChecked()


def test_escape_leaves_the_full_screen(person, qtbot):
    action = person.find(QAction, "fullScreenAction")
    for way_out in (lambda: qtbot.keyClick(person.window, Qt.Key.Key_Escape), action.trigger):
        person.trigger("fullScreenAction")
        assert person.window.isFullScreen()
        assert action.isChecked()
        way_out()
        person.wait_until(lambda: not person.window.isFullScreen())
        assert not action.isChecked()
    qtbot.keyClick(person.window, Qt.Key.Key_Escape)
    assert person.window.isVisible()


def test_the_keyboard_page_tells_every_shortcut(person):
    assert person.find(QAction, "shortcutsAction").shortcut() == QKeySequence("F1")
    person.trigger("shortcutsAction")
    (dialog,) = person.window.findChildren(ShortcutsDialog)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    listed = person.window.actions_.keys()
    assert all({text, keys} <= words for text, keys in listed)
    assert any(word.startswith("On the pad") for word in words)
    dialog.reject()


def test_the_about_box_opens_and_closes(person):
    person.trigger("aboutAction")
    (dialog,) = person.window.findChildren(QDialog)
    assert "About" in dialog.windowTitle()
    dialog.reject()


def test_the_window_fits_small_and_large_screens(person):
    for size in ((1024, 700), (1280, 800), (3840, 2160)):
        person.window.resize(*size)
        QApplication.processEvents()
        assert person.window.size().toTuple() == size


def test_every_view_has_its_tab_in_sight_on_a_small_screen(window):
    window.resize(1024, 700)
    bar = window.tabs.tabBar()
    window.tabs.setTabText(window.tabs.indexOf(window.panels["coach"]), "Coach (3)")  # the longest it becomes
    assert bar.width() < bar.sizeHint().width()  # there is not room for all at their usual width
    assert bar.tabRect(bar.count() - 1).right() < bar.width()
    assert not any(button.isVisible() for button in bar.findChildren(QToolButton))


def test_the_usual_layout_is_that_of_the_first_start(person, open_window):
    window = person.window
    first, front = window.size(), window.tabs.currentIndex()
    splitter = window.arrangement.splitters["middle"]
    usual = splitter.sizes()
    splitter.setSizes([600, 100])
    window.tabs.setCurrentIndex(3)
    for name in ("settings", "pad", "timeline", "coach"):
        window.arrangement.toggles[name].setChecked(False)
    person.trigger("largerTextAction")
    window.close()
    again = open_window()
    assert again.tabs.currentIndex() == 3
    assert not again.arrangement.toggles["coach"].isChecked()
    again.actions_["usualLayoutAction"].trigger()
    assert again.tabs.currentIndex() == front
    assert all(toggle.isChecked() for toggle in again.arrangement.toggles.values())
    assert again.text_sizes.size == 1.0
    person.wait_until(lambda: again.size() == first)
    share = [sizes[0] / sum(sizes) for sizes in (again.arrangement.splitters["middle"].sizes(), usual)]
    assert abs(share[0] - share[1]) < 0.15
