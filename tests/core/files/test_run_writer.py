"""What of a run goes into a file: sound moments only, and for others no word of where the person's files are."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.files.run_writer import RunWriter
from core.network.network import Network
from core.training.history import History
from core.training.run import Run
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def run(make_snapshot: MakeSnapshot, tmp_path: Path) -> Run:
    """Return a run of six moments, the last of which is no longer sound, and whose first cost was infinite."""
    history, run = History(), Run.of(make_snapshot(0), "rate 0.01")
    for step in range(0, 60, 10):
        figures = {"test_accuracy": 0.5 - abs(step - 20) / 100, "train_cost": 1.0 if step else float("inf")}
        history.append(step=step, epoch=step / 10, seconds=step, whole=1, **figures)
        run = run.reached(make_snapshot(step, curves=history.curves()))
    return run.reached(_spoiled(make_snapshot(60, curves=history.curves()))).saved_as(tmp_path / "mine.npz")


def _spoiled(moment: Snapshot) -> Snapshot:
    network: Network = moment.network.working_copy()
    network.layers[0].weights[0, 0] = np.nan
    return replace(moment, network=network.frozen_copy())


def test_for_others_it_has_three_moments_and_does_not_say_where_files_are(run: Run) -> None:
    told = RunWriter(4, run).description()
    assert told["moments"] == ["first", "best", "last"]
    assert not {"saved", "between"} & set(told)
    assert "mine.npz" not in json.dumps(told)


def test_for_inkling_itself_it_has_what_lies_between(run: Run) -> None:
    writer = RunWriter(4, run, is_own=True)
    told, arrays = writer.description(), writer.arrays()
    steps = [moment[1] for moment in told["between"]["moments"]]
    assert steps == [10, 30, 40], "the first, best and last have names, and the spoiled one is left out"
    assert len(told["between"]["settings"]) == 1
    assert arrays["run_4_between_weights_0"].shape == (3, 784, 4)
    np.testing.assert_array_equal(arrays["run_4_between_biases_1"][0], run.recording[1].network.layers[1].biases)
    assert told["saved"]["path"].endswith("mine.npz")


def test_all_its_arrays_bear_its_number_and_curves_are_of_a_size_that_can_be_drawn(run: Run) -> None:
    arrays = RunWriter(4, run).arrays()
    assert all(name.startswith("run_4_") for name in arrays)
    curves = arrays["run_4_curves"]
    assert curves.shape == run.curves.first_columns.shape
    assert not np.isinf(curves).any()
    assert "run_4_validation" not in arrays, "nothing is held out, and version 0.1 would read it"


def test_an_optimizers_memory_is_kept_of_moments_to_go_on_from(run: Run) -> None:
    names = RunWriter(0, run).arrays()
    assert not [name for name in names if name.startswith("run_0_first_") and "memory" in name]
    assert [name for name in names if name.startswith("run_0_last_") and "memory" in name]
