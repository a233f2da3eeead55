"""A weight file gets what tells the unknown where its data is at hand, and keeps what it has."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.data import catalog
from core.data.dataset import Dataset
from core.files import novelty, pretrained
from core.files.novelty import novelty_of, with_novelty
from core.insight import novelty_training
from core.insight.novelty import NoveltyDetector
from core.network.network import Network
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

MakeSnapshot = Callable[..., Snapshot]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Dataset]:
    """Return of which data detectors are made, which takes no time here."""
    asked: list[Dataset] = []

    def detector(network: Network, dataset: Dataset) -> NoveltyDetector:
        asked.append(dataset)
        return NoveltyDetector(network, network, 1.0)

    monkeypatch.setattr(novelty_training, "could_tell", lambda network, dataset: True)
    monkeypatch.setattr(novelty_training, "reads_drawn", lambda network: True)
    monkeypatch.setattr(novelty_training, "examples", lambda dataset, second: dataset)
    monkeypatch.setattr(novelty_training, "detector", detector)
    return asked


def test_it_is_made_of_the_data_that_was_trained_on_alone(
    made: list[Dataset], make_snapshot: MakeSnapshot, tiny_dataset: Dataset
) -> None:
    stranger = make_snapshot(7)
    assert with_novelty(stranger, tiny_dataset) is stranger
    own = replace(stranger, data_fingerprint=tiny_dataset.fingerprint)
    found = with_novelty(own, tiny_dataset)
    assert found.novelty is not None
    assert found.novelty.network is own.network
    assert with_novelty(found, tiny_dataset) is found
    assert made == [tiny_dataset]


def test_for_a_file_without_it_the_data_is_looked_for_and_else_digits_are_drawn(
    made: list[Dataset], make_snapshot: MakeSnapshot, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(novelty, "_DRAWN", 20)
    monkeypatch.setattr(catalog, "load", lambda name: tiny_dataset)
    moment = make_snapshot(7, data_name="builtin", data_fingerprint=tiny_dataset.fingerprint)
    assert novelty_of(moment) is not None
    assert novelty_of(replace(moment, data_fingerprint="0" * 64)) is not None  # it is another by now
    assert novelty_of(replace(moment, data_name="of somebody")) is not None
    assert novelty_of(replace(moment, data_name="of somebody", class_names=tuple("abcdefghij"))) is None
    assert [data is tiny_dataset for data in made] == [True, False, False]


def test_a_network_that_reads_nothing_drawn_has_none(make_snapshot: MakeSnapshot) -> None:
    assert novelty_of(make_snapshot(7)) is None


def test_what_is_kept_is_taken_until_training_goes_on(tiny_dataset: Dataset) -> None:
    kept = pretrained.load().latest
    assert kept is not None
    assert novelty_of(kept) is kept.novelty
    trainer = Trainer(replace(kept.hyperparameters, epochs=10_000), tiny_dataset, start=kept, way="one process")
    assert trainer.snapshot().novelty is kept.novelty
    trainer.advance(1)
    assert trainer.snapshot().novelty is None
    trainer.close()
