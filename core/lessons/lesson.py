"""Lesson: a text in steps with blocks between its paragraphs, as it was read from a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from core.errors import FileError
from core.lessons.block import Block
from core.lessons.breaking import Break
from core.lessons.question import Ask
from core.lessons.running import RunBlock, Set
from core.lessons.showing import Slow

B = TypeVar("B", bound=Block)


class LessonError(FileError):
    """A lesson's file is wrong somewhere.

    Parameters
    ----------
    file : str
        Its name.
    line : int
        Where, from 1; 0 where it is not one line.
    what, remedy : str
        What it is, and what to do about it.
    """

    def __init__(self, file: str, line: int, what: str, remedy: str = "") -> None:
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {what[:1].lower()}{what[1:]}", remedy)
        self.file, self.line = file, line


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Markdown between two blocks.

    Attributes
    ----------
    line : int
        Where it begins.
    text : str
        The text, with figures to be filled in.
    """

    line: int
    text: str


Item = Paragraphs | Block


@dataclass(frozen=True, slots=True)
class Step:
    """A step: read from top to bottom; what stands below a block that waits is hidden until that is done.

    Attributes
    ----------
    id, title : str
        Its name in files, and its heading.
    line : int
        Where it begins.
    items : tuple of Paragraphs or Block
        What it consists of.
    """

    id: str
    title: str
    line: int
    items: tuple[Item, ...]

    def blocks(self, kind: type[B]) -> Iterator[B]:
        """Return its blocks of a kind."""
        return (item for item in self.items if isinstance(item, kind))

    def explained_after(self, place: int) -> Block | None:
        """Return the block after which the answer to the question at a place is explained; none where it is at once.

        A guess about two runs is explained when both are over: after the last one that stands before the next question.
        """
        found: Block | None = None
        for item in self.items[place + 1 :]:
            if isinstance(item, (RunBlock, Break, Slow)):
                found = item
            elif isinstance(item, Ask) and found is not None:
                break
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson.

    Attributes
    ----------
    id, title : str
        Its name in files, and on screen.
    steps : tuple of Step
        Its steps, one at least.
    minutes : float
        How long it takes, waiting left out.
    number : int
        Its place in the course; 0 where it has none.
    images : tuple of str
        What it is made for, the first that is here is taken: ``mnist``, ``builtin``.
    panels, knobs : tuple of str
        The panels it needs, and the settings it shows.
    teaches, needs : tuple of str
        The ideas.
    author, course, language : str
        Whose it is.
    """

    id: str
    title: str
    steps: tuple[Step, ...]
    minutes: float = 3.0
    number: int = 0
    images: tuple[str, ...] = ("mnist", "builtin")
    panels: tuple[str, ...] = ()
    knobs: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    author: str = ""
    course: str = ""
    language: str = "en"

    @property
    def heading(self) -> str:
        """Its number and its title."""
        return f"{self.number} · {self.title}" if self.number else self.title

    @property
    def version(self) -> str:
        """A hash of steps, questions and options, not of words: a mended slip of the pen loses nobody's progress."""
        shape = [[step.id, [[ask.id, [o.id for o in ask.options]] for ask in step.blocks(Ask)]] for step in self.steps]
        return hashlib.sha256(json.dumps([self.id, shape]).encode()).hexdigest()[:12]

    def blocks(self, kind: type[B]) -> Iterator[B]:
        """Return all blocks of a kind, in order."""
        return (block for step in self.steps for block in step.blocks(kind))

    def place(self, step: str) -> int:
        """Return which step has that id; -1 for none."""
        return next((place for place, found in enumerate(self.steps) if found.id == step), -1)

    def setup_of(self, run: RunBlock) -> Setup:
        """Return what a run trains."""
        made, before = None, None
        for item in (item for step in self.steps for item in step.items):
            if isinstance(item, Set):
                made, before = item, None
            elif isinstance(item, RunBlock):
                if item.line == run.line:
                    return Setup(made, before)
                before = item
        raise ValueError("the run is not of this lesson")


@dataclass(frozen=True, slots=True)
class Setup:
    """What a run trains.

    Attributes
    ----------
    made : Set or None
        The network that is made for it; none where the lesson makes none.
    goes_on_from : RunBlock or None
        The run that it goes on from; none where its network is new.
    """

    made: Set | None
    goes_on_from: RunBlock | None
