"""The page of answers: what it says, and that it is read back, whatever stands in it."""

import json
import random
from contextlib import suppress
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from core.errors import FileError
from core.lessons.answers import Answer
from core.lessons.course import Entry
from core.lessons.lesson import Lesson
from core.lessons.progress import LessonProgress
from core.lessons.sheets.answers import answers_page
from core.lessons.sheets.handed_in import MOST_BYTES, read

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def page(lesson: Lesson, played: LessonProgress, name: str = "") -> str:
    return answers_page({lesson.id: played}, [Entry(Path("small.md"), lesson)], NOW, name)


def test_it_says_prediction_outcome_feedback_and_run(lesson: Lesson, played: LessonProgress) -> None:
    text = page(lesson, played, "Ada <b>")
    for words in (
        "3 · Small",
        "Answer: <strong>Nothing</strong> (not right)",
        "Something did.",
        "Answer: <strong>42</strong>",
        "The run “first”",
        "Answers of Ada &lt;b&gt;",
        "Images: builtin, " + played.records["first"].fingerprint[:12],
    ):
        assert words in text
    assert f"It was: {100 * played.runs['first']['test_accuracy']:.4g}" in text
    assert "<script" not in text


def test_it_is_read_back_as_it_was(lesson: Lesson, played: LessonProgress, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    wicked = "</template><script>alert(1)</script>"
    answers = played.answers | {"why": Answer(words=wicked)}
    told = LessonProgress(**{f: getattr(played, f) for f in ("version", "done", "runs", "records")}, answers=answers)
    path.write_text(page(lesson, told, wicked), encoding="utf-8")
    found = read(path)
    assert found.name == wicked
    assert found.of(lesson).answers["why"].words == wicked
    assert (found.of(lesson).records, found.of(lesson).done) == (told.records, True)
    assert "<script" not in path.read_text(encoding="utf-8")


def test_nothing_else_about_a_person_is_on_it(lesson: Lesson, played: LessonProgress) -> None:
    assert "My answers" in page(lesson, played)
    assert str(Path.home()) not in page(lesson, played)
    assert "No question" in answers_page({}, [], NOW)


def test_a_bad_page_gets_a_sentence(lesson: Lesson, played: LessonProgress, tmp_path: Path) -> None:
    path, whole = tmp_path / "a.html", page(lesson, played)
    chance = random.Random(1)
    mark = whole.index("<template")
    bad = ["", "<html>", '<template id="inkling-answers">' + "[" * 100_000, whole.replace("&quot;format&quot;", "x")]
    for _ in range(200):
        place = chance.randrange(mark + 40, len(whole) - 40)
        bad.append(whole[:place] + chance.choice(["", "&quot;", "9" * 5000, "{", "null", "\x00"]) + whole[place + 7 :])
    for text in bad:
        path.write_text(text, encoding="utf-8")
        with suppress(FileError):  # anything else that is raised fails
            read(path)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"format": 2}, "another Inkling"),
        ({"format": 1, "name": "", "created": "", "lessons": {str(n): None for n in range(3)}}, "damaged"),
    ],
)
def test_what_is_wrong_is_said(values: object, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f'<template id="inkling-answers">{escape(json.dumps(values))}</template>', encoding="utf-8")
    with pytest.raises(FileError, match=words):
        read(path)


def test_a_page_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(FileError, match="larger than"):
        read(path)
