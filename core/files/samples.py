"""Samples: labelled ink, one digit a line.

The format is open. Every line is a JSON object that stands for itself, so that files can be joined,
cut and sorted with any tool::

    {"inkling_handwriting": 1, "label": 3, "written": "2025-01-31T12:00:00.123456+00:00",
     "writer": "Ada", "strokes": [[[0.31, 0.2], [0.35, 0.18]], [[0.5, 0.5]]]}

(without the line break). The first value is the number of the format. A stroke is a list of points
(x, y), 0 to 1 across the pad, y down; ``writer`` may be missing. What is kept is the ink and not the
image made of it, so that a better preparation of ink does old digits good as well.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import numpy as np

from core.data.classes import DIGITS
from core.data.dataset import IMAGE_SHAPE, Split
from core.data.ink.strokes import Ink, prepare
from core.errors import fenced
from core.plain import harmless

FORMAT = 1

KEY = "inkling_handwriting"
"""What the number of the format stands under, in every line."""

_DECIMALS = 4  # of the pad's width: finer than any pen
_LONGEST_NAME = 100
_HELD_BACK = 5


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One digit as a person wrote it. Never changed.

    Attributes
    ----------
    label : int
        What it is meant to be, 0 to 9.
    ink : Ink
        The strokes, rounded to a ten-thousandth of the pad; not empty.
    written : datetime
        When, with a time zone.
    writer : str
        Who; may be empty.

    Raises
    ------
    ValueError
        When the label is no digit, the writer no text, the ink is empty or lies on an image (which is nobody's
        handwriting), or the time has no zone.
    """

    label: int
    ink: Ink
    written: datetime
    writer: str = ""

    def __post_init__(self) -> None:
        if type(self.label) is not int or not 0 <= self.label < len(DIGITS):  # a bool is no digit, and numpy's no JSON
            raise ValueError(f"a label is 0 to 9, not {self.label!r}")
        if type(self.writer) is not str:
            raise ValueError(f"a writer's name is a text, not {self.writer!r}")
        if self.ink.is_empty:
            raise ValueError("there is no ink")
        if self.ink.picture is not None:
            raise ValueError("the ink lies on an image")
        if self.written.tzinfo is None:
            raise ValueError("the time has no zone")
        # Rounded here and not as it is written, so that a sample read back is the one that was kept.
        rounded = Ink(tuple(np.round(stroke, _DECIMALS) + 0.0 for stroke in self.ink.strokes))
        object.__setattr__(self, "ink", rounded)
        name = harmless(self.writer.strip(), _LONGEST_NAME).strip()
        object.__setattr__(self, "writer", name)

    @classmethod
    def now(cls, label: int, ink: Ink, writer: str = "") -> "Sample":
        """Return ink that was just written."""
        return cls(label, ink, datetime.now(UTC), writer)

    @property
    def line(self) -> str:
        """The sample as it stands in a file; equal lines are the same sample."""
        return _written({KEY: FORMAT, "label": self.label} | self._values)

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
        return values | {"strokes": [stroke.tolist() for stroke in self.ink.strokes]}


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
        What it means, if anything.
    is_newer : bool
        Whether it is of a format that this version does not know.
    """

    raw: bytes
    sample: Sample | None
    is_newer: bool = False

    @property
    def is_damaged(self) -> bool:
        """Whether it means nothing, to no version."""
        return self.sample is None and not self.is_newer


def in_order(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return samples in the order written."""
    return tuple(sorted(samples, key=lambda sample: sample.written.timestamp()))


def split_of(samples: Sequence[Sample]) -> Split:
    """Return what a network sees of the samples, in their order."""
    images = np.zeros((len(samples), *IMAGE_SHAPE), np.uint8)
    for place, sample in enumerate(samples):
        images[place] = prepare(sample.ink)
    return Split(images, np.array([sample.label for sample in samples], np.uint8))


def parsed(raw: bytes) -> Line:
    """Return what a line of a file means, without its line break; whatever stands there, this is no error."""
    try:
        # A lack of memory is not the line's fault, and no reason to set it aside.
        with fenced(lambda error: _DamagedError(), _NewerError, MemoryError):
            return Line(raw, _sample_of(json.loads(raw.decode("utf-8"))))
    except _NewerError:
        return Line(raw, None, is_newer=True)
    except _DamagedError:
        return Line(raw, None)


def _sample_of(values: Any) -> Sample:
    number, label, writer = values[KEY], values.get("label"), values.get("writer", "")
    if type(number) is int and number > FORMAT:
        raise _NewerError
    if type(number) is not int or number != FORMAT:
        raise ValueError("not a sample")
    written = datetime.fromisoformat(values["written"])
    if written.tzinfo is None:  # by another program's hand
        written = written.replace(tzinfo=UTC)
    strokes = values["strokes"]
    if type(strokes) is not list:
        raise ValueError("not strokes")
    return Sample(label, Ink(tuple(np.array(stroke, np.float64) for stroke in strokes)), written, writer)


class _NewerError(Exception):
    """A line is of a format that this version does not know."""


class _DamagedError(Exception):
    """A line means nothing."""
