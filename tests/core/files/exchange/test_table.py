"""The table of weights: what stands in it is the network, to the last bit."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.files.exchange.exporting import export, format_called
from core.training.snapshot import Snapshot


def test_the_network_can_be_put_together_from_it(make_snapshot: Callable[..., Snapshot], tmp_path: Path) -> None:
    snapshot = make_snapshot(3, class_names=("=1+1", *"123456789"))
    export(tmp_path / "weights.csv", snapshot, format_called("csv"))
    lines = (tmp_path / "weights.csv").read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert "784-4-10" in head[0]
    assert "'=1+1 1 2" in head[1]
    columns, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    assert columns == ["layer", "input", "neuron", "value"]
    for number, layer in enumerate(snapshot.network.layers, 1):
        own = [row for row in rows if row[0] == str(number)]
        biases = [np.float32(value) for _, name, _, value in own if name == "bias"]
        weights = [np.float32(value) for _, name, _, value in own if name != "bias"]
        np.testing.assert_array_equal(biases, layer.biases)
        np.testing.assert_array_equal(weights, layer.weights.ravel())
