"""The runs side by side: branch, repeat with one change, bring back, rename, delete, export and open."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QTreeWidget, QWidget

from core.files import runs as runs_file
from core.parts.activations import Tanh
from core.training import room
from core.training.history import COLUMNS, NO_CURVES, Curves, Mark
from core.training.recording import Recording
from core.training.run import Parent, Run
from core.training.trainer import Trainer
from desktop.dialogs.repeat import RepeatDialog
from desktop.look import run_look
from desktop.look.contrast import contrast
from desktop.look.theme import DARK, LIGHT
from desktop.models.training import State
from desktop.views.runs.panel import RunsPanel
from tests.desktop.conftest import delete_what_is_due

pytestmark = pytest.mark.panels("runs", "curves", "settings", "pad", "neurons")


@pytest.fixture
def panel(person) -> RunsPanel:
    panel = person.window.panels["runs"]
    person.window.tabs.setCurrentWidget(panel)
    return panel


def table_of(panel: RunsPanel) -> list[list[str]]:
    items = [panel.tree.topLevelItem(row) for row in range(panel.tree.topLevelItemCount())]
    return [[item.text(column) for column in range(panel.tree.columnCount())] for item in items]


def headers(panel: RunsPanel) -> list[str]:
    return [panel.tree.headerItem().text(column) for column in range(panel.tree.columnCount())]


def at_hand(person) -> Run:
    """Return the run at hand as it was trained."""
    return person.workbench.runs.current.as_trained()


def begin_another(person) -> None:
    person.trigger("resetAction")
    person.wait_for_state(State.READY)


def test_only_what_differs_has_a_column(person, panel):
    person.train_a_little()
    first = at_hand(person).name
    begin_another(person)
    person.workbench.settings.propose("seed", 7)
    person.wait_for_state(State.READY)
    person.train_a_little()
    person.wait_until(lambda: len(table_of(panel)) == 2)
    assert headers(panel) == ["Run", "Best", "Last", "Epochs done", "Seed"]
    assert [(row[0], row[4]) for row in table_of(panel)] == [("seed 7", "7"), (first, "1")]


def test_a_branch_grows_out_of_the_moment_shown_with_the_settings_shown(person, panel):
    person.train_a_little(12)
    workbench, before = person.workbench, at_hand(person)
    place = len(workbench.timeline.recording) // 2
    start = workbench.timeline.recording[place]
    workbench.timeline.move_to(place)
    workbench.settings.propose("learning_rate", 0.03)
    person.trigger("branchAction")
    person.wait_until(lambda: person.step > start.step and workbench.runs.current != before)
    person.pause()
    first, latest = workbench.timeline.recording[0], workbench.timeline.latest
    assert first.step == start.step
    for one, other in zip(first.network.parameters, start.network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)
    assert latest.hyperparameters.learning_rate == 0.03
    assert f"branched from {before.name}" in [mark.text for mark in latest.marks]
    (parent,) = workbench.runs.others
    assert (parent, parent.latest.step) == (before, before.step)
    assert workbench.runs.current.begins_at == start.epoch
    x, _y = person.window.panels["curves"].cost.series()["test"]
    assert x[0] <= start.epoch < x[-1]
    assert len(x) < len(latest.curves) or start.step == 0


@pytest.mark.parametrize("is_running", [False, True])
def test_settings_for_a_branch_leave_the_run_at_hand_as_it_is(person, panel, is_running):
    workbench, run = person.workbench, person.workbench.runs.current
    before = workbench.settings.in_force
    person.train_a_little(12)
    if is_running:
        person.trigger("trainAction")
        person.wait_until(lambda: person.step > 20)
    workbench.timeline.move_to(len(workbench.timeline.recording) // 2)
    workbench.settings.propose("learning_rate", 0.03)
    assert "will act in a branch from the moment shown" in person.notice
    person.trigger("branchAction")
    person.wait_until(lambda: workbench.runs.current != run and person.step > 20)
    person.pause()
    assert workbench.timeline.latest.hyperparameters.learning_rate == 0.03
    (parent,) = workbench.runs.others
    assert parent.marks == ()
    workbench.bring_back(run.id)
    person.wait_for_state(State.PAUSED)
    assert workbench.settings.value == workbench.settings.in_force == before
    assert workbench.timeline.latest.hyperparameters == before
    assert workbench.timeline.latest.marks == ()


def uninterrupted(workbench, step: int) -> tuple[bytes, ...]:
    """Return the weights that the run's settings lead to in so many batches, trained in one go without a window."""
    trainer = Trainer(workbench.settings.in_force, workbench.library.dataset)
    while trainer.step < step:
        trainer.advance(step - trainer.step)
    trainer.close()
    return tuple(array.tobytes() for array in trainer.snapshot().network.parameters)


