"""What kind of file Inkling is given, so that each is opened as what it is, wherever it is dropped."""

from contextlib import suppress
from enum import Enum
from pathlib import Path

from core.disk import open_to_read
from core.errors import FileError, foreign
from core.files import handwriting, runs
from core.files.archive import Kind, opened

_LESSONS = ".md"
_HEAD = 4096  # bytes in which a lesson says that it is one


class FileKind(Enum):
    """The kinds of files that Inkling writes to be opened again."""

    NETWORK = "network"
    RUNS = "runs"
    HANDWRITING = "handwriting"
    LESSON = "lesson"


def kind_of(path: Path) -> FileKind:
    """Return as what a file should be opened: as what is in it, or, where that cannot be read, as its name says.

    Any other file counts as a network; whoever reads it as one says what is wrong with it.
    """
    if _is_lesson(path):
        return FileKind.LESSON
    with suppress(FileError), opened(path, Kind("an Inkling file", "")) as archive:
        return FileKind.RUNS if "runs" in archive else FileKind.NETWORK
    name = path.name.lower()
    if name.endswith(runs.SUFFIX):
        return FileKind.RUNS
    if name.endswith(_LESSONS):
        return FileKind.LESSON
    return FileKind.HANDWRITING if name.endswith(handwriting.SUFFIX) else FileKind.NETWORK


def _is_lesson(path: Path) -> bool:
    """Return whether a file begins as a lesson does: with a mark, behind which its format stands."""
    with suppress(FileError), foreign(path, "is damaged", ""), open_to_read(path) as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
        return head.startswith(b"+++") and b"inkling_lesson" in head
    return False
