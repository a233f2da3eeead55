"""How the matrix and its gallery speak of images."""

import pytest

from core.data.classes import a_or_an
from desktop.widgets.words.matrix import cell_words, kind, share_words, taken, tenths


def test_digits_have_names_in_singular_and_plural():
    assert (kind("4"), kind("6"), kind("4", 1)) == ("fours", "sixes", "four")


def test_other_classes_keep_theirs():
    assert (kind("Coat"), kind("Coat", 1)) == ("images of Coat", "image of Coat")
    assert taken(9, 1000, "Coat", "Shirt") == "9 of 1,000 images of Coat were taken for Shirt"
    assert (a_or_an("8"), a_or_an("9"), a_or_an("Coat")) == ("an 8", "a 9", "Coat")


@pytest.mark.parametrize(
    ("count", "shown", "read", "words"),
    [
        (9, "4", "9", "9 of 982 fours were taken for nines"),
        (1, "4", "8", "1 of 982 fours was taken for an eight"),
        (0, "6", "0", "0 of 982 sixes were taken for zeros"),
        (960, "4", "4", "960 of 982 fours were read as fours"),
    ],
)
def test_a_cell_is_a_sentence(count: int, shown: str, read: str, words: str):
    assert taken(count, 982, shown, read) == words


@pytest.mark.parametrize(
    ("number", "text"), [(3.21, "+3.2"), (-0.55, "−0.6"), (0.01, "0"), (-12.4, "−12"), (9.96, "+10"), (1e4, "+10,000")]
)
def test_figures_have_their_sign_and_one_decimal(number: float, text: str):
    assert tenths(number) == text


def test_a_cell_is_short_for_who_walks_through_the_matrix_by_ear():
    assert cell_words("4", "9", 12) == "4 read as 9: 12 times"
    assert cell_words("4", "9", 1) == "4 read as 9: once"
    assert cell_words("Coat", "Shirt", 1234) == "Coat read as Shirt: 1,234 times"


def test_a_share_may_be_unknown():
    assert share_words("4", "recall", 0.97).replace("\N{NARROW NO-BREAK SPACE}", " ") == "4: recall 97 %"
    assert share_words("4", "precision", float("nan")) == "4: precision unknown"
