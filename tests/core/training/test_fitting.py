"""Settings that fit a small data set."""

from dataclasses import replace

import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.fitting import check_batch, with_fitting_batch


@pytest.mark.parametrize(("batch", "used", "fits"), [(128, 0, 128), (0, 0, 0), (512, 0, 32), (128, 20, 2), (64, 5, 1)])
def test_a_batch_that_is_too_large_becomes_an_eighth_of_the_images(
    tiny_dataset: Dataset, batch: int, used: int, fits: int
):
    settings = Hyperparameters(hidden=(4,), batch_size=batch, train_images=used)
    found = with_fitting_batch(settings, tiny_dataset)
    assert found == replace(settings, batch_size=fits)
    check_batch(found, tiny_dataset)
