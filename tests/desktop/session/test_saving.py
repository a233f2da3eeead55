"""Saving: weight files of the run on screen, and what of it they hold."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models.library import LibraryModel
from desktop.models.notices import NoticesModel
from desktop.models.runs import RunsModel
from desktop.session.saving import Saving

SETTINGS = Hyperparameters(hidden=(4,))


@pytest.fixture
def snapshot(tiny_dataset: Dataset) -> Snapshot:
    """Return a moment after one batch."""
    trainer = Trainer(SETTINGS, tiny_dataset)
    trainer.advance()
    snapshot = trainer.snapshot()
    trainer.close()
    return snapshot


@pytest.fixture
def runs(tiny_dataset: Dataset, snapshot: Snapshot) -> RunsModel:
    """Return runs of which the one on screen was trained for one batch."""
    runs = RunsModel()
    runs.show(runs.begun(SETTINGS, tiny_dataset))
    runs.reach([replace(snapshot, step=0), snapshot])
    return runs


@pytest.fixture
def notices() -> NoticesModel:
    return NoticesModel()


@pytest.fixture
def library(jobs: Jobs) -> LibraryModel:
    return LibraryModel(jobs)


@pytest.fixture
def saving(runs: RunsModel, library: LibraryModel, notices: NoticesModel, jobs: Jobs) -> Saving:
    return Saving(runs, library, notices, jobs)


def current(runs: RunsModel) -> Run:
    assert runs.current is not None
    return runs.current


def test_saving_writes_the_file_and_takes_the_mark_away(
    saving: Saving, runs: RunsModel, qtbot: QtBot, tmp_path: Path
) -> None:
    assert current(runs).is_unsaved
    with qtbot.waitSignal(runs.changed), qtbot.waitSignal(saving.saved) as caught:
        saving.save(tmp_path / "a.npz")
    assert caught.args == [tmp_path / "a.npz", current(runs)]
    found = weights.load_run(tmp_path / "a.npz")
    assert (found.step, found.id) == (1, current(runs).id)
    assert (runs.title, current(runs).is_unsaved) == ("a.npz", False)


def test_what_was_trained_while_the_file_was_written_is_not_saved(
    saving: Saving, runs: RunsModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(saving.saved):
        saving.save(tmp_path / "a.npz")
        runs.reach([replace(snapshot, step=9)])
    assert (runs.title, current(runs).is_unsaved) == ("a.npz", True)
    assert weights.load(tmp_path / "a.npz").step == 1


def test_a_run_that_goes_on_after_it_was_saved_is_unsaved_until_it_is_saved_again(
    saving: Saving, runs: RunsModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
) -> None:
    for step, path in ((1, tmp_path / "a.npz"), (9, tmp_path / "b.npz")):
        runs.reach([replace(snapshot, step=step)])
        assert current(runs).is_unsaved
        with qtbot.waitSignal(saving.saved):
            saving.save(path)
        assert (runs.title, current(runs).is_unsaved) == (path.name, False)


def test_a_save_that_fails_says_so_and_all_stays_unsaved(
    saving: Saving, runs: RunsModel, notices: NoticesModel, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with qtbot.waitSignal(notices.changed), qtbot.assertNotEmitted(saving.saved):
        saving.save(tmp_path / "file" / "a.npz", unexpected)
    assert notices.current is not None
    assert notices.current.kind == "error"
    assert (runs.title, current(runs).is_unsaved) == ("", True)


def unexpected() -> None:
    raise AssertionError("nothing follows a save that failed")


def test_a_file_does_not_become_that_of_a_network_begun_since(
    saving: Saving, runs: RunsModel, snapshot: Snapshot, tiny_dataset: Dataset, qtbot: QtBot, tmp_path: Path
) -> None:
    before = current(runs)
    with qtbot.waitSignal(saving.saved):
        saving.save(tmp_path / "a.npz")
        runs.show(runs.begun(SETTINGS, tiny_dataset))
    runs.reach([snapshot])
    assert (runs.title, current(runs).is_unsaved) == ("", True)
    put_aside = runs.find(before.id)
    assert put_aside is not None
    assert not put_aside.is_unsaved, "it is the file of the one that was put aside"


def test_a_file_does_not_become_that_of_a_run_that_has_gone_back_since(
    saving: Saving, runs: RunsModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
) -> None:
    runs.reach([replace(snapshot, step=20), replace(snapshot, step=30)])
    with qtbot.waitSignal(saving.saved):
        saving.save(tmp_path / "a.npz")
        runs.show(current(runs).back_at(runs.recording[2]), instead=True)
    runs.reach([replace(snapshot, step=30)])
    assert (runs.title, current(runs).is_unsaved) == ("", True)


def test_what_follows_a_save_waits_until_the_file_is_whole(
    saving: Saving, runs: RunsModel, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[tuple[int, bool]] = []
    path = tmp_path / "a.npz"
    saving.save(path, lambda: told.append((weights.load(path).step, current(runs).is_unsaved)))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(1, False)]


def test_without_a_network_there_is_nothing_to_save(
    jobs: Jobs, library: LibraryModel, notices: NoticesModel, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    runs = RunsModel()
    saving = Saving(runs, library, notices, jobs)
    saving.save(tmp_path / "a.npz")
    runs.show(runs.begun(SETTINGS, tiny_dataset))
    saving.save(tmp_path / "a.npz")
    assert jobs.end(20.0)
    assert not (tmp_path / "a.npz").exists()


def test_a_file_that_another_run_is_saved_over_is_not_that_of_the_first_any_longer(
    saving: Saving, runs: RunsModel, snapshot: Snapshot, tiny_dataset: Dataset, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "best.npz"
    with qtbot.waitSignal(saving.saved):
        saving.save(path)
    first = current(runs)
    runs.show(runs.begun(SETTINGS, tiny_dataset))
    runs.reach([replace(snapshot, step=0), snapshot])
    with qtbot.waitSignal(saving.saved):
        saving.save(path)
    assert runs.title == "best.npz"
    left = runs.find(first.id)
    assert left is not None
    assert left.saved is None
    assert left.is_unsaved
