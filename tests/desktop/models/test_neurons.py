"""NeuronsModel: what is asked is found out in a job, once, and as the functions of the engine say."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight import neurons
from core.insight.ablation import without
from core.insight.evaluation import evaluate
from core.insight.liveliness import liveliness
from core.insight.neuron import portrait
from core.network.network import Network
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models.neurons import NeuronsModel

PATIENCE_MS = 20_000
HYPERPARAMETERS = Hyperparameters(hidden=(6, 5))


@pytest.fixture
def network() -> Network:
    return Network.create(HYPERPARAMETERS, np.random.default_rng(3)).frozen_copy()


@pytest.fixture
def model(jobs: Jobs) -> NeuronsModel:
    return NeuronsModel(jobs)


def test_a_survey_knows_every_hidden_layer(
    qtbot: QtBot, model: NeuronsModel, network: Network, tiny_dataset: Dataset
) -> None:
    images = tiny_dataset.test.images
    with qtbot.waitSignal(model.surveyed, timeout=PATIENCE_MS) as caught:
        model.survey(network, 1, "activity", network, images, is_urgent=True)
    survey = caught.args[0]
    active = liveliness(network, images)[1].active
    np.testing.assert_array_equal(survey.liveliness[1].active, active)
    assert (np.diff(active[survey.order]) <= 0).all()
    assert len(survey.liveliness) == 2


def test_without_images_a_survey_has_an_order_alone(qtbot: QtBot, model: NeuronsModel, network: Network) -> None:
    with qtbot.waitSignal(model.surveyed, timeout=PATIENCE_MS) as caught:
        model.survey(network, 0, "influence", network, np.zeros((0, 28, 28), np.uint8), is_urgent=True)
    assert caught.args[0].liveliness == ()
    assert caught.args[0].order.tolist() == list(range(6))


def test_before_a_run_has_a_moment_the_film_is_empty(
    qtbot: QtBot, model: NeuronsModel, network: Network, tiny_dataset: Dataset
) -> None:
    with qtbot.waitSignal(model.portrayed, timeout=PATIENCE_MS) as caught:
        model.portray(network, (0, 2), tiny_dataset.test, (), 8, is_urgent=True)
    assert caught.args[0].film.shape == (0, 28, 28)
    assert caught.args[0].moments == ()


def test_a_portrayal_is_the_portrait_and_the_film(qtbot: QtBot, model: NeuronsModel, tiny_dataset: Dataset) -> None:
    trainer = Trainer(HYPERPARAMETERS, tiny_dataset)
    first = trainer.snapshot()
    trainer.advance()
    moments = (first, trainer.snapshot())
    of = moments[1].network
    with qtbot.waitSignal(model.portrayed, timeout=PATIENCE_MS) as caught:
        model.portray(of, (0, 2), tiny_dataset.test, moments, 8, is_urgent=True)
    found, expected = caught.args[0], portrait(of, 0, 2, tiny_dataset.test.images, 8)
    np.testing.assert_array_equal(found.portrait.most, expected.most)
    np.testing.assert_allclose(found.film[0], neurons.pictures(moments[0].network)[2])
    assert len(found.film) == 2


def test_a_comparison_tells_the_accuracy_with_and_without(
    qtbot: QtBot, model: NeuronsModel, network: Network, tiny_dataset: Dataset
) -> None:
    test, cost, muted = tiny_dataset.test, HYPERPARAMETERS.cost, frozenset({(0, 1), (1, 4)})
    with qtbot.waitSignal(model.compared, timeout=PATIENCE_MS) as caught:
        model.compare(network, muted, cost, test, is_urgent=True)
    found = caught.args[0]
    assert found.whole == evaluate(network, cost, test.images, test.labels).accuracy
    assert found.rest == evaluate(without(network, muted), cost, test.images, test.labels).accuracy
    with qtbot.waitSignal(model.compared, timeout=PATIENCE_MS) as caught:
        model.compare(network, frozenset({(0, 0)}), cost, test, is_urgent=True)
    assert caught.args[0].whole == found.whole


def test_the_same_question_is_not_asked_twice(
    qtbot: QtBot, model: NeuronsModel, network: Network, tiny_dataset: Dataset
) -> None:
    images, told = tiny_dataset.test.images, []
    model.surveyed.connect(told.append)
    for _ in range(3):
        model.survey(network, 0, "position", network, images, is_urgent=True)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    model.survey(network, 0, "position", network, images, is_urgent=True)
    assert not model._surveys._latest.is_busy
    assert len(told) == 1


def test_a_network_that_diverged_may_be_asked_about(
    qtbot: QtBot, model: NeuronsModel, network: Network, tiny_dataset: Dataset
) -> None:
    sick = network.working_copy()
    sick.layers[0].weights[:] = np.nan
    with qtbot.waitSignals([model.surveyed, model.compared], timeout=PATIENCE_MS):
        model.survey(sick, 0, "similarity", sick, tiny_dataset.test.images, is_urgent=True)
        model.compare(sick, frozenset({(0, 0)}), HYPERPARAMETERS.cost, tiny_dataset.test, is_urgent=True)


def test_a_question_that_waits_is_asked_at_once_when_it_becomes_urgent(
    qtbot: QtBot, model: NeuronsModel, network: Network, tiny_dataset: Dataset
) -> None:
    images, told = tiny_dataset.test.images, []
    model.surveyed.connect(told.append)
    model.survey(network, 0, "position", network, images, is_urgent=False)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=PATIENCE_MS)
    model._surveys._latest._requests.rest(3_600_000)
    model.survey(network, 1, "position", network, images, is_urgent=False)
    model.survey(network, 1, "position", network, images, is_urgent=True)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE_MS)
