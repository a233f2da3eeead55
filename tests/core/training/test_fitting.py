"""Settings that fit a small data set."""

from dataclasses import replace

import pytest

from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.training.fitting import check_batch, used_of, with_fitting_batch
from core.training.next_batch import next_batch
from core.training.trainer import Trainer


@pytest.mark.parametrize(("batch", "used", "fits"), [(128, 0, 128), (0, 0, 0), (512, 0, 32), (128, 20, 2), (64, 5, 1)])
def test_a_batch_that_is_too_large_becomes_an_eighth_of_the_images(
    tiny_dataset: Dataset, batch: int, used: int, fits: int
):
    settings = Hyperparameters(hidden=(4,), batch_size=batch, train_images=used)
    found = with_fitting_batch(settings, tiny_dataset)
    assert found == replace(settings, batch_size=fits)
    check_batch(found, tiny_dataset)


def test_the_first_images_are_trained_on_in_place_of_ones_spread_evenly(tiny_dataset: Dataset) -> None:
    spread = Hyperparameters(hidden=(4,), batch_size=10, epochs=1, train_images=30, shuffle=False)
    first = replace(spread, first_images=True)
    cut = Split(tiny_dataset.train.images[:30], tiny_dataset.train.labels[:30])
    cases = ((first, tiny_dataset), (spread, replace(tiny_dataset, train=cut)), (spread, tiny_dataset))
    weights = [Trainer(settings, dataset, way="plain") for settings, dataset in cases]
    for trainer in weights:
        trainer.advance(3)
    mine, same, other = (trainer.snapshot().network.parameters[0].tobytes() for trainer in weights)
    assert mine == same != other
    images, _ = next_batch(replace(weights[0].snapshot(), whole_epochs=0, position=0), tiny_dataset)
    assert images.tobytes() == cut.images[:10].tobytes()
    assert used_of(tiny_dataset.train, replace(first, train_images=0)) is tiny_dataset.train
