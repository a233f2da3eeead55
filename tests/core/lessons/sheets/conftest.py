"""A lesson that was played on a tiny data set, whose run is trained once for all tests."""

import pytest

from core.data.dataset import Dataset
from core.lessons.answers import Answer
from core.lessons.lesson import Lesson
from core.lessons.progress import LessonProgress
from core.lessons.reading import parsed
from core.lessons.record import Record
from core.lessons.running import RunBlock
from core.lessons.verifying import verify
from tests.core.lessons.lesson_texts import LESSON


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    found, faults = parsed(LESSON.replace("{{", "{").replace("}}", "}"))
    assert found is not None
    assert not faults
    return found


@pytest.fixture
def played(lesson: Lesson, tiny_dataset: Dataset) -> LessonProgress:
    """Return what a person who guessed wrong has played, the run among it."""
    (block,) = lesson.blocks(RunBlock)
    made = lesson.setup_of(block).made
    assert made is not None
    settings = type(made.settings).from_dict(made.settings.to_dict() | {"epochs": block.epochs})
    found = verify(lesson, tiny_dataset, "builtin")
    return LessonProgress(
        version=lesson.version,
        step="now",
        done=True,
        started="2026-11-28T10:00:00+00:00",
        seconds=200.0,
        answers={"guess": Answer(("nothing",), right=False), "number": Answer(number=42.0)},
        runs=found.runs,
        records={"first": Record(settings, "builtin", tiny_dataset.fingerprint)},
    )
