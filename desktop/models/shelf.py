"""ShelfModel: runs that made room for another, whole enough to be brought back."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.files.standing import Standing
from core.hyperparameters import Hyperparameters
from core.training.recording import Recording
from core.training.snapshot import Snapshot

MOST = 3


@dataclass(frozen=True, slots=True)
class Before:
    """What a run had before a person's own digits were mixed among its images.

    Attributes
    ----------
    dataset : Dataset
        Its data set, as it is in the library.
    hyperparameters : Hyperparameters
        Its settings, with which a new network begins again.
    """

    dataset: Dataset
    hyperparameters: Hyperparameters


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
    """

    hyperparameters: Hyperparameters
    dataset: Dataset
    dataset_name: str
    recording: Recording
    standing: Standing
    before: Before | None = None
    number: int = 0

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

    @property
    def last(self) -> ShelvedRun | None:
        """The run put aside last, if there is one."""
        return self._runs[-1] if self._runs else None

    @property
    def unsaved(self) -> tuple[ShelvedRun, ...]:
        """The runs that no file holds, the last one first."""
        return tuple(run for run in reversed(self._runs) if run.is_unsaved)

    def put(self, run: ShelvedRun) -> None:
        """Put a run aside; of the earlier ones only their end is kept, and the oldest of more than a few goes."""
        self._runs = [*(_end_only(old) for old in self._runs), run][-MOST:]
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
        self._runs = sorted([*self._runs, run], key=lambda each: each.number)[-MOST:]
        self.changed.emit()


def _end_only(run: ShelvedRun) -> ShelvedRun:
    """Return the run without the moments on its way: a recording may hold hundreds of megabytes."""
    recording = Recording()
    recording.add(run.latest)
    return replace(run, recording=recording)
