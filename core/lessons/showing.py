"""The blocks that show: what is pointed at, brought into sight, drawn, walked through or said in some cases only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.insight.walk.frame import NAMES
from core.lessons.block import IMAGES, Block, block, fields_of
from core.lessons.conditions import Condition
from core.lessons.table import Table

_PLACE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?::[a-z0-9.,-]+)?")
_MOST_EPOCHS = 1000
_MOST_IMAGES = 10_000_000


@block("point", waits=True)
@dataclass(frozen=True, slots=True)
class Point(Block):
    """Points at something in the window, with words beside it.

    Attributes
    ----------
    at : str
        An object's name, an action, or a place such as ``tab:mistakes``, ``cell:7,1``, ``output:5``, ``epoch:1.7``.
    text : str
        The words.
    until : str
        ``click``, ``change`` or ``next``.
    """

    at: str
    text: str
    until: str

    @classmethod
    def read(cls, table: Table) -> Point:
        """Take a pointer."""
        at = table.text("at", needed=True)
        if at and not _PLACE.fullmatch(at):
            table.fault(f'"{at}" is no place to point at.', 'Write an object\'s name, or such as "tab:mistakes".', at)
        text = table.text("text", needed=True)
        found = cls(table.line, at, text, table.one_of("until", ("click", "change", "next"), "next"))
        table.end(fields_of(cls))
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """The words."""
        return (self.text,)


@block("show")
@dataclass(frozen=True, slots=True)
class Show(Block):
    """Brings something into sight.

    Attributes
    ----------
    tab : str
        A panel.
    epoch : float
        A place of the timeline; -1 for none.
    test_image, train_image : int
        An image to put on the pad; -1 for none.
    runs : tuple of str
        The runs whose curves are drawn.
    log_cost : bool
        Whether the cost has a logarithmic axis.
    """

    tab: str
    epoch: float
    test_image: int
    train_image: int
    runs: tuple[str, ...]
    log_cost: bool

    @classmethod
    def read(cls, table: Table) -> Show:
        """Take what is shown."""
        found = cls(
            table.line,
            table.text("tab"),
            table.number("epoch", -1, 0, _MOST_EPOCHS),
            table.whole("test_image", -1, 0, _MOST_IMAGES),
            table.whole("train_image", -1, 0, _MOST_IMAGES),
            table.words("runs"),
            table.flag("log_cost"),
        )
        table.end(fields_of(cls))
        return found

    def image_in(self, dataset: Dataset) -> tuple[Bytes, int] | None:
        """Return the image that is put on the pad, and what it shows; none where none is asked for, or is there."""
        for split, place in ((dataset.test, self.test_image), (dataset.train, self.train_image)):
            if 0 <= place < len(split):
                return split.images[place], int(split.labels[place])
        return None


@block("draw", waits=True)
@dataclass(frozen=True, slots=True)
class Draw(Block):
    """Waits until something is drawn on the pad.

    Attributes
    ----------
    text : str
        What to draw.
    digit : int
        Which digit it is meant to be; -1 for any.
    """

    text: str
    digit: int

    @classmethod
    def read(cls, table: Table) -> Draw:
        """Take it."""
        found = cls(table.line, table.text("text", needed=True), table.whole("digit", -1, 0, 9))
        table.end(fields_of(cls))
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """What to draw."""
        return (self.text,)


@block("slow", waits=True)
@dataclass(frozen=True, slots=True)
class Slow(Block):
    """Walks one training image through the network, forward and backward, frame by frame.

    Attributes
    ----------
    train_image : int
        Which.
    frames : tuple of str
        Which frames, by their names (:data:`core.insight.walk.frame.NAMES`); empty for all of them.
    """

    train_image: int
    frames: tuple[str, ...]

    @classmethod
    def read(cls, table: Table) -> Slow:
        """Take it."""
        image = table.whole("train_image", 0, 0, _MOST_IMAGES)
        frames = table.words("frames")
        frames = () if frames == ("all",) else frames
        for name in frames:
            if name not in NAMES:
                table.fault(f'There is no frame "{name}".', f'Write "all", or some of: {", ".join(NAMES)}.', name)
        found = cls(table.line, image, frames)
        table.end(fields_of(cls))
        return found

    @property
    def shown(self) -> Show:
        """The image as it is looked at in the network."""
        return Show(
            self.line, "network", epoch=-1, test_image=-1, train_image=self.train_image, runs=(), log_cost=False
        )


@block("numpy")
@dataclass(frozen=True, slots=True)
class NumpyLines(Block):
    """Brings lines of the numpy tab into sight.

    Attributes
    ----------
    lines : str
        Which block of them.
    """

    lines: str

    @classmethod
    def read(cls, table: Table) -> NumpyLines:
        """Take it."""
        found = cls(table.line, table.one_of("lines", ("data", "weights", "forward", "backward", "update"), "update"))
        table.end(fields_of(cls))
        return found


@block("if")
@dataclass(frozen=True, slots=True)
class If(Block):
    """Says something, or goes to another step, only where an answer was given or a condition holds.

    Attributes
    ----------
    answer : str
        An option as ``question.option``; empty where a condition is asked.
    condition : tuple of Condition
        The condition; empty where an answer is asked.
    images : str
        Only with these images.
    text : str
        What is said.
    goto : str
        Where it leads; only forward.
    """

    answer: str
    condition: tuple[Condition, ...]
    images: str
    text: str
    goto: str

    @classmethod
    def read(cls, table: Table) -> If:
        """Take it."""
        answer, condition, images = table.text("answer"), table.conditions("condition"), table.one_of("images", IMAGES)
        if not answer and not condition and not images:
            table.fault("The if asks for nothing.", 'Write answer = "question.option", or a condition.')
        found = cls(table.line, answer, condition, images, table.text("text"), table.text("goto"))
        if not found.text and not found.goto:
            table.fault("The if does nothing.", "Write a text, or the step to go to.")
        table.end(fields_of(cls))
        return found

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The condition, where there is one."""
        return self.condition

    @property
    def texts(self) -> tuple[str, ...]:
        """What is said."""
        return (self.text,) if self.text else ()

    @property
    def goes_to(self) -> tuple[str, ...]:
        """Where it leads."""
        return (self.goto,) if self.goto else ()
