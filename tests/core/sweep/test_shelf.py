"""The shelf has every sweep that was begun, and what is damaged takes no other along."""

from pathlib import Path
from uuid import uuid4

import pytest

from core.data.dataset import Dataset
from core.errors import FileError
from core.hyperparameters import Hyperparameters
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.shelf import Shelf
from core.sweep.typed import axis

SWEEP = Sweep(base=Hyperparameters(), axes=(axis("learning_rate", "0.001 0.01"),), seeds=2)
RESULT = Result(Trial(0, 1), 0, 1.0, 0.9, 0.1, 1.0, 1.0, ((1.0, 1.0, 0.9, 0.1, 0.9, 0.1),))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "sweeps")


def test_an_empty_shelf_has_nothing(shelf: Shelf) -> None:
    assert shelf.load().sweeps == ()
    assert shelf.load().trouble == ""
    shelf.delete_all()


def test_what_was_begun_is_found_with_its_results(shelf: Shelf, tiny_dataset: Dataset) -> None:
    first = shelf.begin(SWEEP, "first", tiny_dataset)
    first.journal.note(RESULT)
    second = shelf.begin(SWEEP, "second", tiny_dataset)
    found = shelf.load()
    assert [each.id for each in found.sweeps] == [first.id, second.id]
    assert [each.journal.name for each in found.sweeps] == ["first", "second"]
    assert found.sweeps[0].results == (RESULT,)
    assert found.sweeps[0].sweep == SWEEP
    assert not found.trouble


def test_a_damaged_sweep_is_told_of_and_left(shelf: Shelf, tiny_dataset: Dataset) -> None:
    good = shelf.begin(SWEEP, "good", tiny_dataset)
    bad = shelf.begin(SWEEP, "bad", tiny_dataset)
    plan = bad.journal.folder / "sweep.json"
    plan.write_text("{")
    found = shelf.load()
    assert [each.id for each in found.sweeps] == [good.id]
    assert "is damaged" in found.trouble
    assert plan.read_text() == "{"
    worse = shelf.begin(SWEEP, "worse", tiny_dataset)
    (worse.journal.folder / "results.jsonl").write_text("{}\n{}\n")
    assert shelf.load().trouble.startswith("2 sweeps cannot be read.")


def test_what_is_not_there_is_said(shelf: Shelf) -> None:
    with pytest.raises(FileError, match="no sweep"):
        shelf.open(uuid4())


def test_all_are_deleted_and_nothing_else(shelf: Shelf, tiny_dataset: Dataset) -> None:
    shelf.begin(SWEEP, "one", tiny_dataset)
    bad = shelf.begin(SWEEP, "bad", tiny_dataset)
    (bad.journal.folder / "sweep.json").write_text("{")
    own = shelf.folder / "notes of mine"
    own.mkdir()
    shelf.delete_all()
    assert [path.name for path in shelf.folder.iterdir()] == [own.name]
