"""Slopes are those that small changes show."""

from dataclasses import replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.insight.slopes import slopes_at
from core.network.network import Network
from core.parts.activations import GELU, Sigmoid, Tanh


def test_by_hand(three_neurons: Network) -> None:
    pixels = np.zeros((1, 784), np.float32)
    pixels[0, 0] = 1
    mix = np.zeros((1, 10), np.float32)
    mix[0, 4], mix[0, 5] = 1, -1
    activity = three_neurons.activity(pixels)
    at_neurons = slopes_at(three_neurons, activity, mix, layer=0)
    np.testing.assert_allclose(at_neurons, [[3, -1.5, 0]])
    at_pixels = slopes_at(three_neurons, activity, mix)
    np.testing.assert_allclose(at_pixels[0, :3], [3 - 1.5, -3, 0])


@pytest.mark.parametrize("activation", [Sigmoid(), Tanh(), GELU()], ids=lambda a: a.name)
@pytest.mark.parametrize("layer", [-1, 0, 1])
def test_a_small_change_of_a_value_changes_the_mix_by_the_slope(
    activation: Sigmoid, layer: int, generator: np.random.Generator
) -> None:
    settings = replace(Hyperparameters(), hidden=(7, 5), activation=activation)
    network = Network.create(settings, generator)
    pixels, mix = generator.random((1, 784), np.float32), generator.standard_normal((1, 10), np.float32)
    activity = network.activity(pixels)
    slope = slopes_at(network, activity, mix, layer)
    start = pixels if layer == -1 else activity.values[layer]

    def mixed(values: np.ndarray) -> float:
        for index, each in enumerate(network.layers[layer + 1 :], layer + 1):
            sums = values.astype(np.float64) @ each.weights.astype(np.float64) + each.biases
            values = each.activation.values(sums) if index < 2 else sums
        return float((values * mix).sum())

    for place in (0, start.shape[1] // 2, start.shape[1] - 1):
        change = np.zeros(start.shape)
        change[0, place] = 1e-4
        expected = (mixed(start + change) - mixed(start - change)) / 2e-4
        assert slope[0, place] == pytest.approx(expected, rel=1e-3, abs=1e-5)
