"""What a person asks for, and how the models answer one another."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QMessageBox, QSpinBox

from core.data import catalog, idx
from core.data.dataset import Dataset, from_folder
from core.errors import Cancelled, FileError, KnobError
from core.files import pretrained, weights
from core.files.kept import Kept
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.processors import limit_blas
from core.parts.activations import LinearOutput, Tanh
from core.parts.costs import SquaredError
from core.parts.optimizers import GradientDescent
from core.presets import preset
from core.training.trainer import Trainer
from desktop.models.training import State
from desktop.workbench import Workbench


def assert_same_weights(first: Network, second: Network) -> None:
    for ours, theirs in zip(first.parameters, second.parameters, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def trained_directly(hyperparameters: Hyperparameters, folder: Path, steps: int) -> Network:
    """Return the network of an unbroken run without a window."""
    trainer = Trainer(hyperparameters, from_folder(folder))
    with limit_blas():
        for _ in range(steps):
            trainer.advance()
    return trainer.snapshot().network


def test_a_window_starts_with_a_network_that_is_ready_to_train(person):
    assert person.workbench.training.state is State.READY
    assert person.step == 0


# Train, pause, step, reset


def test_train_changes_the_state_at_once_and_pause_too(person):
    person.trigger("trainAction")
    assert person.workbench.training.state is State.RUNNING
    person.trigger("trainAction")
    assert person.workbench.training.state is State.PAUSED
    person.settle()


def test_train_pressed_right_after_pause_trains_and_says_so(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 3)
    for _ in range(4):
        person.trigger("trainAction")  # pause and go on, before the thread has answered
    assert person.workbench.training.state is State.RUNNING
    step = person.step
    person.wait_until(lambda: person.step > step + 3)
    assert person.workbench.training.state is State.RUNNING
    person.pause()


def test_paused_training_publishes_nothing(person, qtbot):
    person.train_a_little()
    step = person.step
    with qtbot.assertNotEmitted(person.workbench.training.reached, wait=100):
        pass
    assert person.step == step


def test_step_trains_on_one_batch(person):
    for expected in (1, 2):
        person.trigger("stepAction")
        person.wait_for_state(State.PAUSED)
        assert person.step == expected


def test_step_epoch_trains_to_the_end_of_the_epoch(person):
    person.trigger("stepAction")
    person.wait_for_state(State.PAUSED)
    person.trigger("stepEpochAction")
    person.wait_for_state(State.PAUSED)
    assert person.step == 10
    assert person.workbench.timeline.latest.epoch == 1.0


def test_reset_begins_anew_and_what_it_put_aside_comes_back_whole(person):
    person.train_a_little()
    before, recording = person.workbench.timeline.latest, person.workbench.timeline.recording
    person.trigger("resetAction")
    assert person.workbench.training.state is State.PREPARING
    person.wait_for_state(State.READY)
    assert person.step == 0
    assert len(person.workbench.runs.earlier) == 1
    person.press("Bring it back")
    person.wait_for_state(State.PAUSED)
    assert person.workbench.timeline.recording is recording
    assert person.workbench.timeline.latest.step == before.step
    assert_same_weights(person.workbench.timeline.latest.network, before.network)
    np.testing.assert_array_equal(person.workbench.timeline.latest.curves.table, before.curves.table)
    assert person.workbench.runs.earlier == ()
    assert person.workbench.document.is_modified


def test_reset_while_training_shows_nothing_of_the_run_before(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 5)
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert person.step == 0
    assert len(person.workbench.timeline.recording) == 1


def test_bringing_back_is_off_while_there_is_nothing_to_bring_back(person):
    action = person.find(QAction, "bringBackAction")
    assert not action.isEnabled()
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert not action.isEnabled()  # what was put aside had not been trained
    person.train_a_little()
    person.trigger("resetAction")
    assert action.isEnabled()
    assert action.shortcut() == QKeySequence("Ctrl+B")
    person.wait_for_state(State.READY)
    person.trigger("bringBackAction")
    person.wait_for_state(State.PAUSED)
    assert not action.isEnabled()  # an untrained network is not put aside in its place


def put_two_runs_side_by_side(person) -> tuple[int, int]:
    """Train one network, put it aside, train another one further, and return where they stand."""
    person.train_a_little()
    first = person.step
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.train_a_little(first + 5)
    return first, person.step


def test_bringing_back_swaps_the_run_at_hand_with_the_one_put_aside(person):
    first, second = put_two_runs_side_by_side(person)
    recordings = person.workbench.shelf.last.recording, person.workbench.timeline.recording
    for step, recording in ((first, recordings[0]), (second, recordings[1]), (first, recordings[0])):
        person.trigger("bringBackAction")
        person.wait_for_state(State.PAUSED)
        assert person.step == step
        assert person.workbench.timeline.recording is recording
        assert len(person.workbench.runs.earlier) == 1
    assert "put aside" in person.notice


def test_a_run_is_brought_back_with_its_settings_and_its_file(person, tmp_path: Path):
    person.workbench.settings.propose("learning_rate", 0.01)
    person.train_a_little()
    saved = person.step
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.document.is_modified)
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("learning_rate", 0.5)
    assert person.workbench.document.path is None
    person.trigger("bringBackAction")
    person.wait_for_state(State.PAUSED)
    assert person.workbench.settings.value.learning_rate == 0.01
    assert person.workbench.document.path == tmp_path / "mine.npz"
    assert not person.workbench.document.is_modified
    person.train_a_little()
    assert person.step > saved
    assert person.workbench.document.is_modified


def test_saving_does_not_take_away_what_was_put_aside(person, tmp_path: Path):
    first, _ = put_two_runs_side_by_side(person)
    person.workbench.save_file(tmp_path / "second.npz")
    person.wait_until(lambda: not person.workbench.document.is_modified)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == first)
    assert person.workbench.document.is_modified
    assert person.workbench.document.path is None


def test_a_run_on_other_data_is_brought_back_with_its_data(person, tmp_path: Path, tiny_dataset: Dataset):
    person.train_a_little()
    step, before = person.step, person.workbench.library.in_use
    swapped = tmp_path / "swapped"
    for name, split in (("train", tiny_dataset.test), ("t10k", tiny_dataset.train)):
        idx.write(swapped / f"{name}-images-idx3-ubyte", split.images)
        idx.write(swapped / f"{name}-labels-idx1-ubyte", split.labels)
    person.workbench.use_dataset(str(swapped))
    person.wait_until(lambda: person.step == 0)
    assert len(person.workbench.library.dataset.train) == 100
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == step)
    assert person.workbench.library.in_use == before
    assert len(person.workbench.library.dataset.train) == 300
    assert person.workbench.timeline.latest.data_fingerprint == person.workbench.library.dataset.fingerprint


def test_a_run_brought_back_goes_on_bit_for_bit(person, figures_folder: Path):
    person.train_a_little()
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.press("Bring it back")
    person.wait_for_state(State.PAUSED)
    person.train_a_little()
    latest = person.workbench.timeline.latest
    expected = trained_directly(latest.hyperparameters, figures_folder, latest.step)
    assert_same_weights(latest.network, expected)


def test_pausing_and_going_on_gives_the_weights_of_an_unbroken_run(person, figures_folder: Path):
    for _ in range(3):
        person.train_a_little(4)
    person.trigger("stepAction")
    person.wait_for_state(State.PAUSED)
    latest = person.workbench.timeline.latest
    expected = trained_directly(latest.hyperparameters, figures_folder, latest.step)
    assert_same_weights(latest.network, expected)


def test_train_pressed_before_there_is_a_network_is_not_forgotten(open_window, qtbot):
    window = open_window()
    workbench = window.workbench
    workbench.reset()
    workbench.train()
    assert workbench.training.state is State.PREPARING
    qtbot.waitUntil(lambda: workbench.training.is_running, timeout=20_000)
    workbench.training.pause()


def test_training_ends_by_itself_and_train_then_adds_epochs(person):
    person.workbench.settings.propose("epochs", 2)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert person.workbench.timeline.latest.epoch == 2.0
    person.trigger("trainAction")
    assert person.workbench.settings.in_force.epochs == 4
    person.wait_until(lambda: person.step == 40)
    person.wait_for_state(State.FINISHED)


def test_train_at_the_end_says_how_many_epochs_it_adds(person):
    person.workbench.settings.propose("epochs", 2)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert "after 2 epochs; it goes on to 4" in person.notice
    assert person.find(QSpinBox, "epochsSpin").value() == 4


def test_more_epochs_are_counted_from_those_that_are_done(person):
    person.trigger("stepEpochAction")
    person.settle()
    person.trigger("stepEpochAction")
    person.settle()
    person.workbench.settings.propose("epochs", 1)  # fewer than are done
    person.wait_for_state(State.FINISHED)
    person.trigger("trainAction")
    assert person.workbench.settings.in_force.epochs == 4
    person.wait_until(lambda: person.step == 40)
    person.wait_for_state(State.FINISHED)


def test_raising_the_epochs_of_a_finished_run_lets_it_go_on(person):
    person.workbench.settings.propose("epochs", 1)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert not person.find(QAction, "stepAction").isEnabled()
    person.workbench.settings.propose("epochs", 5)
    person.wait_for_state(State.PAUSED)
    person.trigger("stepAction")
    person.settle()
    assert person.step == 11
    assert person.workbench.settings.in_force.epochs == 5


# Settings


def test_a_live_setting_acts_on_the_next_batch_and_leaves_a_mark(person):
    person.train_a_little()
    at = person.workbench.timeline.latest.epoch
    person.find(QDoubleSpinBox, "learningRateSpin").setValue(0.01)
    assert person.workbench.settings.in_force.learning_rate == 0.01
    person.wait_until(lambda: len(person.workbench.timeline.latest.marks) == 1)
    mark = person.workbench.timeline.latest.marks[0]
    assert mark.text == "learning rate 0.002 → 0.01"
    assert mark.epoch == pytest.approx(at)
    assert person.workbench.timeline.latest.hyperparameters.learning_rate == 0.01


def test_a_live_setting_reaches_training_that_runs(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 3)
    person.find(QSpinBox, "batchSizeSpin").setValue(60)
    person.wait_until(lambda: person.workbench.timeline.latest.hyperparameters.batch_size == 60)
    assert person.workbench.training.is_running
    person.pause()


def test_before_training_a_setting_that_needs_a_new_network_is_applied_at_once(person):
    edit = person.find(QLineEdit, "hiddenLayersEdit")
    edit.setText("20, 7")
    edit.editingFinished.emit()
    person.wait_for_state(State.READY)
    person.wait_until(lambda: person.step == 0 and person.workbench.timeline.latest.network.sizes == (784, 20, 7, 10))
    assert person.workbench.settings.pending == ()
    assert person.notice == ""


def ask_for_tanh(person) -> None:
    combo = person.find(QComboBox, "activationCombo")
    combo.setCurrentIndex(combo.findData("tanh"))


def test_a_setting_that_needs_a_new_network_is_announced_and_changes_nothing_yet(person):
    person.train_a_little()
    before = person.workbench.timeline.latest
    ask_for_tanh(person)
    assert person.workbench.settings.pending == ("activation",)
    assert "needs a new network" in person.notice
    assert person.workbench.timeline.latest is before


def test_a_setting_that_waits_does_not_keep_a_live_one_from_acting(person):
    person.train_a_little()
    ask_for_tanh(person)
    person.workbench.settings.propose("learning_rate", 0.05)
    person.wait_until(lambda: person.workbench.timeline.latest.hyperparameters.learning_rate == 0.05)
    assert person.workbench.settings.pending == ("activation",)
    assert "activation" in person.notice


def test_a_setting_that_waits_can_be_taken_back(person):
    person.train_a_little()
    ask_for_tanh(person)
    person.press("Take back")
    assert person.workbench.settings.pending == ()
    assert person.find(QComboBox, "activationCombo").currentData() == "relu"
    assert person.notice == ""


def test_a_setting_that_waits_is_applied_on_request_and_bring_it_back_undoes_even_that(person):
    person.train_a_little()
    before = person.workbench.timeline.latest
    ask_for_tanh(person)
    person.press("New network")
    person.wait_for_state(State.READY)
    assert isinstance(person.workbench.timeline.latest.hyperparameters.activation, Tanh)
    person.press("Bring it back")
    person.wait_for_state(State.PAUSED)
    assert_same_weights(person.workbench.timeline.latest.network, before.network)
    assert person.find(QComboBox, "activationCombo").currentData() == "relu"


def test_train_makes_the_network_that_the_settings_ask_for(person):
    person.train_a_little()
    ask_for_tanh(person)
    person.trigger("trainAction")
    person.wait_for_state(State.RUNNING)
    person.wait_until(lambda: person.step > 0)
    assert isinstance(person.workbench.timeline.latest.hyperparameters.activation, Tanh)
    person.pause()


def test_a_batch_larger_than_the_data_is_refused_and_the_form_shows_the_old_size(person):
    field = person.find(QSpinBox, "batchSizeSpin")
    field.setValue(5000)
    person.wait_until(lambda: "5,000" in person.notice)
    assert "300 training images" in person.notice
    assert field.value() == 30
    assert person.workbench.settings.in_force.batch_size == 30


def test_a_refused_batch_size_does_not_stop_training(person):
    person.trigger("trainAction")
    person.find(QSpinBox, "batchSizeSpin").setValue(5000)
    person.wait_until(lambda: "5,000" in person.notice)
    step = person.step
    person.wait_until(lambda: person.step > step)
    person.pause()


def test_an_output_without_probabilities_brings_a_cost_that_fits_it_and_says_so(person):
    combo = person.find(QComboBox, "outputCombo")
    combo.setCurrentIndex(combo.findData("linear"))
    assert person.find(QComboBox, "costCombo").currentData() == "squared-error"
    assert "The cost is now squared error" in person.notice


def test_a_preset_shows_its_settings_and_the_first_unknown_one_is_an_error(person):
    person.workbench.use_preset("default")
    assert person.workbench.settings.value == preset("default").hyperparameters
    with pytest.raises(KnobError, match="no preset called 'nonsense'"):
        person.workbench.use_preset("nonsense")


# A run that goes astray


def send_astray(person) -> None:
    """Train with steps so large that the cost becomes infinite."""
    settings = replace(
        person.workbench.settings.value, output=LinearOutput(), cost=SquaredError(), optimizer=GradientDescent()
    )
    person.workbench.settings.show_value(settings)
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("learning_rate", 0.001)
    person.train_a_little()
    person.workbench.settings.propose("learning_rate", 1000.0)
    person.trigger("trainAction")
    person.wait_for_state(State.FAILED)


def test_a_run_that_diverges_stops_and_says_the_likely_cause(person):
    send_astray(person)
    assert "no longer a finite number" in person.notice
    assert "learning rate is 1000" in person.notice


def test_going_back_to_the_last_sound_weights_works_and_training_goes_on(person):
    send_astray(person)
    back = next(label for label, _ in person.workbench.notices.current.actions if label.startswith("Back to"))
    person.press(back)
    person.wait_for_state(State.PAUSED)
    latest = person.workbench.timeline.latest
    assert latest.is_sound
    assert latest.step > 0
    person.workbench.settings.propose("learning_rate", 0.001)
    person.train_a_little()
    assert person.workbench.timeline.latest.is_sound


def test_after_a_failure_settings_may_be_changed_and_nothing_of_the_failed_network_appears(person, qtbot):
    send_astray(person)
    step, notice = person.step, person.notice
    with qtbot.assertNotEmitted(person.workbench.training.reached, wait=50):
        person.workbench.settings.propose("learning_rate", 0.0005)
    assert (person.step, person.notice) == (step, notice)
    assert person.workbench.training.state is State.FAILED


def test_train_after_a_failure_offers_the_ways_out_once_more(person):
    send_astray(person)
    person.workbench.notices.dismiss()
    person.trigger("trainAction")
    assert person.workbench.training.state is State.FAILED
    assert [label for label, _ in person.workbench.notices.current.actions][-1] == "Start over"
    person.press("Start over")
    person.wait_for_state(State.READY)


# Unsaved work


def test_unsaved_work_is_kept_when_the_window_closes_and_offered_at_the_next_start(person, open_window, qtbot):
    person.train_a_little()
    step, network = person.step, person.workbench.timeline.latest.network
    person.window.close()
    assert_same_weights(weights.load(Kept().all()[0]).network, network)

    workbench = open_window().workbench
    assert "was not saved" in [n.text for n in workbench.notices._waiting if n.topic == "kept"][0]
    while workbench.notices.current.topic != "kept":
        workbench.notices.dismiss()
    workbench.notices.act("Open it")
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert_same_weights(workbench.timeline.latest.network, network)
    assert workbench.document.path is None  # Save asks for a file


def test_unsaved_work_that_was_opened_and_not_saved_is_still_unsaved(person, open_window, qtbot):
    person.train_a_little()
    step = person.step
    person.window.close()
    workbench = open_window().workbench
    workbench.open_file(Kept().all()[0])
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert workbench.document.is_modified


def test_unsaved_work_that_is_opened_and_saved_is_not_kept_any_longer(person, open_window, qtbot, tmp_path: Path):
    person.train_a_little()
    step = person.step
    person.window.close()
    workbench = open_window().workbench
    workbench.open_file(Kept().all()[0])
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    assert workbench.document.path is None
    assert workbench.preferences.recent_files == ()  # it is not a file of the person's
    assert len(Kept().all()) == 1
    workbench.save_file(tmp_path / "mine.npz")
    qtbot.waitUntil(lambda: workbench.document.path == tmp_path / "mine.npz")
    assert Kept().all() == []
    assert not workbench.document.is_modified


def test_unsaved_work_that_is_opened_again_and_again_is_kept_once(person, open_window, qtbot):
    person.train_a_little()
    step = person.step
    person.window.close()
    for _ in range(2):
        window = open_window()
        latest = window.workbench.timeline
        window.workbench.open_file(Kept().all()[0])
        qtbot.waitUntil(lambda latest=latest: latest.latest is not None and latest.latest.step == step)
        window.close()
    assert [weights.load(path).step for path in Kept().all()] == [step]


def test_saving_another_run_leaves_the_kept_one(person, open_window, qtbot, tmp_path: Path):
    person.train_a_little()
    step = person.step
    person.window.close()
    workbench = open_window().workbench
    workbench.training.step()
    qtbot.waitUntil(lambda: workbench.training.state is State.PAUSED and workbench.timeline.latest.step == 1)
    workbench.open_file(Kept().all()[0])
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None and workbench.timeline.latest.step == step)
    workbench.bring_back()
    qtbot.waitUntil(lambda: workbench.training.state is State.PAUSED and workbench.timeline.latest.step == 1)
    workbench.save_file(tmp_path / "another.npz")
    qtbot.waitUntil(lambda: not workbench.document.is_modified)
    assert [weights.load(path).step for path in Kept().all()] == [step]


def test_runs_put_aside_are_kept_as_well_and_the_one_at_hand_is_the_first_offered(person):
    first, second = put_two_runs_side_by_side(person)
    person.window.close()
    assert [weights.load(path).step for path in Kept().all()] == [second, first]


def test_a_run_put_aside_that_a_file_holds_is_not_kept(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.document.is_modified)
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.window.close()
    assert Kept().all() == []


def test_a_setting_changed_after_a_save_counts_as_unsaved(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.window.isWindowModified())
    rate = person.workbench.settings.value.learning_rate
    person.workbench.settings.propose("learning_rate", 2 * rate)
    person.wait_until(person.window.isWindowModified)
    person.workbench.settings.propose("learning_rate", rate)
    person.wait_until(lambda: not person.window.isWindowModified())


def test_what_cannot_be_kept_is_an_error(person, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    person.workbench.kept = Kept(tmp_path / "file" / "kept")
    assert person.workbench.keep_unsaved() == ""  # there is nothing to keep yet
    person.train_a_little()
    with pytest.raises(FileError):
        person.workbench.keep_unsaved()
    person.workbench.kept = Kept()
    assert "kept" in person.workbench.keep_unsaved()


def test_unsaved_work_can_be_forgotten(person, open_window):
    person.train_a_little()
    person.window.close()
    workbench = open_window().workbench
    workbench.notices.act("Forget it")
    assert Kept().all() == []


def test_an_untrained_network_is_not_kept(person):
    person.window.close()
    assert Kept().all() == []


def test_a_saved_network_is_not_kept_a_second_time(person, tmp_path: Path):
    person.train_a_little()
    person.workbench.save_file(tmp_path / "kept.npz")
    person.wait_until(lambda: not person.workbench.document.is_modified)
    person.window.close()
    assert Kept().all() == []


def test_a_network_that_went_astray_is_kept_at_its_last_sound_moment(person):
    send_astray(person)
    person.window.close()
    assert weights.load(Kept().all()[0]).is_sound


# Data


def test_another_folder_is_used_and_a_bad_one_changes_nothing(person, tmp_path: Path):
    before = person.workbench.library.dataset
    (tmp_path / "empty").mkdir()
    person.workbench.use_dataset(str(tmp_path / "empty"))
    person.wait_until(lambda: "empty" in person.notice)
    assert person.workbench.library.dataset is before
    assert person.step == 0


def test_a_network_that_was_trained_is_put_aside_when_other_data_is_used(person, figures_folder: Path):
    person.train_a_little()
    step = person.step
    person.workbench.use_dataset(str(figures_folder))
    person.wait_until(lambda: person.step == 0)
    person.press("Bring it back")
    person.wait_until(lambda: person.step == step)


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset) -> None:
    """Let every download succeed at once, and give the tiny figures."""
    monkeypatch.setattr(catalog, "fetch", lambda name, **others: None)
    monkeypatch.setattr(catalog, "load", lambda name, **others: tiny_dataset)


@pytest.mark.usefixtures("downloads")
def test_what_was_fetched_is_used_at_once_while_nothing_is_trained(person):
    person.workbench.library.fetch("mnist")
    person.wait_until(lambda: person.workbench.library.in_use == "mnist")
    person.wait_for_state(State.READY)
    assert person.notice == ""


@pytest.mark.usefixtures("downloads")
def test_what_was_fetched_waits_while_a_network_is_trained(person, qtbot):
    person.train_a_little()
    step, before = person.step, person.workbench.library.in_use
    with qtbot.waitSignal(person.workbench.library.fetched):
        person.workbench.library.fetch("mnist")
    assert (person.step, person.workbench.library.in_use) == (step, before)
    assert "MNIST is here" in person.notice
    person.press("Use MNIST")
    person.wait_until(lambda: person.workbench.library.in_use == "mnist")
    person.wait_until(lambda: person.step == 0)
    person.wait_for_state(State.READY)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == step)


def test_a_file_whose_data_is_not_loaded_to_the_end_is_not_opened_and_it_is_said(
    person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    person.train_a_little()
    other = replace(person.workbench.timeline.latest, data_name="builtin", data_fingerprint="0" * 64, step=77)
    weights.save(tmp_path / "other.npz", other)
    begun = threading.Event()

    def wait_to_be_cancelled(name: str, *, is_cancelled: Callable[[], bool], **others: object) -> Dataset:
        begun.set()
        while not is_cancelled():
            threading.Event().wait(0.001)
        raise Cancelled

    monkeypatch.setattr(catalog, "load", wait_to_be_cancelled)
    person.workbench.open_file(tmp_path / "other.npz")
    person.wait_until(begun.is_set)
    step = person.step
    person.workbench.library.cancel()
    assert "other.npz was not opened" in person.notice
    assert person.step == step
    assert person.workbench.document.path is None


# The network that comes with Inkling


def open_trained(person) -> None:
    person.trigger("openTrainedAction")
    person.wait_until(lambda: person.workbench.document.name == "Trained network")
    person.wait_until(lambda: person.workbench.timeline.latest is not None)
    person.wait_until(lambda: person.workbench.training.state is not State.PREPARING)


def test_the_trained_network_reads_at_once_and_stands_as_what_it_is(person):
    dataset = person.workbench.library.dataset
    open_trained(person)
    assert person.window.windowTitle() == "Trained network[*] – Inkling"
    assert "draw a digit" in person.notice
    assert person.workbench.notices.current.kind == "info"
    assert person.workbench.library.dataset is dataset
    assert not person.workbench.document.is_modified
    assert person.workbench.document.path is None
    person.draw((0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
    person.wait_until(lambda: person.workbench.pad.answer is not None)
    assert person.workbench.pad.answer.digit == 1


def test_the_trained_network_is_modified_once_it_was_trained_further_and_keeps_its_name(person):
    open_trained(person)
    before = person.step
    person.workbench.train()
    person.wait_until(lambda: person.step > before)
    person.pause()
    assert person.workbench.document.is_modified
    assert person.workbench.document.name == "Trained network"
    assert person.workbench.preferences.recent_files == ()


def test_a_network_at_hand_is_put_aside_for_the_trained_one_and_can_be_had_back(person, dialogs):
    person.train_a_little()
    step = person.step
    dialogs.button = QMessageBox.StandardButton.Discard
    open_trained(person)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == step)
    assert person.workbench.document.name == ""


def test_the_first_launch_offers_the_trained_network_once(preferences, open_window, qtbot):
    preferences.set_flag("trained network offered", False)
    first = open_window()
    assert [label for label, _ in first.workbench.notices.current.actions] == ["Try a trained network"]
    first.notice_bar.acted.emit("Try a trained network")
    qtbot.waitUntil(lambda: first.workbench.document.name == "Trained network")
    first.close()
    assert open_window().workbench.notices.current is None


def test_the_trained_network_asked_for_before_there_is_data_is_opened_once_there_is(
    preferences, figures_folder: Path, qtbot, tmp_path: Path
):
    workbench = Workbench(preferences, Kept(tmp_path / "kept"))
    try:
        with qtbot.waitSignal(workbench.document.trained_opened):
            workbench.open_trained()
        assert workbench.document.name == ""
        workbench.use_first_dataset(str(figures_folder))
        qtbot.waitUntil(lambda: workbench.document.name == "Trained network")
    finally:
        assert workbench.end()


def test_a_trained_network_that_is_not_there_is_said_to_be_missing(person, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pretrained, "PATH", Path("gone.npz"))
    person.trigger("openTrainedAction")
    person.wait_until(lambda: "gone.npz" in person.notice)
    assert person.workbench.document.name == ""
