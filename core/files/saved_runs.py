"""SavedRun: a :class:`core.training.run.Run` as the window has it so far, by its settings, curves and three moments."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.files import runs as runs_file
from core.files.ids import content_id
from core.files.plausible import drawable
from core.hyperparameters import Hyperparameters, describe_value, label_of
from core.training.history import Curves, Mark
from core.training.recording import Recording
from core.training.run import Parent, Run
from core.training.snapshot import Snapshot


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
        measured = sha256(np.ascontiguousarray(drawable(self.curves.table)).tobytes()).hexdigest()
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


def as_run(saved: SavedRun) -> Run:
    """Return what is saved as a run."""
    settings, curves, fingerprint = saved.hyperparameters, saved.curves, saved.data_fingerprint
    moments = {moment.step: moment for moment in (saved.first, saved.best, saved.last) if moment is not None}
    recording = Recording()
    for step in sorted(moments):
        recording.add(moments[step])
    measured = np.searchsorted(curves.column("epoch"), saved.begins_at, side="right")
    branched = int(curves.column("step")[measured - 1]) if measured else 0
    last = saved.last
    return Run(
        id=content_id(fingerprint, curves, json.dumps([saved.name, settings.to_dict()]).encode()),
        name=saved.name,
        settings=settings,
        data_name=saved.data_name,
        data_fingerprint=fingerprint,
        recording=recording,
        curves=curves,
        marks=saved.marks,
        step=last.step if last is not None else int(curves.column("step")[-1]) if len(curves) else 0,
        epoch=last.epoch if last is not None else float(curves.column("epoch")[-1]) if len(curves) else 0.0,
        first_settings=None if saved.first is None else saved.first.hyperparameters,
        first_epoch=0.0 if saved.first is None else saved.first.epoch,
        parent=Parent(None, branched, saved.begins_at) if saved.begins_at else None,
        color=saved.color,
        is_shown=saved.is_shown,
    )


def saved_of(run: Run) -> SavedRun:
    """Return a run as what is saved of it."""
    return SavedRun(
        name=run.name,
        color=run.color,
        hyperparameters=run.settings,
        curves=run.curves,
        marks=run.marks,
        data_name=run.data_name,
        data_fingerprint=run.data_fingerprint,
        begins_at=run.begins_at,
        is_shown=run.is_shown,
        first=run.first,
        best=run.best,
        last=run.last_sound,
    )


def save(path: Path, runs: Sequence[SavedRun]) -> None:
    """Write several runs in place of ``path``; see :func:`core.files.runs.save`."""
    runs_file.save(path, [as_run(run) for run in runs])


def load(path: Path) -> tuple[SavedRun, ...]:
    """Read the runs in a file; see :func:`core.files.runs.load`."""
    return tuple(saved_of(run) for run in runs_file.load(path))


def settings_that_differ(runs: Sequence[SavedRun]) -> list[str]:
    """Return the names of settings in which runs differ; see :func:`core.files.runs.settings_that_differ`."""
    return runs_file.settings_that_differ([as_run(run) for run in runs])
