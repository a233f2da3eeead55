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
from core.data.writer.hands import ON_TABLET
from core.errors import FileError
from core.files import pretrained
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate


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
    assert pretrained.PATH.stat().st_size < 1.5 * 2**20
    assert snapshot.is_sound
    assert snapshot.memory == ()
    assert snapshot.is_finished
    assert snapshot.data_name == "mnist"


def test_network_reads_digits_drawn_on_a_tablet() -> None:
    tidy = replace(ON_TABLET, evenness=1.0, jitter=0.02, sloppiness=0.2, stretch=0.25)
    images, labels = synthetic.make_images(2000, np.random.default_rng(77), hands=tidy)
    assert _accuracy(images, labels) > 0.92


def test_network_reads_mnist(mnist_folder: Path) -> None:
    mnist = dataset.from_folder(mnist_folder)
    assert _accuracy(mnist.test.images, mnist.test.labels) >= 0.99


def test_missing_network_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pretrained, "PATH", tmp_path / "pretrained.npz")
    with pytest.raises(FileError, match=r"pretrained\.npz cannot be read"):
        pretrained.load()


def test_script_trains_on_people_and_writer(
    make_pretrained: ModuleType, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def from_folder(*_: object, **__: object) -> Dataset:
        return tiny_dataset

    monkeypatch.setattr(dataset, "from_folder", from_folder)
    monkeypatch.setattr(make_pretrained, "DRAWN", 60)
    make: Callable[[Path], Dataset] = make_pretrained.training_data
    data = make(Path("anywhere"))
    assert len(data.train) == 360
    assert data.test is tiny_dataset.test
    snapshot = make_pretrained.train(Hyperparameters(hidden=(8,), epochs=2), data)
    assert snapshot.is_finished
    assert snapshot.memory == ()
    assert "epoch 2:" in capsys.readouterr().out
