"""A person's own handwriting: a file with a line for each digit (:mod:`core.files.samples`).

Digits are appended, each flushed to disk before it counts as kept. Only deleting writes the file anew.
Several windows may be open at a time, so whatever changes the file holds its lock from the first look
to the last byte; only reading does without.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core import disk
from core.errors import FileError, foreign
from core.files.samples import Line, Sample, in_order, parsed

SUFFIX = ".jsonl"

_LARGEST = 200_000_000  # bytes: a hundred thousand digits
_FULL = "Export your digits to another file and delete some of them here."


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


def _digits(count: int) -> str:
    return "One digit" if count == 1 else f"{count:,} digits"


def _lines_of(count: int) -> str:
    return "One line" if count == 1 else f"{count:,} lines"
