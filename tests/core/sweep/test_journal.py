"""The journal keeps what was done, whatever ended the program."""

import json
from pathlib import Path

import pytest

import core.sweep.journal
from core.data.dataset import Dataset
from core.errors import BusyFileError, FileError, NewerFileError
from core.hyperparameters import Hyperparameters
from core.sweep.conductor import Conductor
from core.sweep.journal import Journal
from core.sweep.order import Product
from core.sweep.plan import Sweep
from core.sweep.result import Trial
from core.sweep.space import Axis
from tests.core.sweep.teams import Bench

SWEEP = Sweep(base=Hyperparameters(hidden=(4,), epochs=1, batch_size=20), axes=(Axis("learning_rate", (0.01, 0.1)),))


@pytest.fixture
def journal(tmp_path: Path, tiny_dataset: Dataset) -> Journal:
    """Return a sweep that was trained."""
    journal = Journal.begin(tmp_path / "rates", SWEEP, "Rates", tiny_dataset)
    Conductor(journal, Bench(tiny_dataset)).run()
    return journal


def test_it_comes_back_as_it_was(journal: Journal, tiny_dataset: Dataset) -> None:
    again = Journal.open(journal.folder)
    assert again == journal
    assert again.data_fingerprint == tiny_dataset.fingerprint
    assert [result.trial for result in again.results()] == [Trial(0, 1), Trial(1, 1)]
    run = again.run(Trial(1, 1))
    assert run.settings == SWEEP.of(Trial(1, 1))
    assert run.best is not None
    assert len(run.curves) > 1
    assert again.bytes > 0


def test_a_run_keeps_its_best_weights_alone(journal: Journal) -> None:
    assert len(journal.run(Trial(0, 1)).recording) == 1


def test_a_line_that_was_cut_short_counts_for_nothing(journal: Journal, tiny_dataset: Dataset) -> None:
    path = journal.folder / "results.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    assert [result.trial for result in journal.results()] == [Trial(0, 1)]
    journal.mend()
    bench = Bench(tiny_dataset)
    assert Conductor(journal, bench).run()
    assert [order.trial for order in bench.orders] == [Trial(1, 1)]
    assert [result.trial for result in journal.results()] == [Trial(0, 1), Trial(1, 1)]


def test_a_damaged_line_between_others_is_told(journal: Journal) -> None:
    path = journal.folder / "results.jsonl"
    path.write_bytes(b"{}\n" + path.read_bytes())
    with pytest.raises(FileError, match="Line 1"):
        journal.results()


def test_a_folder_that_is_there_is_not_taken(journal: Journal, tiny_dataset: Dataset) -> None:
    with pytest.raises(FileError, match="there already"):
        Journal.begin(journal.folder, SWEEP, "Other", tiny_dataset)


def test_no_two_programs_train_the_same_sweep(journal: Journal) -> None:
    other = Journal.open(journal.folder)
    with journal.held(), pytest.raises(BusyFileError, match="trained by another program"), other.held():
        pass


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\0" * 20, b'{"format": 1}', b'{"format": "x"}'])
def test_what_is_no_sweep_is_told_in_a_sentence(journal: Journal, content: bytes) -> None:
    (journal.folder / "sweep.json").write_bytes(content)
    with pytest.raises(FileError, match="damaged"):
        Journal.open(journal.folder)


def test_a_folder_without_a_sweep_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no sweep"):
        Journal.open(tmp_path)


def test_a_sweep_of_a_newer_inkling_is_left_to_it(journal: Journal) -> None:
    path = journal.folder / "sweep.json"
    told = json.loads(path.read_text())
    path.write_text(json.dumps(told | {"format": 99}))
    with pytest.raises(NewerFileError):
        Journal.open(journal.folder)
    told["sweep"]["base"]["telepathy"] = 1
    path.write_text(json.dumps(told))
    with pytest.raises(NewerFileError, match="telepathy"):
        Journal.open(journal.folder)


def test_a_deleted_sweep_is_gone(journal: Journal) -> None:
    journal.delete()
    assert not journal.folder.exists()
    with pytest.raises(FileError):
        journal.run(Trial(0, 1))


def test_a_full_disk_says_that_the_sweep_can_go_on(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise FileError("0-1 could not be written: No space left on device.", "Choose another place.")

    monkeypatch.setattr(core.sweep.journal, "replace_file", full)
    with pytest.raises(FileError, match="No space left") as caught:
        journal.add(Product(journal.results()[0], b""))
    assert "go on with the sweep" in caught.value.remedy
