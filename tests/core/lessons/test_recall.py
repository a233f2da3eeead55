"""What was missed comes back: once, a day later, and only where it can still be explained."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.lessons.answers import Answer
from core.lessons.first_guess import FIRST_GUESS
from core.lessons.lesson import Lesson
from core.lessons.progress import LessonProgress
from core.lessons.question import Ask
from core.lessons.reading import parsed
from core.lessons.recall import after, due, judged
from tests.core.lessons.lesson_texts import LESSON

THEN = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = THEN + timedelta(days=1)


def lesson_of(text: str = LESSON) -> Lesson:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    return lesson


def played(lesson: Lesson, answer: Answer) -> dict[str, LessonProgress]:
    ask = next(lesson.blocks(Ask))
    facts = {"test_accuracy": 0.5, "test_cost": 1.0}
    return {lesson.id: LessonProgress(version=lesson.version, answers={ask.id: answer}, runs={"first": facts})}


MISSED = Answer(("nothing",), right=False, at=THEN.isoformat())


def test_a_question_that_was_missed_comes_back_once_a_day_later() -> None:
    lesson = lesson_of()
    progress = played(lesson, MISSED)
    assert due([lesson], progress, LATER - timedelta(seconds=1)) is None
    recall = due([lesson], progress, LATER)
    assert recall is not None
    assert (recall.lesson, recall.ask) == (lesson, next(lesson.blocks(Ask)))
    assert recall.known["run.first.test_accuracy"] == recall.known["test_accuracy"] == 0.5
    progress[lesson.id] = after(progress[lesson.id], recall.ask, LATER)
    assert progress[lesson.id].recalled == {recall.ask.id: "2026-01-02T12:00:00+00:00"}
    assert due([lesson], progress, LATER + timedelta(days=30)) is None


@pytest.mark.parametrize(
    "answer",
    [replace(MISSED, right=True), replace(MISSED, right=None), replace(MISSED, at="yesterday"), replace(MISSED, at="")],
    ids=["right", "not judged", "no date", "no time"],
)
def test_nothing_else_does(answer: Answer) -> None:
    assert due([lesson_of()], played(lesson_of(), answer), LATER) is None


def test_a_question_of_another_version_or_without_its_figures_stays_away() -> None:
    lesson = lesson_of()
    other = {lesson.id: replace(played(lesson, MISSED)[lesson.id], version="other")}
    assert due([lesson], other, LATER) is None
    bare = {lesson.id: replace(played(lesson, MISSED)[lesson.id], runs={})}
    assert due([lesson], bare, LATER) is None


def test_of_two_the_one_missed_longest_ago_comes_first() -> None:
    early, late = lesson_of(), replace(lesson_of(), id="late")
    old = replace(MISSED, at=(THEN - timedelta(days=3)).isoformat())
    progress = {**played(early, old), **played(late, MISSED)}
    found = due([late, early], progress, LATER)
    assert found is not None
    assert found.lesson is early


@pytest.mark.parametrize(
    ("guess", "is_right", "said"),
    [
        (10, True, "Yes: it was 9.6 %"),
        (20, False, "It was 9.6 %"),
        (90, False, "All its neurons"),
        (0, False, "always wrong"),
    ],
)
def test_every_first_guess_has_its_own_explanation(guess: float, is_right: bool, said: str) -> None:
    answer, text = judged(FIRST_GUESS, Answer(number=guess), {"first.test_accuracy": 0.0958})
    assert answer.right is is_right
    assert said in text
    assert "9.6 %" in text
