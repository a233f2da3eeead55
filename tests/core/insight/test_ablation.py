"""Ablation: a neuron that is switched off has no say, and nothing else is changed."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.ablation import without
from core.network.network import Network


def test_outputs_are_those_without_the_neurons_values(generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    network = Network.create(Hyperparameters(hidden=(8, 6)), generator)
    images = tiny_dataset.test.images
    off = without(network, {(0, 1), (0, 7), (1, 3)})
    one, two, last = network.layers
    values = network.activity(images).values[0].copy()
    values[:, [1, 7]] = 0
    values = two.activation.values(two.sums(values))
    values[:, 3] = 0
    np.testing.assert_allclose(off.outputs(images), last.activation.values(last.sums(values)), atol=1e-6)
    assert off.layers[0] is one
    assert off.sizes == network.sizes


def test_the_network_given_is_left_alone(three_neurons: Network) -> None:
    before = [array.copy() for array in three_neurons.parameters]
    without(three_neurons, {(0, 0)})
    for array, as_it_was in zip(three_neurons.parameters, before, strict=True):
        np.testing.assert_array_equal(array, as_it_was)


def test_switching_none_off_is_the_network_itself(three_neurons: Network) -> None:
    assert without(three_neurons, set()) is three_neurons


@pytest.mark.parametrize("neuron", [(0, 3), (0, -1), (1, 0), (-1, 0)])
def test_what_is_no_hidden_neuron_is_refused(three_neurons: Network, neuron: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"hidden layers are|has neurons"):
        without(three_neurons, {neuron})
