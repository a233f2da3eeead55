"""One neuron from all sides, on networks that can be worked out by hand."""

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.neuron import mean_by_class, portrait, sums_of, votes
from core.network.network import Network


@pytest.fixture
def four_images() -> Bytes:
    """Return images with pixels 0 and 1 of (0, 0), (1, 0), (0, 1) and (0.2, 0.2)."""
    images = np.zeros((4, 28, 28), np.uint8)
    images[1, 0, 0] = images[2, 0, 1] = 255
    images[3, 0, :2] = 51
    return images


def test_a_portrait_by_hand(three_neurons: Network, four_images: Bytes) -> None:
    found = portrait(three_neurons, 0, 1, four_images, count=2)
    assert found.bias == 0.25
    assert found.picture[0, :3].tolist() == [1, 2, 0]
    assert found.votes.tolist() == [0, 0, 0, 0, -1, 0.5, 0, 0, 0, 0]
    assert found.values == pytest.approx([0.25, 1.25, 2.25, 0.85])
    assert found.most.tolist() == [2, 1]
    assert found.least.tolist() == [0, 3]
    assert found.active == 1
    assert portrait(three_neurons, 0, 0, four_images).active == 0.5


def test_a_neuron_that_never_fires_has_values_of_zero(three_neurons: Network, four_images: Bytes) -> None:
    found = portrait(three_neurons, 0, 2, four_images)
    assert found.values.tolist() == [0, 0, 0, 0]
    assert found.active == 0


def test_sums_are_those_of_the_network(generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    network = Network.create(Hyperparameters(hidden=(7, 5)), generator)
    images = tiny_dataset.train.images
    expected = network.activity(images).sums
    for layer, index in ((0, 6), (1, 2)):
        np.testing.assert_allclose(sums_of(network, layer, index, images), expected[layer][:, index], atol=1e-5)


def test_votes_of_an_early_layer_go_on_through_the_later_ones(generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(hidden=(7, 5, 4)), generator)
    weights = [layer.weights for layer in network.layers]
    np.testing.assert_allclose(votes(network, 2), weights[3])
    np.testing.assert_allclose(votes(network, 0), weights[1] @ weights[2] @ weights[3], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("layer", [-1, 1])
def test_only_hidden_layers_vote(three_neurons: Network, layer: int) -> None:
    with pytest.raises(ValueError, match="hidden layers are 0 to 0"):
        votes(three_neurons, layer)


def test_mean_by_class_by_hand() -> None:
    means = mean_by_class(np.array([1, 3, 5], np.float32), np.array([2, 2, 9], np.uint8), 10)
    assert means[[2, 9]].tolist() == [2, 5]
    assert np.isnan(means[[0, 1, 3, 4, 5, 6, 7, 8]]).all()
