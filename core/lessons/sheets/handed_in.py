"""HandedIn: the answers of a person as a page carries them: what is written there is read back, from anywhere.

The page is for people; what stands in its ``<template>``, which browsers neither show nor run, is for Inkling.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from core import disk
from core.errors import FileError, foreign
from core.lessons.lesson import Lesson
from core.lessons.progress import LessonProgress, plain, read_progress
from core.plain import LONGEST_NAME, harmless

FORMAT = 1
MOST_BYTES = 8 * 2**20
MOST_LESSONS = 200
_MOST_THINGS = 400  # answers or runs of one lesson

_BEGIN, _END = '<template id="inkling-answers">', "</template>"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A person's answers.

    Attributes
    ----------
    name : str
        What the person typed as a name; empty where that was nothing.
    created : str
        When the page was made, as ISO 8601 in UTC.
    lessons : dict of str to LessonProgress
        What was played, by the lessons' ids.
    """

    name: str
    created: str
    lessons: Mapping[str, LessonProgress]

    def of(self, lesson: Lesson) -> LessonProgress:
        """Return what was played of a lesson, with other questions where it has changed since."""
        return self.lessons.get(lesson.id, LessonProgress())


def embedded(handed_in: HandedIn) -> str:
    """Return HTML that nobody sees and no browser runs, from which :func:`read` makes the same."""
    lessons = {name: plain(progress) for name, progress in handed_in.lessons.items()}
    values = {"format": FORMAT, "name": handed_in.name, "created": handed_in.created, "lessons": lessons}
    return f"{_BEGIN}{escape(json.dumps(values, ensure_ascii=False, allow_nan=False))}{_END}\n"


def read(path: Path) -> HandedIn:
    """Read the answers from a page.

    Raises
    ------
    FileError
        When it cannot be read, is too large, or is no such page.
    """
    remedy = "Ask for a page that Inkling wrote: Help, My answers…"
    with foreign(path, "is no page of answers, or is damaged", remedy), disk.open_to_read(path) as file:
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise FileError(f"{path.name} is larger than {MOST_BYTES // 2**20} MB.", remedy)
        _, is_there, rest = content.decode("utf-8").partition(_BEGIN)
        if not is_there:
            raise FileError(f"{path.name} is no page of answers.", remedy)
        values = json.loads(unescape(rest.partition(_END)[0]))
        if values["format"] != FORMAT:
            raise FileError(f"{path.name} was written by another Inkling.", "Update Inkling to read it.")
        lessons = {str(name): read_progress(one) for name, one in values["lessons"].items()}
        if len(lessons) > MOST_LESSONS or any(_is_overfull(progress) for progress in lessons.values()):
            raise FileError(f"{path.name} holds more than a person answers.", remedy)
        name, created = harmless(str(values["name"]), LONGEST_NAME), harmless(str(values["created"]), LONGEST_NAME)
        return HandedIn(name, created, lessons)


def _is_overfull(progress: LessonProgress) -> bool:
    return max(len(progress.answers), len(progress.runs), len(progress.records)) > _MOST_THINGS
