"""Statistics: histograms counted by hand, slopes that are those of training, ratios of updates."""

import math

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.statistics import histogram, statistics, update_ratios
from core.network.backprop import gradients, one_hot
from core.network.network import Network, as_inputs
from core.parts.costs import CrossEntropy, SquaredError


def test_a_histogram_by_hand() -> None:
    found = histogram(np.array([[-1, -0.9, 0], [0.2, 0.9, 1]], np.float32), bins=4)
    assert found.counts.tolist() == [2, 0, 2, 2]
    assert found.edges.tolist() == [-1, -0.5, 0, 0.5, 1]
    assert found.mean == pytest.approx(0.2 / 6)
    assert found.deviation == pytest.approx(np.std([-1, -0.9, 0, 0.2, 0.9, 1]))
    assert found.size == pytest.approx(np.sqrt((1 + 0.81 + 0.04 + 0.81 + 1) / 6))


def test_it_counts_as_numpy_does(generator: np.random.Generator) -> None:
    numbers = generator.normal(3, 2, (100, 300)).astype(np.float32)
    found = histogram(numbers)
    counts, edges = np.histogram(numbers, 40)
    np.testing.assert_allclose(found.edges, edges, atol=1e-5)
    assert found.counts.sum() == numbers.size
    assert np.abs(found.counts - counts).sum() < 30, "a few numbers lie on an edge"


@pytest.mark.parametrize(("low", "high"), [(-3e38, 3e38), (0, 1e-42), (5e-39, 3e38)])
def test_numbers_far_apart_or_close_together(low: float, high: float) -> None:
    found = histogram(np.array([low, high, high], np.float32))
    assert (found.counts[0], found.counts[-1]) == (1, 2)


@pytest.mark.parametrize("same", [0.0, 2.5, -1e30])
def test_numbers_that_are_all_the_same(same: float) -> None:
    found = histogram(np.full(7, same, np.float32))
    assert found.counts.sum() == found.counts.max() == 7
    assert found.deviation == pytest.approx(0, abs=1e-3 * abs(same))
    assert found.low < same < found.high


def test_what_is_not_finite_is_left_out() -> None:
    found = histogram(np.array([np.nan, 1, 2, np.inf], np.float32))
    assert found.counts.sum() == 2
    assert found.mean == 1.5
    nothing = histogram(np.array([np.nan, np.inf], np.float32))
    assert nothing.counts.sum() == 0
    assert math.isnan(nothing.mean)
    assert histogram(np.zeros(0, np.float32)).counts.sum() == 0


def test_slopes_and_values_are_those_of_training(generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    network = Network.create(Hyperparameters(hidden=(9, 7)), generator)
    images, labels = tiny_dataset.train.images, tiny_dataset.train.labels
    found = statistics(network, CrossEntropy(), images, labels)
    slopes = gradients(network, CrossEntropy(), as_inputs(images), one_hot(labels, 10)).slopes
    values = network.activity(images).values
    assert len(found.layers) == 3
    for index, layer in enumerate(found.layers):
        assert layer.weights.mean == pytest.approx(network.layers[index].weights.mean(), abs=1e-6)
        assert layer.weight_slopes.size == pytest.approx(np.sqrt(np.mean(slopes[2 * index] ** 2)), rel=1e-4)
        assert layer.bias_slopes.high == slopes[2 * index + 1].max()
        assert layer.values.counts.sum() == values[index].size


def test_a_network_that_diverged_is_looked_at_without_complaint(three_neurons: Network, tiny_dataset: Dataset) -> None:
    broken = three_neurons.working_copy()
    broken.layers[0].weights[:] = np.nan
    found = statistics(broken, SquaredError(), tiny_dataset.test.images, tiny_dataset.test.labels)
    assert found.layers[0].weights.counts.sum() == 0
    assert all(math.isnan(ratio) for ratio in update_ratios(broken, broken)[:1])


def test_update_ratios_by_hand(three_neurons: Network) -> None:
    later = three_neurons.working_copy()
    later.layers[0].weights[9, 1] += 0.6  # the weights are 1, 1 and 2: their length is the root of 6
    expected = 0.6 / np.sqrt(6)
    assert update_ratios(three_neurons, later) == pytest.approx((expected, 0))


def test_there_is_no_update_between_different_networks(three_neurons: Network, pixel_reader: Network) -> None:
    with pytest.raises(ValueError, match="no update"):
        update_ratios(three_neurons, pixel_reader)
