"""What opening a file of version 0.1 gives: the files in ``tests/data/v01`` were made with it, and stay as they are."""

import json
import shutil
from datetime import UTC
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.arrays import Array
from core.data.augment import Shift
from core.files import runs, weights
from core.files.kinds import FileKind, kind_of
from core.hyperparameters import Hyperparameters
from core.parts.activations import Tanh
from core.parts.optimizers import Momentum
from core.parts.schedules import Constant
from core.training.history import FIRST_COLUMNS, Mark
from core.training.run import Parent

FILES = Path(__file__).resolve().parents[2] / "data" / "v01"
DATA = "29e7fe920c72266be4c614032f587876f300feceaf63434ccf32609994090fc2"
SETTINGS = Hyperparameters(
    hidden=(2,), batch_size=6, epochs=3, learning_rate=0.005, schedule=Constant(), seed=8, activation=Tanh()
)
CHANGED = Mark(1.0, "learning rate 0.01 → 0.005")
BRANCHED = Mark(1.0, "branched from Run 1")


def arrays_of(name: str) -> dict[str, Any]:
    """Return what numpy alone finds in a file."""
    with np.load(FILES / name, allow_pickle=False) as file:
        return dict(file)


def assert_holds(found: tuple[Array, ...], written: list[Array]) -> None:
    assert len(found) == len(written)
    for one, other in zip(found, written, strict=True):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


def parameters_in(arrays: dict[str, Any], prefix: str = "", layers: int = 2) -> list[Array]:
    return [arrays[f"{prefix}{kind}_{layer}"] for layer in range(layers) for kind in ("weights", "biases")]


def memory_in(arrays: dict[str, Any], prefix: str = "") -> list[Array]:
    return [arrays[f"{prefix}memory_{index}"] for index in range(9)]  # Adam: two for each array, and a count


def test_a_network_has_its_weights_its_optimizers_memory_and_where_it_stood():
    found, arrays = weights.load(FILES / "adam.npz"), arrays_of("adam.npz")
    assert found.hyperparameters == SETTINGS
    assert_holds(found.network.parameters, parameters_in(arrays))
    assert_holds(found.memory, memory_in(arrays))
    assert found.network.sizes == (784, 2, 10)
    assert (found.step, found.whole_epochs, found.position, found.train_images) == (17, 1, 42, 60)
    assert (found.data_name, found.data_fingerprint) == ("bars", DATA)
    assert not found.has_forgotten
    progress = json.loads(str(arrays["inkling"]))["progress"]
    assert (found.seconds, found.images_per_second) == (progress["seconds"], progress["images_per_second"])


def test_a_network_has_its_curves_and_marks():
    found, told = weights.load(FILES / "adam.npz"), json.loads(str(arrays_of("adam.npz")["inkling"]))
    assert found.marks == (CHANGED,)
    np.testing.assert_array_equal(found.curves.column("step"), np.arange(18))
    np.testing.assert_array_equal(found.curves.column("whole"), [step in (0, 10) for step in range(18)])
    for column in FIRST_COLUMNS:
        written = np.array(told["history"][column], dtype=np.float64)  # None, as JSON has it, becomes NaN
        np.testing.assert_array_equal(found.curves.column(column), written)
    assert np.isnan(found.curves.validation_columns).all()
    assert not found.curves.has_validation


def test_a_network_without_memory_has_its_parts_with_their_knobs():
    found, arrays = weights.load(FILES / "momentum.npz"), arrays_of("momentum.npz")
    settings = found.hyperparameters
    assert (settings.hidden, settings.activation) == ((3, 2), Tanh())
    assert (settings.optimizer, settings.augmentation) == (Momentum(momentum=0.75), Shift(pixels=2))
    assert_holds(found.network.parameters, parameters_in(arrays, layers=3))
    assert (found.memory, found.has_forgotten) == ((), True)
    assert (found.step, found.epoch, found.marks) == (4, 0.4, ())


