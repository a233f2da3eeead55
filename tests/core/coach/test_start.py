"""Start: what settings mean for the first weights, the same whatever became of the run."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core.coach.start import Start, look_at_start
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.initializers import Uniform, Zeros
from core.parts.optimizers import GradientDescent, Momentum, Optimizer

PLAIN = Hyperparameters(hidden=(16,), batch_size=32, optimizer=GradientDescent(), learning_rate=0.1)


def start_of(settings: Hyperparameters, dataset: Dataset) -> Start:
    return look_at_start(settings, dataset.train.images, dataset.train.labels, 10)


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()])
def test_a_step_is_as_long_as_the_rate_says(tiny_dataset: Dataset, optimizer: Optimizer) -> None:
    settings = replace(PLAIN, optimizer=optimizer)
    one, ten = (start_of(replace(settings, learning_rate=rate), tiny_dataset) for rate in (0.01, 0.1))
    assert ten.step == pytest.approx(10 * one.step, rel=1e-3)


def test_standardized_pixels_make_other_steps(tiny_dataset: Dataset) -> None:
    plain, standardized = (start_of(replace(PLAIN, standardize=which), tiny_dataset) for which in (False, True))
    assert standardized.step > 1.2 * plain.step  # the same slopes at the neurons, times larger inputs


def test_momentum_gets_up_speed(tiny_dataset: Dataset) -> None:
    plain = start_of(PLAIN, tiny_dataset)
    fast = start_of(replace(PLAIN, optimizer=Momentum(momentum=0.9)), tiny_dataset)
    assert fast.step == pytest.approx(plain.step * (1 - 0.9**10) / 0.1, rel=1e-3), "ten steps in one direction"


def test_a_clipped_step_is_as_long_as_clipping_lets_it_be(tiny_dataset: Dataset) -> None:
    whole = start_of(PLAIN, tiny_dataset).step
    long, short = (start_of(replace(PLAIN, clip_norm=largest), tiny_dataset).step for largest in (0.02, 0.01))
    assert long == pytest.approx(2 * short, rel=1e-3)
    assert short < 0.1 * whole
    assert start_of(replace(PLAIN, clip_norm=1000.0), tiny_dataset).step == whole


def test_every_digit_is_asked_also_where_images_are_in_their_order(tiny_dataset: Dataset) -> None:
    of_each = [np.flatnonzero(tiny_dataset.train.labels == digit)[:4] for digit in range(10)]
    images, labels = (getattr(tiny_dataset.train, name)[np.concatenate(of_each)] for name in ("images", "labels"))
    ten = replace(PLAIN, batch_size=10)
    assert look_at_start(ten, images, labels, 10) == look_at_start(ten, images[::4], labels[::4], 10)


def test_the_first_weights_are_left_as_they_are(tiny_dataset: Dataset) -> None:
    assert start_of(PLAIN, tiny_dataset) == start_of(PLAIN, tiny_dataset)


def test_weights_that_are_zero_have_no_step_of_their_own(tiny_dataset: Dataset) -> None:
    assert math.isnan(start_of(replace(PLAIN, initializer=Zeros()), tiny_dataset).step)


def test_first_weights_beyond_all_numbers_do_no_harm(tiny_dataset: Dataset) -> None:
    huge = replace(PLAIN, hidden=(100,) * 20, initializer=Uniform(limit=10.0))
    found = start_of(huge, tiny_dataset)
    assert np.isfinite(found.signal)


def test_a_signal_fades_in_small_weights(tiny_dataset: Dataset) -> None:
    deep = replace(PLAIN, hidden=(64,) * 10)
    assert start_of(deep, tiny_dataset).signal > 0.3
    assert start_of(replace(deep, initializer=Uniform(limit=0.125)), tiny_dataset).signal < 0.05
    assert start_of(PLAIN, tiny_dataset).signal == 1


def test_the_first_step_is_that_of_the_layers_that_learn(tiny_dataset: Dataset) -> None:
    settings, split = Hyperparameters(hidden=(8, 8), seed=1), tiny_dataset.train
    steps = [
        look_at_start(replace(settings, frozen=frozen), split.images, split.labels, 10).step
        for frozen in ((), (2, 3), (1, 3), (1, 2))
    ]
    assert steps[0] == max(steps[1:])
    assert len(set(steps)) == 3
