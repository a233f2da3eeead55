"""``inkling import``: what another program's network is, how it reads, and a weight file of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.files import weights

Run = Callable[..., Any]


@pytest.fixture
def plain(trained: Path, tmp_path: Path) -> Path:
    """Return the arrays of a trained network under other names, as another program would save them."""
    (one, other) = weights.load(trained).network.layers
    np.savez(tmp_path / "plain.npz", W1=one.weights, b1=one.biases, W2=other.weights, b2=other.biases)
    return tmp_path / "plain.npz"


def test_each_way_is_tried_and_one_is_saved(run: Run, plain: Path, trained: Path, folder: Path, tmp_path: Path) -> None:
    said = run("import", plain, "--dataset", folder)
    assert (said.status, said.err) == (0, "")
    assert "784-12-10" in said.out
    assert "with ReLU and softmax, sigmoid" in said.out

    chosen = ("--activation", "relu", "--output", "softmax", "--dataset", folder, "-o", tmp_path / "taken")
    (told,) = run("import", plain, *chosen, "--json").events
    assert told["written"] == str(tmp_path / "taken.npz")
    assert [way["outputs"] for way in told["tried"]] == [["softmax"]]
    (found,) = run("evaluate", tmp_path / "taken.npz", "--dataset", folder, "--json").events
    (known,) = run("evaluate", trained, "--dataset", folder, "--json").events
    assert found["test_accuracy"] == known["test_accuracy"] == told["tried"][0]["test_accuracy"]
    on = run("train", "--from", tmp_path / "taken.npz", "--dataset", folder, "--epochs", 1, "--batch-size", 32)
    assert on.status == 0, on.err


def test_what_is_not_said_cannot_be_saved(run: Run, plain: Path, folder: Path, tmp_path: Path) -> None:
    said = run("import", plain, "--activation", "relu", "--dataset", folder, "-o", tmp_path / "taken.npz")
    assert said.status == 2
    assert "--activation and --output" in said.err
    assert not (tmp_path / "taken.npz").exists()


def test_other_images_are_no_trial(run: Run, folder: Path, untested_folder: Path, plain: Path, tmp_path: Path) -> None:
    np.savez(tmp_path / "letters.npz", w=np.ones((784, 26), "f4"), b=np.ones(26, "f4"))
    said = run("import", tmp_path / "letters.npz", "--dataset", folder)
    assert said.status == 0
    assert "26 classes" in said.err
    assert "no test images" in run("import", plain, "--dataset", untested_folder).err
