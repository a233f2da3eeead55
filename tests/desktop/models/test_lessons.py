"""The model of the lesson being played: what it says, and what it keeps."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from core.lessons.answers import Answer
from core.lessons.lesson import Lesson
from core.lessons.progress import ProgressFile
from core.lessons.reading import parsed
from core.lessons.running import RunBlock, Set
from desktop.models.lessons import LessonsModel
from tests.core.lessons.lesson_texts import LESSON, changed
from tests.desktop.lesson_helpers import put_lesson_there


class Clock:
    """A clock that goes on by ten seconds whenever it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=10)
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lessons.json"


@pytest.fixture
def lessons(jobs, path: Path) -> LessonsModel:
    return LessonsModel(jobs, path=path, clock=Clock())


def _lesson(text: str = LESSON) -> Lesson:
    lesson, _ = parsed(text)
    assert lesson is not None
    return lesson


def test_what_is_to_be_done_is_told_before_what_is_in_sight(lessons):
    told: list[object] = []
    lessons.due.connect(lambda block: told.append(type(block)))
    lessons.moved.connect(lambda: told.append("moved"))
    lessons.begin(_lesson(), "builtin")
    assert told == [Set, "moved"]


def test_answers_are_on_disk_and_taken_up_by_the_next_window(qtbot, jobs, lessons, path):
    lessons.begin(_lesson(), "builtin")
    lessons.answer(Answer(("better",)))
    qtbot.waitUntil(lambda: path.exists() and not lessons._writing.is_busy, timeout=60_000)
    kept = ProgressFile(path).load()[0]["small"]
    assert kept.answers["guess"].options == ("better",)
    assert kept.answers["guess"].at.startswith("2026-01-01T00:00")
    assert kept.seconds > 0
    other = LessonsModel(jobs, path=path, clock=Clock())
    other.list_all()
    qtbot.waitUntil(lambda: bool(other.entries), timeout=60_000)
    other.begin(_lesson(), "builtin")
    assert isinstance(other.player.waits_for, RunBlock)
    other.begin(_lesson(), "builtin", anew=True)
    assert other.player.answers == {}


def test_a_lesson_whose_questions_changed_begins_anew(lessons):
    lessons.begin(_lesson(), "builtin")
    lessons.answer(Answer(("better",)))
    lessons.begin(_lesson(changed('id = "nothing"', 'id = "none"')), "builtin")
    assert lessons.player.answers == {}


def test_one_that_was_played_to_its_end_begins_anew_and_stays_done(lessons):
    lessons.begin(_lesson(), "builtin")
    for _ in range(8):
        lessons.go_on()
        lessons.next_step()
    assert lessons.progress("small").done
    lessons.begin(_lesson(), "builtin")
    assert lessons.player.place == 0
    assert lessons.progress("small").done


def test_facts_that_are_known_already_move_nothing(lessons):
    lessons.begin(_lesson(), "builtin")
    moved: list[bool] = []
    lessons.moved.connect(lambda: moved.append(True))
    lessons.learn({"step": 0.0})
    lessons.learn({"step": 0.0})
    lessons.learn({"pad.ink": 1.0})
    assert moved == [True]


def test_leaving_is_told_once(lessons):
    left: list[bool] = []
    lessons.left.connect(lambda: left.append(True))
    lessons.begin(_lesson(), "builtin")
    lessons.leave()
    lessons.leave()
    assert left == [True]
    assert lessons.lesson is None


def test_lessons_are_in_the_language_asked_for_or_say_why_not(qtbot, jobs, path):
    german = LESSON.replace('title = "Small"', 'title = "Klein"\nlanguage = "de"')
    put_lesson_there(LESSON)
    put_lesson_there(german, "small.de")
    put_lesson_there(LESSON.replace('id = "small"', 'id = "other"'), "other")
    put_lesson_there(german.replace('id = "small"', 'id = "other"').replace("{#now}", "{#jetzt}"), "other.de")
    lessons = LessonsModel(jobs, path=path, clock=Clock(), language="de")
    with qtbot.waitSignal(lessons.listed, timeout=60_000):
        lessons.list_all()
    own = {
        entry.lesson.id: entry for entry in lessons.entries if entry.lesson and entry.lesson.id in ("small", "other")
    }
    assert (own["small"].title, own["small"].trouble) == ("3 · Klein", "")
    assert own["other"].title == "3 · Small"
    assert own["other"].trouble.endswith("The English lesson is shown instead.")


@pytest.mark.parametrize(("spoken", "language"), [(["de-AT", "en-US"], "de"), (["C"], "en"), ([], "en")])
def test_the_language_is_the_systems(monkeypatch, jobs, path, spoken, language):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda self: spoken)
    assert LessonsModel(jobs, path=path).language == language
