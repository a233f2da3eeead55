"""Updates: the step that is told is the one that training takes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.statistics import update_ratios
from core.insight.updates import next_update
from core.network.engine import make_engine
from core.network.network import Network
from core.parts.optimizers import Adam, GradientDescent, Momentum, optimizers
from core.training.trainer import Trainer


@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("optimizer", [kind() for kind in optimizers], ids=optimizers.names())
def test_the_step_told_is_the_one_that_the_plain_engine_takes(
    optimizer: object, decay: float, quick: Hyperparameters, train: Callable[..., Trainer], tiny_dataset: Dataset
) -> None:
    settings = replace(quick, optimizer=optimizer, weight_decay=decay, epochs=40)
    snapshot = train(settings, 5).snapshot()
    images, labels = tiny_dataset.train.images[:32], tiny_dataset.train.labels[:32]
    told = next_update(snapshot.network, settings, snapshot.epoch, snapshot.memory, images, labels)
    engine = make_engine(settings, snapshot.network, snapshot.memory, tiny_dataset.train, way="plain")
    rate = settings.learning_rate * settings.schedule.factor(snapshot.epoch, settings.epochs)
    assert engine.train_on(images, labels, len(labels), [rate]) == 1
    assert told == pytest.approx(update_ratios(snapshot.network, engine.network()), rel=1e-4)
    assert all(ratio > 0 for ratio in told)


@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda part: part.name)
def test_a_memory_that_was_not_kept_is_nearly_made_good(
    optimizer: object, quick: Hyperparameters, train: Callable[..., Trainer], tiny_dataset: Dataset
) -> None:
    # Slow steps, so that the slopes it remembers are about those of now.
    settings = replace(quick, optimizer=optimizer, epochs=40, learning_rate=1e-4)
    snapshot = train(settings, 40).snapshot()
    batch = tiny_dataset.train.images, tiny_dataset.train.labels
    exact = next_update(snapshot.network, settings, snapshot.epoch, snapshot.memory, *batch)
    filled = next_update(snapshot.network, settings, snapshot.epoch, (), *batch)
    for one, other in zip(exact, filled, strict=True):
        assert 0.5 < other / one < 2.0


def test_nothing_that_was_given_is_changed(
    quick: Hyperparameters, train: Callable[..., Trainer], tiny_dataset: Dataset
) -> None:
    snapshot = train(quick, 5).snapshot()
    before = [array.copy() for array in (*snapshot.network.parameters, *snapshot.memory)]
    batch = tiny_dataset.train.images, tiny_dataset.train.labels
    next_update(snapshot.network, quick, snapshot.epoch, snapshot.memory, *batch)
    for was, array in zip(before, (*snapshot.network.parameters, *snapshot.memory), strict=True):
        np.testing.assert_array_equal(array, was)


def test_a_single_image_is_enough_and_a_diverged_network_gives_no_figure(
    quick: Hyperparameters, generator: np.random.Generator, tiny_dataset: Dataset
) -> None:
    network = Network.create(quick, generator)
    image, label = tiny_dataset.train.images[:1], tiny_dataset.train.labels[:1]
    assert all(ratio > 0 for ratio in next_update(network, quick, 0.0, (), image, label))
    network.layers[0].weights[0, 0] = np.nan
    assert np.isnan(next_update(network, quick, 0.0, (), image, label)[0])
