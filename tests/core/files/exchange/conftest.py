"""What the tests of exports and imports share: small networks of every kind, and images."""

from collections.abc import Callable
from dataclasses import replace
from string import ascii_uppercase

import numpy as np
import pytest

from core.arrays import Bytes
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.scaling import Scaling
from core.parts.activations import GELU, LeakyReLU, ReLU, Sigmoid, Tanh
from core.parts.costs import SquaredError
from core.parts.outputs import LinearOutput, ReLUOutput, SigmoidOutput, Softmax
from core.training.snapshot import Snapshot

KINDS = {
    "sigmoid, softmax": Hyperparameters(hidden=(12,), activation=Sigmoid(), output=Softmax()),
    "tanh, sigmoid": Hyperparameters(hidden=(9, 7), activation=Tanh(), output=SigmoidOutput()),
    "relu, relu": Hyperparameters(hidden=(12,), activation=ReLU(), output=ReLUOutput(), cost=SquaredError()),
    "leaky relu, linear": Hyperparameters(
        hidden=(12,), activation=LeakyReLU(leak=0.2), output=LinearOutput(), cost=SquaredError()
    ),
    "gelu, softmax": Hyperparameters(hidden=(12, 5), activation=GELU()),
    "tanh, leaky relu, tanh": Hyperparameters(
        hidden=(12, 7, 5), hidden_activations=(Tanh(), LeakyReLU(leak=0.3), Tanh())
    ),
    "no hidden layer": Hyperparameters(hidden=()),
    "letters": Hyperparameters(hidden=(12,)),
    "standardized": Hyperparameters(hidden=(12,), standardize=True),
}
"""Settings with every activation and every output."""


def classes_of(kind: str) -> tuple[str, ...]:
    """Return names of classes; the letters have some that would end a string, a script or a comment."""
    odd = ('say "\\n"??/', "</script>", "*/ Ä😀", "=1+1")
    return (*odd, *ascii_uppercase[len(odd) :]) if kind == "letters" else tuple("0123456789")


@pytest.fixture(params=KINDS)
def snapshot(request: pytest.FixtureRequest, make_snapshot: Callable[..., Snapshot]) -> Snapshot:
    """Return a network of each kind, whose weights and biases are as large as those of one that was trained."""
    return snapshot_of(request.param, make_snapshot)


def snapshot_of(kind: str, make_snapshot: Callable[..., Snapshot]) -> Snapshot:
    """Return a network of one kind."""
    names, chance = classes_of(kind), np.random.default_rng(5)
    scaling = Scaling(0.1307, 0.3081) if KINDS[kind].standardize else None
    network = Network.create(KINDS[kind], chance, classes=len(names), scaling=scaling)
    layers = (replace(layer, biases=chance.normal(0, 0.2, layer.biases.shape).astype("f4")) for layer in network.layers)
    return make_snapshot(3, KINDS[kind], network=Network(tuple(layers), scaling).frozen_copy(), class_names=names)


@pytest.fixture(scope="session")
def images() -> Bytes:
    """Return a thousand images of all shades, as different as can be."""
    chance = np.random.default_rng(6)
    shades = chance.integers(0, 256, (1000, 28, 28), np.uint8)
    return np.where(chance.random((1000, 28, 28)) < 0.2, shades, np.uint8(0))
