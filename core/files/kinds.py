"""What kind of file Inkling is given, so that each is opened as what it is, wherever it is dropped."""

import os
import re
from collections.abc import Sequence
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
_MOST_ENTRIES = 10_000  # of a folder that are looked at
_NOT_SHOWN = ("desktop.ini", "thumbs.db")  # what file managers leave behind, beside what begins with a dot


class FileKind(Enum):
    """The kinds of what can be opened."""

    NETWORK = "network"
    STRANGE_NETWORK = "network of another program"
    RUNS = "runs"
    SWEEP = "runs of a sweep"
    HANDWRITING = "handwriting"
    LESSON = "lesson"
    PICTURE = "picture"  # or a folder of pictures that nothing says a class of
    DATA = "data set"


def kind_of(path: Path) -> FileKind:
    """Return as what a file or a folder should be opened: as what is in it, or, where that cannot be read, its name.

    Whatever is nothing else counts as a data set: whoever opens those names it for what it is.
    """
    if os.path.isdir(path):
        return FileKind.PICTURE if loose_pictures(path) else FileKind.DATA
    with suppress(FileError), opened(path, Kind("an Inkling file", "")) as archive:
        return _kind_of_arrays(path, archive)
    return _kind_by_head(path) or _kind_by_name(path.name.lower())


def pictures_among(paths: Sequence[Path]) -> list[Path]:
    """Return what is to be read as pictures of files and folders: all of them, as soon as one is a picture.

    Whatever else is among them is named then for what it is no picture of. Folders of pictures are opened out.
    """
    if all(kind_of(path) is not FileKind.PICTURE for path in paths):
        return []
    return [picture for path in paths for picture in (loose_pictures(path) or (path,))]


def loose_pictures(folder: Path) -> tuple[Path, ...]:
    """Return the pictures of a folder that holds hardly anything else, by their names, and 2 before 10.

    Without any where there are folders in it, such as one for each class, or where most files are something else,
    such as a data set with a picture of what it shows: then it is no folder of loose pictures.
    """
    found, others = [], 0
    with suppress(OSError), os.scandir(folder) as entries:
        for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
            if entry.name.startswith(".") or entry.name.lower() in _NOT_SHOWN:
                continue
            if entry.is_dir():
                return ()
            if _is_picture(Path(entry.path)):
                found.append(Path(entry.path))
            else:
                others += 1
    return tuple(sorted(found, key=_by_number)) if len(found) > others else ()


def _is_picture(path: Path) -> bool:
    with suppress(FileError), foreign(path, "is damaged", ""), open_to_read(path) as file:
        return is_picture(file.read(_HEAD))
    return False


def _by_number(path: Path) -> list[tuple[int, str]]:
    """Return by what a name is sorted: numbers in it by their value, whatever else by its letters."""
    parts = re.findall(r"[0-9]+|[^0-9]+", path.name.lower())
    return [(len(part.lstrip("0")), part.lstrip("0")) if part[0].isdecimal() else (0, part) for part in parts]


def _kind_of_arrays(path: Path, archive: Archive) -> FileKind:
    """Return what an archive is: Inkling's own, arrays that make up a network, or anything else that is packed."""
    if "runs" in archive:
        return FileKind.SWEEP if runs.SWEEP in archive else FileKind.RUNS
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
