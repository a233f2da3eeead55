"""PyTorch as a cross-check, where it is installed: same first weights, same batches, a hundred steps."""

from typing import Any

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.network.engine import make_engine
from core.network.images import TrainingImages
from core.network.network import Network
from core.parts.activations import activations
from core.parts.optimizers import Optimizer, optimizers

torch: Any = pytest.importorskip("torch")

IMAGES, SIZE, STEPS = 640, 32, 100
RATES = {"adam": 0.001, "adamw": 0.001, "rmsprop": 0.0005}


def torch_optimizer(name: str, parameters: Any, rate: float) -> Any:
    kinds: dict[str, Any] = {
        "gradient-descent": lambda: torch.optim.SGD(parameters, lr=rate),
        "momentum": lambda: torch.optim.SGD(parameters, lr=rate, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD(parameters, lr=rate, momentum=0.9, nesterov=True),
        "adagrad": lambda: torch.optim.Adagrad(parameters, lr=rate, eps=1e-8),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr=rate, alpha=0.9, eps=1e-8),
        "adam": lambda: torch.optim.Adam(parameters, lr=rate),
        "adamw": lambda: torch.optim.AdamW(parameters, lr=rate, weight_decay=0.0),
    }
    return kinds[name]()


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
@pytest.mark.parametrize("way", ["plain", "several processes"])
@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
def test_a_hundred_steps_agree(kind: type[Optimizer], way: str, activation: str) -> None:
    chance = np.random.default_rng(4)
    images = chance.integers(0, 256, (IMAGES, 28, 28), dtype=np.uint8)
    labels = chance.integers(0, 10, IMAGES).astype(np.uint8)
    settings = Hyperparameters(hidden=(24, 16), activation=activations.create(activation), optimizer=kind())
    network = Network.create(settings, np.random.default_rng(1))
    rate = RATES.get(kind.name, 0.01)
    engine = make_engine(
        settings, network, settings.optimizer.begin(network.parameters), TrainingImages(images, labels), way=way
    )
    parameters = [torch.tensor(array.copy(), requires_grad=True) for array in network.parameters]
    optimizer = torch_optimizer(kind.name, parameters, rate)
    passes = {"relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation]
    x, y = torch.tensor(images.reshape(IMAGES, -1).astype(np.float32) / 255), torch.tensor(labels.astype(np.int64))
    for step in range(STEPS):
        first = step * SIZE % IMAGES
        assert engine.train(first, first + SIZE, SIZE, [rate]) == 1
        a = x[first : first + SIZE]
        for layer in range(3):
            a = a @ parameters[2 * layer] + parameters[2 * layer + 1]
            a = passes(a) if layer < 2 else a
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(a, y[first : first + SIZE]).backward()
        optimizer.step()
    engine.close()
    for mine, theirs in zip(engine.network().parameters, parameters, strict=True):
        np.testing.assert_allclose(mine, theirs.detach().numpy(), rtol=1e-4, atol=1e-4)
