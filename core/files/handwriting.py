"""A person's own handwriting: labelled ink, kept on disk one digit a line.

The format is open. Every line is a JSON object that stands for itself, so that files can be joined,
cut and sorted with any tool::

    {"inkling_handwriting": 1, "label": 3, "written": "2025-01-31T12:00:00.123456+00:00",
     "writer": "Ada", "strokes": [[[0.31, 0.2], [0.35, 0.18]], [[0.5, 0.5]]]}

(without the line break). The first value is the number of the format. A stroke is a list of points
(x, y), 0 to 1 across the pad, y down; ``writer`` may be missing. What is kept is the ink and not the
image made of it, so that a better preparation of ink does old digits good as well.

Digits are appended, each flushed to disk before it counts as kept. Only deleting writes the file anew.
Several windows may be open at a time, so whatever changes the file holds its lock from the first look
to the last byte; only reading does without.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from core import disk
from core.data.dataset import CLASSES, IMAGE_SHAPE, Split
from core.data.ink.strokes import Ink, prepare
from core.errors import FileError, fenced, foreign

SUFFIX = ".jsonl"
FORMAT = 1

_KEY = "inkling_handwriting"
_DECIMALS = 4  # of the pad's width: finer than any pen
_LONGEST_NAME = 100
_LARGEST = 200_000_000  # bytes: a hundred thousand digits
_HELD_BACK = 5
_FULL = "Export your digits to another file and delete some of them here."


class _NewerError(Exception):
    """A line is of a format that this version does not know."""


class _DamagedError(Exception):
    """A line means nothing."""


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
        if type(self.label) is not int or not 0 <= self.label < CLASSES:  # a bool is no digit, and numpy's no JSON
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
        name = self.writer.encode("utf-8", "replace").decode("utf-8").strip()[:_LONGEST_NAME].strip()
        object.__setattr__(self, "writer", name)

    @classmethod
    def now(cls, label: int, ink: Ink, writer: str = "") -> "Sample":
        """Return ink that was just written."""
        return cls(label, ink, datetime.now(UTC), writer)

    @property
    def line(self) -> str:
        """The sample as it stands in a file; equal lines are the same sample."""
        return _written({_KEY: FORMAT, "label": self.label} | self._values)

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
class Loaded:
    """What was found on disk.

    Attributes
    ----------
    samples : tuple of Sample
        Every sound one, in the order written.
    trouble : str
        What was wrong and what became of it, in plain sentences; empty when all is well.
    """

    samples: tuple[Sample, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What another file holds.

    Attributes
    ----------
    samples : tuple of Sample
        Every sound one, once, in the order written; there is at least one.
    unread : int
        How many lines could not be read.
    """

    samples: tuple[Sample, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of taking in another file.

    Attributes
    ----------
    added : tuple of Sample
        Those that are new here.
    known, unread : int
        How many were here already, and how many lines could not be read.
    """

    added: tuple[Sample, ...]
    known: int
    unread: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file: as it stands there, and what it means, if anything."""

    raw: bytes
    sample: Sample | None
    is_newer: bool = False

    @property
    def is_damaged(self) -> bool:
        return self.sample is None and not self.is_newer


class Handwriting:
    """A file of handwriting that grows.

    Parameters
    ----------
    path : Path, optional
        Where it is; the person's own without one. It is made with the first sample.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else disk.data_folder() / f"handwriting{SUFFIX}"

    def load(self) -> Loaded:
        """Return every sample; what cannot be read is set aside in a copy, and nothing is lost.

        Raises
        ------
        FileError
            When the file is there but cannot be opened.
        """
        lines, trouble = self._lines(), []
        if any(line.is_damaged for line in lines):
            lines, said = self._set_aside(lines)
            trouble.append(said)
        samples = {line.sample.line: line.sample for line in lines if line.sample is not None}
        newer = sum(line.is_newer for line in lines)
        if newer:
            trouble.append(
                f"{_digits(newer)} in {self.path.name} were written by a newer Inkling: they stay there unread. "
                "Update Inkling to see them."
            )
        return Loaded(in_order(samples.values()), " ".join(filter(None, trouble)))

    def add(self, samples: Sequence[Sample]) -> None:
        """Append samples; they are on disk when this returns.

        Raises
        ------
        FileError
            When they cannot be written, or the file would become larger than can be read; it is as it was.
        """
        with disk.locked(self.path):
            self._append(samples)

    def remove(self, samples: Iterable[Sample]) -> None:
        """Delete samples from the file; whatever else is in it stays as it is.

        Raises
        ------
        FileError
            When the file cannot be read or written; it is as it was.
        """
        self.exchange(samples, ())

    def exchange(self, away: Iterable[Sample], added: Iterable[Sample]) -> None:
        """Put samples in the place of others, in one step: at no time are both in the file, or neither.

        Raises
        ------
        FileError
            When the file cannot be read or written; it is as it was.
        """
        gone = {sample.line for sample in away}
        new = [_Line(sample.line.encode(), sample) for sample in added]
        with disk.locked(self.path):
            stay = [line for line in self._lines() if line.sample is None or line.sample.line not in gone]
            self._replace([*stay, *new])

    def merge(self, foreign: Foreign) -> Merged:
        """Take in the samples of another file; those that are here already are not taken twice.

        Raises
        ------
        FileError
            When this file cannot be read or written.
        """
        with disk.locked(self.path):
            known = {line.sample.line for line in self._lines() if line.sample is not None}
            added = tuple(sample for sample in foreign.samples if sample.line not in known)
            if added:
                self._append(added)
        return Merged(added, len(foreign.samples) - len(added), foreign.unread)

    def export(self, path: Path, samples: Iterable[Sample]) -> None:
        """Write samples to another file, in the same format.

        Raises
        ------
        FileError
            When it cannot be written, would be larger than can be read, or is the very file that all samples are
            kept in.
        """
        if os.path.realpath(path) == os.path.realpath(self.path):  # of a link to itself the writing below tells
            raise FileError(f"{path.name} is where Inkling keeps your handwriting.", "Choose another name or folder.")
        text = "".join(f"{sample.line}\n" for sample in samples).encode()
        _check_size(path, len(text), "Export fewer digits at a time.")
        disk.replace_file(path, lambda file: file.write(text))

    def _lines(self) -> list[_Line]:
        return _read(self.path) if self.path.exists() else []

    def _replace(self, lines: Iterable[_Line]) -> None:
        text = b"".join(line.raw + b"\n" for line in lines)
        disk.replace_file(self.path, lambda file: file.write(text))

    def _append(self, samples: Iterable[Sample]) -> None:
        text = "".join(f"{sample.line}\n" for sample in samples).encode()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab+", buffering=0) as file:
                _check_size(self.path, os.fstat(file.fileno()).st_size + len(text) + 1, _FULL)  # 1: see _append
                _append(file.fileno(), text)
        except OSError as error:
            raise FileError(
                f"Your handwriting could not be kept in {self.path}: {error.strerror or error}.",
                "Check that this file may be written to and that the disk is not full, then try again.",
            ) from error

    def _set_aside(self, lines: list[_Line]) -> tuple[list[_Line], str]:
        """Copy the file as it is, take the damaged lines out of it, and return the others and a sentence about that.

        ``lines`` were read without the lock. What looks damaged may be a line that another window has
        not written to its end, so the file is read again: with the lock it holds whole lines.
        """
        try:
            with disk.locked(self.path):
                lines = self._lines()
                if not any(line.is_damaged for line in lines):
                    return lines, ""
                copy = self.path.with_name(f"{self.path.stem}-damaged-{datetime.now():%Y-%m-%d %H.%M.%S}{SUFFIX}")
                whole = self.path.read_bytes()
                disk.replace_file(copy, lambda file: file.write(whole))
                self._replace(line for line in lines if not line.is_damaged)
                became = f"The file as it was is kept as {copy}."
        except (OSError, FileError):
            became = "The file is left as it was."
        damaged = _lines_of(sum(line.is_damaged for line in lines))
        return lines, f"{damaged} of {self.path.name} could not be read; every other digit is here. {became}"


def read_foreign(path: Path) -> Foreign:
    """Read a file of handwriting from elsewhere, which is left as it is.

    Raises
    ------
    FileError
        When it is none of Inkling's, or cannot be read.
    """
    lines = _read(path)
    found = {line.sample.line: line.sample for line in lines if line.sample is not None}
    if not found and any(line.is_newer for line in lines):
        raise FileError(f"{path.name} was written by a newer Inkling.", "Update Inkling to read it.")
    if not found:
        raise FileError(
            f"{path.name} holds no handwriting of Inkling's.", f"Choose a {SUFFIX} file that Inkling exported."
        )
    return Foreign(in_order(found.values()), sum(line.sample is None for line in lines))


def in_order(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return samples in the order written."""
    return tuple(sorted(samples, key=lambda sample: sample.written.timestamp()))


def split_of(samples: Sequence[Sample]) -> Split:
    """Return what a network sees of the samples, in their order."""
    images = np.zeros((len(samples), *IMAGE_SHAPE), np.uint8)
    for place, sample in enumerate(samples):
        images[place] = prepare(sample.ink)
    return Split(images, np.array([sample.label for sample in samples], np.uint8))


def _read(path: Path) -> list[_Line]:
    """Return the lines of a file, those that mean nothing as well; blank ones are left out."""
    remedy = f"Choose a {SUFFIX} file of Inkling's."
    with foreign(path, "cannot be read", remedy):
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
        _check_size(path, max(len(content), path.stat().st_size), remedy)
        content = content.removeprefix(b"\xef\xbb\xbf")  # some editors put it in front
        return [_parsed(raw.rstrip(b"\r")) for raw in content.split(b"\n") if raw.strip()]


def _check_size(path: Path, size: int, remedy: str) -> None:
    """Refuse a file of so many bytes, to be read or to be written."""
    if size > _LARGEST:
        raise FileError(f"With {size / 1e6:,.0f} MB, {path.name} is too large for a file of handwriting.", remedy)


def _parsed(raw: bytes) -> _Line:
    try:
        # A lack of memory is not the line's fault, and no reason to set it aside.
        with fenced(lambda error: _DamagedError(), _NewerError, MemoryError):
            return _Line(raw, _sample_of(json.loads(raw.decode("utf-8"))))
    except _NewerError:
        return _Line(raw, None, is_newer=True)
    except _DamagedError:
        return _Line(raw, None)


def _sample_of(values: Any) -> Sample:
    number, label, writer = values[_KEY], values.get("label"), values.get("writer", "")
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


def _append(handle: int, text: bytes) -> None:
    """Append to an open file and flush it to disk; where that fails, leave the file as it was."""
    size = os.fstat(handle).st_size
    if size:
        os.lseek(handle, size - 1, os.SEEK_SET)
        if os.read(handle, 1) != b"\n":  # the plug was pulled in the middle of a line: do not go on with it
            text = b"\n" + text
    try:
        while text:
            text = text[os.write(handle, text) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, size)
        raise


def _digits(count: int) -> str:
    return "One digit" if count == 1 else f"{count:,} digits"


def _lines_of(count: int) -> str:
    return "One line" if count == 1 else f"{count:,} lines"
