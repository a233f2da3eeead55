"""Shelf: the sweeps that a person has begun in the window, a folder each (:mod:`core.sweep.journal`)."""

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from uuid import UUID, uuid4

from core.data.dataset import Dataset
from core.disk import data_folder
from core.errors import FileError, InklingError
from core.sweep.journal import Journal
from core.sweep.plan import Sweep
from core.sweep.result import Result

_FOLDER = "sweeps"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A sweep on the shelf.

    Attributes
    ----------
    id : UUID
        What it is known by.
    journal : Journal
        The sweep, and where it is written down.
    results : tuple of Result
        What came of its runs so far, each rung by itself, in the order they ended.
    """

    id: UUID
    journal: Journal
    results: tuple[Result, ...] = ()

    @property
    def sweep(self) -> Sweep:
        """What is trained."""
        return self.journal.sweep


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on the shelf.

    Attributes
    ----------
    sweeps : tuple of Shelved
        All that could be read, the one begun first at the beginning.
    trouble : str
        What could not be read, in a sentence each; empty when all is well.
    """

    sweeps: tuple[Shelved, ...]
    trouble: str = ""


class Shelf:
    """A folder of sweeps. It belongs to one thread at a time.

    Parameters
    ----------
    folder : Path, optional
        Where they are; the person's own without one. It is made when first needed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else data_folder() / _FOLDER

    def begin(self, sweep: Sweep, name: str, dataset: Dataset) -> Shelved:
        """Put a new sweep on the shelf.

        Raises
        ------
        FileError
            When nothing can be written there.
        """
        id = uuid4()
        return Shelved(id, Journal.begin(self.folder / str(id), sweep, name, dataset))

    def load(self) -> Found:
        """Return all sweeps with their results; one that is damaged is told of, and left as it is."""
        found, troubles = [], []
        for folder in self._folders():
            try:
                found.append(self.open(UUID(folder.name)))
            except InklingError as error:
                troubles.append(error.what)
        found.sort(key=lambda each: each.journal.created)
        return Found(tuple(found), _told(troubles))

    def open(self, id: UUID) -> Shelved:
        """Return a sweep with its results.

        Raises
        ------
        FileError
            When there is none, or it is damaged or of a newer Inkling.
        """
        journal = Journal.open(self.folder / str(id))
        return Shelved(id, journal, journal.results())

    def delete_all(self) -> None:
        """Delete all sweeps, those among them that cannot be read.

        Raises
        ------
        FileError
            When something can't be deleted.
        """
        for folder in self._folders():
            try:
                rmtree(folder)
            except OSError as error:
                raise FileError(
                    f"Not all sweeps could be deleted: {error.strerror or error}.",
                    f"Delete what is left yourself, in {self.folder}.",
                ) from error

    def _folders(self) -> list[Path]:
        """Return the folders that are called by an id; whatever else lies there is none of a sweep's."""
        try:
            return sorted(path for path in self.folder.iterdir() if path.is_dir() and _is_id(path.name))
        except OSError:
            return []


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _told(troubles: list[str]) -> str:
    if not troubles:
        return ""
    first = troubles[0]
    return first if len(troubles) == 1 else f"{len(troubles)} sweeps cannot be read. The first of them: {first}"
