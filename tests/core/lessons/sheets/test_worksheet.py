"""The worksheet: what is asked stands on it, what explains only in its key."""

import re

import pytest

from core.lessons import course
from core.lessons.lesson import Lesson
from core.lessons.question import Ask
from core.lessons.running import RunBlock
from core.lessons.sheets.worksheet import figures_of, worksheet


def test_it_asks_and_leaves_room_and_does_not_answer(lesson: Lesson) -> None:
    sheet, key = worksheet(lesson), worksheet(lesson, with_key=True)
    for text in ("What happens?", "It gets better", "How many percent?", "Look.", "The run “first”: 2 epochs"):
        assert text in sheet
        assert text in key
    for text in ("Something did.", "It reads ", "The end.", "☒", "More than all?"):
        assert text not in sheet
    assert 'class="room"' in sheet
    assert "<strong>It gets better</strong>" in key
    assert "Something did." in key
    assert "More than all?" in key


def test_the_table_has_the_figures_that_the_lesson_speaks_of(lesson: Lesson) -> None:
    assert figures_of(lesson, "first") == ("test_accuracy", "test_cost")
    stuck = course.find("stuck")
    assert "output_spread" in figures_of(stuck, "stuck")
    assert "how much an output varies over the test images" in worksheet(stuck)


@pytest.mark.parametrize("with_key", [False, True])
def test_every_lesson_that_comes_along_has_a_sheet_without_marks_or_scripts(with_key: bool) -> None:
    for entry in course.entries([course.FOLDER]):
        assert entry.lesson is not None
        sheet = worksheet(entry.lesson, with_key=with_key)
        text = re.sub(r"<style>.*?</style>", "", sheet, flags=re.DOTALL)
        assert "<script" not in sheet
        assert not re.search(r"\{[a-z.]+:[%n1-8]+\}|\*\*|```|\]\(", text), entry.lesson.id
        assert sheet.count('class="question"') == len(list(entry.lesson.blocks(Ask)))
        assert all(f"“{run.name}”" in sheet for run in entry.lesson.blocks(RunBlock))
