"""`inkling lessons`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.data import catalog
from core.data.dataset import Dataset
from tests.core.lessons.lesson_texts import LESSON, changed

Run = Callable[..., Any]


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """Return a file with a small lesson."""
    path = tmp_path / "small.md"
    path.write_text(LESSON, encoding="utf-8")
    return path


def test_the_lessons_are_listed(run: Run) -> None:
    assert "Stuck" in run("lessons", "list").out
    assert {"id": "stuck", "number": 5} in [
        {key: event[key] for key in ("id", "number")} for event in run("lessons", "list", "--json").events
    ]


def test_a_sound_file_is_said_to_be(run: Run, lesson: Path) -> None:
    said = run("lessons", "check", lesson)
    assert (said.status, said.out) == (0, "small.md: nothing is wrong with it.\n")


def test_a_sound_file_is_said_to_be_after_one_with_a_fault(run: Run, lesson: Path) -> None:
    bad = lesson.with_name("bad.md")
    bad.write_text(changed("Look.", "<b>"), encoding="utf-8")
    said = run("lessons", "check", bad, lesson)
    assert said.status == 1
    assert said.out.endswith("small.md: nothing is wrong with it.\n")


def test_every_fault_of_a_file_is_said(run: Run, lesson: Path) -> None:
    text = changed("Look.", "<b>", changed("epochs = 2", "epochs = 0"))
    lesson.write_text(text, encoding="utf-8")
    said = run("lessons", "check", lesson)
    assert said.status == 1
    assert 'small.md, line 28: "epochs" of the run is 0' in said.out
    assert "small.md, line 11: There is HTML in the text." in said.out
    assert [event["line"] for event in run("lessons", "check", lesson, "--json").events] == [11, 28]


def test_a_file_that_is_missing_is_said_to_be(run: Run, tmp_path: Path) -> None:
    said = run("lessons", "check", tmp_path / "none.md")
    assert said.status == 1
    assert "none.md cannot be read" in said.err


def test_claims_are_verified_by_runs(
    run: Run, lesson: Path, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "load", lambda name: tiny_dataset)
    said = run("lessons", "verify", lesson, "--images", "builtin", "--seeds", 2, "--verbose")
    assert said.status == 0, said.out
    assert "small, builtin, seed 2: holds" in said.out
    assert "holds: test_accuracy > 5%" in said.out
    lesson.write_text(changed("test_accuracy > 5%", "test_accuracy > 200%"), encoding="utf-8")
    failed = run("lessons", "verify", lesson, "--images", "builtin", "--json")
    assert failed.status == 1
    (event,) = failed.events
    assert event["holds"] is False
    assert event["claims"][0]["text"] == "test_accuracy > 200%"


def test_the_claims_of_presets_are_verified_by_the_same_command(
    run: Run, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "load", lambda name: tiny_dataset)
    said = run("lessons", "verify", "--presets", "all-at-once", "--images", "builtin", "--verbose")
    assert "all-at-once, builtin, seed 1" in said.out
    assert "holds: step = 20" in said.out
    assert run("lessons", "verify", "--presets", "fast").status == 2


def test_a_translation_is_checked_against_its_lesson(run: Run, lesson: Path) -> None:
    other = lesson.with_name("small.de.md")
    other.write_text(changed("{#now}", "{#jetzt}"), encoding="utf-8")
    said = run("lessons", "check", other)
    assert said.status == 1
    assert 'The step "now" of small.md is missing.' in said.out


def test_the_minutes_of_the_diary_are_said(run: Run) -> None:
    assert run("lessons", "list").out.splitlines()[-1].startswith("Lessons 1 to 9, the diary: ")
