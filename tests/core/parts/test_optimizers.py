"""Optimizers against plain float64 formulas, written down again from their papers; and down a bowl."""

import math
import tracemalloc
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from core.arrays import Array, Arrays
from core.parts.adaptive import AdaGrad, Adam, AdamW, RMSProp
from core.parts.optimizers import GradientDescent, Momentum, Nesterov, Optimizer, optimizers

Reference = Callable[[float, list[float], float], Iterable[float]]


def gradient_descent(w: float, slopes: list[float], rate: float) -> Iterable[float]:
    for g in slopes:
        w = w - rate * g
        yield w


def momentum(m: float) -> Reference:
    """Polyak, 1964: w' = w - rate g + m (w - w_before)."""

    def steps(w: float, slopes: list[float], rate: float) -> Iterable[float]:
        before = w
        for g in slopes:
            w, before = w - rate * g + m * (w - before), w
            yield w

    return steps


def nesterov(m: float) -> Reference:
    """Sutskever et al., 2013, (3) and (4): v' = m v - rate g(theta + m v), theta' = theta + v'.

    The network holds theta + m v, the point looked ahead to, where the slope is taken.
    """

    def steps(w: float, slopes: list[float], rate: float) -> Iterable[float]:
        theta, v = w, 0.0
        for g in slopes:
            v = m * v - rate * g
            theta = theta + v
            yield theta + m * v

    return steps


def rmsprop(decay: float, epsilon: float) -> Reference:
    def steps(w: float, slopes: list[float], rate: float) -> Iterable[float]:
        mean_square = 0.0
        for g in slopes:
            mean_square = decay * mean_square + (1 - decay) * g**2
            w = w - rate * g / (math.sqrt(mean_square) + epsilon)
            yield w

    return steps


def adagrad(epsilon: float) -> Reference:
    def steps(w: float, slopes: list[float], rate: float) -> Iterable[float]:
        total = 0.0
        for g in slopes:
            total += g**2
            w = w - rate * g / (math.sqrt(total) + epsilon)
            yield w

    return steps


def adam(beta1: float, beta2: float, epsilon: float) -> Reference:
    """Kingma and Ba, 2015, algorithm 1, to the letter."""

    def steps(w: float, slopes: list[float], rate: float) -> Iterable[float]:
        m = v = 0.0
        for t, g in enumerate(slopes, start=1):
            m = beta1 * m + (1 - beta1) * g
            v = beta2 * v + (1 - beta2) * g**2
            m_hat = m / (1 - beta1**t)
            v_hat = v / (1 - beta2**t)
            w = w - rate * m_hat / (math.sqrt(v_hat) + epsilon)
            yield w

    return steps


CASES: list[tuple[Optimizer, Reference]] = [
    (GradientDescent(), gradient_descent),
    (Momentum(), momentum(0.9)),
    (Momentum(momentum=0.5), momentum(0.5)),
    (Momentum(momentum=0.0), gradient_descent),
    (Nesterov(), nesterov(0.9)),
    (Nesterov(momentum=0.25), nesterov(0.25)),
    (Nesterov(momentum=0.0), gradient_descent),
    (AdaGrad(), adagrad(1e-8)),
    (AdaGrad(epsilon=0.1), adagrad(0.1)),
    (RMSProp(), rmsprop(0.9, 1e-8)),
    (RMSProp(decay=0.0, epsilon=0.1), rmsprop(0.0, 0.1)),
    (Adam(), adam(0.9, 0.999, 1e-8)),
    (Adam(beta1=0.0, beta2=0.5, epsilon=0.1), adam(0.0, 0.5, 0.1)),
    (Adam(beta2=0.0), adam(0.9, 0.0, 1e-8)),
    (AdamW(), adam(0.9, 0.999, 1e-8)),
]


@pytest.mark.parametrize(("optimizer", "reference"), CASES, ids=[repr(optimizer) for optimizer, _ in CASES])
@pytest.mark.parametrize("steps", [1, 2, 3, 50])
def test_steps_are_those_of_the_paper(
    optimizer: Optimizer, reference: Reference, steps: int, generator: np.random.Generator
) -> None:
    start = (generator.normal(size=(3, 2)), generator.normal(size=2))
    slopes = [tuple(generator.normal(size=array.shape) for array in start) for _ in range(steps)]
    parameters = tuple(array.copy() for array in start)
    memory = optimizer.begin(parameters)
    for gradients in slopes:
        optimizer.step(parameters, tuple(array.copy() for array in gradients), memory, 0.1)
    for index, array in enumerate(parameters):
        for place in np.ndindex(array.shape):
            *_, expected = reference(float(start[index][place]), [float(step[index][place]) for step in slopes], 0.1)
            assert array[place] == pytest.approx(expected, rel=1e-11, abs=1e-13)


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_slope() -> None:
    for slope in (1e-3, 1.0, 1e6):
        parameters = (np.array([[2.0]]),)
        optimizer = Adam()
        optimizer.step(parameters, (np.array([[slope]]),), optimizer.begin(parameters), 0.125)
        assert parameters[0][0, 0] == pytest.approx(2 - 0.125, rel=1e-5)


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_weights_decay_by_way_of_their_slopes_but_with_adamw_directly(kind: type[Optimizer]) -> None:
    w, g = np.array([[2.0, -4.0]]), np.array([[0.5, 0.25]])
    kind().decay_weights((w,), (g,), 0.1, 0.5)
    directly = kind is AdamW
    np.testing.assert_allclose(w, [[1.9, -3.8]] if directly else [[2.0, -4.0]])
    np.testing.assert_allclose(g, [[0.5, 0.25]] if directly else [[0.7, -0.15]])


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_weights_shrink_by_as_much_whatever_their_size(kind: type[Optimizer]) -> None:
    w, g = np.array([[2.0, -4.0, 0.0]]), np.array([[0.5, 0.25, 0.75]])
    kind().shrink_weights((w,), (g,), 0.1, 0.5)
    directly = kind is AdamW
    np.testing.assert_allclose(w, [[1.95, -3.95, 0.0]] if directly else [[2.0, -4.0, 0.0]])
    np.testing.assert_allclose(g, [[0.5, 0.25, 0.75]] if directly else [[0.6, 0.15, 0.75]])


