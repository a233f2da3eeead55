"""Figures in a lesson's text."""

import math

import pytest

from core.lessons.figures import figures_in, filled, written


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.98634, "%", "98.6 %"),
        (0.98634, "%%", "98.63 %"),
        (60000, "n", "60,000"),
        (0.44981, "3", "0.450"),
        (0.00061, "1", "0.0006"),
        (3598.2, "3", "3,598"),
        (0.0, "3", "0.00"),
        (52766.0, "1", "52,766"),
        (2.5e9, "2", "2.5e+09"),
        (math.nan, "3", "…"),
        (math.inf, "3", "more than can be counted"),
    ],
)
def test_a_number_is_written_in_its_format(value: float, form: str, text: str) -> None:
    assert written(value, form) == text


def test_a_text_is_filled_with_what_is_known() -> None:
    text = "It reads {test_accuracy:%}, the other {run.rough.test_accuracy:%%}, in {step:n} steps."
    known = {"test_accuracy": 0.5, "run.rough.test_accuracy": 0.25}
    assert filled(text, known) == "It reads 50.0 %, the other 25.00 %, in … steps."


def test_damaged_figures_are_found() -> None:
    assert list(figures_in("{step:n} {step} {step:x} {Step:n}")) == [
        ("step", "{step:n}"),
        ("", "{step}"),
        ("", "{step:x}"),
        ("", "{Step:n}"),
    ]
