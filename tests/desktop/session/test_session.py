"""How a run begins, is put aside and comes back."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QKeySequence

from core.data import idx
from core.data.dataset import Dataset
from desktop.models.training import State
from tests.desktop.helpers import (
    assert_same_moments,
    assert_same_weights,
    file_of,
    put_two_runs_side_by_side,
    trained_directly,
)

pytestmark = pytest.mark.panels()


def test_reset_begins_anew_and_what_it_put_aside_comes_back_whole(person):
    person.train_a_little()
    before, recording = person.workbench.timeline.latest, person.workbench.timeline.recording
    person.trigger("resetAction")
    assert person.workbench.training.state is State.PREPARING
    person.wait_for_state(State.READY)
    assert person.step == 0
    assert len(person.workbench.runs.others) == 1
    person.press("Bring it back")
    person.wait_for_state(State.PAUSED)
    assert_same_moments(person.workbench.timeline.recording, recording)
    assert person.workbench.timeline.latest.step == before.step
    assert_same_weights(person.workbench.timeline.latest.network, before.network)
    np.testing.assert_array_equal(person.workbench.timeline.latest.curves.table, before.curves.table)
    assert person.workbench.runs.others == ()
    assert person.workbench.runs.current.is_unsaved


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


def test_bringing_back_swaps_the_run_at_hand_with_the_one_put_aside(person):
    first, second = put_two_runs_side_by_side(person)
    recordings = person.workbench.runs.last_left.recording, person.workbench.timeline.recording
    for step, recording in ((first, recordings[0]), (second, recordings[1]), (first, recordings[0])):
        person.trigger("bringBackAction")
        person.wait_for_state(State.PAUSED)
        assert person.step == step
        assert_same_moments(person.workbench.timeline.recording, recording)
        assert len(person.workbench.runs.others) == 1
    assert "put aside" in person.notice


def test_a_run_that_is_gone_back_to_stays_though_other_images_were_being_loaded(
    person, figures_folder: Path, tmp_path: Path
):
    person.train_a_little()
    workbench = person.workbench
    own, data = workbench.runs.current, workbench.library.in_use
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    workbench.library.load(str(shutil.copytree(figures_folder, tmp_path / "others")))
    assert workbench.library.is_busy
    workbench.session.switch(own.id)
    assert not workbench.library.is_busy
    person.wait_for_state(State.PAUSED)
    assert workbench.runs.current.id == own.id
    assert workbench.library.in_use == data


def test_a_run_is_brought_back_with_its_settings_and_its_file(person, tmp_path: Path):
    person.workbench.settings.propose("learning_rate", 0.01)
    person.train_a_little()
    saved = person.step
    person.workbench.save_file(tmp_path / "mine.npz")
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("learning_rate", 0.5)
    assert file_of(person.workbench) is None
    person.trigger("bringBackAction")
    person.wait_for_state(State.PAUSED)
    assert person.workbench.settings.value.learning_rate == 0.01
    assert file_of(person.workbench) == tmp_path / "mine.npz"
    assert not person.workbench.runs.current.is_unsaved
    person.train_a_little()
    assert person.step > saved
    assert person.workbench.runs.current.is_unsaved


def test_saving_does_not_take_away_what_was_put_aside(person, tmp_path: Path):
    first, _ = put_two_runs_side_by_side(person)
    person.workbench.save_file(tmp_path / "second.npz")
    person.wait_until(lambda: not person.workbench.runs.current.is_unsaved)
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == first)
    assert person.workbench.runs.current.is_unsaved
    assert file_of(person.workbench) is None


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
