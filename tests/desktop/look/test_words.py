"""How figures are written on screen."""

import pytest

from core.training.history import NO_FIGURE, Figure
from desktop.look import words


@pytest.mark.parametrize(
    ("share", "digits", "text"), [(0.97, 0, "97 %"), (0.974, 1, "97.4 %"), (0, 0, "0 %"), (1, 0, "100 %")]
)
def test_a_share_is_written_with_a_space_that_does_not_break(share: float, digits: int, text: str):
    assert words.percent(share, digits) == text.replace(" ", "\N{NARROW NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("number", "text"),
    [(411_812, "412,000"), (987, "987"), (12.4, "12"), (0.3, "0"), (0, "0"), (1_234_567, "1,230,000")],
)
def test_three_figures_are_enough(number: float, text: str):
    assert words.rounded(number) == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [(Figure(0.98632, 3, False), "98.63 %"), (Figure(0.98689, 2.5, True), "≈ 98.7 %"), (NO_FIGURE, "–")],
)
def test_an_estimate_is_marked_and_has_a_digit_less(figure: Figure, text: str):
    assert words.accuracy(figure).replace("\N{NARROW NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(("epoch", "text"), [(0.5, "0.5"), (4.9312, "4.93"), (12.0, "12"), (1234.5, "1,234")])
def test_epochs_have_no_more_digits_than_help(epoch: float, text: str):
    assert words.epochs(epoch) == text
