"""Samples: labelled ink, one digit or symbol a line.

The format is open. Every line is a JSON object that stands for itself, so that files can be joined,
cut and sorted with any tool::

    {"inkling_handwriting": 1, "label": 3, "written": "2025-01-31T12:00:00.123456+00:00",
     "writer": "Ada", "strokes": [[[0.31, 0.2], [0.35, 0.18]], [[0.5, 0.5]]]}

(without the line break). The first value is the number of the format. A stroke is a list of points
(x, y), 0 to 1 across the pad, y down; ``writer`` may be missing. What is kept is the ink and not the
image made of it, so that a better preparation of ink does old digits good as well.

A symbol of one's own is of format 2: its label is the name of its class. What was a picture of a file, or lies on
one, has ``image`` as well: 28 × 28 bytes in base64, row by row, 0 for paper and 255 for full ink. A digit with an image
is of format 3, and else as one of format 1. A line of its own names the set and its classes in their order, those that
nobody has drawn yet as well; of several, the last counts::

    {"inkling_handwriting": 2, "set": "My symbols", "classes": ["heart", "star"]}
    {"inkling_handwriting": 2, "label": "heart", "written": "2025-01-31T12:00:00.123456+00:00",
     "strokes": [[[0.31, 0.2], [0.35, 0.18]]]}
"""

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import numpy as np

from core.arrays import Bytes
from core.data.classes import DIGITS, MOST_CLASSES
from core.data.dataset import IMAGE_SHAPE, Split
from core.data.ink.strokes import Ink, prepare
from core.errors import fenced
from core.plain import harmless

FORMAT = 3
"""The newest format that is read: 1 for digits, 2 for symbols, 3 for digits of which there is an image."""

KEY = "inkling_handwriting"
"""What the number of the format stands under, in every line."""

_DECIMALS = 4  # of the pad's width: finer than any pen
_LONGEST_NAME = 100  # of a writer
LONGEST_CLASS = 40
"""How many letters the name of a class of one's own may have."""

_HELD_BACK = 5


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One digit or symbol as a person wrote it. Never changed.

    Attributes
    ----------
    label : int or str
        What it is meant to be: a digit, 0 to 9, or the name of a class of one's own.
    ink : Ink
        The strokes, rounded to a ten-thousandth of the pad, and the image that they lie on, if any; not empty.
    written : datetime
        When, with a time zone.
    writer : str
        Who; may be empty.

    Raises
    ------
    ValueError
        When the label is neither a digit nor a name, the writer no text, the ink is empty, or the time has no zone.
    """

    label: int | str
    ink: Ink
    written: datetime
    writer: str = ""

    def __post_init__(self) -> None:
        is_symbol = type(self.label) is str
        if not (is_class_name(self.label) if is_symbol else _is_digit(self.label)):
            raise ValueError(f"a label is 0 to 9 or the name of a class, not {self.label!r}")
        if type(self.writer) is not str:
            raise ValueError(f"a writer's name is a text, not {self.writer!r}")
        if self.ink.is_empty:
            raise ValueError("there is no ink")
        if self.written.tzinfo is None:
            raise ValueError("the time has no zone")
        # Rounded here and not as it is written, so that a sample read back is the one that was kept.
        strokes = tuple(np.round(stroke, _DECIMALS) + 0.0 for stroke in self.ink.strokes)
        rounded = Ink(strokes, self.ink.picture)
        object.__setattr__(self, "ink", rounded)
        name = harmless(self.writer.strip(), _LONGEST_NAME).strip()
        object.__setattr__(self, "writer", name)

    @classmethod
    def now(cls, label: int | str, ink: Ink, writer: str = "") -> "Sample":
        """Return ink that was just written."""
        return cls(label, ink, datetime.now(UTC), writer)

    @property
    def class_name(self) -> str:
        """What its class is called."""
        return str(self.label)

    @property
    def is_symbol(self) -> bool:
        """Whether it is of a class of one's own, and no digit."""
        return isinstance(self.label, str)

    @property
    def line(self) -> str:
        """The sample as it stands in a file; equal lines are the same sample."""
        number = 2 if self.is_symbol else 1 if self.ink.picture is None else 3
        return _written({KEY: number, "label": self.label} | self._values)

    def is_drawn_as(self, other: "Sample") -> bool:
        """Return whether another is the same ink, whatever it is called and whenever it was kept."""
        return self._ink == other._ink

    @property
    def is_held_back(self) -> bool:
        """Whether it is never trained on, but tells how well a network reads digits that it has not seen.

        A fifth of all samples are, chosen by what they hold: the same ones on every machine, after
        every restart, whatever else is added or deleted, and whatever digit they are called.
        """
        return sha256(_written(self._values).encode()).digest()[0] % _HELD_BACK == 0

    @property
    def _values(self) -> dict[str, Any]:
        """What a sample holds besides its label."""
        values: dict[str, Any] = {"written": self.written.isoformat()}
        if self.writer:
            values["writer"] = self.writer
        return values | self._ink

    @property
    def _ink(self) -> dict[str, Any]:
        """What was drawn."""
        strokes = {"strokes": [stroke.tolist() for stroke in self.ink.strokes]}
        if self.ink.picture is None:
            return strokes
        return {"image": base64.b64encode(self.ink.picture.tobytes()).decode()} | strokes


