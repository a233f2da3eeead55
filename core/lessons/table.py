"""Table: one TOML block of a lesson, read field by field; what is wrong is noted with its line, and reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from core.lessons.conditions import Condition, read_condition
from core.lessons.facts import FACTS, fact_named, split

MOST_OPTIONS = 8
LONGEST_TEXT = 2000

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a lesson.

    Attributes
    ----------
    line : int
        Where, from 1; 0 where it concerns the whole file.
    what, remedy : str
        What it is, and what to do about it.
    """

    line: int
    what: str
    remedy: str = ""


class Table:
    """A TOML table with its place in the file.

    Parameters
    ----------
    values : dict
        What TOML makes of it.
    text : str
        As it was written, in which the line of a field is looked for.
    line : int
        The number of the text's first line in the file.
    name : str
        What the block is called in sentences.
    note : callable
        Takes each :class:`Fault`.
    """

    def __init__(self, values: dict[str, Any], text: str, line: int, name: str, note: Callable[[Fault], None]) -> None:
        self._values, self._text, self.line, self.name, self._note = dict(values), text, line, name, note

    def fault(self, what: str, remedy: str = "", at: str = "") -> None:
        """Note that something is wrong, at the line on which the text ``at`` stands first."""
        place = self._text.find(at) if at else -1
        line = self.line + (self._text.count("\n", 0, place) if place >= 0 else 0)
        self._note(Fault(line, what, remedy))

    def has(self, name: str) -> bool:
        """Return whether a field is there and was not read yet."""
        return name in self._values

    def take(self, name: str, kind: type | tuple[type, ...], default: Any, wanted: str) -> Any:
        """Take a field of some kind of value; the default where it is missing or something else."""
        if name not in self._values:
            return default
        value = self._values.pop(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fault(f'"{name}" of the {self.name} is not {wanted}.', f"Write {wanted}.", name)
            return default
        return value

    def text(self, name: str, default: str = "", *, needed: bool = False) -> str:
        """Take a text."""
        if needed and name not in self._values:
            self.fault(f'The {self.name} has no "{name}".', f'Write {name} = "…".')
        value = str(self.take(name, str, default, 'a text, such as "…"'))
        if len(value) > LONGEST_TEXT:
            self.fault(f'"{name}" of the {self.name} is longer than {LONGEST_TEXT:,} letters.', "Shorten it.", name)
            return value[:LONGEST_TEXT]
        return value

    def identifier(self, name: str = "id") -> str:
        """Take a word by which others can speak of this."""
        value = self.text(name, needed=True)
        if value and not _ID.fullmatch(value):
            self.fault(f'"{value}" is no name for the {self.name}.', "Use letters, digits, - and _.", value)
            return ""
        return value

    def flag(self, name: str) -> bool:
        """Take a yes or no; no where it is missing."""
        return bool(self.take(name, bool, False, "true or false"))

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """Take a whole number in a range."""
        value = self.take(name, int, None, "a whole number")
        return default if value is None else int(self._within(name, value, low, high, default))

    def number(self, name: str, default: float, low: float = -1e12, high: float = 1e12) -> float:
        """Take a number in a range."""
        value = self.take(name, (int, float), None, "a number")
        return default if value is None else float(self._within(name, value, low, high, default))

    def words(self, name: str) -> tuple[str, ...]:
        """Take a list of texts, or one."""
        if isinstance(self._values.get(name), str):
            self._values[name] = [self._values[name]]
        value = self.take(name, list, [], 'a list of texts, such as ["…"]')
        if not all(isinstance(word, str) for word in value):
            self.fault(f'"{name}" of the {self.name} holds something else than texts.', 'Write ["…", "…"].', name)
            return ()
        return tuple(value)

    def one_of(self, name: str, allowed: Collection[str], default: str = "") -> str:
        """Take one of some words."""
        value = self.text(name, default)
        if value not in allowed and value != default:
            self.fault(f'"{value}" is no {name} of the {self.name}.', meant(value, allowed), value)
            return default
        return value

    def conditions(self, name: str) -> tuple[Condition, ...]:
        """Take a list of conditions, or one."""
        found = [self._condition(text) for text in self.words(name)]
        return tuple(condition for condition in found if condition is not None)

    def fact(self, name: str) -> str:
        """Take the name of a fact."""
        value = self.text(name)
        return value if not value or self.knows(value) else ""

    def knows(self, fact: str) -> bool:
        """Return whether there is a fact of that name, and note it where there is none."""
        if fact_named(fact) is not None:
            return True
        self.fault(f'There is no fact "{fact}".', meant(split(fact)[1], FACTS), fact)
        return False

    def tables(self, name: str, most: int, inner: str) -> tuple[Table, ...]:
        """Take a list of tables, at most so many, each called ``inner`` in sentences."""
        value = self.take(name, list, [], "a list of tables, such as [{…}]")
        if len(value) > most:
            self.fault(f"The {self.name} has more than {most} of {name}.", "Leave some out.", name)
        rows = [row for row in value[:most] if isinstance(row, dict)]
        if len(rows) < len(value[:most]):
            self.fault(f'"{name}" of the {self.name} holds something else than tables.', "Write [{…}, {…}].", name)
        return tuple(self._inner(row, inner) for row in rows)

    def rest(self) -> dict[str, Any]:
        """Take all fields that were not read."""
        rest, self._values = self._values, {}
        return rest

    def end(self, known: Collection[str]) -> None:
        """Note every field that nobody took: a slip of the pen is not passed over."""
        for name in self._values:
            self.fault(f'The {self.name} has no field "{name}".', meant(name, known), name)

    def _inner(self, row: dict[str, Any], name: str) -> Table:
        key = str(row.get("id") or row.get("text") or "")
        place = self._text.find(f'"{key}"') if key else -1
        line = self.line + (self._text.count("\n", 0, place) if place >= 0 else 0)
        return Table(row, "", line, f'{name} "{key}"' if key else name, self._note)

    def _condition(self, text: str) -> Condition | None:
        condition = read_condition(text)
        if condition is None:
            remedy = 'Write a fact, a comparison and a value, such as "test_accuracy > 90%".'
            self.fault(f'"{text}" is no condition.', remedy, text)
            return None
        unknown = [fact for fact in condition.facts if not self.knows(fact)]  # each of them is noted
        return None if unknown else condition

    def _within(self, name: str, value: float, low: float, high: float, default: float) -> float:
        if low <= value <= high:  # never so for NaN
            return value
        what = f'"{name}" of the {self.name} is {value:.6g}, and has to be from {low:.6g} to {high:.6g}.'
        self.fault(what, "Choose a value in that range.", name)
        return default


def meant(word: str, known: Collection[str]) -> str:
    """Return which of the known words is meant, or which there are."""
    near = difflib.get_close_matches(word, known, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else f"Choose one of: {', '.join(list(known)[:12])}."
