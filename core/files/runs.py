"""Several runs in one ``.npz`` file: settings, curves, and the moments of them that were kept.

``runs`` is a string with the description of all runs as JSON. Of run number 0 the array
``run_0_curves`` holds the measurements, and ``run_0_first_…``, ``run_0_best_…`` and
``run_0_last_…`` are the arrays of a weight file (:mod:`core.files.weights`) each.

The format number rises where an earlier Inkling would misread a file, not where it merely passes
something over: it opens a run that says where it branched off, and draws it from its beginning.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import read_only
from core.errors import FileError, NewerFileError
from core.files import weights
from core.files.archive import Archive, Kind, opened, write
from core.files.plausible import could_be_measured, count, drawable, measure
from core.hyperparameters import Hyperparameters, describe_value, label_of
from core.training.history import COLUMNS, NO_CURVES, Column, Curves, Mark
from core.training.snapshot import Snapshot
from core.version import inkling_version

FORMAT = 1
SUFFIX = ".runs.npz"
MOST_RUNS = 100
MOMENTS = ("first", "best", "last")
EPOCHS_DONE = "Epochs done"

_REMEDY = "Choose a file in which Inkling saved runs."
_KIND = Kind("a file of Inkling's runs", _REMEDY)
_MOST_MEASUREMENTS = 10_000_000


def column_of(name: str) -> str:
    """Return the title of a setting's column in a table of runs, where the epochs that were done stand as well."""
    return "Epochs planned" if name == "epochs" else label_of(name)


def settings_that_differ(runs: Sequence["SavedRun"]) -> list[str]:
    """Return the names of the settings that are not the same in all runs, or were changed on the way of one."""
    names = [field.name for field in fields(Hyperparameters)]
    return [name for name in names if _differs(name, runs)]


def _differs(name: str, runs: Sequence["SavedRun"]) -> bool:
    values = {getattr(run.hyperparameters, name) for run in runs}
    return len(values) > 1 or any(run.was_changed(name) for run in runs)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SavedRun:
    """A run as it is kept to be compared with others.

    Attributes
    ----------
    name : str
        What it is called.
    color : int
        Which of the colors for runs it has, from 0.
    hyperparameters : Hyperparameters
        Its settings, the seed among them.
    curves : Curves
        Everything measured.
    marks : tuple of Mark
        Where settings were changed.
    data_name, data_fingerprint : str
        The data set trained on.
    begins_at : float
        The epoch from which its curves are its own: where it branched from another run, else 0.
    is_shown : bool
        Whether its curves are drawn beside those of others.
    first, best, last : Snapshot or None
        Moments of it, as far as they were kept. The best and the last one have the optimizer's memory, as far
        as it was kept.
    """

    name: str
    color: int
    hyperparameters: Hyperparameters
    curves: Curves
    marks: tuple[Mark, ...]
    data_name: str
    data_fingerprint: str
    begins_at: float = 0.0
    is_shown: bool = True
    first: Snapshot | None = None
    best: Snapshot | None = None
    last: Snapshot | None = None

    @property
    def seed(self) -> int:
        """Where its chance started."""
        return self.hyperparameters.seed

    def was_changed(self, name: str) -> bool:
        """Return whether a setting was changed on the way, and is not now what it was at first."""
        if self.first is None or getattr(self.first.hyperparameters, name) == getattr(self.hyperparameters, name):
            return False
        # What was changed before the first step, or where a branch begins, was not changed on the way.
        label = f"{label_of(name).lower()} "
        return any(label in mark.text and mark.epoch > self.first.epoch for mark in self.marks)

    def setting(self, name: str) -> str:
        """Return a setting as people read it: ``0.1 → 0.0025`` where it was changed on the way."""
        end = describe_value(getattr(self.hyperparameters, name))
        if self.first is None or not self.was_changed(name):
            return end
        return f"{describe_value(getattr(self.first.hyperparameters, name))} → {end}"

    @property
    def identity(self) -> tuple[Hyperparameters, str, str]:
        """What makes it this run and no other: settings, data and all that was measured, the time it took as well.

        It is the same whatever the run is called, and after it was in a file.
        """
        measured = sha256(_to_keep(self.curves).tobytes()).hexdigest()
        return self.hyperparameters, self.data_fingerprint, measured

    @property
    def moment_bytes(self) -> int:
        """Memory that its moments hold."""
        moments = (self.first, self.best, self.last)
        return sum(moment.bytes for moment in moments if moment is not None)

    @property
    def curves_only(self) -> "SavedRun":
        """The same run without its moments."""
        return replace(self, first=None, best=None, last=None)


