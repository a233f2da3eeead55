"""What a moment shows of its neurons: equal ones count as one, however their last digits were rounded."""

from dataclasses import replace

import numpy as np
import pytest

from core.arrays import read_only
from core.data.dataset import Dataset
from core.lessons.seen import Seen
from core.network.network import Network
from core.presets import preset
from core.training.trainer import Trainer


def different(dataset: Dataset, columns: list[float]) -> float:
    """Return how many neurons differ of a layer with these factors of one and the same neuron."""
    settings = replace(preset("default").hyperparameters, hidden=(len(columns),))
    snapshot = Trainer(settings, dataset).snapshot()
    first, *others = snapshot.network.layers
    one = np.linspace(-1, 1, len(first.weights), dtype=np.float32)[:, None]
    weights = read_only((one * np.array(columns, np.float32)).astype(np.float32))
    network = Network((replace(first, weights=weights), *others))
    return Seen(replace(snapshot, network=network), dataset).different_neurons


def test_a_network_that_grew_without_end_has_a_spread_without_a_warning(tiny_dataset: Dataset) -> None:
    """Its outputs are finite still, and their squares are not; warnings are errors here."""
    settings = replace(preset("diary-relu-constant").hyperparameters, hidden=(4,), batch_size=0)
    snapshot = Trainer(settings, tiny_dataset).snapshot()
    layers = tuple(replace(layer, weights=read_only(layer.weights * 1e15)) for layer in snapshot.network.layers)
    spread = Seen(replace(snapshot, network=Network(layers)), tiny_dataset).output_spread
    assert not np.isfinite(spread)


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        ([1, 1, 1, 1], 1),
        ([1, 1 + 9e-6, 1 - 9e-6, 1 + 2e-7], 1),  # as rounding leaves them after some epochs
        ([1, 1.001, 1, 0.5], 3),
        ([1, -1, 0, 0.5], 4),  # the same sums: these weights add up to zero
        ([0, 0], 1),
    ],
)
def test_neurons_that_differ_by_rounding_count_as_one(tiny_dataset: Dataset, columns: list[float], count: int) -> None:
    assert different(tiny_dataset, columns) == count
