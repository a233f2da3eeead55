"""CoachModel: what there is to say about a run; looks at a moment off the window's thread, the latest one asked for."""

from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from core.coach import coach
from core.coach.examination import examine
from core.coach.finding import Finding
from core.coach.vitals import Vital, vitals
from core.data.dataset import Dataset
from core.errors import InklingError
from core.training.snapshot import Snapshot
from desktop.background.jobs import Job, Jobs

REST_MS = 1000
_REST = 15  # times as long as a look took: a large network is looked at less often

_Answer = tuple[tuple[Finding, ...], tuple[Vital, ...]]


@dataclass(frozen=True, slots=True)
class _Question:
    snapshot: Snapshot
    dataset: Dataset
    has_failed: bool


class CoachModel(QObject):
    """The findings about the moment looked at last.

    It looks at most once a second, and rests far longer than it looks, so that it costs the training
    next to nothing; of the moments it is asked about meanwhile, it looks at the last.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._findings: tuple[Finding, ...] | None = None
        self._vitals: tuple[Vital, ...] = ()
        self._waiting: _Question | None = None
        self._job: Job | None = None
        self._run = 0  # counted, so that an answer about the run before is dropped
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._go_on)

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """What there is to say, the most urgent first; none before a moment was looked at."""
        return self._findings

    @property
    def vitals(self) -> tuple[Vital, ...]:
        """The figures that were looked at for it."""
        return self._vitals

    def look(self, snapshot: Snapshot, dataset: Dataset, *, has_failed: bool = False) -> None:
        """Look at a moment as soon as it is time to; ``has_failed`` says that training cannot go on from it."""
        self._waiting = _Question(snapshot, dataset, has_failed)
        self._go_on()

    def forget(self) -> None:
        """Begin with another run, about which nothing is known."""
        self._run += 1
        self._waiting = None
        self._rest.stop()
        if self._findings is not None:
            self._findings, self._vitals = None, ()
            self.changed.emit()

    def _go_on(self) -> None:
        if self._waiting is None or self._job is not None or self._rest.isActive():
            return
        question, self._waiting, run, began = self._waiting, None, self._run, monotonic()

        def done(found: _Answer) -> None:
            self._job = None
            if run == self._run:
                self._rest.start(max(REST_MS, round(_REST * 1000 * (monotonic() - began))))
                self._take(*found)
            self._go_on()

        def stopped(error: InklingError | None = None) -> None:
            self._job = None

        self._job = self._jobs.start("coach", lambda job: _advise(question), done=done, failed=stopped, crashed=stopped)

    def _take(self, findings: tuple[Finding, ...], vitals: tuple[Vital, ...] = ()) -> None:
        if (findings, vitals) != (self._findings, self._vitals):
            self._findings, self._vitals = findings, vitals
            self.changed.emit()


def _advise(question: _Question) -> _Answer:
    known = examine(question.snapshot, question.dataset, has_failed=question.has_failed)
    return coach.advise(known), vitals(known)
