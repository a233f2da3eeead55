"""A run is judged by its thorough measurements alone, and not before there are enough of them."""

import numpy as np
import pytest

from core.coach.epochs import Course
from core.coach.finding import Known
from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters
from core.training.history import COLUMNS, Curves


def known(**columns: list[float]) -> Known:
    table = np.full((len(COLUMNS), len(columns["step"])), np.nan)
    for name, values in columns.items():
        table[COLUMNS.index(name)] = values
    return Known(class_names=DIGITS, hyperparameters=Hyperparameters(), curves=Curves(table))


def test_estimates_and_costs_that_are_no_numbers_are_left_out() -> None:
    course = Course.of(
        known(step=[0, 5, 10, 20], whole=[1, 0, 1, 1], train_cost=[2.3, 1, 0.5, np.inf], test_cost=[2.4, 1, np.nan, 1])
    )
    assert len(course) == 2
    np.testing.assert_array_equal(course.steps, [0, 10])
    np.testing.assert_array_equal(course.train_cost, [2.3, 0.5])
    np.testing.assert_array_equal(course.test_cost, [2.4, np.nan])


@pytest.mark.parametrize(
    ("steps", "is_under_way"),
    [([], False), ([0], False), ([0, 19], False), ([0, 20], True), ([100, 110], False), ([0, 1, 2, 3, 4, 5], True)],
)
def test_it_takes_twenty_steps_or_five_epochs_to_judge(steps: list[float], *, is_under_way: bool) -> None:
    ones = [1.0] * len(steps)
    assert Course.of(known(step=steps, whole=ones, train_cost=ones)).is_under_way == is_under_way
