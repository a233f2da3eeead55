"""Why: contributions that add up, worked out by hand."""

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.attribution import attribute
from core.network.network import Network, for_plain_pixels
from core.network.scaling import Scaling
from core.parts.activations import GELU, Activation, Sigmoid, activations


def noisy(generator: np.random.Generator, hidden: tuple[int, ...], activation: Activation) -> Network:
    """Return an untrained network whose biases are not zero."""
    network = Network.create(Hyperparameters(hidden=hidden, activation=activation), generator)
    for layer in network.layers:
        layer.biases[:] = generator.normal(size=layer.biases.shape)
    return network


def test_three_neurons_by_hand(three_neurons: Network) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[0, :2] = 255, 51  # neurons 1 and 1.65; sums 4: 1.35 + 0.04, 5: 0.825 + 0.05
    found = attribute(three_neurons, image)
    assert (found.winner, found.rival) == (4, 5)
    assert found.lead == pytest.approx(1.39 - 0.875, rel=1e-5)
    assert found.neurons[0] == pytest.approx([3, -1.5 * 1.65, 0], rel=1e-5)
    assert found.pixels[0, :3] == pytest.approx([3 - 1.5, -1.5 * 2 * 0.2, 0], rel=1e-5)
    assert found.loudest(0, 2).tolist() == [0, 1]


def test_without_hidden_layer_the_pixels_add_up(generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    network = noisy(generator, (), Sigmoid())
    for image in tiny_dataset.test.images[:10]:
        found = attribute(network, image)
        biases = network.layers[0].biases
        assert found.pixels.sum() == pytest.approx(found.lead - (biases[found.winner] - biases[found.rival]), abs=1e-4)
        assert found.neurons == ()


@pytest.mark.parametrize("hidden", [(), (9, 7)], ids=len)
def test_standardized_pixels_speak_by_their_ink(
    hidden: tuple[int, ...], generator: np.random.Generator, tiny_dataset: Dataset
) -> None:
    network, image = Network(noisy(generator, hidden, GELU()).layers, Scaling(0.2, 0.35)), tiny_dataset.test.images[0]
    found, plain = (attribute(one, image, winner=1, rival=2) for one in (network, for_plain_pixels(network)))
    np.testing.assert_allclose(found.pixels, plain.pixels, rtol=1e-3, atol=1e-4)
    assert not found.pixels[image == 0].any()
    if not hidden:
        on_paper = attribute(network, np.zeros_like(image), winner=1, rival=2).lead
        assert found.pixels.sum() == pytest.approx(found.lead - on_paper, abs=1e-3)


@pytest.mark.parametrize("kind", list(activations))
def test_the_last_hidden_layer_adds_up_whatever_the_activation(
    kind: type[Activation], generator: np.random.Generator, tiny_dataset: Dataset
) -> None:
    network = noisy(generator, (9, 7), kind())
    found = attribute(network, tiny_dataset.test.images[0], winner=3, rival=8)
    biases = network.layers[-1].biases
    assert found.neurons[1].sum() == pytest.approx(found.lead - (biases[3] - biases[8]), abs=1e-4)


def test_pixels_are_slope_times_ink(generator: np.random.Generator, tiny_dataset: Dataset) -> None:
    network = noisy(generator, (9, 7), GELU())
    exact = Network.assemble(
        tuple(layer.weights.astype(np.float64) for layer in network.layers),
        tuple(layer.biases.astype(np.float64) for layer in network.layers),
        GELU(),
        network.output,
    )
    image = tiny_dataset.test.images[0]
    found = attribute(network, image, winner=1, rival=2)
    pixel = int(np.argmax(np.abs(found.pixels)))
    x = np.repeat(image.reshape(1, 784) / 255, 2, axis=0)
    x[:, pixel] += (-1e-5, 1e-5)
    z = exact.activity(x).sums[-1]
    leads = z[:, 1] - z[:, 2]
    slope = (leads[1] - leads[0]) / 2e-5
    assert found.pixels.flat[pixel] == pytest.approx(slope * image.flat[pixel] / 255, rel=1e-3)


def test_a_digit_can_be_asked_about(three_neurons: Network) -> None:
    blank = np.zeros((28, 28), np.uint8)
    assert (attribute(three_neurons, blank, winner=2).winner, attribute(three_neurons, blank, winner=2).rival) == (2, 5)
    assert attribute(three_neurons, blank, rival=5).winner == 9
    with pytest.raises(ValueError, match="over itself"):
        attribute(three_neurons, blank, 3, 3)
