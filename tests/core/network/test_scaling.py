"""Standardized pixels: the two numbers, what a network makes of them, and the same without them."""

import pickle

import numpy as np
import pytest

from core.data.catalog import load
from core.hyperparameters import Hyperparameters
from core.network.network import Network, as_inputs, for_plain_pixels
from core.network.scaling import Scaling, scaling_for


def test_the_numbers_are_the_mean_and_the_deviation_of_all_pixels(generator: np.random.Generator) -> None:
    images = generator.integers(0, 256, (5000, 4, 5), dtype=np.uint8)  # more than are counted at a time
    found = Scaling.of(images)
    assert found.mean == pytest.approx((images / 255).mean(), rel=1e-12)
    assert found.spread == pytest.approx((images / 255).std(), rel=1e-12)
    assert Scaling.of(images[::-1]) == found


@pytest.mark.parametrize(("byte", "count", "mean"), [(0, 3, 0.0), (255, 3, 1.0), (77, 3, 77 / 255), (0, 0, 0.0)])
def test_pixels_that_are_all_alike_are_not_divided_by_nothing(byte: int, count: int, mean: float) -> None:
    assert Scaling.of(np.full((count, 28, 28), byte, np.uint8)) == Scaling(pytest.approx(mean), 1.0)


def test_there_is_none_unless_it_is_asked_for() -> None:
    images = load("builtin").train.images[:10]
    assert scaling_for(Hyperparameters(), images) is None
    assert scaling_for(Hyperparameters(standardize=True), images) == Scaling.of(images)


def test_pixels_trained_on_have_a_mean_of_zero_and_a_deviation_of_one(generator: np.random.Generator) -> None:
    images = load("builtin").train.images[:500]
    settings = Hyperparameters(hidden=(5,), standardize=True)
    network = Network.create(settings, generator, scaling=scaling_for(settings, images))
    x = network.inputs(images)
    assert x.dtype == np.float32
    assert x.mean(dtype=np.float64) == pytest.approx(0, abs=1e-5)
    assert x.std(dtype=np.float64) == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(network.activity(images).inputs, x)
    np.testing.assert_array_equal(network.inputs(as_inputs(images)), x)  # ink from 0 to 1 is the same ink
    assert network.inputs(as_inputs(images).astype(np.float64)).dtype == np.float64


def test_every_copy_keeps_it_and_it_travels(generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(hidden=(5,)), generator, scaling=Scaling(0.1, 0.3))
    for copy in (network.working_copy(), network.frozen_copy(), pickle.loads(pickle.dumps(network))):  # noqa: S301
        assert copy.scaling == Scaling(0.1, 0.3)


@pytest.mark.parametrize("hidden", [(), (20,), (20, 10)])
def test_the_first_layer_can_take_it_in(hidden: tuple[int, ...], generator: np.random.Generator) -> None:
    images = load("builtin").test.images[:50]
    network = Network.create(Hyperparameters(hidden=hidden, first_biases=0.5), generator, scaling=Scaling(0.13, 0.31))
    bare = for_plain_pixels(network)
    assert bare.scaling is None
    np.testing.assert_allclose(bare.activity(images).sums[-1], network.activity(images).sums[-1], atol=1e-4)
    assert np.abs(Network(network.layers).activity(images).sums[-1] - network.activity(images).sums[-1]).max() > 0.01
    assert for_plain_pixels(bare) is bare
