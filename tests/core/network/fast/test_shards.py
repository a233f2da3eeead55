"""A network that is cut in two is the same network, and its optimizer remembers the same."""

from dataclasses import replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.network.fast.pixels import TrainingImages
from core.network.fast.shards import Shards
from core.network.fast.team import Alone
from core.network.network import Network
from core.parts.optimizers import Optimizer, optimizers

CASES = [pytest.param(kind(), id=kind.name) for kind in optimizers]


@pytest.mark.parametrize("hidden", [(), (1,), (7,), (6, 5), (4, 3, 5)])
@pytest.mark.parametrize("optimizer", CASES)
def test_what_is_put_in_comes_out(
    optimizer: Optimizer, hidden: tuple[int, ...], generator: np.random.Generator
) -> None:
    settings = replace(Hyperparameters(), hidden=hidden, optimizer=optimizer)
    network = Network.create(settings, generator)
    memory = tuple(generator.random(array.shape).astype(array.dtype) for array in optimizer.begin(network.parameters))
    shards = Shards(settings, network, memory, np.arange(784))
    found = tuple(np.full_like(array, np.nan) for array in network.parameters)
    shards.store(found)
    remembered = shards.store_memory(tuple(np.full_like(array, np.nan) for array in memory))
    for one, other in zip((*found, *remembered), (*network.parameters, *memory), strict=True):
        np.testing.assert_array_equal(one, other)


def test_rows_of_pixels_that_are_left_out_stay_as_they_are(generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(hidden=(6,)), generator)
    optimizer = Hyperparameters().optimizer
    shards = Shards(Hyperparameters(hidden=(6,)), network, optimizer.begin(network.parameters), np.arange(3, 784))
    found = tuple(np.full_like(array, -5) for array in network.parameters)
    shards.store(found)
    assert (found[0][:3] == -5).all()
    np.testing.assert_array_equal(found[0][3:], network.parameters[0][3:])


def test_so_many_batches_are_counted(generator: np.random.Generator) -> None:
    settings = Hyperparameters(hidden=(6,))
    network = Network.create(settings, generator)
    shards = Shards(settings, network, settings.optimizer.begin(network.parameters), np.arange(784))
    pictures = generator.integers(0, 256, (50, 28, 28), np.uint8)
    images = TrainingImages(pictures, np.resize(np.arange(10, dtype=np.uint8), 50))
    source = images.in_order(np.arange(784), np.arange(50))
    assert Alone().do(shards.begin(source, 10, 45, 10, [0.01] * 4))
    assert shards.batches_done == 4
