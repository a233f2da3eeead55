"""What tells the unknown is made in a job, once for each network, and goes on from the one before."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.novelty import NoveltyDetector
from core.network.network import Network
from desktop.background.jobs import Jobs
from desktop.models import novelty
from desktop.models.novelty import NoveltyModel


def network(*hidden: int, seed: int = 1) -> Network:
    return Network.create(Hyperparameters(hidden=hidden), np.random.default_rng(seed)).frozen_copy()


@pytest.fixture
def befores(monkeypatch: pytest.MonkeyPatch) -> list[NoveltyDetector | None]:
    """Return from what the detectors made went on; making one takes no time here, and drawing may happen once."""
    found: list[NoveltyDetector | None] = []

    def detector(network: Network, shown: object, effort: object, before: Any, **others: object) -> NoveltyDetector:
        found.append(before)
        return NoveltyDetector(network, network, 1.0)

    drawings = iter([object()])
    monkeypatch.setattr(novelty, "could_tell", lambda network, dataset: network.sizes[1] != 3)
    monkeypatch.setattr(novelty, "examples", lambda dataset, second, is_cancelled: next(drawings))
    monkeypatch.setattr(novelty, "detector", detector)
    return found


@pytest.fixture
def model(jobs: Jobs) -> NoveltyModel:
    return NoveltyModel(jobs, jobs)


def test_one_is_found_and_the_next_goes_on_from_it(
    qtbot: QtBot, model: NoveltyModel, tiny_dataset: Dataset, befores: list[NoveltyDetector | None]
) -> None:
    first, second = network(6), network(6, seed=2)
    with qtbot.waitSignal(model.found) as told:
        model.ask(first, tiny_dataset)
    assert told.args[0].network is first
    model.ask(first, tiny_dataset)
    assert not model._latest._requests.is_waiting
    with qtbot.waitSignal(model.found) as told_next:
        model.ask(second, tiny_dataset)
    assert told_next.args[0].network is second
    assert befores == [None, told.args[0]]


def test_of_another_network_nothing_is_known_at_first(
    qtbot: QtBot, model: NoveltyModel, tiny_dataset: Dataset, befores: list[NoveltyDetector | None]
) -> None:
    with qtbot.waitSignal(model.found):
        model.ask(network(6), tiny_dataset)
    told: list[object] = []
    model.found.connect(told.append)
    model.ask(network(3), tiny_dataset)  # of which nothing can be told
    assert told == [None]
    qtbot.waitUntil(lambda: not model._latest.is_busy)
    assert told == [None]
    assert len(befores) == 1


@pytest.mark.parametrize("forgotten", [True, False])
def test_what_is_forgotten_while_it_is_made_is_not_told(
    qtbot: QtBot,
    model: NoveltyModel,
    tiny_dataset: Dataset,
    befores: list[NoveltyDetector | None],
    forgotten: bool,
) -> None:
    told: list[object] = []
    model.found.connect(told.append)
    model.ask(network(6), tiny_dataset)
    if forgotten:
        model.forget()
    qtbot.waitUntil(lambda: not model._latest.is_busy and (len(befores) == 1 or forgotten))
    assert bool(told) is not forgotten
