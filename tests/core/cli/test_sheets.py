"""The sheets of `inkling lessons`, from a worksheet to what a class guessed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import disk
from core.data import catalog
from core.data.dataset import Dataset
from core.lessons.answers import Answer
from core.lessons.course import own_folder
from core.lessons.progress import FILE, LessonProgress, ProgressFile
from core.lessons.reading import parsed
from core.lessons.record import Record
from core.lessons.verifying import verify
from tests.core.lessons.lesson_texts import LESSON

Run = Callable[..., Any]


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset) -> None:
    """Let a person have a lesson of their own, and have played it."""
    monkeypatch.setattr(catalog, "load", lambda name: tiny_dataset)
    own_folder().mkdir(parents=True, exist_ok=True)
    (own_folder() / "small.md").write_text(LESSON, encoding="utf-8")
    lesson, _ = parsed(LESSON)
    assert lesson is not None
    found = verify(lesson, tiny_dataset, "builtin")
    made = lesson.steps[0].items[1].settings  # type: ignore[union-attr]  # it is the set
    progress = LessonProgress(
        version=lesson.version,
        answers={"guess": Answer(("better",), right=True)},
        runs=found.runs,
        records={"first": Record(replace(made, epochs=2), "builtin", tiny_dataset.fingerprint)},
    )
    ProgressFile(disk.data_folder() / FILE).save("small", progress)


@pytest.mark.usefixtures("person")
def test_answers_are_handed_in_trained_again_and_collected(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "pages" / "ada.html"
    assert "Your answers are in" in run("lessons", "report", "-o", page, "--name", "Ada").out
    assert "small: 1 of 1 answers right, runs: first" in run("lessons", "report", page).out
    said = run("lessons", "report", page, "--check")
    assert (said.status, "run first: reproduced" in said.out) == (0, True)
    text = page.read_text(encoding="utf-8")
    accuracy = text.index("&quot;test_accuracy&quot;: 0.")
    page.with_name("bob.html").write_text(f"{text[: accuracy + 27]}1{text[accuracy + 28 :]}", encoding="utf-8")
    page.with_name("bad.html").write_text("<p>", encoding="utf-8")
    assert run("lessons", "report", page.with_name("bad.html"), "--check").status == 1
    said = run("lessons", "collect", page.parent, "-o", tmp_path / "all.csv")
    assert (said.status, "bad.html is no page" in said.err, "2 pages" in said.out) == (0, True, True)
    assert "Ada,small,answer,guess,better,yes" in (tmp_path / "all.csv").read_text(encoding="utf-8")
    said = run("lessons", "predictions", page.parent, "small", "guess")
    assert "   2 ████" in said.out
    assert "It gets better" in said.out
    assert "Ada" not in said.out
    assert run("lessons", "predictions", page.parent, "small", "other").status == 1


@pytest.mark.usefixtures("person")
def test_figures_that_were_made_up_are_found_out(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "ada.html"
    run("lessons", "report", "-o", page)
    head, mark, rest = page.read_text(encoding="utf-8").partition("&quot;test_cost&quot;: ")
    page.write_text(f"{head}{mark}9{rest}", encoding="utf-8")
    said = run("lessons", "report", page, "--check")
    assert (said.status, "NOT REPRODUCED" in said.out) == (1, True)


def test_a_worksheet_is_written(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sheet.html"
    assert run("lessons", "worksheet", "stuck", "-o", path, "--key").status == 0
    assert "5 · Stuck – with the answers" in path.read_text(encoding="utf-8")
    said = run("lessons", "worksheet", "stukc")
    assert (said.status, 'There is no lesson "stukc"' in said.err) == (1, True)


def test_a_lesson_is_not_made_from_images_of_ones_own(run: Run, trained: Path) -> None:
    said = run("lessons", "new", trained)
    assert (said.status, "has others" in said.err) == (1, True)
    assert not trained.with_suffix(".md").exists()
