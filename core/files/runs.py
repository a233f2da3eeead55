"""Several runs in one ``.npz`` file: settings, curves, and the moments of them that were kept.

``runs`` is a string with the description of all runs as JSON. Of run number 0 the array
``run_0_curves`` holds the measurements (``run_0_validation`` those of images held out, where there
are such), and ``run_0_first_…``, ``run_0_best_…`` and ``run_0_last_…`` are the arrays of a weight
file (:mod:`core.files.weights`) each. A file of Inkling's own (:func:`keep`) has moments between
these as well, whose weights lie behind each other in ``run_0_between_weights_0``,
``run_0_between_biases_0``, ….

The format number rises where an earlier Inkling would misread a file, not where it merely passes
something over: it opens a run that says where it branched off, and draws it from its beginning;
it opens one with moments between first and last, and has the three it knows.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from core.errors import FileError, NewerFileError
from core.files.archive import Archive, Kind, opened, read, write, write_members
from core.files.plausible import is_format, moment_of_time
from core.files.run_reader import RunReader
from core.files.run_writer import RunWriter
from core.hyperparameters import Hyperparameters, label_of
from core.training.history import FIRST_COLUMNS
from core.training.run import Run
from core.version import inkling_version

FORMAT = 1
SUFFIX = ".runs.npz"
MOST_RUNS = 10_000
"""What one file holds: those of a sweep."""
MOST_AT_HAND = 100
"""What a window has at a time, and a table or a plot of single runs shows."""
_MOST_READ_BACK = 100  # of more runs, what was written is looked at without their moments
EPOCHS_DONE = "Epochs done"

SWEEP = "sweep"
"""The name of the text beside the runs of a sweep (:mod:`core.sweep.file`)."""

_REMEDY = "Choose a file in which Inkling saved runs."
_KIND = Kind("a file of Inkling's runs", _REMEDY)


def column_of(name: str) -> str:
    """Return the title of a setting's column in a table of runs, where the epochs that were done stand as well."""
    return "Epochs planned" if name == "epochs" else label_of(name)


def settings_that_differ(runs: Sequence[Run]) -> list[str]:
    """Return the names of the settings that are not the same in all runs, or were changed on the way of one."""
    names = [field.name for field in fields(Hyperparameters)]
    return [name for name in names if _differs(name, runs)]


def _differs(name: str, runs: Sequence[Run]) -> bool:
    values = {getattr(run.settings, name) for run in runs}
    return len(values) > 1 or any(run.was_changed(name) for run in runs)


# Writing


def save(path: Path, runs: Sequence[Run]) -> None:
    """Write several runs in place of ``path``, or leave what was there: each with its first, best and last moment.

    Moments whose weights are not all finite are left out, so that a run that went wrong can
    be kept for its curves; so is what an optimizer has learned where training cannot go on from it.
    Measurements that are infinite or too large to be drawn are kept as not measured. Where the person's other
    files are is nobody's business who is given this one.

    Raises
    ------
    FileError
        When there is no run or there are too many, or the file cannot be written or not be read back.
    """
    check_count(len(runs))
    _write(path, (RunWriter(index, run) for index, run in enumerate(runs)))


def save_many(path: Path, count: int, run_at: Callable[[int], Run], more: Mapping[str, str]) -> None:
    """Write so many runs in place of ``path``, each asked for when it is its turn: those of a sweep.

    Parameters
    ----------
    path : Path
        The file.
    count : int
        How many.
    run_at : callable
        Returns a run by its place, from 0.
    more : mapping of str to str
        Texts that are kept beside them, by their names; Inklings that do not know them pass them over.

    Raises
    ------
    FileError
        As :func:`save` does.
    """
    check_count(count)
    writers = (RunWriter(index, run_at(index), is_slim=True) for index in range(count))
    _write(path, writers, more=more, read_back=load if count <= _MOST_READ_BACK else look)


def check_count(count: int) -> None:
    """Refuse no runs at all, and more than a file can hold.

    Raises
    ------
    FileError
        It tells the figures.
    """
    if not count:
        raise FileError("There are no runs to save.", "Train a network first.")
    if count > MOST_RUNS:
        raise FileError(f"{count:,} runs are more than the {MOST_RUNS:,} that one file can hold.", "Save fewer runs.")


def keep(path: Path, run: Run, written: datetime | None = None) -> None:
    """Write a run to a file of Inkling's own: with many of its moments (:meth:`Run.to_keep`), and what is saved where.

    Parameters
    ----------
    path : Path
        The file.
    run : Run
        The run, with its moments.
    written : datetime, optional
        The time that the file says it was written at, in UTC; now without one.

    Raises
    ------
    FileError
        When the file cannot be written or not be read back.
    """
    _write(path, [RunWriter(0, run.to_keep(), is_own=True)], written)