@dataclass(frozen=True, slots=True)
class Head:
    """What a line says of the symbols of a file.

    Attributes
    ----------
    title : str
        What the set is called.
    class_names : tuple of str
        Its classes in their order, at most 100.

    Raises
    ------
    ValueError
        When a name is none, there are too many, or one is there twice.
    """

    title: str
    class_names: tuple[str, ...]

    def __post_init__(self) -> None:
        if not all(map(is_class_name, (self.title, *self.class_names))):
            raise ValueError(f"not names: {self.title!r}, {self.class_names!r}")
        if len(set(self.class_names)) < len(self.class_names) or len(self.class_names) > MOST_CLASSES:
            raise ValueError("a class is there twice, or there are too many")

    @property
    def line(self) -> str:
        """The head as it stands in a file."""
        return _written({KEY: 2, "set": self.title, "classes": list(self.class_names)})


def is_class_name(text: object) -> bool:
    """Return whether a class of one's own can be called so: with something to see, and nothing that cannot be seen."""
    return type(text) is str and 0 < len(text) <= LONGEST_CLASS and harmless(text) == text == text.strip()


def _is_digit(label: object) -> bool:
    return type(label) is int and 0 <= label < len(DIGITS)  # a bool is no digit, and numpy's no JSON


def _written(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Attributes
    ----------
    raw : bytes
        As it stands there, without the line break.
    sample : Sample or None
        What it means, if it is one.
    is_newer : bool
        Whether it is of a format that this version does not know.
    head : Head or None
        What it says of a set of symbols, if it is such a line.
    """

    raw: bytes
    sample: Sample | None
    is_newer: bool = False
    head: Head | None = None

    @property
    def is_sound(self) -> bool:
        """Whether it means something to this version."""
        return self.sample is not None or self.head is not None

    @property
    def is_damaged(self) -> bool:
        """Whether it means nothing, to no version."""
        return not (self.is_sound or self.is_newer)


def in_order(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return samples in the order written."""
    return tuple(sorted(samples, key=lambda sample: sample.written.timestamp()))


def split_of(samples: Sequence[Sample], class_names: Sequence[str] = DIGITS) -> Split:
    """Return what a network sees of the samples, in their order; each is of one of the classes."""
    images = np.zeros((len(samples), *IMAGE_SHAPE), np.uint8)
    for place, sample in enumerate(samples):
        images[place] = prepare(sample.ink)
    numbers = {name: number for number, name in enumerate(class_names)}
    return Split(images, np.array([numbers[sample.class_name] for sample in samples], np.uint8))


def parsed(raw: bytes) -> Line:
    """Return what a line of a file means, without its line break; whatever stands there, this is no error."""
    try:
        # A lack of memory is not the line's fault, and no reason to set it aside.
        with fenced(lambda error: _DamagedError(), _NewerError, MemoryError):
            values = json.loads(raw.decode("utf-8"))
            if _format_of(values) == 2 and "classes" in values:
                return Line(raw, None, head=Head(values["set"], tuple(values["classes"])))
            return Line(raw, _sample_of(values))
    except _NewerError:
        return Line(raw, None, is_newer=True)
    except _DamagedError:
        return Line(raw, None)


def _format_of(values: Any) -> int:
    number = values[KEY]
    if type(number) is int and number > FORMAT:
        raise _NewerError
    if type(number) is not int or number < 1:
        raise ValueError("not a sample")
    return number


def _sample_of(values: Any) -> Sample:
    label, writer = values.get("label"), values.get("writer", "")
    if type(label) is not (str if values[KEY] == 2 else int):
        raise ValueError("a label of another format")
    written = datetime.fromisoformat(values["written"])
    if written.tzinfo is None:  # by another program's hand
        written = written.replace(tzinfo=UTC)
    strokes = values["strokes"]
    if type(strokes) is not list:
        raise ValueError("not strokes")
    picture = _picture_of(values["image"]) if "image" in values and values[KEY] > 1 else None
    return Sample(label, Ink(tuple(np.array(stroke, np.float64) for stroke in strokes), picture), written, writer)


def _picture_of(text: str) -> Bytes:
    return np.frombuffer(base64.b64decode(text, validate=True), np.uint8).reshape(IMAGE_SHAPE)


class _NewerError(Exception):
    """A line is of a format that this version does not know."""


class _DamagedError(Exception):
    """A line means nothing."""
