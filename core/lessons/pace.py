"""Pace: how long a lesson takes, by its words and by the waiting for its runs."""

import re
from dataclasses import dataclass

from core.lessons.lesson import Lesson, Paragraphs
from core.lessons.question import Ask
from core.lessons.showing import Draw, If, Point

WORDS_A_MINUTE = 180
LONGEST_WAIT = 30.0
"""Seconds after which a person who waits for one run has lost the thread."""

_FIGURE = re.compile(r"\{[^}\n]*\}")
_LETTER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a lesson takes.

    Attributes
    ----------
    words : int
        What is read: the text, the questions with their options, and the longest thing that is said to each.
    waiting : float
        Seconds of training.
    """

    words: int
    waiting: float = 0.0

    @property
    def minutes(self) -> float:
        """Reading and waiting together."""
        return self.words / WORDS_A_MINUTE + self.waiting / 60


def pace_of(lesson: Lesson, waiting: float = 0.0) -> Pace:
    """Return the pace of a lesson whose runs take so many seconds together."""
    return Pace(sum(_read_of(item) for step in lesson.steps for item in step.items), waiting)


def words_in(text: str) -> int:
    """Return how many words a text has; a figure counts as one, a mark as none."""
    return sum(bool(_LETTER.search(word)) for word in _FIGURE.sub("7", text).split())


def _read_of(item: object) -> int:
    if isinstance(item, Paragraphs):
        return words_in(item.text)
    if isinstance(item, Ask):
        said = [words_in(option.says) for option in item.options] or [words_in(item.says)]
        return words_in(item.question) + sum(words_in(option.text) for option in item.options) + max(said)
    return sum(map(words_in, item.texts)) if isinstance(item, (Point, Draw, If)) else 0
