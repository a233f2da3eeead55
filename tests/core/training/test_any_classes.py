"""Any number of classes: trained, looked at, saved and read again as ten are."""

from pathlib import Path

import numpy as np
import pytest

from core.coach.examination import examine
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.files import runs, weights
from core.files.script import script
from core.hyperparameters import Hyperparameters
from core.insight.confusion import read
from core.insight.evaluation import evaluate
from core.insight.walk.walk import walk
from core.network.engine import WAYS
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

SETTINGS = Hyperparameters(hidden=(12,), batch_size=10, epochs=1)


def lettered(count: int) -> Dataset:
    """Return images of so many classes, each with a bar of its own."""
    labels = np.arange(6 * count) % count
    images = np.zeros((len(labels), 28, 28), np.uint8)
    images[np.arange(len(labels)), labels // 4, labels % 4 * 7] = 255
    split = Split(images, labels.astype(np.uint8))
    names = tuple(f"class {index}" for index in range(count))
    return Dataset("letters", "Letters", split, split, names)


def trained(dataset: Dataset, way: str = "plain") -> Snapshot:
    """Return a moment of a network trained for a step on it."""
    trainer = Trainer(SETTINGS, dataset, way=way)
    trainer.advance(1)
    trainer.close()
    return trainer.snapshot()


@pytest.mark.parametrize("count", [2, 26, 100])
def test_every_way_trains_as_many_outputs_as_there_are_classes(count: int) -> None:
    dataset = lettered(count)
    first, *others = [trained(dataset, way) for way in WAYS if way != "measured"]
    assert first.network.classes == count
    assert first.class_names == dataset.class_names
    for other in others:
        for a, b in zip(first.network.parameters, other.network.parameters, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-5)


@pytest.mark.parametrize("count", [2, 26])
def test_what_is_counted_is_counted_by_class(count: int) -> None:
    dataset = lettered(count)
    moment = trained(dataset)
    test, cost = dataset.test, SETTINGS.cost
    found = evaluate(moment.network, cost, test.images, test.labels)
    np.testing.assert_array_equal(found.confusion, read(moment.network, test.images, test.labels).counts)
    assert found.confusion.shape == (count, count)
    assert found.confusion.sum(axis=1).tolist() == [6] * count
    assert examine(moment, dataset).own_outputs.shape == (count,)
    assert len(walk(moment, test.images[:3], test.labels[:3]).frames) == 13
    assert f"np.eye({count}, " in script(SETTINGS, classes=count).text


def test_the_names_are_in_the_files(tmp_path: Path) -> None:
    dataset = lettered(26)
    moment = trained(dataset)
    weights.save(tmp_path / "letters.npz", moment)
    again = weights.load(tmp_path / "letters.npz")
    assert again.class_names == dataset.class_names
    assert again.network.classes == 26
    run = Run.begin(SETTINGS, dataset, "letters").reached(moment)
    runs.save(tmp_path / "runs.npz", [run])
    (found,) = runs.load(tmp_path / "runs.npz")
    assert found.class_names == dataset.class_names
    assert found.recording[0].network.classes == 26


def test_a_network_of_other_classes_is_not_trained_on() -> None:
    moment = trained(lettered(26))
    with pytest.raises(TrainingError, match="tells 26 classes apart, and Letters has 5"):
        Trainer(SETTINGS, lettered(5), start=moment)
