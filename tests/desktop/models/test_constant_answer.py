"""Whether a network says the same to everything is found out in a job, once for each network."""

from dataclasses import replace

import numpy as np
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from desktop.background.jobs import Jobs
from desktop.models.constant_answer import ConstantAnswerModel


def network(*hidden: int, bias: float = 0.0) -> Network:
    """Return a network with random weights; with a large bias it says 4 to everything."""
    made = Network.create(Hyperparameters(hidden=hidden), np.random.default_rng(3)).frozen_copy()
    biases = np.zeros(10, np.float32)
    biases[4] = bias
    return replace(made, layers=(*made.layers[:-1], replace(made.layers[-1], biases=biases)))


def test_a_constant_answer_is_told_and_taken_back(qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset) -> None:
    model = ConstantAnswerModel(jobs, jobs)
    with qtbot.waitSignal(model.changed):
        model.ask(network(6, bias=1000.0), tiny_dataset)
    assert model.digit == 4
    with qtbot.waitSignal(model.changed):
        model.ask(network(6), tiny_dataset)
    assert model.digit is None


def test_of_a_network_of_another_shape_nothing_is_known_at_first(
    qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset
) -> None:
    model = ConstantAnswerModel(jobs, jobs)
    with qtbot.waitSignal(model.changed):
        model.ask(network(6, bias=1000.0), tiny_dataset)
    model.ask(network(7, bias=1000.0), tiny_dataset)
    assert model.digit is None
    qtbot.waitUntil(lambda: model.digit == 4)


def test_the_same_network_is_looked_at_once(qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset) -> None:
    model, someone = ConstantAnswerModel(jobs, jobs), network(6)
    model.ask(someone, tiny_dataset)
    qtbot.waitUntil(lambda: not model._latest.is_busy)
    model.ask(someone, tiny_dataset)
    assert not model._latest.is_busy
