"""What a neuron looks for, as a picture: of all neurons of a layer, or of a few."""

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.insight.neurons import pictures
from core.network.network import Network


@pytest.fixture
def network(generator: np.random.Generator) -> Network:
    return Network.create(Hyperparameters(hidden=(9, 7)), generator)


def test_the_first_layer_shows_its_weights(network: Network) -> None:
    weights = network.layers[0].weights
    assert np.array_equal(pictures(network)[3], weights[:, 3].reshape(28, 28))


def test_a_deeper_layer_shows_the_product_of_the_weights(network: Network) -> None:
    one, two, three = (layer.weights for layer in network.layers)
    np.testing.assert_allclose(pictures(network, 2)[4].ravel(), (one @ two @ three)[:, 4], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_few_are_those_of_all(network: Network, layer: int) -> None:
    chosen = np.array([5, 0, 5])
    np.testing.assert_allclose(pictures(network, layer, chosen), pictures(network, layer)[chosen], rtol=1e-4, atol=1e-6)
