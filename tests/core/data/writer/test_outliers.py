"""Outliers: drawings of what no class is, the same each time."""

import numpy as np
import pytest

from core.data.classes import DIGITS
from core.data.writer import letters, made_up, signs, writing
from core.data.writer.hands import ON_TABLET
from core.data.writer.outliers import _unlike, outliers
from core.errors import Cancelled


def shown(names: tuple[str, ...]) -> set[str]:
    """Return which characters and signs are among the outliers of such classes."""
    return {(*letters.LETTERS, *DIGITS, *signs.NAMES)[number] for number, _ in _unlike(names)}


def test_every_letter_is_written_in_some_way() -> None:
    assert {letters.LETTERS[style.digit] for style in letters.STYLES} == set(letters.LETTERS)


def test_letters_that_look_like_a_class_are_not_among_them() -> None:
    assert shown(DIGITS) - set(signs.NAMES) == set(letters.LETTERS) - set("OoIlSsZzBbgq")
    assert shown(("A", "x", "heart")) == (set(letters.LETTERS) | set(DIGITS)) - set("AxX")
    assert not shown(tuple(letters.LETTERS) + DIGITS)


def test_signs_are_among_them_where_no_class_can_be_one() -> None:
    assert set(signs.NAMES) <= shown(DIGITS)
    assert not {"heart", "check"} & shown(("my valentine", "x"))


def test_every_sign_can_be_written() -> None:
    assert set(signs.NAMES) == {signs.NAMES[style.digit] for style in signs.STYLES}
    for style in signs.STYLES:
        assert writing.draw(style, 1, np.random.default_rng(9), ON_TABLET).any()


def test_they_are_drawings_of_so_many_kinds_without_a_gap() -> None:
    found = outliers(DIGITS, 60, 16)
    assert found.images.shape == (len(found.kinds), 28, 28)
    assert (found.images.reshape(len(found.kinds), -1).max(axis=1) > 200).all()
    assert set(found.kinds) == set(range(len(shown(DIGITS)) + 1))
    assert outliers(DIGITS, 60, 16) is found


def test_where_all_characters_are_classes_some_are_made_up() -> None:
    found = outliers((*letters.LETTERS, *DIGITS), 60, 16)
    assert (len(found.images), set(found.kinds)) == (16, {0})


def test_drawing_can_be_called_off() -> None:
    with pytest.raises(Cancelled):
        outliers(DIGITS, 61, 8, is_cancelled=lambda: True)


def test_characters_made_up_differ_and_can_be_written() -> None:
    chance = np.random.default_rng(9)
    characters = [made_up.character(chance) for _ in range(40)]
    assert len({character.variants for character in characters}) == 40
    for character in characters:
        assert np.ptp(character.points, axis=1).max() == pytest.approx(1, abs=0.02)
        assert writing.draw(character, 2, chance, ON_TABLET).any()
