"""A sum that is written out is the sum."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.sums import written_out
from core.network.network import Network


@pytest.fixture
def image() -> np.ndarray:
    image = np.zeros((28, 28), np.uint8)
    image[0, :3] = 255, 51, 255
    return image


def test_a_sum_written_out_by_hand(three_neurons: Network, image: np.ndarray) -> None:
    activity = three_neurons.activity(image[np.newaxis])
    found = written_out(three_neurons, activity, 0, 1, most=1)
    (term,) = found.terms
    assert (term.source, term.value, term.weight) == (0, 1, 1)
    assert found.rest == pytest.approx(0.4)
    assert found.rest_count == 1
    assert found.bias == 0.25
    assert found.total == found.value == pytest.approx(1.65)


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_sum_written_out_adds_up(layer: int, generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    network = Network.create(Hyperparameters(hidden=(30, 20)), generator)
    activity = network.activity(tiny_dataset.test.images[:1])
    found = written_out(network, activity, layer, 3)
    products = [term.value * term.weight for term in found.terms]
    assert len(products) == 5
    assert products == sorted(products, key=abs, reverse=True)
    assert found.bias + sum(products) + found.rest == pytest.approx(found.total, abs=1e-4)
