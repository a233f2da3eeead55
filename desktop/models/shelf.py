"""ShelfModel: runs that made room for another, whole enough to be brought back.

Their recordings share a budget. Where it runs out, the oldest is thinned first: down to the first moment, the best
and the latest, if it has to be.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.files.standing import Standing
from core.hyperparameters import Hyperparameters
from core.training.recording import DEFAULT_BUDGET, Recording
from core.training.snapshot import Snapshot

MOST = 20


@dataclass(frozen=True, slots=True)
class Before:
    """What a run had before a person's own digits were mixed among its images.

    Attributes
    ----------
    dataset : Dataset
        Its data set, as it is in the library.
    hyperparameters : Hyperparameters
        Its settings, to which a new network goes back where the person has changed nothing since.
    taught : Hyperparameters
        The settings it was taught with, by which is told what the person has changed since.
    """

    dataset: Dataset
    hyperparameters: Hyperparameters
    taught: Hyperparameters


@dataclass(frozen=True, slots=True)
class ShelvedRun:
    """A run as it was when another took its place.

    Attributes
    ----------
    hyperparameters : Hyperparameters
        Its settings.
    dataset, dataset_name : Dataset, str
        What it was trained on, and by which name that was asked for.
    recording : Recording
        Its moments; there is at least one.
    standing : Standing
        Which file held how much of it.
    before : Before, optional
        What it had before it was taught the person's hand; none if it was not.
    number : int
        Which run of the session it is.
    is_thinned : bool
        Whether moments of it were left out since it was at hand.
    """

    hyperparameters: Hyperparameters
    dataset: Dataset
    dataset_name: str
    recording: Recording
    standing: Standing
    before: Before | None = None
    number: int = 0
    is_thinned: bool = False

    @property
    def latest(self) -> Snapshot:
        """Where it stood."""
        return self.recording[-1]

    @property
    def is_unsaved(self) -> bool:
        """Whether it was trained further than its file."""
        return self.standing.is_modified(self.latest)


class ShelfModel(QObject):
    """The latest few runs put aside; the last one comes back first."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[ShelvedRun] = []
        self._budget = DEFAULT_BUDGET

    @property
    def last(self) -> ShelvedRun | None:
        """The run put aside last, if there is one."""
        return self._runs[-1] if self._runs else None

    @property
    def unsaved(self) -> tuple[ShelvedRun, ...]:
        """The runs that no file holds, the last one first."""
        return tuple(run for run in reversed(self._runs) if run.is_unsaved)

    def set_budget(self, budget: int) -> None:
        """Keep at most so many bytes of moments of all runs together, but of each the first, best and latest."""
        self._budget = budget
        self._runs = _in_budget(self._runs, budget)

    def put(self, run: ShelvedRun) -> None:
        """Put a run aside; the oldest of more than a few goes."""
        self._runs = _in_budget([*self._runs, run][-MOST:], self._budget)
        self.changed.emit()

    def take(self, number: int | None = None) -> ShelvedRun | None:
        """Return the run put aside last, or the one of a number; it is then no longer here."""
        if number is None:
            run = self._runs.pop() if self._runs else None
        else:
            run = next((run for run in self._runs if run.number == number), None)
            self._runs = [other for other in self._runs if other is not run]
        self.changed.emit()
        return run

    def restore(self, run: ShelvedRun) -> None:
        """Put back a run that was taken, where its number says; the others stay as they are."""
        runs = sorted([*self._runs, run], key=lambda each: each.number)[-MOST:]
        self._runs = _in_budget(runs, self._budget)
        self.changed.emit()


def _in_budget(runs: list[ShelvedRun], budget: int) -> list[ShelvedRun]:
    """Return the runs, the oldest with fewer moments where those of all are too many."""
    kept: list[ShelvedRun] = []
    for run in reversed(runs):
        if run.recording.bytes > budget:
            recording = run.recording.within(max(0, budget))
            run = replace(run, recording=recording, is_thinned=run.is_thinned or len(recording) < len(run.recording))
        budget -= run.recording.bytes
        kept.append(run)
    return kept[::-1]
