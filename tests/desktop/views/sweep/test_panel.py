"""The view of a sweep: how far it is, its settings, what it shows, and what can be done with its runs."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QMenu, QMessageBox, QPushButton

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.sweep.plan import Sweep
from core.sweep.shelf import Shelf
from core.sweep.typed import axis
from desktop.models.sweeps import State
from desktop.views.sweep.panel import SweepPanel
from tests.desktop.conftest import Dialogs, Person
from tests.desktop.sweep_helpers import SMALL, entry_of, result, train_here

pytestmark = pytest.mark.panels("sweep", "curves", "data")


@pytest.fixture
def person(person: Person) -> Person:
    train_here(person.workbench)
    return person


@pytest.fixture
def panel(person: Person) -> SweepPanel:
    panel = person.window.panels["sweep"]
    assert isinstance(panel, SweepPanel)
    return panel


@pytest.fixture
def trained(person: Person, panel: SweepPanel) -> SweepPanel:
    """Return the view of a sweep of two settings that is done."""
    person.workbench.sweeping.begin(SMALL, "rates")
    person.wait_until(lambda: bool(person.workbench.sweeps.entries))
    wait_for_rows(person, panel, 2, 4)
    person.wait_until(lambda: person.workbench.sweeps.current.state is State.DONE)
    return panel


def wait_for_rows(person: Person, panel: SweepPanel, rows: int, results: int) -> None:
    sweeps = person.workbench.sweeps
    person.wait_until(lambda: sweeps.shown is not None and len(sweeps.shown.entry.results) >= results)
    assert panel.settings.model().rowCount() == rows


def button(panel: SweepPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def says(panel: SweepPanel) -> str:
    label = panel.findChild(QLabel, "sweepLabel")
    assert label is not None
    return label.text()


def test_its_tab_is_there_once_there_is_a_sweep(person: Person, panel: SweepPanel) -> None:
    tabs = person.window.tabs
    assert not tabs.isTabVisible(tabs.indexOf(panel))
    person.workbench.sweeping.begin(SMALL, "rates")
    person.wait_until(lambda: panel.isVisible())
    assert tabs.currentWidget() is panel


def test_the_command_asks_and_begins(person: Person, panel: SweepPanel) -> None:
    person.trigger("sweepAction")
    dialog = person.find(QDialog, "sweepDialog")
    dialog._row("learning_rate").edit.setText("0.01 0.1")
    dialog._row("epochs").edit.setText("1")
    dialog.accept()
    wait_for_rows(person, panel, 2, 4)


def test_it_tells_how_far_it_is_and_what_it_shows(person: Person, trained: SweepPanel) -> None:
    assert says(trained).startswith("Done · 4 of 4 runs · best ")
    label = trained.findChild(QLabel, "sweepFindingsLabel")
    assert label is not None
    assert label.text().startswith("Best: learning rate")
    heads, rows = trained.table()
    assert heads == ["#", "Accuracy", "±", "Learning rate", "Seeds", "Epochs"]
    assert [row[0] for row in rows] == ["1", "2"]
    assert {row[3] for row in rows} == {"0.01", "0.1"}
    assert {row[4] for row in rows} == {"2 of 2"}


def test_it_is_paused_gone_on_with_and_stopped(person: Person, panel: SweepPanel) -> None:
    person.workbench.sweeping.begin(
        Sweep(base=SMALL.base, axes=SMALL.axes, seeds=500),
        "many",
    )
    person.wait_until(lambda: person.workbench.sweeps.current is not None)
    button(panel, "pauseSweepButton").click()
    assert says(panel).startswith("Paused")
    assert not button(panel, "pauseSweepButton").isVisible()
    button(panel, "goOnSweepButton").click()
    assert says(panel).startswith("Training")
    button(panel, "stopSweepButton").click()
    person.wait_until(lambda: says(panel).startswith("Unfinished"))
    assert button(panel, "goOnSweepButton").isVisible()


def test_one_of_the_runs_at_work_is_cancelled(person: Person, panel: SweepPanel, tiny_dataset: Dataset) -> None:
    cancelled = []
    entry = entry_of(SMALL, tiny_dataset, state=State.RUNNING)
    person.workbench.sweeps.put(replace(entry, running=SMALL.trials[:2]))
    person.workbench.sweeping.cancel = lambda id, trial: cancelled.append((id, trial))
    menu = button(panel, "cancelSweepRunButton").menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == [
        "learning rate 0.01, seed 1",
        "learning rate 0.1, seed 1",
        "learning rate 0.01, seed 2 (waits)",
        "learning rate 0.1, seed 2 (waits)",
    ]
    menu.actions()[1].trigger()
    menu.actions()[-1].trigger()
    assert cancelled == [(entry.id, SMALL.trials[1]), (entry.id, SMALL.trials[3])]


def menu_of(panel: SweepPanel, setting: int) -> QMenu:
    panel.settings.choose(setting)
    menu = panel.settings.menu_of_row()
    assert menu is not None
    return menu


def test_the_runs_of_a_row_are_cancelled(person: Person, panel: SweepPanel) -> None:
    sweeping, sweeps = person.workbench.sweeping, person.workbench.sweeps
    sweeping.begin(replace(SMALL, seeds=40), "many")
    person.wait_until(lambda: sweeps.shown is not None and len(sweeps.shown.findings.rows) == 2)
    sweeping.pause(sweeps.current.id)
    person.wait_until(lambda: not sweeps.current.running)
    done = sum(result.trial.setting == 0 for result in sweeps.current.results)
    menu_of(panel, 0).actions()[0].trigger()
    sweeping.go_on(sweeps.current.id)
    person.wait_until(lambda: sweeps.current.state is State.DONE)
    troubled = [result.trial.setting for result in sweeps.current.results if result.trouble]
    assert troubled == [0] * (40 - done)


def test_the_runs_of_a_row_that_are_done_are_not_cancelled(person: Person, trained: SweepPanel) -> None:
    assert trained.settings.menu_of_row() is None, "no row is chosen"
    cancel = menu_of(trained, 1).actions()[0]
    assert (cancel.text(), cancel.isEnabled()) == ("Cancel its runs", False)


def test_the_settings_of_a_row_are_used_and_its_best_run_opened(person: Person, trained: SweepPanel) -> None:
    assert not button(trained, "useSweepSettingsButton").isEnabled()
    assert not button(trained, "openSweepRunButton").isEnabled()
    trained.settings.choose(1)
    row = trained.settings.row
    assert row is not None
    button(trained, "useSweepSettingsButton").click()
    assert person.workbench.settings.value == SMALL.settings[1]
    button(trained, "openSweepRunButton").click()
    person.wait_until(lambda: person.workbench.runs.current.setting("learning_rate") == "0.1")
    assert person.workbench.runs.current.seed == row.best.seed


def test_it_is_saved_and_deleted(person: Person, trained: SweepPanel, dialogs: Dialogs, tmp_path: Path) -> None:
    dialogs.path = tmp_path / "sweep.runs.npz"
    button(trained, "saveSweepButton").click()
    person.wait_until(lambda: "4 runs are in sweep.runs.npz" in person.notice)
    button(trained, "deleteSweepButton").click()
    assert person.workbench.sweeps.entries, "Cancel was pressed"
    dialogs.button = QMessageBox.StandardButton.Discard
    button(trained, "deleteSweepButton").click()
    assert dialogs.asked[-1] == "Delete the sweep rates?"
    tabs = person.window.tabs
    assert not tabs.isTabVisible(tabs.indexOf(trained))
    person.wait_until(lambda: not person.workbench.sweeping._series.is_busy)
    assert Shelf().load().sweeps == ()


def test_one_of_several_is_looked_at(person: Person, trained: SweepPanel, tiny_dataset: Dataset) -> None:
    combo = trained.findChild(QComboBox, "sweepCombo")
    assert combo is not None
    assert not combo.isVisible()
    person.workbench.sweeps.put(entry_of(SMALL, tiny_dataset, result(0, 1, 0.5)))
    assert combo.isVisible()
    combo.setCurrentIndex(1)
    combo.activated.emit(1)
    wait_for_rows(person, trained, 1, 1)
    assert says(trained).startswith("Done · 1 of 4 runs · best 50.00 %")


def test_a_click_on_a_title_sorts(person: Person, panel: SweepPanel, tiny_dataset: Dataset) -> None:
    results = [result(0, 1, 0.9), result(0, 2, 0.7), result(1, 1, 0.6), result(1, 2, 0.6)]
    person.workbench.sweeps.put(entry_of(SMALL, tiny_dataset, *results))
    wait_for_rows(person, panel, 2, 4)
    panel.settings.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert [row[3] for row in panel.table()[1]] == ["0.1", "0.01"]
    panel.settings.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row[1] for row in panel.table()[1]] == ["80.00 %", "60.00 %"]
    assert [row[2] for row in panel.table()[1]] == ["14", "0"]


def test_a_thousand_settings_are_a_table_at_once(person: Person, panel: SweepPanel, tiny_dataset: Dataset) -> None:
    axes = (axis("learning_rate", "0.001..0.1:log:40"), axis("weight_decay", "0..0.1:25"))
    sweep = Sweep(base=Hyperparameters(), axes=axes)
    entry = entry_of(sweep, tiny_dataset, state=State.UNFINISHED)
    results = tuple(result(trial.setting, trial.seed, 0.5 + trial.setting / 5000) for trial in sweep.trials)
    began = time.thread_time()
    person.workbench.sweeps.put(replace(entry, results=results))
    wait_for_rows(person, panel, 1000, 1000)
    panel.settings.choose(500)
    assert panel.settings.row.setting == 500
    panel.settings.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    assert time.thread_time() - began < 5.0, "of the window's thread: a margin of ten for slow machines"


def test_a_click_in_the_picture_chooses_the_row_and_opens_its_run(person: Person, trained: SweepPanel) -> None:
    assert trained.picture.isVisible()
    trained.picture.chosen.emit(1)
    assert trained.settings.row is not None
    assert trained.settings.row.setting == 1
    trained.picture.opened.emit(SMALL.trials[3])
    person.wait_until(lambda: person.workbench.runs.current.setting("learning_rate") == "0.1")
    assert person.workbench.runs.current.seed == SMALL.trials[3].seed


def test_one_in_a_file_is_closed_and_not_deleted(person: Person, trained: SweepPanel, tmp_path: Path) -> None:
    path = tmp_path / "all.runs.npz"
    person.workbench.sweeping.save(person.workbench.sweeps.current.id, path)
    person.wait_until(lambda: "4 runs are in" in person.notice)
    assert button(trained, "forgetSweepButton").isHidden()
    person.workbench.open_any(path)
    person.wait_until(lambda: says(trained).startswith("From all.runs.npz · 4 of 4 runs"))
    hidden = [button(trained, name).isHidden() for name in ("saveSweepButton", "deleteSweepButton", "goOnSweepButton")]
    assert hidden == [True, True, True]
    wait_for_rows(person, trained, 2, 4)
    assert trained.table() is not None
    button(trained, "forgetSweepButton").click()
    assert len(person.workbench.sweeps.entries) == 1
    assert path.exists()
