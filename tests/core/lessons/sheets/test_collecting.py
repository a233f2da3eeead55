"""The pages of a class: one table, and the guesses of all without names."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import FileError
from core.lessons.answers import Answer
from core.lessons.lesson import Lesson
from core.lessons.progress import LessonProgress
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.sheets.answers import answers_page
from core.lessons.sheets.collecting import COLUMNS, guesses, pages_in, table


@pytest.fixture
def folder(lesson: Lesson, played: LessonProgress, tmp_path: Path) -> Path:
    """Return a folder with three pages, one of them damaged, and another file."""
    unsure = LessonProgress(answers={"guess": Answer((DONT_KNOW,)), "number": Answer(number=1e300)})
    for name, progress in (("=HYPERLINK(1)", played), ("Ada", unsure)):
        text = answers_page({lesson.id: progress}, [], datetime.now(UTC), name)
        (tmp_path / f"{name[:4].strip('=')}.html").write_text(text, encoding="utf-8")
    (tmp_path / "bad.html").write_text("<html>", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no page", encoding="utf-8")
    return tmp_path


def test_a_bad_page_gets_its_sentence_and_the_rest_goes_on(folder: Path) -> None:
    pages = pages_in(folder)
    assert [page.name for _, page in pages.read] == ["Ada", "=HYPERLINK(1)"]
    assert len(pages.troubles) == 1
    assert "bad.html is no page of answers" in pages.troubles[0]
    rows = list(csv.DictReader(table(pages.read).splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert {row["name"] for row in rows} == {"Ada", "'=HYPERLINK(1)"}
    (run,) = [row for row in rows if row["kind"] == "run"]
    assert (run["lesson"], run["id"], run["seed"]) == ("small", "first", "1")
    assert [row["right"] for row in rows if row["id"] == "guess"] == ["", "no"]


def test_guesses_are_counted_for_every_answer_without_names(folder: Path, lesson: Lesson) -> None:
    pages = [page for _, page in pages_in(folder).read]
    choice, number = lesson.blocks(Ask)
    assert [(bar.words, bar.count) for bar in guesses(pages, lesson, choice)] == [
        ("Nothing", 1),
        ("It gets better", 0),
        ("I don't know", 1),
    ]
    bars = guesses(pages, lesson, number)
    assert {bar.words: bar.count for bar in bars if bar.count} == {"40 to 50": 1, "90 to 100": 1}


def test_a_folder_without_pages_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no page in"):
        pages_in(tmp_path)
    with pytest.raises(FileError, match="cannot be read"):
        pages_in(tmp_path / "none")
