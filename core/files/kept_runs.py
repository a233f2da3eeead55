"""The runs of all days: each in a file of its own, so that only what is new is written when the window closes.

Several windows may be open at a time. So a window deletes or replaces only files that are still as it read or
wrote them, and holds the folder's lock from that look to the end of writing; where another one has gone on with the
same run, both are kept.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from core.disk import data_folder, locked
from core.errors import BusyFileError, FileError, NewerFileError
from core.files import saved_runs as runs_file
from core.files.runs import SUFFIX
from core.files.saved_runs import SavedRun

MOST = 50
MOST_BYTES = 256 * 2**20
"""Bytes that the moments of all runs together may have; of the oldest beyond that the curves are kept."""

_DAMAGED = "damaged"  # the folder that files go to which cannot be read


@dataclass(frozen=True, slots=True)
class RunFile:
    """A file with one run.

    Attributes
    ----------
    path : Path
        Where it is.
    stamp : tuple of int
        Its size and the time it was written at, as this window knows it.
    content : str
        What of a run it holds; equal for a run that need not be written again.
    """

    path: Path
    stamp: tuple[int, int]
    content: str

    @property
    def is_untouched(self) -> bool:
        """Whether it is still as this window read or wrote it."""
        return _stamp_of(self.path) == self.stamp


@dataclass(frozen=True, slots=True)
class FoundRuns:
    """What was found on disk.

    Attributes
    ----------
    runs : tuple of (RunFile, SavedRun)
        Every run that could be read, once, the oldest first.
    trouble : str
        What could not be read and what became of it, in plain sentences; empty when all is well.
    """

    runs: tuple[tuple[RunFile, SavedRun], ...]
    trouble: str = ""


class KeptRuns:
    """A folder of runs, the latest few dozen.

    Parameters
    ----------
    folder : Path, optional
        Where they are; the person's own without one. It is made when first needed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else data_folder() / "runs"

    def all(self) -> list[Path]:
        """Return the files, the oldest first: their names are the times they were first kept at."""
        return sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder.is_dir() else []

    def load(self) -> FoundRuns:
        """Return every run; a damaged file is set aside whole, one of a newer Inkling is left where it is."""
        found: list[tuple[RunFile, SavedRun]] = []
        known: set[object] = set()
        damaged, unread = 0, 0
        for path in self.all():
            stamp = _stamp_of(path)
            try:
                (run,) = runs_file.load(path)
            except NewerFileError:
                unread += 1
                continue
            except (FileError, ValueError) as error:
                if stamp is None:
                    continue  # another window has deleted it since
                is_aside = not isinstance(error.__cause__, OSError) and self._set_aside(RunFile(path, stamp, ""))
                damaged, unread = damaged + is_aside, unread + (not is_aside)
                continue
            if stamp is not None and run.identity not in known:
                known.add(run.identity)
                found.append((RunFile(path, stamp, _content_of(run)), run))
        return FoundRuns(tuple(found), self._told_of(damaged, unread))

    def update(self, files: Mapping[int, RunFile], runs: Mapping[int, SavedRun]) -> dict[int, RunFile]:
        """Bring the folder up to date, and return which run has which file now.

        Parameters
        ----------
        files : mapping of int to RunFile
            The files this window has read or written, by the numbers of their runs.
        runs : mapping of int to SavedRun
            The runs to keep, by their numbers, the oldest first. More than :data:`MOST` are not kept, nor are
            moments beyond :data:`MOST_BYTES`.

        Raises
        ------
        FileError
            When one cannot be written; no file is deleted then.
        """
        kept = {number: self._kept(run, files.get(number)) for number, run in _in_bounds(runs).items()}
        used = {file.path for file in kept.values()}
        for file in files.values():
            if file.path not in used:
                self._forget(file)
        return kept

    def _kept(self, run: SavedRun, file: RunFile | None) -> RunFile:
        content = _content_of(run)
        # One that another window has deleted is not written again, unless there is something new in it.
        if file is not None and file.content == content:
            return file
        path = self._replaced(file, run) if file is not None else None
        if path is None:
            path = self._new_path()
            runs_file.save(path, (run,))
        return RunFile(path, _stamp_of(path) or (0, 0), content)

    def _replaced(self, file: RunFile, run: SavedRun) -> Path | None:
        """Write a run in the place of what this window knows of it; return nothing where it has no right to that."""
        # The lock is held for one file at a time, so that nobody waits for a window that has many to write.
        with suppress(BusyFileError), locked(self.folder):
            if file.is_untouched:
                runs_file.save(file.path, (run,))
                return file.path
        return None

    def _forget(self, file: RunFile) -> None:
        with suppress(BusyFileError, OSError), locked(self.folder):
            if file.is_untouched:
                file.path.unlink(missing_ok=True)

    def _new_path(self) -> Path:
        while True:  # until the clock has moved on: several may be written at a time
            path = self.folder / f"{datetime.now():%Y-%m-%d %H.%M.%S.%f}{SUFFIX}"
            if not path.exists():
                return path

    def _set_aside(self, file: RunFile) -> bool:
        aside = self.folder / _DAMAGED
        with suppress(BusyFileError, OSError), locked(self.folder):
            if file.is_untouched:
                aside.mkdir(exist_ok=True)
                file.path.rename(aside / file.path.name)
                return True
        return False

    def _told_of(self, damaged: int, unread: int) -> str:
        sentences = []
        if damaged:
            what = "One kept run is damaged and was" if damaged == 1 else f"{damaged} kept runs are damaged and were"
            sentences.append(f"{what} set aside, in {self.folder / _DAMAGED}. All others are here.")
        if unread:
            what = "One kept run" if unread == 1 else f"{unread} kept runs"
            sentences.append(
                f"{what} could not be read by this Inkling and stay{'s' * (unread == 1)} in {self.folder}."
            )
        return " ".join(sentences)


def _in_bounds(runs: Mapping[int, SavedRun]) -> dict[int, SavedRun]:
    """Return the latest runs; those whose moments are too many without them."""
    latest = list(runs.items())[-MOST:]
    bounded: list[tuple[int, SavedRun]] = []
    held = 0
    for number, run in reversed(latest):
        held += run.moment_bytes
        bounded.append((number, run if held <= MOST_BYTES else run.curves_only))
    return dict(reversed(bounded))


def _content_of(run: SavedRun) -> str:
    """Return what a file of a run would hold, as a short text: equal texts, equal files."""
    moments = [None if moment is None else moment.step for moment in (run.first, run.best, run.last)]
    told = (run.name, run.color, run.begins_at, run.is_shown, run.marks, moments, run.identity)
    return sha256(repr(told).encode()).hexdigest()


def _stamp_of(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns
