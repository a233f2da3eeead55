"""Reading a lesson's file: front matter in TOML, steps in Markdown, blocks in TOML; every fault with its line."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core import disk
from core.errors import FileError, foreign
from core.hyperparameters import Hyperparameters
from core.lessons import breaking, question, running, showing  # noqa: F401  # their blocks register themselves
from core.lessons.block import BLOCKS, IMAGES, Block
from core.lessons.lesson import Item, Lesson, Paragraphs, Step
from core.lessons.table import Fault, Table, meant

FORMAT = 1
SUFFIX = ".md"
MOST_BYTES = 256 * 1024
MOST_STEPS = 40
MOST_BLOCKS = 12

_MARK = "+++"
_HEADING = re.compile(r"##\s+(.*?)\s*\{#([A-Za-z0-9_-]{1,40})\}\s*")
_FENCE = re.compile(r"```+\s*([A-Za-z-]*)\s*")
_CODE = ("", "python", "text")  # shown as they are
_LINE_OF_TOML = re.compile(r"\(at line (\d+)")
_KNOBS = tuple(Hyperparameters.__dataclass_fields__)


def read_text(path: Path) -> str:
    """Return the text of a lesson's file.

    Raises
    ------
    FileError
        When it cannot be read, is too large, or is no text.
    """
    with foreign(path, "is no text in UTF-8", "Save it as UTF-8."), disk.open_to_read(path) as file:
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise FileError(f"{path.name} is larger than {MOST_BYTES // 1024} KB.", "Divide it into several lessons.")
        return content.decode("utf-8-sig")


def parsed(text: str) -> tuple[Lesson | None, tuple[Fault, ...]]:
    """Return the lesson that a text writes, as far as it can be read, and all that is wrong with its form.

    Whether it makes sense as a whole (facts that are known too late, steps that are missing) is the business of
    :func:`core.lessons.checking.check`.
    """
    faults: list[Fault] = []
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    marks = [number for number, line in enumerate(lines) if line.strip() == _MARK][:2]
    if len(marks) < 2 or any(line.strip() for line in lines[: marks[0]]):
        return None, (
            Fault(1, "The file does not begin as a lesson does.", f"Begin with {_MARK}, and close it again."),
        )
    head = "\n".join(lines[marks[0] + 1 : marks[1]])
    table = _table(head, marks[0] + 2, "front matter", faults.append)
    if table is None:
        return None, tuple(faults)
    steps = _Steps(lines, marks[1] + 1, faults.append).read()
    lesson = _lesson(table, steps)
    return (lesson if steps else None), tuple(sorted(faults, key=lambda fault: fault.line))


def _lesson(table: Table, steps: tuple[Step, ...]) -> Lesson:
    number = table.whole("inkling_lesson", 0, 1, 10**6)
    if number != FORMAT:
        newer = number > FORMAT
        what = "The lesson is of a newer format." if newer else "The lesson does not say its format."
        table.fault(what, "Open it with a newer Inkling." if newer else f"Write inkling_lesson = {FORMAT}.")
    lesson = Lesson(
        id=table.identifier(),
        title=table.text("title", needed=True),
        steps=steps,
        minutes=table.number("minutes", 3.0, 0.5, 120),
        number=table.whole("number", 0, 1, 999),
        images=_listed(table, "images", IMAGES) or IMAGES,
        panels=table.words("panels"),
        knobs=_listed(table, "knobs", _KNOBS),
        teaches=table.words("teaches"),
        needs=table.words("needs"),
        author=table.text("author"),
        course=table.text("course"),
        language=table.text("language", "en"),
    )
    table.end(tuple(Lesson.__dataclass_fields__))
    return lesson


def _listed(table: Table, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = table.words(name)
    for word in words:
        if word not in allowed:
            table.fault(f'"{word}" is none of the {name}.', meant(word, allowed), word)
    return tuple(word for word in words if word in allowed)


def _table(text: str, line: int, name: str, note: Callable[[Fault], None]) -> Table | None:
    """Return a block's table; none, with the fault noted, where it is no TOML."""
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:  # huge numbers are a ValueError
        place = _LINE_OF_TOML.search(str(error))
        where = line + int(place.group(1)) - 1 if place else line
        note(Fault(where, f"The {name} is no TOML.", "Write every line as name = value, texts in quotation marks."))
        return None
    return Table(values, text, line, name, note)