@pytest.mark.parametrize("place", [-1, 3])
def test_a_branch_goes_on_as_the_run_itself_would_have(person, panel, place):
    assert not person.window.actions_["branchAction"].isEnabled()
    person.train_a_little(12)
    workbench, run = person.workbench, person.workbench.runs.current
    start = workbench.timeline.recording[place]
    if place != -1:  # else the latest moment is shown, and followed
        workbench.timeline.move_to(place)
    person.trigger("branchAction")
    person.wait_until(lambda: workbench.runs.current != run and person.step > start.step + 5)
    person.pause()
    latest = workbench.timeline.latest
    found = tuple(array.tobytes() for array in latest.network.parameters)
    assert found == uninterrupted(workbench, latest.step)
    assert workbench.runs.others[0].latest.memory, "the run that it grew out of can go on as well"
    assert "A branch begins" in person.notice
    assert "afresh" not in person.notice


def test_a_branch_from_a_moment_without_what_the_optimizer_learned_says_so(person, panel):
    person.train_a_little(12)
    workbench, run = person.workbench, person.workbench.runs.current
    workbench.timeline.move_to(3)
    workbench.timeline.recording._snapshots[3] = workbench.timeline.snapshot.to_look_at()
    person.trigger("branchAction")
    person.wait_until(lambda: workbench.runs.current != run and workbench.training.is_running)
    person.pause()
    assert "Its optimizer starts afresh" in person.notice


def test_a_branch_from_the_end_of_a_run_asks_for_more_epochs(person, panel):
    person.workbench.settings.propose("epochs", 2)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    end, run = person.step, at_hand(person)
    person.trigger("branchAction")
    person.wait_until(lambda: person.workbench.runs.current != run and person.step == 2 * end)
    assert person.workbench.settings.in_force.epochs == 4
    person.settle()


def test_a_repeat_with_nothing_changed_is_the_same_run_again(person, panel):
    person.train_a_little(10)
    first, run = person.workbench.timeline.latest, at_hand(person)
    person.workbench.repeat(run.id, first.hyperparameters)
    person.wait_until(lambda: person.workbench.runs.current != run and person.step >= first.step)
    person.pause()
    assert at_hand(person).name == f"{run.name}, again"
    again, curves = person.workbench.timeline.latest.curves, first.curves
    shared = min(len(again), len(curves))
    same = again.column("step")[:shared] == curves.column("step")[:shared]
    assert same.sum() >= 3
    np.testing.assert_array_equal(again.column("train_cost")[:shared][same], curves.column("train_cost")[:shared][same])


def test_one_setting_is_changed_in_a_dialog_and_the_name_tells_which(person, panel, qtbot):
    person.train_a_little()
    name = at_hand(person).name
    person.wait_until(lambda: len(table_of(panel)) == 1)
    qtbot.mouseClick(person.find(QPushButton, "repeatRunButton"), Qt.MouseButton.LeftButton)
    dialog = person.find(RepeatDialog, "")
    go = dialog.findChild(QPushButton, "repeatButton")
    go.click()
    assert dialog.isVisible()  # nothing is changed yet
    dialog._which.setCurrentIndex(dialog._which.findData("batch_size"))
    dialog._propose(10)
    go.click()
    person.wait_until(lambda: at_hand(person).name == f"{name}, batch size 10" and person.step > 0)
    person.pause()
    assert person.workbench.timeline.latest.hyperparameters.batch_size == 10
    assert person.workbench.runs.others[0].settings.batch_size == 30


