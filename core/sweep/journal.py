"""Journal: a sweep on disk, run by run, from which it is taken up again whatever ended it.

A folder with

- ``sweep.json``: the sweep, the data it is trained on, and the versions it was begun with;
- ``results.jsonl``: a line for each run that was trained, added at the end and brought to disk at once; a last line
  that was cut short counts for nothing, and the run is trained again;
- ``runs/``: a file for each run, with its curves and its best weights. One that goes on in successive halving is
  written to another file, and the earlier one stays until the line says that it went on.

So a table and a plot of a thousand runs need one file of a megabyte, and the weights of a run are read when somebody
asks for them.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any, BinaryIO

from core.data.dataset import Dataset
from core.disk import locked, replace_file
from core.errors import BusyFileError, FileError, InklingError, NewerFileError
from core.files.runs import SUFFIX, unpacked
from core.sweep.order import Product
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.training.run import Run
from core.version import inkling_version

FORMAT = 1
_PLAN, _RESULTS, _RUNS = "sweep.json", "results.jsonl", "runs"
_REMEDY = "Choose the folder of a sweep, or begin a new one."
_MAKE_ROOM = "Make room on the disk, then go on with the sweep: what was trained before is there."
_MOST_BYTES = 2**28  # of a file of text; ten thousand runs of a hundred epochs have a tenth of it


@dataclass(frozen=True, slots=True)
class Journal:
    """A sweep's folder.

    Attributes
    ----------
    folder : Path
        Where it is.
    sweep : Sweep
        What is trained.
    name : str
        What it is called.
    data_name, data_fingerprint : str
        What it is trained on.
    created : datetime
        When it was begun, in UTC.
    """

    folder: Path
    sweep: Sweep
    name: str
    data_name: str
    data_fingerprint: str
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    @classmethod
    def begin(cls, folder: Path, sweep: Sweep, name: str, dataset: Dataset) -> "Journal":
        """Begin a sweep in a folder that is not there yet, or is empty.

        Raises
        ------
        FileError
            When something is there, or nothing can be written there.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FileError(f"{folder.name} is there already.", "Go on with it, delete it, or choose another name.")
        journal = cls(folder, sweep, name, dataset.name, dataset.fingerprint)
        told = told_of(sweep, name, dataset.name, dataset.fingerprint)
        told |= {"created": journal.created.isoformat(), "version": inkling_version()}
        replace_file(folder / _PLAN, lambda file: file.write(json.dumps(told, indent=1).encode()))
        return journal

    @classmethod
    def open(cls, folder: Path) -> "Journal":
        """Return the sweep in a folder.

        Raises
        ------
        FileError
            When there is none, or it is damaged or of a newer Inkling.
        """
        told = _plan_in(folder)
        with told_by(folder.name, _REMEDY):
            created = datetime.fromisoformat(told["created"]).astimezone(UTC)
            return cls(folder, *plan_of(told, folder.name), created)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder while the sweep runs: two programs do not train the same runs.

        Raises
        ------
        BusyFileError
            When another program has it.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(self.folder / _PLAN, patience=0))
            except BusyFileError as error:
                raise BusyFileError(
                    f"{self.name} is being trained by another program.", "Wait for its end, or stop it there."
                ) from error
            yield

    def add(self, product: Product) -> None:
        """Write what came of a run: first the run, then the line that says that it is done.

        Then what it went on from is no longer needed.

        Raises
        ------
        FileError
            When it cannot be written, as on a full disk. What was there before is as it was.
        """
        result = product.result
        try:
            replace_file(self._path(result.trial, result.rung), lambda file: file.write(product.run))
        except FileError as error:
            raise FileError(error.what, _MAKE_ROOM) from error
        self.note(result)
        if result.rung:
            with suppress(OSError):
                self._path(result.trial, result.rung - 1).unlink()

    def note(self, result: Result) -> None:
        """Write the line alone, as of a run that nothing came of; see :meth:`add`."""
        line = json.dumps(result.to_dict()) + "\n"
        try:
            with (self.folder / _RESULTS).open("ab") as file:
                _append(file, line.encode())
        except OSError as error:
            raise FileError(
                f"The results could not be written: {error.strerror or error}.",
                _MAKE_ROOM,
            ) from error

    def results(self) -> tuple[Result, ...]:
        """Return what came of all runs so far, each rung of a run by itself, in the order they ended.

        Raises
        ------
        FileError
            When a line but the last one cannot be read.
        """
        path = self.folder / _RESULTS
        try:
            if not path.exists():
                return ()
            if path.stat().st_size > _MOST_BYTES:
                raise FileError(f"The results in {self.folder.name} are larger than any real ones.", _REMEDY)
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            raise FileError(f"The results cannot be read: {error.strerror or error}.", _REMEDY) from error
        found = []
        for number, line in enumerate(lines, 1):
            try:
                if line.strip():
                    found.append(Result.from_dict(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                if number < len(lines):  # the last one was cut short
                    raise FileError(
                        f"Line {number} of the results in {self.folder.name} is damaged.", _REMEDY
                    ) from error
        return tuple(found)

    def mend(self) -> None:
        """Take away a last line that was cut short, so that the next one stands by itself."""
        path = self.folder / _RESULTS
        if not path.exists():
            return
        data = path.read_bytes()
        if data and not data.endswith(b"\n"):
            replace_file(path, lambda file: file.write(data[: data.rfind(b"\n") + 1]))

    def packed(self, trial: Trial, rung: int) -> bytes:
        """Return a run as its worker packed it at a rung.

        Raises
        ------
        FileError
            When it is not there.
        """
        path = self._path(trial, rung)
        try:
            return path.read_bytes()
        except OSError as error:
            raise FileError(f"The run {path.name} cannot be read: {error.strerror or error}.", _REMEDY) from error

    def run(self, trial: Trial) -> Run:
        """Return a run with its curves and its best weights.

        Raises
        ------
        FileError
            When it is not there or damaged.
        """
        rungs = range(len(self.sweep.rungs))
        latest = next((rung for rung in reversed(rungs) if self._path(trial, rung).exists()), 0)
        return unpacked(self.packed(trial, latest), self._path(trial, latest).name)

    def delete(self) -> None:
        """Delete the sweep and all its runs.

        Raises
        ------
        FileError
            When something can't be deleted.
        """
        try:
            rmtree(self.folder)
        except OSError as error:
            raise FileError(
                f"Not all of the sweep could be deleted: {error.strerror or error}.", f"Delete {self.folder} yourself."
            ) from error

    @property
    def bytes(self) -> int:
        """How large its files are."""
        return sum(path.stat().st_size for path in self._files())

    def _files(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from (path for path in self.folder.rglob("*") if path.is_file())

    def _path(self, trial: Trial, rung: int) -> Path:
        name = f"{trial.key}-{rung}" if rung else trial.key
        return self.folder / _RUNS / f"{name}{SUFFIX}"


@contextmanager
def told_by(name: str, remedy: str) -> Iterator[None]:
    """Turn whatever goes wrong while a sweep is made of what a file tells into a :class:`FileError`."""
    try:
        yield
    except FileError:
        raise
    except InklingError as error:
        raise NewerFileError(f"{name} has settings that Inkling does not know: {error.what}", remedy) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FileError(f"The sweep in {name} is damaged.", remedy) from error


def told_of(sweep: Sweep, name: str, data_name: str, data_fingerprint: str) -> dict[str, Any]:
    """Return what a file tells of a sweep: its plan, its name, and what it is trained on."""
    data = {"name": data_name, "sha256": data_fingerprint}
    return {"format": FORMAT, "name": name, "dataset": data, "sweep": sweep.to_dict()}


def plan_of(told: Mapping[str, Any], file: str) -> tuple[Sweep, str, str, str]:
    """Return what :func:`told_of` was given, of what the file called ``file`` tells; within :func:`told_by`."""
    if told["format"] > FORMAT:
        raise NewerFileError(f"{file} is a sweep of a newer Inkling.", "Open it with that one.")
    data = told["dataset"]
    return Sweep.from_dict(told["sweep"]), str(told["name"]), str(data["name"]), str(data["sha256"])


def _append(file: BinaryIO, line: bytes) -> None:
    """Add a line to a file and bring it to disk, or leave the file as it was."""
    before = file.seek(0, os.SEEK_END)
    try:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            file.truncate(before)
        raise


def _plan_in(folder: Path) -> dict[str, Any]:
    path = folder / _PLAN
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileError(f"The sweep in {folder.name} is larger than any real one.", _REMEDY)
        told = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise FileError(f"There is no sweep in {folder}.", _REMEDY) from error
    except OSError as error:
        raise FileError(f"{folder} cannot be read: {error.strerror or error}.", _REMEDY) from error
    except ValueError as error:
        raise FileError(f"The sweep in {folder.name} is damaged.", _REMEDY) from error
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise FileError(f"The sweep in {folder.name} is damaged.", _REMEDY)
    return told
