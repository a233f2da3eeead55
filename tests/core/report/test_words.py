"""An estimate is marked, and what is not known is a dash."""

import pytest

from core.report.words import number, percent
from core.training.history import NO_FIGURE, Figure


@pytest.mark.parametrize(
    ("value", "is_estimate", "as_percent", "as_number"),
    [
        (0.98634, False, "98.63 %", "0.9863"),
        (0.98634, True, "≈ 98.6 %", "≈ 0.986"),
        (0.0, False, "0.00 %", "0"),
        (float("inf"), True, "–", "–"),
    ],
)
def test_a_figure_has_as_many_digits_as_it_deserves(
    value: float, as_percent: str, as_number: str, *, is_estimate: bool
) -> None:
    figure = Figure(value, 1.0, is_estimate)
    assert (percent(figure), number(figure)) == (as_percent, as_number)


def test_where_nothing_was_measured_there_is_a_dash() -> None:
    assert (percent(NO_FIGURE), number(NO_FIGURE)) == ("–", "–")