def title_of_repeat(person) -> str:
    dialog = person.find(RepeatDialog, "")
    title = dialog.windowTitle()
    dialog.reject()
    delete_what_is_due()
    return title


def test_the_command_repeats_the_run_at_hand_and_the_table_the_one_chosen_in_it(person, panel, qtbot):
    three_runs(person)
    name = at_hand(person).name
    person.wait_until(lambda: len(table_of(panel)) == 4)
    panel.tree.setCurrentItem(panel.tree.topLevelItem(1))
    person.trigger("repeatAction")
    assert title_of_repeat(person) == f"Repeat {name}, the run at hand, with one change"
    person.find(QPushButton, "repeatRunButton").click()
    assert title_of_repeat(person) == "Repeat b with one change"
    begin_another(person)
    person.trigger("repeatAction")
    assert title_of_repeat(person) == f"Repeat {name} with one change"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Everything else stays the same"),
        ({"marks": (Mark(0.5, "batch size 1"),)}, "Settings of this run were changed on its way. It is repeated with"),
        (
            {"parent": Parent(None, 50, 2.5)},
            "This run is a branch. It is repeated with the settings of its end, from the first",
        ),
    ],
)
def test_the_dialog_says_what_is_repeated(person, changes, said):
    person.train_a_little()
    run = replace(at_hand(person), **changes)
    dialog = RepeatDialog(run, is_at_hand=False, parent=person.window)
    assert any(label.text().startswith(said) for label in dialog.findChildren(QLabel))
    dialog.close()


def test_a_change_that_cannot_be_is_refused_in_a_sentence(person):
    person.train_a_little()
    dialog = RepeatDialog(at_hand(person), is_at_hand=True, parent=person.window)
    dialog._which.setCurrentIndex(dialog._which.findData("hidden"))
    dialog._propose((0,))
    assert "between 1 and" in dialog._change.text()
    assert dialog.settings == person.workbench.settings.value
    dialog.close()


def test_other_hidden_layers_take_their_activations_along(person):
    person.workbench.settings.propose("hidden_activations", (Tanh(),))
    person.train_a_little()
    dialog = RepeatDialog(at_hand(person), is_at_hand=True, parent=person.window)
    dialog._which.setCurrentIndex(dialog._which.findData("hidden"))
    dialog._propose((9, 8))
    assert dialog.settings.hidden_activations == (Tanh(), dialog.settings.activation)
    assert "activations Tanh → Tanh, " in dialog._change.text()
    dialog.close()


def test_a_number_that_was_typed_counts_when_train_is_clicked(person, qtbot):
    person.train_a_little()
    dialog = RepeatDialog(at_hand(person), is_at_hand=True, parent=person.window)
    dialog.open()
    rate = dialog.findChild(QDoubleSpinBox, "learningRateSpin")
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "0.05")
    assert dialog.settings == person.workbench.settings.value  # half typed, perhaps
    qtbot.mouseClick(dialog._go, Qt.MouseButton.LeftButton)
    assert dialog.result() == RepeatDialog.DialogCode.Accepted
    assert dialog.settings.learning_rate == 0.05


def test_every_run_comes_back_also_one_whose_moments_found_no_room(person, panel):
    person.workbench.timeline.set_budget(1)
    made = []
    for _ in range(4):
        person.train_a_little(12)
        made.append(at_hand(person))
        begin_another(person)
    first = made[0]
    person.workbench.bring_back(first.id)
    person.wait_for_state(State.PAUSED)
    assert (person.step, at_hand(person), at_hand(person).name) == (first.step, first, first.name)
    assert at_hand(person).is_unsaved
    assert f"Of the moments of {first.name} only {len(person.workbench.timeline.recording)} are left" in person.notice
    person.train_a_little(3)
    assert person.step >= first.step + 3


def test_a_run_whose_moments_found_no_room_in_memory_comes_back_from_its_file(person, panel, monkeypatch):
    monkeypatch.setattr(room, "_MOST_BYTES", 0)
    person.train_a_little(12)
    run, moments = at_hand(person), len(person.workbench.timeline.recording)
    person.workbench.keep()
    begin_another(person)
    assert not person.workbench.runs.others[0].is_whole
    person.workbench.bring_back(run.id)
    person.wait_for_state(State.PAUSED)
    assert (person.step, len(person.workbench.timeline.recording)) == (run.step, moments)
    assert "left in the timeline" not in person.notice


