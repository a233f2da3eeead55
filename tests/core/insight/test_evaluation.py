"""How good a network is: counted once by hand, and properties that hold whatever it answers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.arrays import Array
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.network.backprop import one_hot
from core.network.network import Network
from core.parts.activations import ReLU
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.outputs import LinearOutput, Softmax


def network_that_reads_pixels() -> Network:
    """Return a linear network whose ten outputs are the first ten pixels."""
    weights: Array = np.zeros((784, 10), np.float32)
    weights[np.arange(10), np.arange(10)] = 1
    return Network.assemble((weights,), (np.zeros(10, np.float32),), ReLU(), LinearOutput())


def images_saying(answers: list[int]) -> np.ndarray:
    images = np.zeros((len(answers), 28, 28), np.uint8)
    images[np.arange(len(answers)), 0, answers] = 255
    return images


def test_three_images_by_hand() -> None:
    labels = np.array([7, 7, 2], np.uint8)
    found = evaluate(network_that_reads_pixels(), SquaredError(), images_saying([7, 1, 2]), labels)
    assert found.images == 3
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.cost == pytest.approx(1 / 3), "one image of three costs (1 + 1) / 2"
    expected = np.zeros((10, 10), int)
    expected[7, 7] = expected[7, 1] = expected[2, 2] = 1
    np.testing.assert_array_equal(found.confusion, expected)
    assert found.class_accuracy[7] == 0.5
    assert found.class_accuracy[2] == 1
    assert np.isnan(found.class_accuracy[[0, 1, 3, 4, 5, 6, 8, 9]]).all()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60))
def test_confusion_counts_add_up(pairs: list[tuple[int, int]]) -> None:
    labels, answers = (list(column) for column in zip(*pairs, strict=True))
    found = evaluate(network_that_reads_pixels(), SquaredError(), images_saying(answers), np.array(labels, np.uint8))
    assert found.images == found.confusion.sum() == len(pairs)
    np.testing.assert_array_equal(found.confusion.sum(axis=1), np.bincount(labels, minlength=10))
    np.testing.assert_array_equal(found.confusion.sum(axis=0), np.bincount(answers, minlength=10))
    assert found.accuracy == pytest.approx(np.mean(np.array(labels) == answers))


@pytest.mark.parametrize("count", [1, 999, 1000, 1001, 2500])
def test_blocks_leave_no_trace(count: int, generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(hidden=(6,)), generator)
    images = generator.integers(0, 256, (count, 28, 28), np.uint8)
    labels = generator.integers(0, 10, count).astype(np.uint8)
    found = evaluate(network, CrossEntropy(), images, labels)
    activity = network.activity(images)
    whole = CrossEntropy().value(Softmax(), activity.sums[-1], activity.outputs, one_hot(labels, 10))
    assert found.cost == pytest.approx(whole, rel=1e-5)
    assert found.images == count
    assert found.accuracy == pytest.approx(np.mean(activity.outputs.argmax(axis=1) == labels))


def test_no_images_have_no_cost_and_no_accuracy(generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(), generator)
    found = evaluate(network, CrossEntropy(), np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.uint8))
    assert found.images == 0
    assert math.isnan(found.cost)
    assert math.isnan(found.accuracy)
    assert np.isnan(found.class_accuracy).all()


def test_a_network_of_zeros_guesses(tiny_dataset: Dataset) -> None:
    network = Network.assemble((np.zeros((784, 10), np.float32),), (np.zeros(10, np.float32),), ReLU(), Softmax())
    found = evaluate(network, CrossEntropy(), tiny_dataset.test.images, tiny_dataset.test.labels)
    assert found.cost == pytest.approx(math.log(10), rel=1e-6)
    assert found.accuracy == 0.1
