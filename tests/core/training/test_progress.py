"""Where a measurement stands, whatever is counted."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.progress import MEASURES, along, images_in_epoch, place
from core.training.run import Run
from core.training.training import train


@pytest.fixture(scope="module")
def run(tiny_dataset: Dataset) -> Run:
    return train(Hyperparameters(hidden=(6,), batch_size=30, epochs=2), tiny_dataset)


def test_each_measure_counts_what_it_says(run: Run) -> None:
    curves = run.curves
    for measure in MEASURES:
        x = along(curves, measure, 300)
        assert x[0] == 0
        assert (np.diff(x) >= 0).all()
    np.testing.assert_array_equal(along(curves, "epochs", 300), curves.column("epoch"))
    np.testing.assert_array_equal(along(curves, "steps", 300), curves.column("step"))
    np.testing.assert_allclose(along(curves, "images", 300), 30 * curves.column("step"))
    np.testing.assert_array_equal(along(curves, "seconds", 300), curves.column("seconds"))


def test_a_moment_stands_between_the_measurements_around_it(run: Run) -> None:
    assert place(1.05, run.curves, "epochs", 300) == 1.05
    assert place(1.05, run.curves, "images", 300) == pytest.approx(315)
    assert place(1.05, run.curves, "steps", 300) == pytest.approx(10.5)


def test_how_many_images_an_epoch_has_is_told_by_a_moment_or_by_the_data(run: Run, tiny_dataset: Dataset) -> None:
    assert images_in_epoch(run, None) == 300
    looked_at = run.curves_only()
    assert images_in_epoch(looked_at, None) is None
    assert images_in_epoch(looked_at, tiny_dataset) == 300
    few = replace(looked_at, settings=replace(run.settings, train_images=120))
    assert images_in_epoch(few, tiny_dataset) == 120
    assert images_in_epoch(replace(looked_at, data_fingerprint="another"), tiny_dataset) is None
