import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from core.data import dataset
from core.data.dataset import Dataset
from core.data.writer import synthetic
from core.data.writer.hands import ON_PAPER, ON_TABLET
from core.errors import FileError
from core.files import pretrained, weights
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from tests.calibration import calibration_error


@pytest.fixture(scope="module")
def make_pretrained() -> ModuleType:
    """Return the script that trains the network."""
    path = pretrained.PATH.parent / "make_pretrained.py"
    spec = importlib.util.spec_from_file_location("make_pretrained", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _accuracy(images: np.ndarray, labels: np.ndarray) -> float:
    snapshot = pretrained.load().latest
    assert snapshot is not None
    return evaluate(snapshot.network, snapshot.hyperparameters.cost, images, labels).accuracy


def test_network_is_small_sound_and_only_to_look_at() -> None:
    snapshot = pretrained.load().latest
    assert snapshot is not None
    assert pretrained.PATH.stat().st_size < 2.5 * 2**20
    assert snapshot.is_sound
    assert snapshot.memory == ()
    assert snapshot.is_finished
    assert snapshot.data_name == "mnist"


# Some styles are hardly told from those of another digit: where all are as frequent, they are a tenth of the images.
@pytest.mark.parametrize(("evenness", "least"), [(ON_TABLET.evenness, 0.97), (1.0, 0.955)])
def test_network_reads_digits_drawn_on_a_tablet(evenness: float, least: float) -> None:
    tidy = replace(ON_TABLET, evenness=evenness, jitter=0.02, sloppiness=0.2, stretch=0.25)
    images, labels = synthetic.make_images(2000, np.random.default_rng(77), hands=tidy)
    assert _accuracy(images, labels) > least


def test_network_reads_mnist_and_is_right_as_often_as_it_is_sure(mnist_folder: Path) -> None:
    test = dataset.from_folder(mnist_folder).test
    snapshot = pretrained.load().latest
    assert snapshot is not None
    outputs = snapshot.network.outputs(test.images)
    is_right = outputs.argmax(axis=1) == test.labels
    assert is_right.mean() >= 0.992
    assert calibration_error(outputs.max(axis=1), is_right) <= 0.006


def test_calibration_error_is_how_far_sureness_is_from_being_right() -> None:
    shares = np.array([0.95] * 10 + [0.65] * 10)
    is_right = np.array([True] * 10 + [True] * 5 + [False] * 5)
    assert calibration_error(shares, is_right) == pytest.approx((0.05 + 0.15) / 2)
    assert calibration_error(np.array([1.0, 1.0]), np.array([True, True])) == 0.0


def test_missing_network_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretrained, "PATH", tmp_path / "pretrained.npz")
    with pytest.raises(FileError, match=r"pretrained\.npz cannot be read"):
        pretrained.load()
    with pytest.raises(FileError, match=r"pretrained\.npz cannot be read"):
        pretrained.reads(np.zeros((1, 28, 28), np.uint8))


def test_file_is_read_once_for_all_turns_of_a_data_set(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.random.default_rng(3).integers(0, 256, (5, 28, 28), np.uint8)
    first = pretrained.reads(images)
    monkeypatch.setattr(weights, "load_run", lambda path: pytest.fail(f"{path.name} was read once more"))
    np.testing.assert_array_equal(pretrained.reads(images), first)


def test_script_trains_on_people_and_writer(
    make_pretrained: ModuleType, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def from_folder(*_: object, **__: object) -> Dataset:
        return tiny_dataset

    monkeypatch.setattr(dataset, "from_folder", from_folder)
    monkeypatch.setattr(make_pretrained, "DRAWN", {"tablet": (ON_TABLET, 40), "paper": (ON_PAPER, 20)})
    make: Callable[[Path], Dataset] = make_pretrained.training_data
    data = make(Path("anywhere"))
    assert len(data.train) == 2 * 300 + 60
    assert data.test is tiny_dataset.test
    snapshot = make_pretrained.train(Hyperparameters(hidden=(8,), epochs=2), data)
    assert snapshot.is_finished
    assert snapshot.memory == ()
    assert "epoch 2:" in capsys.readouterr().out


def test_script_makes_the_network_less_sure_and_changes_no_answer(
    make_pretrained: ModuleType, tiny_dataset: Dataset
) -> None:
    snapshot = make_pretrained.train(Hyperparameters(hidden=(8,), epochs=2), tiny_dataset)
    cooled = make_pretrained.cooled(snapshot, 2.0)
    images = tiny_dataset.test.images
    before, after = snapshot.network.activity(images), cooled.network.activity(images)
    np.testing.assert_allclose(after.sums[-1], before.sums[-1] / 2, atol=1e-5)
    assert np.array_equal(after.values[0], before.values[0])
    assert (after.outputs.max(axis=1) < before.outputs.max(axis=1)).all()
