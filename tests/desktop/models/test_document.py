"""DocumentModel: the weight file on screen, and what is not saved."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.errors import FileError
from core.files import weights
from core.files.standing import Standing
from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models.document import DocumentModel


@pytest.fixture
def document(jobs: Jobs) -> DocumentModel:
    return DocumentModel(jobs)


@pytest.fixture
def snapshot(tiny_dataset: Dataset) -> Snapshot:
    trainer = Trainer(Hyperparameters(hidden=(4,)), tiny_dataset)
    trainer.advance()
    return trainer.snapshot()


def test_a_network_is_modified_from_its_first_batch_on(document: DocumentModel, snapshot: Snapshot, qtbot: QtBot):
    document.follow(replace(snapshot, step=0))
    assert not document.is_modified
    with qtbot.waitSignal(document.changed):
        document.follow(snapshot)
    assert document.is_modified
    with qtbot.assertNotEmitted(document.changed):
        document.follow(replace(snapshot, step=2))


def test_saving_writes_the_file_and_takes_the_mark_away(
    document: DocumentModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
):
    document.follow(snapshot)
    with qtbot.waitSignal(document.saved):
        document.save(tmp_path / "a.npz", snapshot)
    assert weights.load(tmp_path / "a.npz").step == 1
    assert document.path == tmp_path / "a.npz"
    assert not document.is_modified


def test_what_was_trained_while_the_file_was_written_is_not_saved(
    document: DocumentModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
):
    document.follow(snapshot)
    with qtbot.waitSignal(document.saved):
        document.save(tmp_path / "a.npz", snapshot)
        document.follow(replace(snapshot, step=9))
    assert document.is_modified


def test_a_save_that_fails_says_so_and_all_stays_unsaved(
    document: DocumentModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
):
    (tmp_path / "file").write_text("in the way")
    document.follow(snapshot)
    with qtbot.waitSignal(document.failed) as caught:
        document.save(tmp_path / "file" / "a.npz", snapshot)
    assert isinstance(caught.args[0], FileError)
    assert document.is_modified
    assert document.path is None


def test_a_file_does_not_become_that_of_a_network_begun_since(
    document: DocumentModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
):
    document.follow(snapshot)
    with qtbot.waitSignal(document.saved):
        document.save(tmp_path / "a.npz", snapshot)
        document.start_over()
    assert document.path is None
    document.follow(snapshot)
    assert document.is_modified


def test_what_follows_a_save_waits_until_the_file_is_whole(
    document: DocumentModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path
):
    steps: list[int] = []
    document.save(tmp_path / "a.npz", snapshot, lambda: steps.append(weights.load(tmp_path / "a.npz").step))
    qtbot.waitUntil(lambda: steps == [1])


def test_opening_hands_over_the_snapshot(document: DocumentModel, snapshot: Snapshot, qtbot: QtBot, tmp_path: Path):
    weights.save(tmp_path / "a.npz", snapshot)
    with qtbot.waitSignal(document.opened) as caught:
        document.open(tmp_path / "a.npz")
    path, opened = caught.args
    assert path == tmp_path / "a.npz"
    assert opened.step == 1


def test_opening_a_file_that_is_damaged_changes_nothing(document: DocumentModel, qtbot: QtBot, tmp_path: Path):
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04 and no more")
    with qtbot.waitSignal(document.failed) as caught, qtbot.assertNotEmitted(document.opened):
        document.open(tmp_path / "a.npz")
    assert "a.npz" in str(caught.args[0])
    assert document.path is None


def test_another_network_has_the_file_it_came_from_or_none(document: DocumentModel, snapshot: Snapshot, tmp_path: Path):
    document.start_over(Standing.of(tmp_path / "a.npz", snapshot), snapshot)
    assert document.path == tmp_path / "a.npz"
    assert not document.is_modified
    document.start_over()
    assert document.path is None


def test_a_network_that_is_brought_back_is_as_unsaved_as_it_was(
    document: DocumentModel, snapshot: Snapshot, tmp_path: Path
):
    standing = Standing.of(tmp_path / "a.npz", snapshot)
    document.start_over(standing, replace(snapshot, step=9))
    assert document.is_modified
    document.start_over(standing, snapshot)
    assert not document.is_modified


def test_a_setting_changed_after_a_save_is_not_in_the_file(document: DocumentModel, snapshot: Snapshot, tmp_path: Path):
    document.start_over(Standing.of(tmp_path / "a.npz", snapshot), snapshot)
    changed = replace(snapshot.hyperparameters, learning_rate=0.5)
    document.follow(replace(snapshot, hyperparameters=changed))
    assert document.is_modified


def test_the_same_step_of_another_line_is_not_in_the_file(document: DocumentModel, snapshot: Snapshot, tmp_path: Path):
    document.start_over(Standing.of(tmp_path / "a.npz", replace(snapshot, step=30)), replace(snapshot, step=30))
    document.go_back(replace(snapshot, step=20))
    document.follow(replace(snapshot, step=30))
    assert document.is_modified
