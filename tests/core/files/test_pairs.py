"""The network that tells pairs is small, is found, is done without, and is made by a script."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from core.data import dataset
from core.data.dataset import Dataset
from core.data.writer.hands import ON_PAPER, ON_TABLET
from core.files import pairs, weights


def test_network_is_small_and_has_two_classes() -> None:
    snapshot = weights.load(pairs.PATH)
    assert pairs.PATH.stat().st_size < 2**20
    assert snapshot.is_sound
    assert snapshot.memory == ()
    assert snapshot.class_names == ("one digit", "two digits")
    assert pairs.detector() is pairs.detector()


def test_without_its_file_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "PATH", tmp_path / "pairs.npz")
    pairs.detector.cache_clear()
    assert pairs.detector() is None
    pairs.detector.cache_clear()


def test_script_shows_it_single_digits_and_pairs_within_the_frame(
    tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("make_pairs", pairs.PATH.parent / "make_pairs.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(dataset, "from_folder", lambda *_, **__: tiny_dataset)
    monkeypatch.setattr(script, "DRAWN", {"tablet": (ON_TABLET, 30)})
    monkeypatch.setattr(script, "PAIRS", {"paper": (ON_PAPER, 48)})
    for name, count in {"LAID": 50, "LETTERS": 60, "MADE_UP": 8, "TESTED": 20}.items():
        monkeypatch.setattr(script, name, count)
    data = script.training_data(Path("anywhere"))
    assert len(data.test) == 20
    labels = np.concatenate([data.train.labels, data.test.labels])
    images = np.concatenate([data.train.images, data.test.images])
    assert (labels == 1).sum() == 98
    inked = images[labels == 1] > 60
    sides = [np.ptp(np.argwhere(each), axis=0).max() + 1 for each in inked]
    assert min(sides) >= 18
    assert max(sides) <= 22
