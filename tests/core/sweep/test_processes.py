"""Processes that train the runs of a sweep: the same numbers, one copy of the data, and nobody troubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from core.data import idx
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.images import TrainingImages
from core.parts.adaptive import Adam
from core.sweep.conductor import Conductor, Progress, Wish
from core.sweep.journal import Journal
from core.sweep.plan import Sweep
from core.sweep.processes import Processes
from core.sweep.result import Trial
from core.sweep.shared import SharedDataset
from core.sweep.space import Axis
from core.training.training import train
from tests.core.sweep.teams import Bench

BASE = Hyperparameters(hidden=(4,), epochs=2, batch_size=20, optimizer=Adam())
SWEEP = Sweep(base=BASE, axes=(Axis("learning_rate", (0.001, 0.01)), Axis("weight_decay", (0.0, 0.001))))
LONG = Sweep(base=Hyperparameters(hidden=(4,), epochs=5000, batch_size=1), axes=SWEEP.axes)
PATIENCE = 30.0


@pytest.fixture(scope="module")
def shared(tiny_dataset: Dataset) -> SharedDataset:
    return SharedDataset(tiny_dataset)


@pytest.fixture
def team(shared: SharedDataset) -> Iterator[Processes]:
    team = Processes(shared, 2)
    yield team
    team.close()


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came"


def pids(team: Processes) -> list[int]:
    return [worker.process.pid or 0 for worker in team._workers]


def test_they_train_what_anybody_would(team: Processes, tiny_dataset: Dataset, tmp_path: Path) -> None:
    journals = [Journal.begin(tmp_path / name, SWEEP, name, tiny_dataset) for name in ("here", "there")]
    assert Conductor(journals[0], Bench(tiny_dataset)).run()
    assert Conductor(journals[1], team).run()
    for trial in SWEEP.trials:
        ours, theirs = (journal.run(trial).best for journal in journals)
        assert ours is not None
        assert theirs is not None
        for one, other in zip(ours.network.parameters, theirs.network.parameters, strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_data_set_travels_as_memory_that_is_shared(shared: SharedDataset, tiny_dataset: Dataset) -> None:
    dataset, packed = shared.opened()
    assert dataset.fingerprint == tiny_dataset.fingerprint
    assert packed.images is dataset.train.images
    again, _ = shared.opened()
    assert np.shares_memory(dataset.train.images, again.train.images)
    for columns in (packed.inked_columns, packed.all_columns):
        rows = packed.packed(columns, is_shared=False).arrays()["rows"]
        assert np.shares_memory(rows, shared.opened()[1].packed(columns, is_shared=False).arrays()["rows"])


@pytest.mark.parametrize("decay", [0.0, 0.001])
def test_lent_images_train_the_same(shared: SharedDataset, tiny_dataset: Dataset, decay: float) -> None:
    settings = Hyperparameters(hidden=(4,), epochs=2, batch_size=20, weight_decay=decay)
    dataset, packed = shared.opened()
    lent = train(settings, dataset, way="one process", packed=packed)
    own = train(settings, tiny_dataset, way="one process")
    assert lent.latest is not None
    assert own.latest is not None
    for one, other in zip(lent.latest.network.parameters, own.latest.network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)


def test_images_of_other_data_are_not_taken(tiny_dataset: Dataset) -> None:
    other = TrainingImages(np.zeros_like(tiny_dataset.train.images), tiny_dataset.train.labels)
    settings = Hyperparameters(hidden=(4,), epochs=1, batch_size=20)
    runs = [train(settings, tiny_dataset, way="one process", packed=packed) for packed in (None, other)]
    assert runs[0].curves.last("test_cost") == runs[1].curves.last("test_cost")


def test_another_takes_the_place_of_one_that_is_killed(team: Processes, tiny_dataset: Dataset, tmp_path: Path) -> None:
    journal = Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset)
    killed: list[int] = []
    notes: list[str] = []

    def kill(progress: Progress) -> None:
        notes.append(progress.note)
        if not killed and len(progress.running) == 2:
            killed.append(pids(team)[0])
            os.kill(killed[0], signal.SIGKILL)

    conductor = Conductor(journal, team, kill)
    assert conductor.run()
    assert [result.trouble for result in conductor.results] == [""] * 4
    assert any("ended before its time" in note for note in notes)
    assert killed[0] not in pids(team)


def test_a_stop_gives_up_what_is_trained(team: Processes, tiny_dataset: Dataset, tmp_path: Path) -> None:
    journal = Journal.begin(tmp_path / "sweep", LONG, "Sweep", tiny_dataset)
    began: list[bool] = []
    conductor = Conductor(journal, team, lambda progress: began.append(len(progress.running) == 2))
    assert not conductor.run(lambda: Wish.STOP if any(began) else Wish.GO_ON)
    assert journal.results() == ()
    assert len(team.free()) == 2  # ready for the next sweep


def test_one_run_is_given_up_and_the_others_go_on(team: Processes, tiny_dataset: Dataset, tmp_path: Path) -> None:
    sweep = Sweep(base=BASE, axes=(Axis("epochs", (2, 50_000)),))
    journal = Journal.begin(tmp_path / "sweep", sweep, "Sweep", tiny_dataset)
    told: list[Progress] = []

    def cancel_the_long_one(progress: Progress) -> None:
        told.append(progress)
        if progress.done == 1:
            conductor.cancel(Trial(1, 1))

    conductor = Conductor(journal, team, cancel_the_long_one)
    assert conductor.run()
    assert [bool(result.trouble) for result in conductor.results] == [False, True]


def test_closing_ends_them(shared: SharedDataset) -> None:
    team = Processes(shared, 2)
    found = [psutil.Process(pid) for pid in pids(team)]
    team.close()
    assert not any(process.is_running() for process in found)
    assert team.count == 0


_PROGRAM = """
import sys
from core.data.dataset import from_folder
from core.sweep.processes import Processes
from core.sweep.shared import SharedDataset
from tests.core.sweep.test_processes import LONG, pids
from core.sweep.order import Order
from pathlib import Path
team = Processes(SharedDataset(from_folder(Path(sys.argv[1]))), 2)
for worker, trial in zip(team.free(), LONG.trials):
    team.begin(worker, Order(trial, 0, LONG.of(trial).to_dict(), 5000, "long"))
print(*pids(team), flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_none_is_left_when_their_program_is_killed(tiny_dataset: Dataset, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name, split in (("train", tiny_dataset.train), ("t10k", tiny_dataset.test)):
        idx.write(tmp_path / "data" / f"{name}-images-idx3-ubyte", split.images)
        idx.write(tmp_path / "data" / f"{name}-labels-idx1-ubyte", split.labels)
    repository = Path(__file__).resolve().parents[3]
    program = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "data")],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    found = [psutil.Process(int(pid)) for pid in program.stdout.readline().split()]
    assert len(found) == 2
    program.kill()
    program.communicate()
    until(lambda: not any(process.is_running() for process in found))
