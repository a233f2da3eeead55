"""The plain engine does what the textbook says, and nothing where the numbers are no longer numbers."""

from dataclasses import replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.network.backprop import gradients, one_hot
from core.network.images import TrainingImages
from core.network.network import Network, as_inputs
from core.network.plain import PlainEngine
from core.parts.optimizers import GradientDescent, Momentum

PLAIN = replace(Hyperparameters(), hidden=(5,), optimizer=GradientDescent())


@pytest.fixture
def images(generator: np.random.Generator) -> TrainingImages:
    return TrainingImages(
        generator.integers(0, 256, (30, 28, 28), np.uint8), np.resize(np.arange(10, dtype=np.uint8), 30)
    )


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_a_step_goes_down_the_slope_of_its_batch(
    decay: float, images: TrainingImages, generator: np.random.Generator
) -> None:
    network = Network.create(PLAIN, generator)
    engine = PlainEngine(replace(PLAIN, weight_decay=decay), network, (), images)
    order = generator.permutation(30)
    engine.begin_epoch(order)
    assert engine.train(10, 17, 7, [0.5]) == 1
    batch = order[10:17]
    x, y = as_inputs(images.images[batch]), one_hot(images.labels[batch], 10)
    slopes = gradients(network, PLAIN.cost, x, y).slopes
    for place, (after, before, slope) in enumerate(
        zip(engine.network().parameters, network.parameters, slopes, strict=True)
    ):
        pull = decay * before if place % 2 == 0 else 0  # weights decay, biases do not
        np.testing.assert_allclose(after, before - 0.5 * (slope + pull), rtol=1e-5, atol=1e-6)


def test_the_last_batch_may_be_smaller_and_each_has_a_rate_of_its_own(
    images: TrainingImages, generator: np.random.Generator
) -> None:
    network = Network.create(PLAIN, generator)
    whole, single = (PlainEngine(PLAIN, network, (), images) for _ in range(2))
    rates = [0.1, 0.2, 0.3, 0.4]
    assert whole.train(0, 30, 8, rates) == 4
    for start, rate in zip(range(0, 30, 8), rates, strict=True):
        single.train(start, min(start + 8, 30), 8, [rate])
    for one, other in zip(whole.network().parameters, single.network().parameters, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_batch_whose_cost_is_no_number_moves_nothing(images: TrainingImages, generator: np.random.Generator) -> None:
    settings = replace(PLAIN, optimizer=Momentum())
    network = Network.create(settings, generator).working_copy()
    network.layers[1].weights[0, 0] = np.inf
    engine = PlainEngine(settings, network, settings.optimizer.begin(network.parameters), images)
    with np.errstate(all="ignore"):
        assert engine.train(0, 30, 10, [0.1] * 3) == 0
    for one, other in zip(engine.network().parameters, network.parameters, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not any(array.any() for array in engine.memory())
