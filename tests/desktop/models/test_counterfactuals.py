"""A small change that flips the answer, looked for in a job."""

from threading import Event

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.arrays import Bytes, read_only
from core.hyperparameters import Hyperparameters
from core.insight.flips import GoesOn
from core.network.network import Network
from desktop.background.jobs import Jobs
from desktop.models import counterfactuals
from desktop.models.counterfactuals import CounterfactualModel


@pytest.fixture
def network() -> Network:
    return Network.create(Hyperparameters(hidden=(40,)), np.random.default_rng(1)).frozen_copy()


IMAGE = read_only(np.random.default_rng(2).integers(0, 256, (28, 28)).astype(np.uint8))


@pytest.mark.parametrize("kind", ["strokes", "pixels", "ink"])
def test_the_changed_image_is_read_as_another_digit(qtbot: QtBot, jobs: Jobs, network: Network, kind: str):
    model = CounterfactualModel(jobs, jobs)
    with qtbot.waitSignal(model.changed):
        model.ask(network, IMAGE, kind)
    assert model.image is IMAGE
    assert model.found is not None
    before, after = (int(network.outputs(image[np.newaxis]).argmax()) for image in (IMAGE, model.found.image))
    assert (before, after) == (model.found.before, model.found.after)
    assert before != after


def test_a_digit_can_be_asked_for(qtbot: QtBot, jobs: Jobs, network: Network):
    model = CounterfactualModel(jobs, jobs)
    digit = int(network.outputs(IMAGE[np.newaxis]).argsort()[0, -3])
    with qtbot.waitSignal(model.changed):
        model.ask(network, IMAGE, "ink", digit)
    assert model.found is not None
    assert model.found.after == digit


def test_what_cannot_be_flipped_is_told_as_none(qtbot: QtBot, jobs: Jobs, network: Network):
    model = CounterfactualModel(jobs, jobs)
    same = int(network.outputs(IMAGE[np.newaxis]).argmax())
    with qtbot.waitSignal(model.changed):
        model.ask(network, IMAGE, "ink", same)
    assert model.image is IMAGE
    assert model.found is None


def test_the_same_question_is_answered_once(qtbot: QtBot, jobs: Jobs, network: Network):
    model, told = CounterfactualModel(jobs, jobs), []
    model.changed.connect(lambda: told.append(1))
    for _ in range(3):
        model.ask(network, IMAGE, "ink", is_urgent=True)
    qtbot.waitUntil(lambda: not model._latest.is_busy)
    assert told == [1]


def test_a_person_does_not_wait_for_what_was_asked_before(
    qtbot: QtBot, jobs: Jobs, network: Network, monkeypatch: pytest.MonkeyPatch
):
    ended = Event()

    def endless(network: Network, image: Bytes, target: int | None, goes_on: GoesOn) -> None:
        while goes_on():
            ended.wait(0.001)
        ended.set()

    monkeypatch.setitem(counterfactuals._SEARCHES, "pixels", endless)
    model = CounterfactualModel(jobs, jobs)
    model.ask(network, IMAGE, "pixels", is_urgent=True)
    other = read_only(IMAGE.copy())
    with qtbot.waitSignal(model.changed):
        model.ask(network, other, "ink", is_urgent=True)
    assert model.image is other
    qtbot.waitUntil(ended.is_set)


def test_a_search_is_called_off_when_the_view_goes(
    qtbot: QtBot, jobs: Jobs, network: Network, monkeypatch: pytest.MonkeyPatch
):
    ended = Event()

    def endless(network: Network, image: Bytes, target: int | None, goes_on: GoesOn) -> None:
        while goes_on():
            ended.wait(0.001)
        ended.set()

    monkeypatch.setitem(counterfactuals._SEARCHES, "ink", endless)
    model = CounterfactualModel(jobs, jobs)
    model.ask(network, IMAGE, "ink")
    model.forget()
    qtbot.waitUntil(ended.is_set)
    assert not model._latest.is_busy
    monkeypatch.undo()
    with qtbot.waitSignal(model.changed):
        model.ask(network, IMAGE, "ink", is_urgent=True)
