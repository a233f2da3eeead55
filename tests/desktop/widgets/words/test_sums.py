"""A sum reads as people write it, with its signs between the terms."""

from core.insight.sums import Term, WrittenSum
from desktop.widgets.words.sums import sum_in_words


def words(written: WrittenSum, *, is_of_pixels: bool = False) -> str:
    return sum_in_words(written, "ReLU", is_of_pixels=is_of_pixels).replace("\N{NO-BREAK SPACE}", " ")


def test_a_sum_over_neurons() -> None:
    written = WrittenSum((Term(11, 0.84, 1.2), Term(2, 0.5, -0.25)), 0.9, 31, 0.31, 2.093, 2.093)
    assert words(written) == (
        "z = 0.31 (bias) + 1.20 × 0.84 [neuron 12] − 0.25 × 0.50 [neuron 3] + 0.90 (31 more terms) = 2.09, ReLU → 2.09"
    )


def test_a_sum_over_pixels_names_column_and_row() -> None:
    written = WrittenSum((Term(28 * 4 + 9, 1.0, 0.5),), 0.0, 0, -0.002, 0.498, 0.498)
    assert words(written, is_of_pixels=True) == "z = −0.002 (bias) + 0.50 × 1.00 [pixel 10, 5] = 0.50, ReLU → 0.50"


def test_one_more_term_is_one() -> None:
    assert "− 0.10 (1 more term) = " in words(WrittenSum((), -0.1, 1, 0.0, -0.1, 0.0))


def test_a_value_may_be_below_zero() -> None:
    written = WrittenSum((Term(0, -0.5, 2.0),), 0.0, 0, 0.0, -1.0, 0.0)
    assert words(written) == "z = 0.00 (bias) + 2.00 × −0.50 [neuron 1] = −1.00, ReLU → 0.00"
