"""Store: every run of the person's, one file each in one folder, within one budget.

A run is written while it trains, and again when it pauses, ends, or is called otherwise; its file is named by its id.
At the start all files are looked at without their moments, which takes a few milliseconds each; those of one run are
read when it is opened.

Several windows may be open at a time. What is read, changed and written again is so under the folder's lock, and a
window replaces a file that another one has written only where it has gone on from what is in it: else both are kept.
A store belongs to one thread at a time.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from uuid import UUID, uuid4

from core.disk import data_folder, locked
from core.errors import BusyFileError, FileError, NewerFileError
from core.files import runs as runs_file
from core.files import v01
from core.files.run_state import goes_on_from, has_sound, state_of
from core.training.run import Run

_DAMAGED = "damaged"  # the folder that files go to which cannot be read
_SET_ASIDE = "version 0.1"  # the one for files of version 0.1 whose runs are in files of the store
_Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is kept, of all runs together.

    Attributes
    ----------
    runs : int
        How many runs; of more the oldest go.
    bytes : int
        How large their files may be together. Beyond that the oldest lose their moments first, then they go.
    """

    runs: int = 100
    bytes: int = 2**30


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a store.

    Attributes
    ----------
    runs : tuple of Run
        Every run that could be read, the one that was begun first at the beginning; without their moments.
    newest_unsaved : Run or None
        The one that was trained last, if it has something that no file of the person's holds.
    trouble : str
        What could not be read and what became of it, in plain sentences; empty when all is well.
    """

    runs: tuple[Run, ...]
    newest_unsaved: Run | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as this window read or wrote it: the run without its moments, and what tells another writing of it."""

    path: Path
    stamp: _Stamp
    written: datetime
    run: Run

    @property
    def size(self) -> int:
        return self.stamp[0]

    @property
    def is_untouched(self) -> bool:
        return _stamp_of(self.path) == self.stamp


