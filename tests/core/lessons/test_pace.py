"""How long a lesson takes, and how long the course."""

import pytest

from core.lessons import course
from core.lessons.pace import pace_of, words_in
from core.lessons.reading import parsed
from tests.core.lessons.lesson_texts import LESSON


def test_words_are_counted_as_they_are_read() -> None:
    assert words_in("It reads {test_accuracy:%} – **all** of them.") == 6
    lesson, _ = parsed(LESSON)
    assert lesson is not None
    # Look. | What happens? with its options and the longest feedback | It reads … | How many percent? Yes. | The end.
    assert pace_of(lesson).words == 1 + (2 + 1 + 3 + 2) + 6 + (3 + 1) + 2
    assert pace_of(lesson, 60.0).minutes == pytest.approx(1 + 21 / 180)


def test_each_lesson_is_read_within_its_minutes_and_the_diary_within_half_an_hour() -> None:
    lessons = [entry.lesson for entry in course.entries([course.FOLDER]) if entry.lesson is not None]
    assert {lesson.id: pace_of(lesson).minutes for lesson in lessons if pace_of(lesson).minutes > lesson.minutes} == {}
    assert course.minutes_of_diary(lessons) == sum(lesson.minutes for lesson in lessons if lesson.number <= 9) <= 30
