"""What the coach looks at is a fair sample of the images, and what there is not is left out."""

from dataclasses import replace

import numpy as np

from core.coach.examination import examine
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.training.trainer import Trainer


def test_of_many_images_in_the_order_of_their_digits_every_digit_is_looked_at(
    quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    order = np.repeat(np.argsort(tiny_dataset.test.labels, kind="stable"), 12)
    many = Split(tiny_dataset.test.images[order], tiny_dataset.test.labels[order])
    dataset = replace(tiny_dataset, test=many)
    known = examine(Trainer(quick, tiny_dataset).snapshot(), dataset)
    assert known.reading is not None
    assert len(known.reading) == 500
    np.testing.assert_array_less(30, known.reading.counts.sum(axis=1))


def test_neurons_are_judged_by_the_training_images_that_are_used(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    settings = replace(quick, train_images=120, batch_size=30)
    trainer = Trainer(settings, tiny_dataset)
    trainer.advance()
    known = examine(trainer.snapshot(), tiny_dataset, has_failed=True)
    assert [layer.images for layer in known.liveliness] == [120]
    assert known.has_failed
    assert len(known.update_ratios) == 2
    assert known.statistics is not None


def test_without_test_images_there_is_no_reading(quick: Hyperparameters, tiny_dataset: Dataset) -> None:
    nothing = Split(tiny_dataset.test.images[:0], tiny_dataset.test.labels[:0])
    snapshot = Trainer(quick, tiny_dataset).snapshot()
    assert examine(snapshot, replace(tiny_dataset, test=nothing)).reading is None
    assert examine(snapshot, tiny_dataset).reading is not None
