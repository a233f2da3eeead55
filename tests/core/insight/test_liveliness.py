"""Liveliness: which neurons are active, dead or saturated."""

import numpy as np
import pytest

from core.arrays import Array, Bytes
from core.hyperparameters import Hyperparameters
from core.insight.liveliness import Liveliness, liveliness
from core.network.network import Network
from core.parts.activations import GELU, Activation, LeakyReLU, ReLU, Sigmoid, Tanh, activations
from core.parts.outputs import LinearOutput


def lively(activation: Activation, biases: list[float], images: Bytes) -> Liveliness:
    """Return the liveliness of neurons that see only pixel 0, with a weight of 1, and differ in their bias."""
    first: Array = np.zeros((784, len(biases)), np.float32)
    first[0] = 1
    second: Array = np.ones((len(biases), 10), np.float32)
    arrays = np.array(biases, np.float32), np.zeros(10, np.float32)
    return liveliness(Network.assemble((first, second), arrays, activation, LinearOutput()), images)[0]


@pytest.fixture
def images() -> Bytes:
    """Return 600 images, more than a block; pixel 0 is inked in every fourth."""
    images = np.zeros((600, 28, 28), np.uint8)
    images[::4, 0, 0] = 255
    return images


def test_relu_by_hand(images: Bytes) -> None:
    found = lively(ReLU(), [0, 1, -0.5, -2], images)
    assert found.images == 600
    assert found.active == pytest.approx([0.25, 1, 0.25, 0])
    assert found.size == pytest.approx([0.25, 1.25, 0.125, 0])
    assert found.is_dead.tolist() == [False, False, False, True]
    assert not found.is_saturated.any()


@pytest.mark.parametrize("activation", [Sigmoid(), Tanh()])
def test_a_sigmoid_saturates_and_does_not_die(activation: Activation, images: Bytes) -> None:
    found = lively(activation, [0, 9, -9, -3.1], images)
    assert found.is_saturated.tolist()[:3] == [False, True, True]
    assert found.ended[1:3].tolist() == [1, 1]
    assert not found.is_dead.any()


def test_a_sigmoid_at_an_end_three_times_of_four_is_not_saturated(images: Bytes) -> None:
    found = lively(Sigmoid(), [-3.1], images)  # 0.043 without ink, 0.109 with
    assert found.ended == pytest.approx([0.75])
    assert not found.is_saturated.any()


@pytest.mark.parametrize("activation", [LeakyReLU(), GELU()])
def test_what_lets_a_little_through_does_not_die(activation: Activation, images: Bytes) -> None:
    found = lively(activation, [-2], images)
    assert found.active.tolist() == [0]
    assert not found.is_dead.any()
    assert not found.is_saturated.any()


@pytest.mark.parametrize("kind", list(activations))
def test_no_activation_is_refused(kind: type[Activation], images: Bytes) -> None:
    assert lively(kind(), [0.5], images).size > 0


def test_every_hidden_layer_is_told(generator: np.random.Generator, images: Bytes) -> None:
    network = Network.create(Hyperparameters(hidden=(7, 5)), generator)
    first, second = liveliness(network, images)
    assert (first.layer, second.layer) == (0, 1)
    values = network.activity(images).values
    np.testing.assert_allclose(second.active, (values[1] > 0).mean(axis=0), rtol=1e-6)
    assert liveliness(Network(network.layers[-1:]), images[:, :1, :5]) == ()


def test_without_images_nothing_can_be_told(three_neurons: Network) -> None:
    with pytest.raises(ValueError, match="no image"):
        liveliness(three_neurons, np.zeros((0, 28, 28), np.uint8))
