"""Progress on disk: taken up again, shared by two windows, never lost without a word."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.lessons.answers import Answer
from core.lessons.player import Player
from core.lessons.progress import LessonProgress, ProgressFile, progress_of
from core.lessons.reading import parsed
from core.lessons.running import RunBlock
from tests.core.lessons.lesson_texts import LESSON

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def _player() -> Player:
    lesson, _ = parsed(LESSON)
    assert lesson is not None
    return Player(lesson)


def _played() -> LessonProgress:
    player = _player()
    player.answer(Answer(("better",), at="2026-01-02T03:04:05+00:00"))
    player.run_ended({"test_accuracy": 0.5, "step": 12.0, "image_cost": float("inf")})
    player.next_step()
    return progress_of(player, LessonProgress(), NOW, 12.5)


def test_progress_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = ProgressFile(tmp_path / "lessons.json")
    file.save("small", _played())
    found, trouble = file.load()
    assert trouble == ""
    one = found["small"]
    assert (one.step, one.done, one.seconds, one.started) == ("now", False, 12.5, "2026-01-02T03:04:05+00:00")
    assert one.answers["guess"].options == ("better",)
    assert one.answers["guess"].right is True
    assert one.runs["first"] == {"test_accuracy": 0.5, "step": 12.0}  # JSON knows no infinity


def test_a_file_of_before_questions_came_back_is_read(tmp_path: Path) -> None:
    file = ProgressFile(tmp_path / "lessons.json")
    file.save("small", replace(_played(), recalled={"guess": "2026-01-03"}))
    assert file.load()[0]["small"].recalled == {"guess": "2026-01-03"}
    values = json.loads(file.path.read_text(encoding="utf-8"))
    del values["lessons"]["small"]["recalled"]
    file.path.write_text(json.dumps(values), encoding="utf-8")
    assert file.load()[0]["small"].recalled == {}


def test_a_player_goes_on_where_it_was(tmp_path: Path) -> None:
    file = ProgressFile(tmp_path / "lessons.json")
    file.save("small", _played())
    one = file.load()[0]["small"]
    player = _player()
    player.take_up(one.step, one.items, one.answers, one.runs)
    assert player.step.id == "now"
    assert player.take_due() == ()
    player.answer(Answer(number=50))
    assert player.is_done
    assert progress_of(player, one, NOW, 1.0).done


def test_a_run_that_was_under_way_is_still_to_be_done() -> None:
    player = _player()
    player.answer(Answer(("better",)))
    one = progress_of(player, LessonProgress(), NOW, 0.0)
    other = _player()
    other.take_up(one.step, one.items, one.answers, one.runs)
    assert isinstance(other.waits_for, RunBlock)


def test_two_windows_keep_each_other_s_lessons(tmp_path: Path) -> None:
    first, second = ProgressFile(tmp_path / "lessons.json"), ProgressFile(tmp_path / "lessons.json")
    first.save("one", _played())
    second.save("two", _played())
    first.save("one", None)
    assert set(second.load()[0]) == {"two"}


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"{}", b'{"format": 1, "lessons": {"a": {"step": 3}}}', b"\xff\xfe", b"1e999"]
)
def test_a_damaged_file_is_put_aside_and_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lessons.json"
    path.write_bytes(content)
    found, trouble = ProgressFile(path).load()
    assert found == {}
    assert "damaged" in trouble
    assert [aside.read_bytes() for aside in tmp_path.glob("lessons-damaged-*")] == [content]
    assert ProgressFile(path).load() == ({}, "")
