"""A step on a copy: the moment stays as it is, and what cannot be reckoned with moves nothing."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.walk.update import mean_cost, update
from core.network.backprop import gradients, one_hot
from core.network.network import Layer, Network, as_inputs
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent
from core.parts.schedules import Step
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]
SETTINGS = Hyperparameters(hidden=(5,), optimizer=Adam(), learning_rate=0.04)


def test_the_moment_stays_as_it_is(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    snapshot, train = make_snapshot(1, SETTINGS), tiny_dataset.train
    before = [array.copy() for array in (*snapshot.network.parameters, *snapshot.memory)]
    step = update(snapshot, train.images[:4], train.labels[:4])
    for one, other in zip(before, (*snapshot.network.parameters, *snapshot.memory), strict=True):
        np.testing.assert_array_equal(one, other)
    assert any((one != other).any() for one, other in zip(step.after.parameters, step.before.parameters, strict=True))
    assert step.memory_after[-1] == step.memory_before[-1] + 1
    assert not any(array.flags.writeable for array in (*step.memory_before, *step.memory_after))


def test_the_rate_is_that_of_the_schedule(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    settings = replace(SETTINGS, schedule=Step(every=1, drop=0.5))
    train = tiny_dataset.train
    assert update(make_snapshot(25, settings), train.images[:1], train.labels[:1]).rate == pytest.approx(0.01)


def test_without_a_memory_to_keep_none_is_missing(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    train = tiny_dataset.train
    plain = replace(make_snapshot(1, replace(SETTINGS, optimizer=GradientDescent())), memory=())
    assert not update(plain, train.images[:1], train.labels[:1]).is_memory_new
    assert update(replace(make_snapshot(1, SETTINGS), memory=()), train.images[:1], train.labels[:1]).is_memory_new


def test_what_is_no_number_moves_nothing(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    snapshot, train = make_snapshot(1, SETTINGS), tiny_dataset.train
    first, last = snapshot.network.layers
    broken = Network((first, Layer(np.full_like(last.weights, np.nan), last.biases, last.activation)))
    step = update(replace(snapshot, network=broken), train.images[:4], train.labels[:4])
    assert not step.is_taken
    np.testing.assert_array_equal(step.after.layers[0].weights, first.weights)
    assert np.isnan(mean_cost(SETTINGS, broken, train.images[:4], train.labels[:4]))


def test_the_cost_is_that_of_the_gradients(make_snapshot: MakeSnapshot, tiny_dataset: Dataset) -> None:
    network, train = make_snapshot(1, SETTINGS).network, tiny_dataset.train
    found = gradients(network, SETTINGS.cost, as_inputs(train.images), one_hot(train.labels, 10))
    assert mean_cost(SETTINGS, network, train.images, train.labels) == found.cost
