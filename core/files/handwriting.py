"""A person's own handwriting: a file with a line for each digit (:mod:`core.files.samples`).

A set of one's own symbols is such a file as well (:mod:`core.files.symbols`). Samples are appended, each flushed to
disk before it counts as kept. Only deleting writes the file anew.
Several windows may be open at a time, so whatever changes the file holds its lock from the first look
to the last byte; only reading does without.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from core import disk
from core.data.classes import DIGITS
from core.errors import FileError, foreign
from core.files.samples import Head, Line, Sample, in_order, parsed

SUFFIX = ".jsonl"

_LARGEST = 200_000_000  # bytes: a hundred thousand digits
_FULL = "Export what is in it to another file and delete some of it here."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found on disk.

    Attributes
    ----------
    samples : tuple of Sample
        Every sound one, in the order written.
    trouble : str
        What was wrong and what became of it, in plain sentences; empty when all is well.
    class_names : tuple of str
        What they may be, in order; there may be none of some.
    """

    samples: tuple[Sample, ...]
    trouble: str = ""
    class_names: tuple[str, ...] = DIGITS


@dataclass(frozen=True, slots=True)
class Foreign:
    """What another file holds.

    Attributes
    ----------
    samples : tuple of Sample
        Every sound one, once, in the order written; digits and symbols.
    unread : int
        How many lines could not be read.
    head : Head or None
        What it says of a set of symbols; without samples there is one.
    """

    samples: tuple[Sample, ...]
    unread: int
    head: Head | None = None

    @property
    def holds_symbols(self) -> bool:
        """Whether it is a file of symbols, and not of digits."""
        return self.head is not None or any(sample.is_symbol for sample in self.samples)

    def of_kind(self, *, are_symbols: bool) -> tuple[Sample, ...]:
        """Return its digits, or its symbols."""
        return tuple(sample for sample in self.samples if sample.is_symbol == are_symbols)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of taking in another file.

    Attributes
    ----------
    added : tuple of Sample
        Those that are new here.
    known, unread : int
        How many were here already, and how many lines could not be read.
    new_classes : tuple of str
        Those that there were none of here.
    """

    added: tuple[Sample, ...]
    known: int
    unread: int
    new_classes: tuple[str, ...] = ()

    def told(self, name: str, one: str) -> str:
        """Return in a sentence or two what was taken in from a file of this name; ``one`` is what a sample is."""
        count = len(self.added)
        what = f"No {one} was" if not count else f"One {one} was" if count == 1 else f"{count:,} {one}s were"
        text = f"{what} taken in from {name}"
        if self.known:
            text += f"; {self.known:,} {'was' if self.known == 1 else 'were'} here already"
        if self.unread:
            text += f". {self.unread:,} {'line' if self.unread == 1 else 'lines'} of it could not be read"
        if self.new_classes:
            text += f". New here: {', '.join(self.new_classes)}"
        return text + "."


class Handwriting:
    """A file of handwriting that grows.

    Parameters
    ----------
    path : Path, optional
        Where it is; the person's own without one. It is made with the first sample.
    """

    one: ClassVar[str] = "digit"
    """What a sample of it is called."""

    _are_symbols: ClassVar[bool] = False

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
        samples = {sample.line: sample for sample in self._samples(lines)}
        newer = sum(line.is_newer for line in lines)
        if newer:
            trouble.append(
                f"{self.counted(newer)} in {self.path.name} were written by a newer Inkling: they stay there unread. "
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
        new = [Line(sample.line.encode(), sample) for sample in added]
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
            known = {sample.line for sample in self._samples(self._lines())}
            found = foreign.of_kind(are_symbols=self._are_symbols)
            added = tuple(sample for sample in found if sample.line not in known)
            if added:
                self._append(added)
        return Merged(added, len(found) - len(added), foreign.unread)

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
        text = self._text(samples)
        _check_size(path, len(text), f"Export fewer {self.one}s at a time.")
        disk.replace_file(path, lambda file: file.write(text))

    def counted(self, count: int) -> str:
        """Return how many samples those are, in words."""
        return f"One {self.one}" if count == 1 else f"{count:,} {self.one}s"

    def _samples(self, lines: Iterable[Line]) -> list[Sample]:
        """Return the samples among lines that are of the kind kept here."""
        found = [line.sample for line in lines if line.sample is not None]
        return [sample for sample in found if sample.is_symbol == self._are_symbols]

    def _text(self, samples: Iterable[Sample]) -> bytes:
        """Return what is written to a file of its own for samples."""
        return "".join(f"{sample.line}\n" for sample in samples).encode()

    def _lines(self) -> list[Line]:
        return _read(self.path) if self.path.exists() else []

    def _replace(self, lines: Iterable[Line]) -> None:
        text = b"".join(line.raw + b"\n" for line in lines)
        disk.replace_file(self.path, lambda file: file.write(text))

    def _append(self, samples: Iterable[Sample]) -> None:
        text = "".join(f"{sample.line}\n" for sample in samples).encode()
        try:
            with disk.open_to_append(self.path) as file:
                _check_size(self.path, os.fstat(file.fileno()).st_size + len(text) + 1, _FULL)  # 1: see _append
                _append(file.fileno(), text)
        except OSError as error:
            raise FileError(
                f"Your handwriting could not be kept in {self.path}: {error.strerror or error}.",
                "Check that this file may be written to and that the disk is not full, then try again.",
            ) from error

    def _set_aside(self, lines: list[Line]) -> tuple[list[Line], str]:
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
        return lines, f"{damaged} of {self.path.name} could not be read; every other {self.one} is here. {became}"


def read_foreign(path: Path) -> Foreign:
    """Read a file of handwriting from elsewhere, which is left as it is.

    Raises
    ------
    FileError
        When it is none of Inkling's, or cannot be read.
    """
    lines = _read(path)
    found = {line.sample.line: line.sample for line in lines if line.sample is not None}
    head = head_of(lines)
    if head is not None:
        return Foreign(in_order(found.values()), sum(not line.is_sound for line in lines), head)
    if not found and any(line.is_newer for line in lines):
        raise FileError(f"{path.name} was written by a newer Inkling.", "Update Inkling to read it.")
    if not found:
        raise FileError(
            f"{path.name} holds no handwriting of Inkling's.", f"Choose a {SUFFIX} file that Inkling exported."
        )
    return Foreign(in_order(found.values()), sum(not line.is_sound for line in lines))


def head_of(lines: Iterable[Line]) -> Head | None:
    """Return what lines say of a set of symbols, the last where there are several: files may have been joined."""
    return next((line.head for line in reversed([*lines]) if line.head is not None), None)


def _read(path: Path) -> list[Line]:
    """Return the lines of a file, those that mean nothing as well; blank ones are left out."""
    remedy = f"Choose a {SUFFIX} file of Inkling's."
    with foreign(path, "cannot be read", remedy):
        with disk.open_to_read(path) as file:
            size = os.fstat(file.fileno()).st_size
            content = file.read(_LARGEST + 1)
        _check_size(path, max(len(content), size), remedy)
        content = content.removeprefix(b"\xef\xbb\xbf")  # some editors put it in front
        return [parsed(raw.rstrip(b"\r")) for raw in content.split(b"\n") if raw.strip()]


def _check_size(path: Path, size: int, remedy: str) -> None:
    """Refuse a file of so many bytes, to be read or to be written."""
    if size > _LARGEST:
        raise FileError(f"With {size / 1e6:,.0f} MB, {path.name} is too large for a file of handwriting.", remedy)


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


def _lines_of(count: int) -> str:
    return "One line" if count == 1 else f"{count:,} lines"
