"""``inkling export``: a weight file becomes one of another program's, beside it or where it is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.files import weights
from core.files.exchange import safetensors
from core.training.snapshot import Snapshot

Run = Callable[..., Any]


@pytest.fixture
def saved(make_snapshot: Callable[..., Snapshot], tmp_path: Path) -> Path:
    """Return a weight file."""
    weights.save(tmp_path / "digits.npz", make_snapshot(3))
    return tmp_path / "digits.npz"


def test_a_network_goes_beside_its_file_where_nothing_is_replaced_unasked(run: Run, saved: Path) -> None:
    said = run("export", saved, "--to", "safetensors", "--json")
    path = saved.with_suffix(".safetensors")
    assert (said.status, said.events[0]["written"]) == (0, str(path))
    arrays = safetensors.read(path).arrays
    layers = weights.load(saved).network.layers
    assert list(arrays) == ["0.weight", "0.bias", "2.weight", "2.bias"]
    np.testing.assert_array_equal(arrays["2.weight"], layers[1].weights.T)

    again = run("export", saved, "--to", "safetensors")
    assert again.status == 1
    assert "exists already" in again.err
    assert run("export", saved, "--to", "safetensors", "-o", path).status == 0


def test_what_is_no_network_and_no_format_is_told(run: Run, saved: Path, tmp_path: Path) -> None:
    assert run("export", saved, "--to", "keras").status == 2
    (tmp_path / "notes.txt").write_text("nothing")
    said = run("export", tmp_path / "notes.txt", "--to", "c")
    assert said.status == 1
    assert "is not an Inkling network" in said.err
