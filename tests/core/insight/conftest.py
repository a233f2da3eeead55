"""Networks that can be worked out by hand, and one that has learned the tiny data set."""

from collections.abc import Callable

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.outputs import LinearOutput
from core.training.trainer import Trainer


@pytest.fixture
def pixel_reader() -> Network:
    """Return a linear network whose ten outputs are the first ten pixels."""
    weights = np.zeros((784, 10), np.float32)
    weights[np.arange(10), np.arange(10)] = 1
    return Network.assemble((weights,), (np.zeros(10, np.float32),), ReLU(), LinearOutput())


@pytest.fixture
def three_neurons() -> Network:
    """Return 784-3-10 with ReLU and linear outputs.

    Neuron 0 sees pixel 0 and votes for digit 4, neuron 1 sees pixels 0 and 1 (twice) and votes against 4 and
    for 5, neuron 2 sees nothing, has a bias of -1 and never fires.
    """
    first = np.zeros((784, 3), np.float32)
    first[0, 0], first[0, 1], first[1, 1] = 1, 1, 2
    second = np.zeros((3, 10), np.float32)
    second[0, 4], second[1, 4], second[1, 5], second[2, 6] = 3, -1, 0.5, 9
    biases = np.array([0, 0.25, -1], np.float32), np.arange(10, dtype=np.float32) / 100
    return Network.assemble((first, second), biases, ReLU(), LinearOutput())


@pytest.fixture
def learned(train: Callable[..., Trainer], quick: Hyperparameters) -> Network:
    """Return a network of twelve neurons that reads the tiny figures."""
    return train(quick).snapshot().network