def test_a_run_of_this_session_comes_back_with_all_its_moments(person, panel):
    person.train_a_little(12)
    run, moments = at_hand(person), len(person.workbench.timeline.recording)
    for _ in range(2):
        begin_another(person)
        person.train_a_little(3)
    person.workbench.bring_back(run.id)
    person.wait_for_state(State.PAUSED)
    assert len(person.workbench.timeline.recording) == moments
    assert "left in the timeline" not in person.notice


def test_a_deleted_run_can_be_had_back(person, panel):
    person.train_a_little()
    begin_another(person)
    run = person.workbench.runs.last_left
    panel.tree.setCurrentItem(panel.tree.topLevelItem(0))
    person.find(QPushButton, "deleteRunButton").click()
    assert table_of(panel) == []
    assert person.workbench.runs.last_left is None
    person.press("Undo")
    assert [row[0] for row in table_of(panel)] == [run.name]
    assert person.workbench.runs.last_left == run
    person.trigger("bringBackAction")  # its moments are in memory or in its file
    person.wait_until(lambda: person.step == run.step)
    person.wait_for_state(State.PAUSED)


def test_the_undo_key_takes_back_what_the_view_with_the_focus_is_about(person, panel, qtbot):
    person.train_a_little()
    name = at_hand(person).name
    begin_another(person)
    canvas = person.find(QWidget, "pad")
    person.draw((0.3, 0.3), (0.6, 0.6))
    panel.tree.setCurrentItem(panel.tree.topLevelItem(0))
    panel.tree.setFocus()
    qtbot.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert table_of(panel) == []
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert canvas.is_empty
    assert table_of(panel) == []
    person.draw((0.3, 0.3), (0.6, 0.6))
    panel.tree.setFocus()
    qtbot.keyClick(panel.tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [row[0] for row in table_of(panel)] == [name]
    assert not canvas.is_empty
    assert "deleted" not in person.notice


def choose(panel: RunsPanel, *names: str) -> None:
    for item in (panel.tree.topLevelItem(row) for row in range(panel.tree.topLevelItemCount())):
        item.setSelected(item.text(0) in names)


def test_several_runs_are_deleted_together_and_another_one_is_chosen_then(person, panel):
    three_runs(person)
    name = at_hand(person).name
    person.wait_until(lambda: len(table_of(panel)) == 4)
    assert [row[0] for row in table_of(panel)] == [name, "b", "c", "a"]
    choose(panel, name, "b", "c")
    assert not person.find(QPushButton, "repeatRunButton").isEnabled()
    person.find(QPushButton, "deleteRunButton").click()
    assert [row[0] for row in table_of(panel)] == [name, "a"]
    assert [item.text(0) for item in panel.tree.selectedItems()] == ["a"]
    assert "2 runs were deleted" in person.notice
    person.press("Undo")
    assert [row[0] for row in table_of(panel)] == [name, "b", "c", "a"]


def test_several_runs_are_hidden_and_shown_together(person, panel):
    three_runs(person)
    person.wait_until(lambda: len(table_of(panel)) == 4)
    plot = person.window.panels["curves"].cost
    choose(panel, "a", "c")
    menu = panel._menu_of(panel.tree.topLevelItem(3))
    entries = {action.text(): action for action in menu.actions()}
    assert (entries["&Show"].isEnabled(), entries["&Hide"].isEnabled()) == (False, True)
    entries["&Hide"].trigger()
    menu.deleteLater()
    person.wait_until(lambda: not {"a", "c"} & set(plot.series()))
    assert "b" in plot.series()
    assert {item.text(0) for item in panel.tree.selectedItems()} == {"a", "c"}
    panel.tree.topLevelItem(3).setCheckState(0, Qt.CheckState.Checked)
    person.wait_until(lambda: {"a", "b", "c"} <= set(plot.series()))


def test_a_run_is_renamed_and_hidden_in_the_table(person, panel):
    person.train_a_little()
    begin_another(person)
    plot = person.window.panels["curves"].cost
    panel.tree.topLevelItem(0).setText(0, "the slow one")
    person.wait_until(lambda: "the slow one" in plot.series())
    panel.tree.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    person.wait_until(lambda: "the slow one" not in plot.series())
    assert person.workbench.runs.others[0].name == "the slow one"


def test_runs_go_to_a_file_and_come_back(person, panel, dialogs, tmp_path: Path):
    person.train_a_little()
    begin_another(person)
    person.train_a_little()
    names = [run.name for run in person.workbench.runs.trained]
    dialogs.path = tmp_path / "mine"
    person.trigger("exportRunsAction")
    person.wait_until(lambda: (tmp_path / "mine.runs.npz").exists() and "2 runs" in person.notice)
    person.workbench.delete_all_runs()
    begin_another(person)
    person.workbench.delete_all_runs()
    dialogs.path = tmp_path / "mine.runs.npz"
    person.trigger("openRunsAction")
    person.wait_until(lambda: len(person.workbench.runs.others) == 2)
    opened = person.workbench.runs.others
    assert [run.name for run in opened] == names
    person.workbench.bring_back(opened[0].id)
    person.wait_for_state(State.PAUSED)
    assert person.step == opened[0].latest.step


def test_a_branch_still_grows_out_of_its_point_after_it_was_saved_and_opened(person, panel, tmp_path: Path):
    person.train_a_little(12)
    person.workbench.timeline.move_to(len(person.workbench.timeline.recording) // 2)
    begins_at, parent = person.workbench.timeline.snapshot.epoch, at_hand(person)
    person.trigger("branchAction")
    person.wait_until(lambda: person.workbench.runs.current != parent and person.step > 20)
    person.pause()
    path = tmp_path / "all.runs.npz"
    person.workbench.export_runs(path)
    person.wait_until(lambda: "2 runs" in person.notice)
    begin_another(person)
    person.workbench.delete_all_runs()
    person.workbench.open_runs(path)
    person.wait_until(lambda: len(person.workbench.runs.others) == 2)
    _parent_again, again = person.workbench.runs.others
    assert again.parent.run == parent.id
    assert again.begins_at == begins_at > 0
    series = person.window.panels["curves"].cost.series()
    one, other = (series[f"{parent.name} from epoch {begins_at:.3g}"], again.curves.column("epoch"))
    assert one[0][0] <= begins_at
    assert len(one[0]) < len(other)


def test_runs_that_are_here_already_are_not_added_again(person, panel, tmp_path: Path):
    person.train_a_little()
    first = at_hand(person)
    begin_another(person)
    person.train_a_little(7)
    path = tmp_path / "mine.runs.npz"
    runs_file.save(path, person.workbench.runs.trained)
    person.workbench.runs.rename(first.id, "another name")
    person.workbench.open_runs(path)
    person.wait_until(lambda: person.notice == "2 runs were here already, in the tab Runs.")
    assert [run.name for run in person.workbench.runs.others] == ["another name"]
    person.workbench.delete_runs([first.id])
    person.workbench.open_runs(path)
    person.wait_until(lambda: "1 run stands beside yours now, in the tab Runs; 1 was here already." in person.notice)
    assert [run.name for run in person.workbench.runs.others] == [first.name]


@pytest.mark.parametrize("length", [0, 200, 3000])
def test_a_file_cut_short_is_refused_in_a_sentence_and_nothing_is_lost(person, panel, tmp_path: Path, length: int):
    person.train_a_little()
    path = tmp_path / "cut.runs.npz"
    runs_file.save(path, (at_hand(person),))
    path.write_bytes(path.read_bytes()[:length])
    person.workbench.open_runs(path)
    person.wait_until(lambda: "cut.runs.npz" in person.notice)
    assert person.workbench.runs.others == ()


def test_a_run_on_images_that_are_not_here_says_so(person, panel):
    person.train_a_little()
    run = at_hand(person)
    foreign = replace(run, id=uuid4(), name="theirs", data_fingerprint="another", data_name="mnist")
    person.workbench.runs.add((foreign,))
    step = person.step
    for ask in (
        lambda: person.workbench.bring_back(foreign.id),
        lambda: person.workbench.repeat(foreign.id, foreign.settings),
    ):
        person.workbench.notices.dismiss()
        ask()
        assert "theirs was trained on MNIST, which is not in use" in person.notice
    assert (person.step, person.workbench.runs.current) == (step, run)


def three_runs(person) -> None:
    """Keep three runs beside the one at hand: of 90, 70 and 80 % at best."""
    person.train_a_little()
    run = at_hand(person)
    runs = []
    for name, best, rate in (("a", 0.9, 0.1), ("c", 0.7, 1.0), ("b", 0.8, 0.02)):
        table = run.curves.table.copy()
        table[COLUMNS.index("test_accuracy")] = best
        curves = replace(run.curves, table=table)
        settings = replace(run.settings, learning_rate=rate)
        runs.append(replace(run, id=uuid4(), name=name, curves=curves, settings=settings))
    person.workbench.runs.add(runs)


def test_a_click_on_a_column_sorts_and_a_third_puts_back(person, panel):
    three_runs(person)
    person.wait_until(lambda: len(table_of(panel)) == 4)

    def names() -> list[str]:
        return [row[0] for row in table_of(panel) if row[0] != at_hand(person).name]

    before = names()
    click = panel.tree.header().sectionClicked.emit
    for column, wanted in ((1, "abc"), (1, "cba"), (1, "".join(before)), (0, "abc"), (0, "cba"), (4, "cab")):
        click(column)
        assert "".join(names()) == wanted, (column, wanted)
    assert panel.tree.header().isSortIndicatorShown()
    assert panel.tree.header().sortIndicatorSection() == 4


def test_a_setting_that_was_changed_on_the_way_says_so(person, panel):
    person.train_a_little()
    person.workbench.settings.propose("learning_rate", 0.01)
    person.train_a_little()
    person.wait_until(lambda: headers(panel)[-1] == "Learning rate" and "→ 0.01" in table_of(panel)[0][-1])
    assert "→ 0.01" in panel.tree.topLevelItem(0).toolTip(0)


def test_the_table_goes_to_a_file_as_numbers(person, panel):
    three_runs(person)
    run = at_hand(person)
    bare = replace(run, id=uuid4(), name="never measured", curves=NO_CURVES, recording=Recording())
    person.workbench.runs.add((bare,))
    person.wait_until(lambda: len(table_of(panel)) == 5)
    head, rows = panel.table()
    assert head[:4] == ["Run", "Best test accuracy in %", "Last test accuracy in %", "Epochs done"]
    named = {row[0]: row for row in rows}
    assert named["a"][1:3] == [90.0, 90.0]
    assert named["never measured"][1:4] == ["", "", ""]
    assert all(isinstance(value, (int, float)) for value in named[run.name][1:4])


def test_an_estimate_is_marked_and_explained(person, panel):
    person.train_a_little()
    run = at_hand(person)
    table = run.curves.table.copy()
    table[COLUMNS.index("whole")] = 0
    table[COLUMNS.index("test_accuracy")] = 0.9567
    person.workbench.runs.add((replace(run, id=uuid4(), name="guessed", curves=Curves(table)),))
    person.wait_until(lambda: len(table_of(panel)) == 2)
    item = panel.tree.topLevelItem(1)
    for column in (1, 2):
        assert item.text(column).startswith("≈")
        assert "95.7" in item.text(column)
        assert "estimated from" in item.toolTip(column)
    assert panel.table()[1][1][1:3] == [95.7, 95.7]


def test_the_run_at_hand_shows_its_figures_wherever_it_stands(person, panel):
    three_runs(person)
    name = at_hand(person).name
    person.wait_until(lambda: len(table_of(panel)) == 4)
    panel.tree.header().sectionClicked.emit(0)
    assert table_of(panel)[-1][0] == name
    person.train_a_little(10)
    person.wait_until(lambda: table_of(panel)[-1][3] == f"{person.workbench.timeline.latest.epoch:.2f}")
    assert [row[0] for row in table_of(panel)] == ["a", "b", "c", name]


def test_the_names_have_the_room_that_the_figures_leave(person, panel):
    three_runs(person)
    person.wait_until(lambda: len(table_of(panel)) == 4)
    person.workbench.runs.rename(at_hand(person).id, "short")
    person.window.resize(1280, 800)
    header, viewport = panel.tree.header(), panel.tree.viewport()
    person.wait_until(lambda: header.length() == viewport.width())
    room = viewport.width()
    person.workbench.runs.rename(at_hand(person).id, "a name that is far too long for any table " * 10)
    person.wait_until(lambda: table_of(panel)[0][0].startswith("a name"))
    assert header.sectionSize(0) <= room
    assert "far too long" in panel.tree.topLevelItem(0).toolTip(0)


def test_a_pinned_run_stays_drawn_however_many_come_after_it(person, panel):
    three_runs(person)
    person.wait_until(lambda: len(table_of(panel)) == 4)
    plot = person.window.panels["curves"].cost
    pin = person.find(QPushButton, "pinRunButton")
    choose(panel, "a")
    pin.click()
    person.wait_until(lambda: "Pinned" in row_named(panel, "a").toolTip(0))
    assert pin.text() == "Unpin"
    assert person.workbench.runs.add([replace(at_hand(person), id=uuid4(), name="d")])
    person.wait_until(lambda: set(earlier(plot)) == {"a", "c", "b", "d"})
    assert row_named(panel, "a").checkState(0) == Qt.CheckState.Checked
    pin.click()
    person.wait_until(lambda: set(earlier(plot)) == {"c", "b", "d"})
    assert row_named(panel, "a").checkState(0) == Qt.CheckState.Unchecked
    row_named(panel, "a").setCheckState(0, Qt.CheckState.Checked)
    person.wait_until(lambda: "a" in earlier(plot))


def earlier(plot) -> list[str]:
    """Return the names of the runs drawn beside the one at hand, whose colors are all different."""
    curves = [curve for curve in plot._curves.values() if curve.is_faint]
    assert len({curve.paint_color(LIGHT).name() for curve in curves}) == len(curves)
    return [curve.label for curve in curves]


def row_named(panel: RunsPanel, name: str):
    (found,) = panel.tree.findItems(name, Qt.MatchFlag.MatchExactly)
    return found


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_forty_runs_have_each_a_color_of_their_own(theme):
    assert len({run_look.tint(theme, which) for which in range(40)}) == 40
    assert all(contrast(run_look.tint(theme, which), theme.surface) >= 3 for which in range(40))


def test_a_run_that_is_not_drawn_has_no_line_beside_its_name(qapp):
    drawn, hidden, pinned = (
        run_look.swatch(LIGHT, 0, is_drawn=is_drawn, is_pinned=is_pinned).pixmap(run_look.SWATCH).toImage()
        for is_drawn, is_pinned in ((True, False), (False, False), (True, True))
    )
    assert len({hidden.pixel(x, y) for x in range(hidden.width()) for y in range(hidden.height())}) == 1
    assert drawn != hidden
    assert pinned != drawn


def test_without_a_run_the_tab_says_what_will_stand_here(person, panel):
    assert isinstance(panel.tree, QTreeWidget)
    assert table_of(panel) == []
    assert "side by side" in panel._same.text()
    assert not person.find(QPushButton, "repeatRunButton").isEnabled()


@pytest.mark.parametrize(
    ("setting", "field", "text", "value"),
    [("learning_rate", "learningRateSpin", "0.05", 0.05), ("hidden", "hiddenLayersEdit", "7", (7,))],
)
def test_one_enter_in_the_field_trains(person, qtbot, setting, field, text, value):
    person.train_a_little()
    dialog = RepeatDialog(at_hand(person), is_at_hand=True, parent=person.window)
    dialog.open()
    dialog._which.setCurrentIndex(dialog._which.findData(setting))
    edit = dialog.findChild(QWidget, field)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert dialog.result() == RepeatDialog.DialogCode.Accepted
    assert getattr(dialog.settings, setting) == value