class Store:
    """A folder of runs.

    Attributes
    ----------
    budget : Budget
        How much is kept; the next run that is written goes by it.

    Parameters
    ----------
    folder : Path, optional
        Where they are; the person's own without one. It is made when first needed.
    budget : Budget
        How much is kept.
    old : v01.Folders, optional
        The folders of version 0.1, whose files are taken over; the person's own without a ``folder``, else none.
    """

    def __init__(
        self, folder: Path | None = None, budget: Budget | None = None, old: v01.Folders | None = None
    ) -> None:
        if folder is None and old is None:
            old = v01.Folders(data_folder() / "runs", data_folder() / "kept")
        self.folder = folder if folder is not None else data_folder() / "store"
        self.budget = budget or Budget()
        self._old = old
        self._files: dict[UUID, _File] = {}

    def load(self) -> Found:
        """Look at every run; a damaged file is set aside whole, one of a newer Inkling is left where it is."""
        self._take_over()
        self._sweep()
        found: dict[UUID, _File] = {}
        damaged, unread = 0, 0
        for path in self._paths():
            stamp = _stamp_of(path)
            try:
                file = _looked_at(path)
            except NewerFileError:
                unread += 1
            except (FileError, ValueError) as error:
                if stamp is None:
                    continue  # another window has deleted it since
                is_aside = not isinstance(error.__cause__, OSError) and self._set_aside(path, stamp)
                damaged, unread = damaged + is_aside, unread + (not is_aside)
            else:
                found.setdefault(file.run.id, file)
        self._files = found
        runs = sorted((file.run for file in found.values()), key=lambda run: run.created)
        trained = [file for file in found.values() if file.run.is_trained and file.run.has_moments]
        last = max(trained, key=lambda file: file.written).run if trained else None
        newest = last if last is not None and last.is_unsaved else None
        return Found(tuple(runs), newest, self._told_of(damaged, unread))

    def open(self, run: UUID) -> Run:
        """Return a run with its moments.

        Raises
        ------
        FileError
            When it is not here any more, or damaged.
        """
        file = self._files.get(run)
        return _read(file.path if file is not None else self._path(run))

    def write(self, run: Run, *, is_on_screen: bool = False) -> Run:
        """Write a run, unless its file holds all of it already, and return it as it is known here from now on.

        That is the run itself, but where another window has gone on with it in its own way, or a later moment of it
        is here: then both are kept, and this one gets an id of its own. Of a run that was only looked at the moments
        in its file stay as they are. A run that another window has deleted is not written again, unless there is
        something new in it or it is on screen here.

        Parameters
        ----------
        run : Run
            The run, with its moments or as it was looked at.
        is_on_screen : bool
            Whether a person is at work on it.

        Raises
        ------
        FileError
            When it cannot be written: the disk is full, or the folder may not be written to.
        """
        known = self._files.get(run.id)
        is_lost = known is not None and is_on_screen and not known.is_untouched
        if known is not None and state_of(known.run) == state_of(run) and not is_lost:
            return run
        with self._held():
            run = self._without_conflict(run, known)
            path = self._path(run.id)
            whole = run if run.is_whole else self._with_moments(run)
            is_trained_further = known is None or (known.run.step, len(known.run.curves)) != (run.step, len(run.curves))
            written = self._now() if known is None or is_trained_further else known.written
            runs_file.keep(path, whole, written)
            # As it was written, not as it would be read: figures that cannot be drawn are no news.
            file = _File(path, _stamp_of(path) or (0, 0), written, _bare(whole))
            self._files[run.id] = file
            self._make_room(path)
        return run

    def delete(self, runs: Iterable[UUID]) -> None:
        """Delete runs; one that another window has gone on with stays."""
        with suppress(BusyFileError), locked(self.folder):
            for run in runs:
                file = self._files.pop(run, None)
                if file is None or file.is_untouched:
                    with suppress(OSError):
                        (file.path if file is not None else self._path(run)).unlink(missing_ok=True)

    def delete_all(self) -> None:
        """Delete all that Inkling keeps unasked: every run here, whatever was set aside, and what version 0.1 kept.

        Raises
        ------
        FileError
            When something cannot be deleted.
        """
        self._files.clear()
        with self._held():
            try:
                for path in (*self._paths(), *self.folder.glob("*.part")):
                    path.unlink(missing_ok=True)
                for folder in (self.folder / _DAMAGED, self.folder / _SET_ASIDE, *self._old_folders()):
                    if folder.is_dir():
                        rmtree(folder)
            except OSError as error:
                raise FileError(
                    f"Not all runs could be deleted: {error.strerror or error}.",
                    f"Delete what is left yourself, in {self.folder}.",
                ) from error

    def _with_moments(self, run: Run) -> Run:
        """Return a run with the moments in its file; without any, where that is not here any more."""
        if _stamp_of(self._path(run.id)) is None:
            return run.curves_only()
        return replace(run, recording=self.open(run.id).recording, is_whole=True)

    # Files

    def _path(self, run: UUID) -> Path:
        return self.folder / f"{run}{runs_file.SUFFIX}"

    def _paths(self) -> list[Path]:
        found = self.folder.glob(f"*{runs_file.SUFFIX}") if self.folder.is_dir() else ()
        return sorted(path for path in found if not path.name.startswith("."))

    def _old_folders(self) -> tuple[Path, ...]:
        return () if self._old is None else (self._old.runs, self._old.kept)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the folder's lock; where someone else has it for too long, go on without: work is not to be lost."""
        with ExitStack() as stack:
            with suppress(BusyFileError):
                stack.enter_context(locked(self.folder))
            yield

    def _without_conflict(self, run: Run, known: _File | None) -> Run:
        """Return a run with an id under which it can be written without destroying what is there."""
        path = known.path if known is not None else self._path(run.id)
        stamp = _stamp_of(path)
        if stamp is None:
            return run
        there = known.run if known is not None and known.stamp == stamp else None
        if there is None:
            with suppress(FileError, ValueError):
                there = _looked_at(path).run
        if there is None or goes_on_from(there, run):
            return run  # what cannot be read is nobody's any more
        whole = run if run.is_whole else replace(run, recording=_read(path).recording, is_whole=True)
        return replace(whole, id=uuid4())

    def _now(self) -> datetime:
        """Return the time in UTC, but later than every file here: a clock that was set back makes nothing older."""
        newest = max((file.written for file in self._all_files()), default=datetime.min.replace(tzinfo=UTC))
        return max(datetime.now(UTC), newest + timedelta(microseconds=1))

    def _make_room(self, written: Path) -> None:
        """Bring the folder into its budget: never at the cost of the newest, or of what was just written."""
        files = sorted(self._all_files(), key=lambda file: file.written)
        spare = [file for file in files[:-1] if file.path != written]
        excess = len(files) - self.budget.runs
        for file in spare[: max(0, excess)]:
            self._drop(file)
        rest = spare[max(0, excess) :]
        size = sum(file.size for file in files if file.path.exists())
        for file in rest:
            if size <= self.budget.bytes or not file.run.has_moments:
                continue
            size -= file.size
            size += self._strip(file)
        for file in rest:
            if size <= self.budget.bytes:
                break
            size -= (_stamp_of(file.path) or (0, 0))[0]
            self._drop(file)

    def _all_files(self) -> list[_File]:
        """Return all files there are, those of other windows as well."""
        known = {file.path: file for file in self._files.values()}
        files = []
        for path in self._paths():
            file = known.get(path)
            if file is None or not file.is_untouched:
                try:
                    file = _looked_at(path)
                except (FileError, ValueError):
                    continue  # one of a newer Inkling, or damaged: it is left alone
            files.append(file)
        return files

    def _strip(self, file: _File) -> int:
        """Leave of a run its curves only, and return how large its file is then."""
        with suppress(FileError):
            bare = file.run.curves_only()
            runs_file.keep(file.path, bare, file.written)
            if file.run.id in self._files:
                stamp = _stamp_of(file.path) or (0, 0)
                self._files[file.run.id] = replace(file, stamp=stamp, run=bare)
        return (_stamp_of(file.path) or (0, 0))[0]

    def _drop(self, file: _File) -> None:
        self._files.pop(file.run.id, None)
        with suppress(OSError):
            file.path.unlink(missing_ok=True)

    def _set_aside(self, path: Path, stamp: _Stamp) -> bool:
        aside = self.folder / _DAMAGED
        with suppress(BusyFileError, OSError), locked(self.folder):
            if _stamp_of(path) == stamp:  # else it was written anew since
                aside.mkdir(exist_ok=True)
                path.rename(aside / path.name)
                return True
        return False

    def _sweep(self) -> None:
        """Delete what writers have left that were killed; whoever is writing holds the lock."""
        if not self.folder.is_dir():
            return
        with suppress(BusyFileError, OSError), locked(self.folder):
            for path in self.folder.glob(f".*{runs_file.SUFFIX}.*.part"):
                path.unlink(missing_ok=True)

    def _take_over(self) -> None:
        """Take over the files of version 0.1, once."""
        if self._old is not None and self._old.has_files:
            with suppress(BusyFileError), locked(self.folder):
                v01.take_over(self._old, self._path, self.folder / _SET_ASIDE)

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


def _looked_at(path: Path) -> _File:
    stamp = _stamp_of(path) or (0, 0)
    (run,), written = runs_file.look(path)
    return _File(path, stamp, written, run)


def _read(path: Path) -> Run:
    runs = runs_file.load(path)
    if len(runs) != 1:
        raise FileError(f"{path.name} holds {len(runs)} runs, not one.", "Open it as a file of runs.")
    return runs[0]


def _bare(run: Run) -> Run:
    """Return a run as it is when its file was looked at."""
    return replace(run.curves_only(), is_whole=not has_sound(run))


def _stamp_of(path: Path) -> _Stamp | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns
