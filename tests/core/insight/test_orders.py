"""Orders: worked out by hand, and always a permutation."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from core.arrays import Array
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.liveliness import liveliness
from core.insight.orders import Order, by_activity, by_change, by_influence, by_similarity, change, influence, ordered
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.outputs import LinearOutput


def looking_for(*directions: tuple[float, float]) -> Network:
    """Return a network whose hidden neurons have these weights to pixels 0 and 1."""
    first: Array = np.zeros((784, len(directions)), np.float32)
    first[:2] = np.transpose(directions)
    arrays = np.zeros(len(directions), np.float32), np.zeros(10, np.float32)
    return Network.assemble((first, np.ones((len(directions), 10), np.float32)), arrays, ReLU(), LinearOutput())


def test_influence_by_hand(three_neurons: Network) -> None:
    images = np.zeros((2, 28, 28), np.uint8)
    images[1, 0, 0] = 255  # values 0 and 1 of neuron 0, 0.25 and 1.25 of neuron 1, none of neuron 2
    found = liveliness(three_neurons, images)[0]
    assert influence(three_neurons, found) == pytest.approx([3 * 0.5, np.sqrt(1 + 0.25) * 0.75, 0])
    assert by_influence(three_neurons, found).tolist() == [0, 1, 2]
    assert by_activity(found).tolist() == [1, 0, 2]


def test_change_by_hand(three_neurons: Network) -> None:
    later = three_neurons.working_copy()
    later.layers[0].weights[5, 2] += 3
    later.layers[0].biases[2] += 4
    later.layers[0].weights[7, 0] -= 1
    assert change(three_neurons, later, 0).tolist() == [1, 0, 5]
    assert by_change(three_neurons, later, 0).tolist() == [2, 0, 1]


def test_other_layers_cannot_be_compared(three_neurons: Network) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        change(three_neurons, looking_for((1, 0)), 0)


def test_similar_neurons_become_neighbors() -> None:
    network = looking_for((9, 0), (0, 1), (-1, 0.1), (1, 1), (-1, 1), (0, 0))
    assert by_similarity(network, 0).tolist() == [0, 3, 1, 4, 2, 5]


def test_every_order_is_a_permutation(generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    settings = Hyperparameters(hidden=(9, 30))
    network = Network.create(settings, generator)
    other = Network.create(replace(settings, seed=2), generator)
    found = liveliness(network, tiny_dataset.test.images)[1]
    broken = network.working_copy()
    broken.layers[1].weights[:, 3] = np.nan
    orders = [by_influence(network, found), by_activity(found), by_change(network, other, 1)]
    for order in (*orders, by_similarity(network, 1), by_similarity(broken, 1)):
        assert sorted(order.tolist()) == list(range(30))


@pytest.mark.parametrize("kind", get_args(Order))
def test_every_order_by_its_name_is_a_permutation_of_any_layer(
    generator: np.random.Generator, tiny_dataset: Dataset, kind: Order
) -> None:
    network = Network.create(Hyperparameters(hidden=(7, 5)), generator)
    start = Network.create(Hyperparameters(hidden=(7, 5)), generator)
    found = liveliness(network, tiny_dataset.test.images)
    for layer, size in enumerate((7, 5, 10)):
        assert sorted(ordered(kind, network, layer, found, start)) == list(range(size))


def test_an_order_that_cannot_be_found_out_is_that_by_position(generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(hidden=(7,)), generator)
    other = Network.create(Hyperparameters(hidden=(8,)), generator)
    assert ordered("activity", network, 0, (), network).tolist() == list(range(7))
    assert ordered("change", network, 0, (), other).tolist() == list(range(7))
