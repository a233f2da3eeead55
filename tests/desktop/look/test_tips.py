"""Tooltips are plain text in short lines, whatever they are made of."""

import pytest

from desktop.look.tips import wrapped


def test_a_long_sentence_is_broken_between_words_and_loses_none() -> None:
    words = "one two three four five " * 12
    lines = wrapped(words).split("\n")
    assert len(lines) > 3
    assert max(map(len, lines)) <= 64
    assert " ".join(lines).split() == words.split()


def test_lines_that_were_there_stay() -> None:
    assert wrapped("First.\nSecond.") == "First.\nSecond."
    assert wrapped("") == ""


@pytest.mark.parametrize("text", ["<b>bold</b>", "a<br>b", "<!-- no -->", "<?xml?>", "</p>"])
def test_what_looks_like_a_tag_is_none(text: str) -> None:
    assert "<" not in wrapped(text)


def test_a_comparison_stays_as_it_is() -> None:
    assert wrapped("loss < 3, 4 > 2") == "loss < 3, 4 > 2"
