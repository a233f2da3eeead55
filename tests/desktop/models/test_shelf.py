"""ShelfModel: runs put aside, the last of which comes back first."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.files.standing import Standing
from core.hyperparameters import Hyperparameters
from core.training.recording import Recording
from core.training.trainer import Trainer
from desktop.models.shelf import MOST, ShelfModel, ShelvedRun

MakeRun = Callable[..., ShelvedRun]


@pytest.fixture
def make_run(tiny_dataset: Dataset) -> MakeRun:
    """Return a function that makes a run of three moments, the last of them at a step."""
    start = Trainer(Hyperparameters(hidden=(4,)), tiny_dataset).snapshot()

    def make(step: int, standing: Standing | None = None) -> ShelvedRun:
        recording = Recording()
        for moment in (0, step // 2, step):
            recording.add(replace(start, step=moment))
        return ShelvedRun(start.hyperparameters, tiny_dataset, "tiny", recording, standing or Standing())

    return make


@pytest.fixture
def shelf() -> ShelfModel:
    return ShelfModel()


def test_there_is_nothing_at_first(shelf: ShelfModel):
    assert shelf.last is None
    assert shelf.unsaved == ()
    assert shelf.take() is None


def test_the_run_put_aside_last_comes_back_first_and_whole(shelf: ShelfModel, make_run: MakeRun, qtbot: QtBot):
    first, second = make_run(10), make_run(20)
    for run in (first, second):
        with qtbot.waitSignal(shelf.changed):
            shelf.put(run)
    assert shelf.last is second
    with qtbot.waitSignal(shelf.changed):
        assert shelf.take() is second
    assert len(second.recording) == 3
    back = shelf.take()
    assert back is not None
    assert back.latest is first.latest
    assert shelf.last is None


def test_older_runs_come_back_whole_as_well(shelf: ShelfModel, make_run: MakeRun):
    older = make_run(10, Standing(Path("mine.npz"), 4, Hyperparameters()))
    shelf.put(older)
    shelf.put(make_run(20))
    shelf.take()
    assert shelf.take() is older


def test_where_memory_runs_out_the_oldest_run_has_fewer_moments(shelf: ShelfModel, make_run: MakeRun):
    older, newer = make_run(10), make_run(20)
    for step in range(11, 40):
        older.recording.add(replace(older.latest, step=step))
    shelf.set_budget(newer.recording.bytes + 5 * older.latest.bytes)
    moments = len(older.recording)
    shelf.put(older)
    assert not older.is_thinned
    shelf.put(newer)
    assert shelf.take() is newer
    back = shelf.take()
    assert back is not None
    assert back.is_thinned
    assert 2 <= len(back.recording) < moments
    assert back.recording[0].step == 0
    assert back.latest is older.latest
    assert back.latest.memory  # it can still be trained further
    assert (back.standing, back.dataset, back.hyperparameters) == (older.standing, older.dataset, older.hyperparameters)
    assert len(older.recording) == moments  # what someone else may hold stays as it is


def test_only_a_few_are_kept(shelf: ShelfModel, make_run: MakeRun):
    for step in range(10, 10 * (MOST + 3), 10):
        shelf.put(make_run(step))
    steps = []
    while (run := shelf.take()) is not None:
        steps.append(run.latest.step)
    assert steps == [10 * number for number in range(MOST + 2, 2, -1)]


def test_what_no_file_holds_is_known_the_last_first(shelf: ShelfModel, make_run: MakeRun):
    unsaved, trained_since = make_run(10), make_run(20, Standing(Path("b.npz"), 15, Hyperparameters(hidden=(4,))))
    saved = make_run(30)
    saved = replace(saved, standing=Standing.of(Path("c.npz"), saved.latest))
    for run in (unsaved, trained_since, saved):
        shelf.put(run)
    assert [run.latest.step for run in shelf.unsaved] == [20, 10]
    assert not saved.is_unsaved


def test_a_run_is_taken_by_its_number_and_put_back_whole(shelf: ShelfModel, make_run: MakeRun):
    first, second = replace(make_run(10), number=1), replace(make_run(20), number=2)
    shelf.put(first)
    shelf.put(second)
    assert shelf.take(7) is None
    taken = shelf.take(1)
    assert taken is not None
    assert taken.latest.step == 10
    shelf.restore(taken)
    assert shelf.take() is second
    assert len(second.recording) == 3
    assert shelf.take() is taken
