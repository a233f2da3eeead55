"""The sweeps of a window: which there are, how far they are, and what the one that is looked at shows."""

import math
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.sweep.conductor import Progress
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.shelf import Shelf
from core.sweep.typed import axis
from desktop.background.jobs import Jobs
from desktop.models.sweeps import State, SweepEntry, SweepsModel

SWEEP = Sweep(base=Hyperparameters(), axes=(axis("learning_rate", "0.01 0.1"),), seeds=2)


def result(setting: int, seed: int, accuracy: float, trouble: str = "") -> Result:
    point = (1.0, 1.0, accuracy, 0.1, accuracy, 0.1)
    return Result(Trial(setting, seed), 0, 1.0, accuracy, 0.1, 1.0, 1.0, (point,), trouble)


def progress(*results: Result, running: tuple[Trial, ...] = ()) -> Progress:
    return Progress(results, tuple((trial, "process 1") for trial in running), len(results), 1, 12.0, 2)


@pytest.fixture
def entry(tiny_dataset: Dataset) -> SweepEntry:
    return SweepEntry.of(Shelf().begin(SWEEP, "rates", tiny_dataset), State.RUNNING)


@pytest.fixture
def sweeps(qtbot: QtBot, jobs: Jobs) -> SweepsModel:
    return SweepsModel(jobs)


def other(tiny_dataset: Dataset, state: State = State.DONE) -> SweepEntry:
    return SweepEntry.of(Shelf().begin(SWEEP, "others", tiny_dataset), state)


def test_the_first_one_is_looked_at(sweeps: SweepsModel, entry: SweepEntry, tiny_dataset: Dataset) -> None:
    assert sweeps.current is None
    sweeps.put(entry)
    second = other(tiny_dataset)
    sweeps.put(second)
    assert sweeps.current == entry
    sweeps.look_at(second.id)
    assert sweeps.current == second
    sweeps.look_at(uuid4())
    assert sweeps.current == second
    sweeps.remove(second.id)
    assert sweeps.current == entry
    sweeps.remove(entry.id)
    assert sweeps.current is None
    assert sweeps.entries == ()


def test_those_of_other_days_come_before(sweeps: SweepsModel, entry: SweepEntry, tiny_dataset: Dataset) -> None:
    old = other(tiny_dataset)
    sweeps.put(entry)
    sweeps.put_before((old,))
    assert sweeps.entries == (old, entry)
    assert sweeps.current == entry


def test_what_it_shows_is_worked_out(qtbot: QtBot, sweeps: SweepsModel, entry: SweepEntry) -> None:
    sweeps.put(entry)
    heard: list[str] = []
    sweeps.progressed.connect(lambda: heard.append("progressed"))
    results = (result(0, 1, 0.8), result(0, 2, 0.82), result(1, 1, 0.9), result(1, 2, 0.92))
    sweeps.note_progress(entry.id, progress(*results, running=(Trial(1, 2),)))
    assert heard == ["progressed"]
    now = sweeps.current
    assert now is not None
    assert (now.done, now.runs, now.seconds_left, now.running) == (4, 4, 12.0, (Trial(1, 2),))
    assert now.best == results[3]
    qtbot.waitUntil(lambda: sweeps.shown is not None and len(sweeps.shown.findings.rows) == 2)
    assert sweeps.shown is not None
    assert sweeps.shown.findings.rows[0].setting == 1
    assert sweeps.shown.sentences[0].startswith("Best so far: learning rate 0.1 with 91.00 %")


def test_a_sweep_nobody_knows_changes_nothing(sweeps: SweepsModel) -> None:
    id = uuid4()
    sweeps.note_progress(id, progress())
    sweeps.note_state(id, State.DONE)
    sweeps.remove(id)
    assert sweeps.find(id) is None
    assert sweeps.find(None) is None


def test_nothing_is_trained_any_more_after_the_end(sweeps: SweepsModel, entry: SweepEntry) -> None:
    sweeps.put(entry)
    sweeps.note_progress(entry.id, progress(running=(Trial(0, 1),)))
    sweeps.note_state(entry.id, State.UNFINISHED)
    now = sweeps.find(entry.id)
    assert now is not None
    assert now.running == ()
    assert now.state is State.UNFINISHED


def test_the_best_has_a_figure(entry: SweepEntry) -> None:
    assert entry.best is None
    lost = result(0, 1, 0.99, trouble="It was cancelled.")
    unknown = result(0, 2, math.nan)
    assert replace(entry, results=(lost, unknown)).best is None


def test_the_ids_are_those_of_the_shelf(entry: SweepEntry) -> None:
    assert entry.journal.folder.name == str(UUID(entry.journal.folder.name)) == str(entry.id)
