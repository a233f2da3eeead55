"""A network that is cut into shards is the same network, and its optimizer remembers the same."""

from dataclasses import replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.network.fast.ground import Ground, room_for_work
from core.network.fast.layout import cut
from core.network.images import room_for_rows
from core.network.network import Network
from core.parts.optimizers import Optimizer, optimizers

CASES = [pytest.param(kind(), id=kind.name) for kind in optimizers]


def ground_for(settings: Hyperparameters, network: Network, columns: np.ndarray, shards: int = 1) -> Ground:
    layouts = cut(network.sizes, shards, len(columns))
    rows = room_for_rows(1, len(columns), is_shared=False)
    return Ground(settings, layouts, rows, rows, room_for_work(settings, layouts, 1, is_shared=False))


@pytest.mark.parametrize(("hidden", "shards"), [((), 1), ((1,), 1), ((7,), 3), ((6, 5), 2), ((4, 3, 5), 4)])
@pytest.mark.parametrize("optimizer", CASES)
def test_what_is_put_in_comes_out(
    optimizer: Optimizer, hidden: tuple[int, ...], shards: int, generator: np.random.Generator
) -> None:
    settings = replace(Hyperparameters(), hidden=hidden, optimizer=optimizer)
    network, columns = Network.create(settings, generator), np.arange(784)
    memory = tuple(generator.random(array.shape).astype(array.dtype) for array in optimizer.begin(network.parameters))
    ground = ground_for(settings, network, columns, shards)
    ground.load(network.parameters, memory, columns)
    found = tuple(np.full_like(array, np.nan) for array in network.parameters)
    remembered = tuple(np.full_like(array, np.nan) for array in memory)
    ground.store(found, columns)
    ground.store_memory(remembered, len(found), columns)
    for one, other in zip((*found, *remembered), (*network.parameters, *memory), strict=True):
        np.testing.assert_array_equal(one, other)


def test_rows_of_pixels_that_are_left_out_stay_as_they_are(generator: np.random.Generator) -> None:
    settings, columns = Hyperparameters(hidden=(6,)), np.arange(3, 784)
    network = Network.create(settings, generator)
    ground = ground_for(settings, network, columns)
    ground.load(network.parameters, settings.optimizer.begin(network.parameters), columns)
    found = tuple(np.full_like(array, -5) for array in network.parameters)
    ground.store(found, columns)
    assert (found[0][:3] == -5).all()
    np.testing.assert_array_equal(found[0][3:], network.parameters[0][3:])