class _Steps:
    """Reads steps from the lines of a file."""

    def __init__(self, lines: list[str], start: int, note: Callable[[Fault], None]) -> None:
        self._lines, self._start, self._note = lines, start, note
        self._steps: list[Step] = []
        self._items: list[Item] = []
        self._text: list[str] = []
        self._text_line = 0

    def read(self) -> tuple[Step, ...]:
        """Return the steps."""
        place = self._start
        while place < len(self._lines):
            line = self._lines[place]
            fence = _FENCE.fullmatch(line)
            if fence:
                place = self._read_fence(place, fence.group(1))
            elif line.startswith("## "):
                self._begin_step(place, line)
            elif line.strip() and not self._steps:
                self._note(Fault(place + 1, "There is text before the first step.", "Begin with ## Title {#id}."))
                return ()
            else:
                self._add_text(place, line)
            place += 1
        self._end_step()
        self._check_sizes()
        return tuple(self._steps)

    def _begin_step(self, place: int, line: str) -> None:
        self._end_step()
        heading = _HEADING.fullmatch(line)
        title, name = heading.groups() if heading else (line[3:].strip(), f"step-{place + 1}")
        if heading is None:
            self._note(Fault(place + 1, "This heading has no id.", "Write it as ## Title {#id}."))
        if any(step.id == name for step in self._steps):
            self._note(Fault(place + 1, f'There are two steps "{name}".', "Give each an id of its own."))
        self._steps.append(Step(name, title, place + 1, ()))

    def _end_step(self) -> None:
        self._end_text()
        if self._steps:
            last = self._steps[-1]
            self._steps[-1] = Step(last.id, last.title, last.line, tuple(self._items))
        self._items = []

    def _add_text(self, place: int, line: str) -> None:
        if not self._text:
            if not line.strip():
                return
            self._text_line = place + 1
        self._text.append(line)

    def _end_text(self) -> None:
        text = "\n".join(self._text).rstrip()
        if text:
            self._items.append(Paragraphs(self._text_line, text))
        self._text = []

    def _read_fence(self, place: int, kind: str) -> int:
        """Read a fenced block, and return the line of its end."""
        end = next((n for n in range(place + 1, len(self._lines)) if self._lines[n].strip() == "```"), -1)
        if end < 0:
            self._note(Fault(place + 1, "This block has no end.", "Close it with ```."))
            end = len(self._lines)
        if kind in _CODE:
            for number in range(place, min(end + 1, len(self._lines))):
                self._add_text(number, self._lines[number])
            return end
        if kind not in BLOCKS:
            self._note(Fault(place + 1, f'There is no block "{kind}".', meant(kind, BLOCKS)))
            return end
        if not self._steps:
            self._note(Fault(place + 1, "There is a block before the first step.", "Begin with ## Title {#id}."))
            return end
        found = self._block("\n".join(self._lines[place + 1 : end]), place + 2, kind)
        self._end_text()
        if found is not None:
            self._items.append(found)
        return end

    def _block(self, text: str, line: int, kind: str) -> Block | None:
        table = _table(text, line, kind, self._note)
        return None if table is None else BLOCKS[kind].read(table)

    def _check_sizes(self) -> None:
        if not self._steps:
            self._note(Fault(0, "There is no step.", "Begin one with ## Title {#id}."))
        if len(self._steps) > MOST_STEPS:
            self._note(Fault(0, f"There are more than {MOST_STEPS} steps.", "Divide it into several lessons."))
        for step in self._steps:
            if sum(isinstance(item, Block) for item in step.items) > MOST_BLOCKS:
                what = f'The step "{step.id}" has more than {MOST_BLOCKS} blocks.'
                self._note(Fault(step.line, what, "Divide it into several steps."))