def test_a_run_has_its_curves_its_marks_and_three_moments():
    run, arrays = runs.load(FILES / "three.runs.npz")[0], arrays_of("three.runs.npz")
    assert (run.name, run.color, run.is_shown, run.begins_at) == ("Run 1", 0, True, 0.0)
    assert run.settings == SETTINGS
    assert run.marks == (CHANGED,)
    assert (run.data_name, run.data_fingerprint) == ("bars", DATA)
    assert run.setting("learning_rate") == "0.01 → 0.005"
    np.testing.assert_array_equal(run.curves.first_columns, arrays["run_0_curves"])
    assert np.isnan(run.curves.validation_columns).all()
    for name, moment, step in (("first", run.first, 0), ("best", run.best, 10), ("last", run.last_sound, 17)):
        assert moment is not None
        assert_holds(moment.network.parameters, parameters_in(arrays, f"run_0_{name}_"))
        assert_holds(moment.memory, [] if name == "first" else memory_in(arrays, f"run_0_{name}_"))
        assert (moment.step, len(moment.curves)) == (step, step + 1)
        assert moment.marks == (() if name == "first" else (CHANGED,))
    assert run.first is not None
    assert run.first.hyperparameters.learning_rate == 0.01


def test_a_branch_begins_where_it_grew_out_of_another_run():
    run, arrays = runs.load(FILES / "three.runs.npz")[1], arrays_of("three.runs.npz")
    assert (run.name, run.color, run.is_shown, run.begins_at) == ("Run 1 from epoch 1", 1, False, 1.0)
    assert run.settings.learning_rate == 0.03
    assert run.marks == (BRANCHED,)
    assert run.setting("learning_rate") == "0.03"
    assert run.first is not None
    assert run.best is not None
    assert run.last_sound is not None
    assert (run.first.step, run.best.step, run.last_sound.step) == (10, 10, 15)
    assert_holds(run.last_sound.network.parameters, parameters_in(arrays, "run_1_last_"))


def test_a_run_of_which_the_curves_are_left_has_no_moments():
    run = runs.load(FILES / "three.runs.npz")[2]
    assert (run.name, run.color, run.marks) == ("Zwölf", 2, ())
    assert (run.first, run.best, run.last_sound) == (None, None, None)
    np.testing.assert_array_equal(run.curves.column("step"), np.arange(18))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("adam.npz", FileKind.NETWORK), ("momentum.npz", FileKind.NETWORK), ("three.runs.npz", FileKind.RUNS)],
)
def test_a_file_opens_as_what_it_is(name: str, kind: FileKind):
    assert kind_of(FILES / name) is kind


# Ids: version 0.1 wrote none


def test_opening_a_file_twice_gives_one_run_and_other_files_give_others(tmp_path: Path):
    copy = shutil.copy(FILES / "three.runs.npz", tmp_path / "copy.npz")
    once, again = runs.load(FILES / "three.runs.npz"), runs.load(copy)
    assert once == again
    whole, branch, curves = once
    assert whole != branch
    assert whole == curves, "it was measured in the same seconds: it is that run"
    assert weights.load_run(FILES / "adam.npz") == weights.load_run(FILES / "adam.npz")
    assert weights.load_run(FILES / "adam.npz") != weights.load_run(FILES / "momentum.npz")


def test_the_id_does_not_change_from_one_version_to_the_next():
    """Else a run that was opened with one version and again with the next would be there twice."""
    assert str(weights.load_run(FILES / "adam.npz").id) == "4cfd317b-87f3-5edb-91dd-4aaf4c81963e"


def test_the_network_a_window_kept_is_the_run_it_kept():
    assert weights.load_run(FILES / "adam.npz") == runs.load(FILES / "three.runs.npz")[0]


def test_a_run_is_looked_at_without_its_moments():
    (whole, branch, curves), written = runs.look(FILES / "three.runs.npz")
    assert (whole, branch, curves) == runs.load(FILES / "three.runs.npz")
    assert [(run.step, run.epoch) for run in (whole, branch, curves)] == [(17, 1.7), (15, 1.5), (17, 1.7)]
    assert [run.has_moments for run in (whole, branch, curves)] == [True, True, False]
    assert whole.setting("learning_rate") == "0.01 → 0.005"
    assert branch.parent == Parent(None, 10, 1.0)
    assert written.tzinfo is UTC
    assert whole.created == written
    assert not whole.is_unsaved, "version 0.1 kept what was not saved elsewhere"