def test_in_float32_a_step_with_constants_put_together_is_that_of_the_formula_to_rounding(
    generator: np.random.Generator,
) -> None:
    for optimizer, reference in CASES:
        w = np.ones(1, np.float32)
        slopes = generator.normal(size=20).astype(np.float32)
        memory = optimizer.begin((w,))
        for slope in slopes:
            optimizer.step((w,), (np.array([slope], np.float32),), memory, 0.01)
        *_, expected = reference(1.0, [float(slope) for slope in slopes], 0.01)
        assert w[0] == pytest.approx(expected, rel=3e-6, abs=3e-6), repr(optimizer)


# What every optimizer has to keep to


def a_few_steps(optimizer: Optimizer, pieces: int, *, rate_beforehand: bool = False, scratch: bool = False) -> Array:
    """Return twelve parameters in so many pieces after a few steps, and what there is of the memory, in one array."""
    chance = np.random.default_rng(6)
    parameters = tuple(np.split(chance.random(12, dtype=np.float32), pieces))
    memory, rate = optimizer.begin(parameters), 0.125
    space = np.full(12, np.nan, np.float32) if scratch else None
    for _ in range(4):
        slopes = chance.normal(size=12).astype(np.float32)
        if rate_beforehand:
            slopes *= rate
        optimizer.step(parameters, tuple(np.split(slopes, pieces)), memory, 1.0 if rate_beforehand else rate, space)
    return np.concatenate([*parameters, *memory])


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_pieces_of_an_array_move_as_the_whole_does(kind: type[Optimizer]) -> None:
    whole = a_few_steps(kind(), 1)
    np.testing.assert_array_equal(a_few_steps(kind(), 3), whole)
    np.testing.assert_array_equal(a_few_steps(kind(), 3, scratch=True), whole)


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_a_linear_optimizer_and_no_other_may_be_given_slopes_multiplied_by_the_rate(kind: type[Optimizer]) -> None:
    found, expected = a_few_steps(kind(), 1, rate_beforehand=True), a_few_steps(kind(), 1)
    assert np.allclose(found, expected, rtol=1e-6) == kind.is_linear


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_a_step_needs_no_space_but_what_it_is_given(kind: type[Optimizer]) -> None:
    size = 20_000
    w, g, scratch = (np.ones(size, np.float32) for _ in range(3))
    optimizer = kind()
    memory = optimizer.begin((w,))
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        optimizer.decay_weights((w,), (g,), 0.1, 0.01, scratch)
        optimizer.shrink_weights((w,), (g,), 0.1, 0.01, scratch)
        optimizer.step((w,), (g,), memory, 0.01, scratch)
        used = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert used < w.nbytes / 4


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_memory_begins_at_zero_and_changes_in_place(kind: type[Optimizer], generator: np.random.Generator) -> None:
    parameters: Arrays = (generator.random((3, 2), dtype=np.float32), generator.random(2, dtype=np.float32))
    memory = kind().begin(parameters)
    assert all(not array.any() for array in memory)
    assert all(not np.shares_memory(a, b) for a in memory for b in parameters)
    kind().step(parameters, tuple(np.ones_like(array) for array in parameters), memory, 0.1)
    assert all(array.any() for array in memory)
    assert all(array.dtype == np.float32 for array in parameters)


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
def test_a_rate_of_zero_moves_nothing(kind: type[Optimizer], generator: np.random.Generator) -> None:
    parameters = (generator.random((3, 2)),)
    before = parameters[0].copy()
    optimizer = kind()
    memory = optimizer.begin(parameters)
    for _ in range(3):
        optimizer.step(parameters, (np.ones((3, 2)),), memory, 0.0)
    np.testing.assert_array_equal(parameters[0], before)


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda k: k.name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_optimizer_lowers_a_bowl(kind: type[Optimizer], dtype: type) -> None:
    steepness: Array = np.array([1.0, 5.0, 20.0], dtype)
    bottom: Array = np.array([3.0, -2.0, 0.5], dtype)
    w: Array = np.zeros(3, dtype)
    optimizer = kind()
    memory = optimizer.begin((w,))

    def height() -> float:
        return float(np.sum(steepness * (w - bottom) ** 2) / 2)

    heights = [height()]
    rate = 0.3 if kind is AdaGrad else 0.01  # steps that shrink with every one taken do not come far with less
    for _ in range(600):
        optimizer.step((w,), (steepness * (w - bottom),), memory, rate)
        heights.append(height())
    assert heights[1] < heights[0]
    assert heights[-1] < 0.01 * heights[0]


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan])
def test_no_optimizer_goes_on_from_a_memory_that_is_not_finite(kind: type[Optimizer], bad: float) -> None:
    memory = kind().begin((np.zeros((3, 2), np.float32), np.zeros(2, np.float32)))
    assert kind().can_remember(memory)
    for array in memory:
        array.flat[0] = bad
        assert not kind().can_remember(memory)
        array.flat[0] = 0
