"""What a sweep takes is known before it starts, and what would not fit is refused with figures."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.sweep import size
from core.sweep.conductor import Conductor
from core.sweep.journal import Journal
from core.sweep.plan import Sweep
from core.sweep.space import Axis
from tests.core.sweep.teams import Bench

BASE = Hyperparameters(hidden=(64,), epochs=2, batch_size=20)
SWEEP = Sweep(base=BASE, axes=(Axis("hidden", ((64,), (128,))),), seeds=2)


def test_it_counts_runs_epochs_and_images(tiny_dataset: Dataset) -> None:
    found = size.size_of(SWEEP, tiny_dataset)
    assert (found.runs, found.epochs, found.images) == (4, 8, 8 * 300)


@pytest.mark.parametrize("halving", [0, 2])
def test_the_room_on_disk_is_what_it_comes_to(tiny_dataset: Dataset, tmp_path: Path, halving: int) -> None:
    sweep = replace(SWEEP, halving=halving)
    journal = Journal.begin(tmp_path / "sweep", sweep, "Sweep", tiny_dataset)
    Conductor(journal, Bench(tiny_dataset)).run()
    estimated = size.size_of(sweep, tiny_dataset).disk
    assert 0.5 * estimated < journal.bytes < 1.1 * estimated


def test_too_little_memory_is_told_in_figures(
    tiny_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(size, "free_memory", lambda: 150 * 2**20)
    with pytest.raises(TrainingError, match=r"8 workers with \d+ MiB each need more memory than the 150 MiB"):
        size.check_fits(SWEEP, tiny_dataset, 8, tmp_path)
    size.check_fits(SWEEP, tiny_dataset, 1, tmp_path)
    size.check_fits(SWEEP, tiny_dataset, 0, tmp_path)  # others train


def test_a_full_disk_is_told_in_figures(tiny_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size.shutil, "disk_usage", lambda folder: SimpleNamespace(free=2**19))
    with pytest.raises(TrainingError, match="on disk, and 0 MiB are free"):
        size.check_fits(SWEEP, tiny_dataset, 1, tmp_path / "not" / "there")


def test_settings_that_do_not_fit_the_data_are_told_before_anything_starts(
    tiny_dataset: Dataset, tmp_path: Path
) -> None:
    sweep = Sweep(base=BASE, axes=(Axis("batch_size", (20, 400)),))
    with pytest.raises(TrainingError, match="A batch of 400 images"):
        size.check_fits(sweep, tiny_dataset, 1, tmp_path)


def test_runs_that_nothing_can_be_told_of_are_not_begun(tiny_dataset: Dataset, tmp_path: Path) -> None:
    untested = Dataset("bare", "Bare", tiny_dataset.train, Split.empty(), tiny_dataset.class_names)
    with pytest.raises(TrainingError, match="no test images, by which"):
        size.check_fits(SWEEP, untested, 1, tmp_path)
    size.check_fits(replace(SWEEP, base=replace(BASE, validation_split=25)), untested, 1, tmp_path)
