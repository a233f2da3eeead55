"""What kind of file Inkling is given, so that each is opened as what it is, wherever it is dropped."""

import os
from contextlib import suppress
from enum import Enum
from pathlib import Path

from core.data.ink.picture_file import is_picture
from core.disk import open_to_read
from core.errors import FileError, foreign
from core.files import handwriting, runs
from core.files.archive import Archive, Kind, opened
from core.files.exchange import importing
from core.files.samples import KEY

_LESSONS = ".md"
_HEAD = 4096  # bytes in which a file says what it is


class FileKind(Enum):
    """The kinds of what can be opened."""

    NETWORK = "network"
    STRANGE_NETWORK = "network of another program"
    RUNS = "runs"
    HANDWRITING = "handwriting"
    LESSON = "lesson"
    PICTURE = "picture"
    DATA = "data set"


def kind_of(path: Path) -> FileKind:
    """Return as what a file or a folder should be opened: as what is in it, or, where that cannot be read, its name.

    Whatever is nothing else counts as a data set: whoever opens those names it for what it is.
    """
    if os.path.isdir(path):
        return FileKind.DATA
    with suppress(FileError), opened(path, Kind("an Inkling file", "")) as archive:
        return _kind_of_arrays(path, archive)
    return _kind_by_head(path) or _kind_by_name(path.name.lower())


def _kind_of_arrays(path: Path, archive: Archive) -> FileKind:
    """Return what an archive is: Inkling's own, arrays that make up a network, or anything else that is packed."""
    if "runs" in archive:
        return FileKind.RUNS
    if "inkling" in archive:
        return FileKind.NETWORK
    return FileKind.STRANGE_NETWORK if importing.is_network(path) else FileKind.DATA


def _kind_by_head(path: Path) -> FileKind | None:
    """Return what the first bytes of a file tell; None where they tell of nothing, or cannot be read."""
    with suppress(FileError), foreign(path, "is damaged", ""), open_to_read(path) as file:
        head = file.read(_HEAD)
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if text.startswith(b"+++") and b"inkling_lesson" in text:
            return FileKind.LESSON
        if text.startswith(b"{") and KEY.encode() in text:
            return FileKind.HANDWRITING
        if is_picture(head):
            return FileKind.PICTURE
        if importing.is_network(path):
            return FileKind.STRANGE_NETWORK
    return None


def _kind_by_name(name: str) -> FileKind:
    if name.endswith(runs.SUFFIX):
        return FileKind.RUNS
    if name.endswith(_LESSONS):
        return FileKind.LESSON
    if name.endswith(handwriting.SUFFIX):
        return FileKind.HANDWRITING
    return FileKind.NETWORK if name.endswith(".npz") else FileKind.DATA
