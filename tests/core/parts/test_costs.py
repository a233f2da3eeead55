"""Costs by hand, and their independence from the size of the batch."""

import math

import numpy as np
import pytest

from core.network.backprop import one_hot
from core.parts.costs import Cost, CrossEntropy, SmoothedCrossEntropy, SquaredError, costs
from core.parts.outputs import LinearOutput, Output, ReLUOutput, SigmoidOutput, Softmax, outputs

PAIRS = [(o(), c()) for o in outputs for c in costs if c().fits(o())]


def ids(value: Output | Cost) -> str:
    return value.name


def test_squared_error_by_hand() -> None:
    z = p = np.array([[0.5, 0.0, 0, 0, 0, 0, 0, 0, 0, 0.2], [0.0, 1.0, 0, 0, 0, 0, 0, 0, 0, 0]])
    y = one_hot(np.array([0, 1], np.uint8), 10, np.float64)
    assert SquaredError().value(LinearOutput(), z, p, y) == pytest.approx((0.25 + 0.04) / 2 / 2)
    expected = np.zeros((2, 10))
    expected[0, 0], expected[0, 9] = -0.5 / 2, 0.2 / 2
    np.testing.assert_allclose(SquaredError().slope(LinearOutput(), z, p, y), expected)


def test_cross_entropy_by_hand() -> None:
    z = np.zeros((1, 10))
    z[0, 4] = math.log(11)  # softmax gives it 11 parts of 20
    y = one_hot(np.array([4], np.uint8), 10, np.float64)
    p = Softmax().values(z)
    assert CrossEntropy().value(Softmax(), z, p, y) == pytest.approx(math.log(20 / 11))
    np.testing.assert_allclose(CrossEntropy().slope(Softmax(), z, p, y)[0, :5], [0.05, 0.05, 0.05, 0.05, -0.45])
    binary = CrossEntropy().value(SigmoidOutput(), z, SigmoidOutput().values(z), y)
    assert binary == pytest.approx(math.log(12 / 11) + 9 * math.log(2))


def test_smoothed_labels_by_hand() -> None:
    z = np.zeros((1, 10))
    z[0, 4] = math.log(11)
    y = one_hot(np.array([4], np.uint8), 10, np.float64)
    smoothed, p = SmoothedCrossEntropy(smoothing=0.2), Softmax().values(z)
    expected = -(0.82 * math.log(11 / 20) + 9 * 0.02 * math.log(1 / 20))
    assert smoothed.value(Softmax(), z, p, y) == pytest.approx(expected)
    np.testing.assert_allclose(smoothed.slope(Softmax(), z, p, y)[0, 3:5], [0.05 - 0.02, 0.55 - 0.82])


def test_labels_that_are_not_smoothed_cost_what_they_cost() -> None:
    z = np.linspace(-2, 3, 20).reshape(2, 10).astype(np.float32)
    y, p = one_hot(np.array([4, 9], np.uint8), 10), Softmax().values(z)
    plain, none = CrossEntropy(), SmoothedCrossEntropy(smoothing=0.0)
    assert none.value(Softmax(), z, p, y) == plain.value(Softmax(), z, p, y)
    np.testing.assert_array_equal(none.slope(Softmax(), z, p, y), plain.slope(Softmax(), z, p, y))


def test_guessing_costs_what_the_textbooks_say() -> None:
    z = np.zeros((5, 10), np.float32)
    y = one_hot(np.arange(5, dtype=np.uint8), 10)
    assert CrossEntropy().value(Softmax(), z, Softmax().values(z), y) == pytest.approx(math.log(10))
    assert SquaredError().value(Softmax(), z, Softmax().values(z), y) == pytest.approx(0.45)


@pytest.mark.parametrize(("output", "cost"), PAIRS, ids=ids)
def test_a_batch_shown_twice_costs_the_same(output: Output, cost: Cost, generator: np.random.Generator) -> None:
    z = generator.normal(size=(6, 10))
    y = one_hot(np.arange(6, dtype=np.uint8), 10, np.float64)
    z2, y2 = np.concatenate([z, z]), np.concatenate([y, y])
    once = cost.value(output, z, output.values(z), y)
    assert cost.value(output, z2, output.values(z2), y2) == pytest.approx(once)
    assert once > 0
    whole = cost.slope(output, z, output.values(z), y)
    np.testing.assert_allclose(cost.slope(output, z2, output.values(z2), y2)[:6], whole / 2, rtol=1e-12)


@pytest.mark.parametrize(("output", "cost"), PAIRS, ids=ids)
def test_nothing_given_is_changed(output: Output, cost: Cost, generator: np.random.Generator) -> None:
    z = generator.normal(size=(6, 10))
    p, y = output.values(z), one_hot(np.arange(6, dtype=np.uint8), 10, np.float64)
    kept = [array.copy() for array in (z, p, y)]
    cost.value(output, z, p, y)
    slope = cost.slope(output, z, p, y)
    for array, before in zip((z, p, y), kept, strict=True):
        np.testing.assert_array_equal(array, before)
        assert not np.shares_memory(slope, array)


def test_a_right_answer_costs_nothing_and_a_sure_wrong_one_much() -> None:
    z = np.full((1, 10), -50.0)
    z[0, 3] = 50
    right, wrong = one_hot(np.array([3], np.uint8), 10, np.float64), one_hot(np.array([4], np.uint8), 10, np.float64)
    p = Softmax().values(z)
    assert CrossEntropy().value(Softmax(), z, p, right) == pytest.approx(0, abs=1e-12)
    assert CrossEntropy().value(Softmax(), z, p, wrong) == pytest.approx(100), "where log(p) would be log(0)"


def test_only_probabilities_fit_cross_entropy() -> None:
    assert [CrossEntropy().fits(o()) for o in (Softmax, SigmoidOutput, ReLUOutput, LinearOutput)] == [True] * 2 + [
        False
    ] * 2
    assert all(SquaredError().fits(o()) for o in outputs)
