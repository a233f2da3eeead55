"""A run comes out of a file as it went in, also of one that says less than files do today."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import FileError
from core.files import runs
from core.files.archive import Archive, Kind, opened
from core.files.run_reader import RunReader
from core.files.run_writer import RunWriter
from core.training.history import History
from core.training.run import Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]
WRITTEN = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def run(make_snapshot: MakeSnapshot) -> Run:
    history, run = History(), Run.of(make_snapshot(0), "rate 0.01")
    for step in (0, 10, 20):
        history.append(step=step, epoch=step / 10, seconds=step, test_accuracy=step / 100, whole=1)
        run = run.reached(make_snapshot(step, curves=history.curves()))
    return run


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Path:
    runs.save(tmp_path / "one.runs.npz", [run])
    return tmp_path / "one.runs.npz"


def reader(archive: Archive, run: Run, *left_out: str, **changes: Any) -> RunReader:
    """Return a reader of a file that says all of the run but this, or says it otherwise."""
    told = {name: value for name, value in RunWriter(0, run).description().items() if name not in left_out}
    return RunReader(archive, 0, {"runs": [told | changes], "created": WRITTEN.isoformat()})


def test_the_run_comes_back_with_its_moments_or_without(archive: Path, run: Run) -> None:
    with opened(archive, Kind("a file", "")) as file:
        whole, bare = reader(file, run).run(), reader(file, run).bare()
    assert [moment.step for moment in whole.recording] == [0, 20]
    assert (len(bare.recording), bare.is_whole, whole.is_whole) == (0, False, True)
    assert bare == replace(whole, recording=bare.recording, is_whole=False)
    assert (bare.id, bare.name, bare.step, bare.epoch) == (run.id, run.name, 20, 2.0)


def test_what_a_file_of_the_first_inklings_does_not_say_is_found_in_its_moments(archive: Path, run: Run) -> None:
    unsaid = ("id", "created", "step", "epoch", "first", "parent", "is_shown", "trouble")
    with opened(archive, Kind("a file", "")) as file:
        found, again = reader(file, run, *unsaid).bare(), reader(file, run, *unsaid).bare()
    assert (found.step, found.epoch) == (20, 2.0)
    assert (found.first_epoch, found.first_settings) == (0.0, run.settings)
    assert (found.created, found.is_shown, found.parent) == (WRITTEN, True, None)
    assert found.id == again.id != run.id


def test_where_a_branch_grew_out_is_found_on_its_curves(archive: Path, run: Run) -> None:
    with opened(archive, Kind("a file", "")) as file:
        parent = reader(file, run, "parent", begins_at=1.5).bare().parent
    assert parent is not None
    assert (parent.run, parent.step, parent.epoch) == (None, 10, 1.5)


def test_moments_of_other_names_and_of_other_layers_are_refused(archive: Path, run: Run) -> None:
    wider = run.settings.to_dict() | {"hidden": [5]}
    with opened(archive, Kind("a file", "")) as file:
        with pytest.raises(FileError, match="run 1 has moments of other names"):
            reader(file, run, moments=["worst"])
        with pytest.raises(FileError, match="the settings and the layers of run 1 do not agree"):
            reader(file, run, hyperparameters=wider).run()
