"""CoachModel: what there is to say about a run; looks at a moment off the window's thread, the latest one asked for."""

from PySide6.QtCore import QObject, Signal

from core.coach import coach
from core.coach.examination import examine
from core.coach.finding import Finding
from core.coach.vital import Vital
from core.coach.vitals import vitals
from core.data.dataset import Dataset
from core.training.snapshot import Snapshot
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

_REST = Rest(1000, 15)  # a large network is looked at less often

_Answer = tuple[tuple[Finding, ...], tuple[Vital, ...], bool]


class CoachModel(QObject):
    """The findings about the moment looked at last.

    It looks at most once a second, and rests far longer than it looks, so that it costs the training
    next to nothing; of the moments it is asked about meanwhile, it looks at the last.
    """

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._findings: tuple[Finding, ...] | None = None
        self._vitals: tuple[Vital, ...] = ()
        self._is_healthy = False
        self._latest = Latest(jobs, "coach", _REST, self)
        self._knows_nothing = True  # of the run, nor was it asked

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """What there is to say, the most urgent first; none before a moment was looked at."""
        return self._findings

    @property
    def vitals(self) -> tuple[Vital, ...]:
        """The figures that were looked at for it."""
        return self._vitals

    @property
    def is_healthy(self) -> bool:
        """Whether the run may be called healthy: a run that hardly began is not, though there is nothing to say."""
        return self._is_healthy

    def look(self, snapshot: Snapshot, dataset: Dataset, *, has_failed: bool = False) -> None:
        """Look at a moment as soon as it is time to; ``has_failed`` says that training cannot go on from it."""

        def work(job: Job) -> _Answer:
            known = examine(snapshot, dataset, has_failed=has_failed)
            findings = coach.advise(known)
            return findings, vitals(known), coach.is_healthy(known, findings)

        is_urgent, self._knows_nothing = self._knows_nothing, False
        self._latest.ask(work, lambda found: self._take(*found), is_urgent=is_urgent)

    def forget(self) -> None:
        """Begin with another run, about which nothing is known."""
        self._latest.forget()
        self._knows_nothing = True
        if self._findings is not None:
            self._findings, self._vitals, self._is_healthy = None, (), False
            self.changed.emit()

    def _take(self, findings: tuple[Finding, ...], vitals: tuple[Vital, ...] = (), is_healthy: bool = False) -> None:
        if (findings, vitals, is_healthy) != (self._findings, self._vitals, self._is_healthy):
            self._findings, self._vitals, self._is_healthy = findings, vitals, is_healthy
            self.changed.emit()
