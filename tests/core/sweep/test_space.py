"""What varies in a sweep: ranges, axes, and the settings they make."""

import numpy as np
import pytest

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent, Momentum
from core.sweep.space import Axis, Range, combined, grid_size


def test_a_logarithmic_range_goes_by_factors() -> None:
    assert Range(0.001, 0.1, 3, is_logarithmic=True).values == (0.001, 0.01, 0.1)
    assert Range(0.0003, 0.03, 5, is_logarithmic=True).values == (0.0003, 0.00095, 0.003, 0.0095, 0.03)


def test_values_that_lie_close_have_as_many_digits_as_tell_them_apart() -> None:
    values = Range(0.9, 1.0, 101).values
    assert len(set(values)) == 101
    assert values[1:3] == (0.901, 0.902)
    assert len(set(Range(0.001, 1.0, 5000, is_logarithmic=True).values)) == 5000


def test_a_linear_range_is_evenly_spread() -> None:
    assert Range(0.0, 0.4, 5).values == (0.0, 0.1, 0.2, 0.3, 0.4)


@pytest.mark.parametrize(
    ("low", "high", "count", "is_logarithmic", "word"),
    [
        (0.1, 0.1, 3, False, "empty"),
        (0.2, 0.1, 3, False, "empty"),
        (float("nan"), 0.1, 3, False, "empty"),
        (0.1, 0.2, 1, False, "1 values"),
        (0.0, 0.2, 3, True, "logarithmic"),
        (-1.0, 0.2, 3, True, "logarithmic"),
    ],
)
def test_what_is_no_range_is_refused(low: float, high: float, count: int, is_logarithmic: bool, word: str) -> None:
    with pytest.raises(KnobError, match=word):
        Range(low, high, count, is_logarithmic)


def test_whole_numbers_of_a_range_are_taken_once() -> None:
    assert Axis.over("batch_size", Range(1, 4, 9)).values == (1, 2, 3, 4)


def test_a_value_that_is_given_twice_counts_once() -> None:
    assert Axis("learning_rate", (0.1, 0.2, 0.1)).values == (0.1, 0.2)


def test_without_values_nothing_varies() -> None:
    with pytest.raises(KnobError, match="learning rate"):
        Axis("learning_rate", ())


def test_seeds_are_no_axis() -> None:
    with pytest.raises(KnobError, match="Seeds"):
        Axis("seed", (1, 2))


def test_draws_lie_in_the_range_and_fill_it() -> None:
    axis = Axis.over("learning_rate", Range(0.001, 1.0, 2, is_logarithmic=True))
    draws = [axis.draw(np.random.default_rng(seed)) for seed in range(300)]
    assert all(0.001 <= draw <= 1.0 for draw in draws)
    # Each factor of ten has about a third of them.
    assert all(60 < sum(low <= draw < 10 * low for draw in draws) < 140 for low in (0.001, 0.01, 0.1))


def test_draws_of_listed_values_are_these_values() -> None:
    axis = Axis("optimizer", (Adam(), GradientDescent()))
    assert {axis.draw(np.random.default_rng(seed)) for seed in range(20)} == {Adam(), GradientDescent()}


def test_values_are_written_as_a_table_has_them() -> None:
    assert Axis("hidden", ((64, 32),)).written((64, 32)) == "64, 32"
    assert Axis("optimizer", (Adam(),)).written(Adam()) == "Adam"
    assert "0.5" in Axis("optimizer", (Adam(),)).written(Momentum(momentum=0.5))
    assert Axis("batch_size", (0,)).written(0) == "all"


def test_a_combination_is_settings_that_fit_each_other() -> None:
    axes = (Axis("hidden", ((8,), (8, 4))), Axis("learning_rate", (0.1, 0.2)))
    assert grid_size(axes) == 4
    made = combined(Hyperparameters(hidden=(16,), frozen=(1,)), axes, ((8, 4), 0.2))
    assert (made.hidden, made.learning_rate, made.frozen) == ((8, 4), 0.2, (1,))
