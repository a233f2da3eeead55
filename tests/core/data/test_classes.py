"""Names of classes: two to a hundred, each of its own, harmless to show."""

import pytest

from core.data.classes import DIGITS, MOST_CLASSES, are_digits, checked_names
from core.errors import DataError


def test_names_are_kept_as_they_are() -> None:
    assert checked_names(["A/a", "B/b"]) == ("A/a", "B/b")
    assert are_digits(checked_names(DIGITS))
    assert not are_digits(("0", "1"))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a"], "2 to 100 classes, not 1"),
        ([str(n) for n in range(MOST_CLASSES + 1)], "not 101"),
        (["a", "b", "a"], "Two classes are called 'a'"),
        (["a", " "], "has no name"),
    ],
)
def test_others_are_refused_in_a_sentence(names: list[str], said: str) -> None:
    with pytest.raises(DataError, match=said):
        checked_names(names)


def test_a_name_cannot_turn_the_text_around_it() -> None:
    assert "\u202e" not in checked_names(["a\u202eb", "c"])[0]