def packed(run: Run) -> bytes:
    """Return a run as the bytes of a file of runs: what a sweep's worker sends, with each of its moments once."""
    file = io.BytesIO()
    write_members(file, _arrays([RunWriter(0, run, is_slim=True)]))
    return file.getvalue()


def unpacked(data: bytes, name: str = "A run") -> Run:
    """Return the run in bytes that :func:`packed` made, here or elsewhere.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What it is called in what is said of it.

    Raises
    ------
    FileError
        When they are not such a run.
    """
    with read(name, io.BytesIO(data), len(data), _KIND) as archive:
        told = _description(archive)
        return RunReader(archive, 0, told).run()


def _write(
    path: Path,
    writers: Iterable[RunWriter],
    written: datetime | None = None,
    more: Mapping[str, str] = MappingProxyType({}),
    read_back: Callable[[Path], object] | None = None,
) -> None:
    write(path, _arrays(writers, written, more), read_back or load)


def _arrays(
    writers: Iterable[RunWriter], written: datetime | None = None, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, Any]]:
    yield from ((name, np.array(text)) for name, text in more.items())
    descriptions = []
    for writer in writers:
        yield from writer.arrays().items()
        descriptions.append(writer.description())
    description = {
        "format": FORMAT,
        "columns": list(FIRST_COLUMNS),
        "runs": descriptions,
        "created": (written or datetime.now(UTC)).isoformat(timespec="microseconds"),
        "version": inkling_version(),
    }
    yield "runs", np.array(json.dumps(description))


# Reading


def load(path: Path) -> tuple[Run, ...]:
    """Read the runs in a file, with all moments that are in it.

    Raises
    ------
    FileError
        When the file is missing, cut short, damaged, of another kind or from a newer version. One
        sentence tells which.
    """
    with opened(path, _KIND) as archive:
        told = _description(archive)
        return tuple(RunReader(archive, index, told).run() for index in range(len(told["runs"])))


def load_one(path: Path, index: int) -> Run:
    """Read one of the runs in a file, by its place from 0, with its moments.

    Raises
    ------
    FileError
        As :func:`load` does, and when there is none at that place.
    """
    with opened(path, _KIND) as archive:
        told = _description(archive)
        if not 0 <= index < len(told["runs"]):
            raise archive.damaged(f"there is no run {index + 1}")
        return RunReader(archive, index, told).run()


def text_in(path: Path, name: str) -> str | None:
    """Return a text that :func:`save_many` kept beside the runs; None where there is none of this name.

    Raises
    ------
    FileError
        When the file cannot be read.
    """
    with opened(path, _KIND) as archive:
        return archive.text(name) if name in archive else None


def look(path: Path) -> tuple[tuple[Run, ...], datetime]:
    """Read the runs in a file without their moments, which takes a few milliseconds, and when it was written, in UTC.

    Raises
    ------
    FileError
        As :func:`load` does, but what is wrong with moments is not found out.
    """
    with opened(path, _KIND) as archive:
        told = _description(archive)
        runs = tuple(RunReader(archive, index, told).bare() for index in range(len(told["runs"])))
        return runs, moment_of_time(told["created"])


def _description(archive: Archive) -> dict[str, Any]:
    if "runs" not in archive:
        raise _other_kind(archive)
    if archive.unpacked > archive.most_unpacked:
        raise archive.damaged(f"it claims {archive.unpacked / 2**20:,.0f} MiB, which cannot be right")
    told = json.loads(archive.text("runs"))
    if not isinstance(told, dict) or not is_format(told.get("format")):
        raise archive.other("its format number is missing")
    if told["format"] < FORMAT:
        raise archive.damaged(f"no Inkling writes the runs format {told['format']}")
    if told["format"] > FORMAT:
        raise NewerFileError(
            f"{archive.name} has the runs format {told['format']}; this Inkling reads format {FORMAT}.",
            "Open it with a newer Inkling.",
        )
    if told["columns"] != list(FIRST_COLUMNS):
        raise archive.damaged("its curves measure something else")
    if not 0 < len(told["runs"]) <= MOST_RUNS:
        raise archive.damaged(f"it claims {len(told['runs'])} runs")
    return told


def _other_kind(archive: Archive) -> FileError:
    if "inkling" in archive and "weights_0" in archive:
        return FileError(
            f"{archive.name} holds a network, not runs to compare.", "Open it as a network, or choose a file of runs."
        )
    return archive.other("no runs are in it")
