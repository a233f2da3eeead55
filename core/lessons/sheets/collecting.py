"""Collecting: the pages of answers of a class as one table, and the guesses of all to one question as a picture."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError
from core.lessons.answers import Answer
from core.lessons.lesson import Lesson
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.sheets.handed_in import HandedIn, read
from core.plain import cell, harmless

MOST_PAGES = 1000
COLUMNS = ("file", "name", "lesson", "kind", "id", "answer", "right", "at", "test_accuracy", "test_cost", "seed")
PARTS = 10
"""Into how many parts the range of a number is divided."""

_ENDINGS = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave one answer.

    Attributes
    ----------
    words : str
        The answer.
    count : int
        How many.
    """

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a folder.

    Attributes
    ----------
    read : tuple of (str, HandedIn)
        Those that could be read, with their files' names.
    troubles : tuple of str
        A sentence on each of the others.
    """

    read: tuple[tuple[str, HandedIn], ...]
    troubles: tuple[str, ...]


def pages_in(folder: Path) -> Pages:
    """Read all pages of a folder; one that is bad gets its sentence, and the rest goes on.

    Raises
    ------
    FileError
        When there is no such folder, or no page in it.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS)
    except OSError as error:
        raise FileError(
            f"{folder.name} cannot be read: {error.strerror}.", "Give a folder with pages of answers."
        ) from error
    if not paths:
        raise FileError(f"There is no page in {folder.name}.", "Put the pages that were handed in there, as .html.")
    found, troubles = [], []
    for path in paths[:MOST_PAGES]:
        try:
            found.append((harmless(path.name), read(path)))
        except FileError as error:
            troubles.append(str(error))
    if len(paths) > MOST_PAGES:
        troubles.append(f"Only the first {MOST_PAGES:,} pages were read.")
    return Pages(tuple(found), tuple(troubles))


def table(pages: Iterable[tuple[str, HandedIn]]) -> str:
    """Return a CSV with a row for every answer and every run; no text in it is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for name, handed_in in pages:
        writer.writerows([cell(value) for value in (name, handed_in.name, *row)] for row in _rows(handed_in))
    return out.getvalue()


def guesses(pages: Iterable[HandedIn], lesson: Lesson, ask: Ask) -> tuple[Bar, ...]:
    """Return how many gave each answer to a question, without names; every answer that may be given has a bar."""
    given = [page.of(lesson).answers.get(ask.id) for page in pages]
    answers = [answer for answer in given if answer is not None]
    unsure = Bar("I don't know", sum(DONT_KNOW in answer.options for answer in answers))
    if ask.options:
        counts = Counter(option for answer in answers for option in set(answer.options))
        return (*(Bar(option.text, counts[option.id]) for option in ask.options), unsure)
    if ask.form == "number":
        return (*_parts(ask, [answer.number for answer in answers if math.isfinite(answer.number)]), unsure)
    return (Bar("answered in words", sum(bool(answer.words) for answer in answers)), unsure)


def _parts(ask: Ask, numbers: Sequence[float]) -> Iterator[Bar]:
    width = (ask.high - ask.low) / PARTS
    places = Counter(min(max(int((number - ask.low) / width), 0), PARTS - 1) for number in numbers)
    for place in range(PARTS):
        low, high = ask.low + place * width, ask.low + (place + 1) * width
        yield Bar(f"{low:.4g} to {high:.4g} {ask.unit}".rstrip(), places[place])


def _rows(handed_in: HandedIn) -> Iterator[tuple[object, ...]]:
    for lesson, progress in handed_in.lessons.items():
        for ask, answer in progress.answers.items():
            right = {True: "yes", False: "no", None: ""}[answer.right]
            yield lesson, "answer", ask, _plain(answer), right, answer.at, "", "", ""
        for run, facts in progress.runs.items():
            record = progress.records.get(run)
            seed = "" if record is None else record.settings.seed
            figures = (facts.get("test_accuracy", ""), facts.get("test_cost", ""))
            yield lesson, "run", run, "", "", "", *figures, seed


def _plain(answer: Answer) -> object:
    if answer.options:
        return "; ".join(answer.options)
    return answer.words if math.isnan(answer.number) else answer.number
