"""What kind of file Inkling is given, so that each is opened as what it is, wherever it is dropped."""

from contextlib import suppress
from enum import Enum
from pathlib import Path

from core.errors import FileError
from core.files import handwriting, runs
from core.files.archive import Kind, opened


class FileKind(Enum):
    """The kinds of files that Inkling writes to be opened again."""

    NETWORK = "network"
    RUNS = "runs"
    HANDWRITING = "handwriting"


def kind_of(path: Path) -> FileKind:
    """Return as what a file should be opened: as what is in it, or, where that cannot be read, as its name says.

    Any other file counts as a network; whoever reads it as one says what is wrong with it.
    """
    with suppress(FileError), opened(path, Kind("an Inkling file", "")) as archive:
        return FileKind.RUNS if "runs" in archive else FileKind.NETWORK
    name = path.name.lower()
    if name.endswith(runs.SUFFIX):
        return FileKind.RUNS
    return FileKind.HANDWRITING if name.endswith(handwriting.SUFFIX) else FileKind.NETWORK