def save(path: Path, runs: tuple[SavedRun, ...]) -> None:
    """Write several runs in place of ``path``, or leave what was there.

    Moments whose weights are not all finite are left out, so that a run that went wrong can
    be kept for its curves; so is what an optimizer has learned where training cannot go on from it.
    Measurements that are infinite or too large to be drawn are kept as not measured.

    Raises
    ------
    FileError
        When there is no run or there are too many, or the file cannot be written or not be read back.
    """
    if not runs:
        raise FileError("There are no runs to save.", "Train a network first.")
    if len(runs) > MOST_RUNS:
        raise FileError(f"{len(runs)} runs are more than the {MOST_RUNS} that one file can hold.", "Save fewer runs.")
    told: list[dict[str, Any]] = []
    arrays: dict[str, Any] = {}
    for index, run in enumerate(runs):
        moments = {name: moment for name in MOMENTS if (moment := getattr(run, name)) is not None and moment.is_sound}
        told.append(_describe(run, list(moments)))
        arrays[f"run_{index}_curves"] = _to_keep(run.curves)
        for name, moment in moments.items():
            # The curves and marks of a moment are the beginning of the run's.
            bare = replace(moment, curves=NO_CURVES, marks=(), memory=() if name == "first" else moment.memory)
            members = weights.members_of(bare)
            arrays |= {f"{_prefix(index, name)}{member}": array for member, array in members.items()}
    description = {
        "format": FORMAT,
        "columns": list(COLUMNS),
        "runs": told,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": inkling_version(),
    }
    arrays["runs"] = np.array(json.dumps(description))
    write(path, arrays, load)


def load(path: Path) -> tuple[SavedRun, ...]:
    """Read the runs in a file.

    Raises
    ------
    FileError
        When the file is missing, cut short, damaged, of another kind or from a newer version. One
        sentence tells which.
    """
    with opened(path, _KIND) as archive:
        if "runs" not in archive:
            raise _other_kind(archive)
        if archive.unpacked > archive.most_unpacked:
            raise archive.damaged(f"it claims {archive.unpacked / 2**20:,.0f} MiB, which cannot be right")
        told = json.loads(archive.text("runs"))
        if not isinstance(told, dict) or not isinstance(told.get("format"), int):
            raise archive.other("its format number is missing")
        if told["format"] != FORMAT:
            raise NewerFileError(
                f"{archive.name} has the runs format {told['format']}; this Inkling reads format {FORMAT}.",
                "Open it with a newer Inkling.",
            )
        if told["columns"] != list(COLUMNS):
            raise archive.damaged("its curves measure something else")
        if not 0 < len(told["runs"]) <= MOST_RUNS:
            raise archive.damaged(f"it claims {len(told['runs'])} runs")
        return tuple(_run(archive, index, run) for index, run in enumerate(told["runs"]))


def _describe(run: SavedRun, moments: list[str]) -> dict[str, Any]:
    return {
        "name": run.name,
        "color": run.color,
        "hyperparameters": run.hyperparameters.to_dict(),
        "dataset": {"name": run.data_name, "sha256": run.data_fingerprint},
        "begins_at": run.begins_at,
        "is_shown": run.is_shown,
        "measurements": len(run.curves),
        "marks": [[mark.epoch, mark.text] for mark in run.marks],
        "moments": moments,
    }


def _to_keep(curves: Curves) -> Column:
    return np.ascontiguousarray(drawable(curves.table))


def _run(archive: Archive, index: int, told: dict[str, Any]) -> SavedRun:
    curves = _curves(archive, index, count(told["measurements"]))
    marks = tuple(Mark(measure(epoch), str(text)) for epoch, text in told["marks"])
    settings = Hyperparameters.from_dict(told["hyperparameters"])
    if not set(told["moments"]) <= set(MOMENTS):
        raise archive.damaged(f"run {index + 1} has moments of other names")
    moments = {name: _moment(archive, index, name, curves, marks) for name in told["moments"]}
    if any(moment.hyperparameters.hidden != settings.hidden for moment in moments.values()):
        raise archive.damaged(f"the settings and the layers of run {index + 1} do not agree")
    return SavedRun(
        name=str(told["name"]),
        color=count(told["color"]),
        hyperparameters=settings,
        curves=curves,
        marks=marks,
        data_name=str(told["dataset"]["name"]),
        data_fingerprint=str(told["dataset"]["sha256"]),
        begins_at=measure(told.get("begins_at", 0.0)),  # files of the first Inklings do not say it
        is_shown=bool(told.get("is_shown", True)),  # nor this
        **moments,
    )


def _curves(archive: Archive, index: int, measurements: int) -> Curves:
    if not measurements:
        return NO_CURVES
    if measurements > _MOST_MEASUREMENTS:
        raise archive.damaged(f"it claims {measurements:,} measurements")
    table = archive.array(f"run_{index}_curves", (len(COLUMNS), measurements), np.float64)
    if np.isinf(table).any() or not could_be_measured(table):
        raise archive.damaged(f"run {index + 1} has curves that no run has")
    return Curves(read_only(table))


def _moment(archive: Archive, index: int, name: str, curves: Curves, marks: tuple[Mark, ...]) -> Snapshot:
    bare = weights.read_from(archive.under(_prefix(index, name)))
    so_far = int(np.searchsorted(curves.column("step"), bare.step, side="right"))
    table = read_only(curves.table[:, :so_far])
    return replace(bare, curves=Curves(table), marks=tuple(mark for mark in marks if mark.epoch <= bare.epoch))


def _prefix(index: int, moment: str) -> str:
    return f"run_{index}_{moment}_"


def _other_kind(archive: Archive) -> FileError:
    if "inkling" in archive and "weights_0" in archive:
        return FileError(
            f"{archive.name} holds a network, not runs to compare.", "Open it as a network, or choose a file of runs."
        )
    return archive.other("no runs are in it")
