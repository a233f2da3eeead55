"""A sweep as one file: runs for whoever knows no sweeps, and the whole sweep for who does."""

import json
from pathlib import Path

import pytest

from core.data.dataset import Dataset
from core.errors import FileError
from core.files import runs
from core.files.kinds import FileKind, kind_of
from core.hyperparameters import Hyperparameters
from core.sweep import file
from core.sweep.conductor import Conductor
from core.sweep.journal import Journal
from core.sweep.plan import Sweep
from core.sweep.result import Trial
from core.sweep.space import Axis
from tests.core.sweep.teams import Bench

BASE = Hyperparameters(hidden=(4,), epochs=1, batch_size=20)
SWEEP = Sweep(base=BASE, axes=(Axis("learning_rate", (0.01, 0.1)),), seeds=2)


@pytest.fixture
def journal(tmp_path: Path, tiny_dataset: Dataset) -> Journal:
    """Return a sweep that was trained, of which one run was cancelled."""
    journal = Journal.begin(tmp_path / "rates", SWEEP, "Rates", tiny_dataset)
    conductor = Conductor(journal, Bench(tiny_dataset))
    conductor.cancel(Trial(1, 2))
    conductor.run()
    return journal


def test_it_is_a_file_of_runs(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "rates.runs.npz"
    assert file.save(path, journal) == 3
    kept = runs.load(path)
    assert [run.settings for run in kept] == [SWEEP.of(trial) for trial in (Trial(0, 1), Trial(1, 1), Trial(0, 2))]
    assert all(len(run.recording) == 1 for run in kept)
    assert runs.load_one(path, 1).id == kept[1].id


def test_it_is_the_sweep_as_well(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "rates.runs.npz"
    file.save(path, journal)
    assert file.is_sweep(path)
    opened = file.load(path)
    assert (opened.sweep, opened.name, opened.data_fingerprint) == (SWEEP, "Rates", journal.data_fingerprint)
    by_trial = {result.trial: result for result in opened.results()}
    assert by_trial.keys() == {result.trial for result in journal.results()}
    assert opened.run(Trial(0, 2)).settings == SWEEP.of(Trial(0, 2))
    with pytest.raises(FileError, match="no weights"):
        opened.run(Trial(1, 2))


def test_runs_of_no_sweep_are_none(journal: Journal, tmp_path: Path) -> None:
    path = tmp_path / "some.runs.npz"
    runs.save(path, [journal.run(Trial(0, 1))])
    assert not file.is_sweep(path)
    with pytest.raises(FileError, match="no sweep"):
        file.load(path)


def test_a_sweep_that_came_to_nothing_yet_is_not_saved(tmp_path: Path, tiny_dataset: Dataset) -> None:
    journal = Journal.begin(tmp_path / "new", SWEEP, "New", tiny_dataset)
    with pytest.raises(FileError, match="no runs"):
        file.save(tmp_path / "new.runs.npz", journal)
    assert not (tmp_path / "new.runs.npz").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "null"])
def test_a_damaged_sweep_is_told(journal: Journal, tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.runs.npz"
    runs.save_many(path, 1, lambda place: journal.run(Trial(0, 1)), {"sweep": text})
    with pytest.raises(FileError, match="damaged"):
        file.load(path)


@pytest.mark.parametrize(
    "change",
    [
        {"setting": 9},
        {"setting": -1},
        {"seed": 7},
        {"setting": 1, "seed": 2},  # there twice
        {"rung": 1},
        {"curve": [[1.0, 2.0]]},
    ],
)
def test_results_of_other_runs_are_damage(journal: Journal, tmp_path: Path, change: dict[str, object]) -> None:
    file.save(tmp_path / "good.runs.npz", journal)
    told = json.loads(runs.text_in(tmp_path / "good.runs.npz", runs.SWEEP) or "")
    told["results"][1].update(change)
    path = tmp_path / "bad.runs.npz"
    runs.save_many(path, 1, lambda place: journal.run(Trial(0, 1)), {runs.SWEEP: json.dumps(told)})
    with pytest.raises(FileError, match="damaged"):
        file.load(path)


def test_it_is_known_for_what_it_is(journal: Journal, tmp_path: Path) -> None:
    file.save(tmp_path / "rates.npz", journal)
    assert kind_of(tmp_path / "rates.npz") is FileKind.SWEEP
    runs.save(tmp_path / "some.npz", [journal.run(Trial(0, 1))])
    assert kind_of(tmp_path / "some.npz") is FileKind.RUNS
