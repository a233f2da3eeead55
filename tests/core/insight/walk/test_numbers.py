"""Formulas with numbers: as few digits as it takes, and what is written comes to what is said."""

import math

import numpy as np
import pytest

from core.insight.walk.numbers import Formula, evaluated, in_numbers, number, pretty
from tests.core.insight.walk.arithmetic import check_line


def test_three_digits_where_they_do() -> None:
    formula = Formula("d", "(p - y) * p * (1 - p)")
    assert in_numbers(formula, {"p": 0.545, "y": 1.0}) == "d = (0.545 − 1)·0.545·(1 − 0.545) = −0.113"
    assert str(formula) == "d = (p − y)·p·(1 − p)"


def test_more_digits_where_three_do_not() -> None:
    text = in_numbers(Formula("w", "w - rate * dw"), {"w": 1.23456, "rate": 1.0, "dw": 1.23333})
    assert text == "w = 1.23456 − 1·1.23333 = 0.00123"


def test_a_knob_stands_as_it_was_set_and_a_power_is_no_square() -> None:
    text = in_numbers(Formula("c", "1 - beta**t"), {}, knobs={"beta": 0.99999, "t": 25.0})
    assert text == "c = 1 − 0.99999^25 = 0.000250"
    check_line(text)
    assert pretty("x**2 + x**3 + x**24 - 1e-8") == "x² + x³ + x^24 − 1e−8"


def test_a_result_that_is_only_rounding_errors_gives_way_to_what_is_written() -> None:
    text = in_numbers(Formula("z", "a + b"), {"a": 1.0, "b": -1.0}, 3e-8)
    assert text == "z = 1 + (−1) = 0"


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_there_are_no_numbers_where_one_is_none(value: float) -> None:
    assert in_numbers(Formula("z", "a + b"), {"a": value, "b": 1.0}) == ""
    assert in_numbers(Formula("z", "a + b"), {"a": 1.0, "b": 1.0}, value) == ""
    assert number(value) == "not a number"


def test_what_is_no_formula_is_refused() -> None:
    with pytest.raises(ValueError, match="not a formula"):
        evaluated("[1, 2]", {})


@pytest.mark.parametrize(
    "right", ["a * b + c", "(a - b) * (c - a)", "exp(a) / (b * b + 1)", "max(a, b) - c", "a**2 - b**3"]
)
@pytest.mark.parametrize("size", [1e-12, 1e-5, 1e-3, 1.0, 1e4, 1e30])
def test_what_is_written_comes_to_what_is_said(right: str, size: float, generator: np.random.Generator) -> None:
    for _ in range(40):
        values = {name: float(np.float32(size * generator.normal())) for name in "abc"}
        if text := in_numbers(Formula("r", right), values):
            check_line(text)
