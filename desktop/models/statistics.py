"""StatisticsModel: how weights, slopes and values were spread along the run, computed off the window's thread.

Each job looks at the moment shown first, and then, for some milliseconds, at moments of the recording that
were not looked at yet. The run is cut into slots for that, whose width is a power of two: when it doubles,
what was found before still fits. The last request wins; what is found for another run is dropped.
"""

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.data.dataset import Split
from core.errors import InklingError
from core.insight.statistics import Statistics, statistics
from core.training.fitting import used_of
from core.training.run import Run
from core.training.snapshot import Snapshot
from desktop.background.jobs import Job, Jobs
from desktop.models.runs import RunsModel

SLOTS = 48
"""At most twice so many moments of the run are looked at, besides those shown."""
SAMPLE = 256
"""Training images on which slopes and values are measured."""
_MOST_MOMENTS = 4 * SLOTS
_PATIENCE = 0.03  # seconds in which a job begins with another moment


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One moment of a run.

    Attributes
    ----------
    step : int
        Mini-batches so far.
    epoch : float
        Where the run stood.
    statistics : Statistics
        How weights, slopes and values were spread.
    updates : tuple of float
        For each layer, the size of the latest step measured over that of the weights; empty before the first step.
    """

    step: int
    epoch: float
    statistics: Statistics
    updates: tuple[float, ...]


class StatisticsModel(QObject):
    """The moments that were looked at, of the run on screen.

    Parameters
    ----------
    jobs : Jobs
        Look at them.
    runs : RunsModel
        Has the run.
    """

    found = Signal()  # there are more moments

    def __init__(self, jobs: Jobs, runs: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._runs = runs
        self._moments: dict[int, Moment] = {}
        self._sample: Split | None = None
        self._sampled: tuple[Split, tuple[int, bool, float]] | None = (
            None  # what it is a sample of, how many, and whether the first
        )
        self._job: Job | None = None
        self._waiting: Snapshot | None = None
        self._seconds = 0.0
        runs.run_changed.connect(self._follow_run)

    @property
    def moments(self) -> list[Moment]:
        """The moments looked at, in the order of the run."""
        return [self._moments[step] for step in sorted(self._moments)]

    @property
    def is_busy(self) -> bool:
        """Whether something is being computed."""
        return self._job is not None

    @property
    def seconds(self) -> float:
        """How long the latest job took; who asks again should rest some times as long."""
        return self._seconds

    def at(self, step: int) -> Moment | None:
        """Return what was found for a moment, if it was looked at."""
        return self._moments.get(step)

    def look(self, shown: Snapshot, train: Split) -> None:
        """Look at a moment, and at what is missing of the run; at once, or when the job at hand is done.

        Parameters
        ----------
        shown : Snapshot
            The moment to look at first.
        train : Split
            The training images.
        """
        settings = shown.hyperparameters
        which = (settings.train_images, settings.first_images, settings.validation_split)
        if self._sampled is None or self._sampled[0] is not train or self._sampled[1] != which:
            self._sampled, self._sample = (train, which), _sample_of(used_of(train, shown.hyperparameters))
            self._forget_after(-1)
        if self._job is not None:
            self._waiting = shown
            return
        wanted = [snapshot for snapshot in (shown, *self._missing()) if snapshot.step not in self._moments]
        if wanted:
            self._start(wanted)

    def is_complete(self) -> bool:
        """Return whether every part of the recording was looked at."""
        return not self._missing()

    def _follow_run(self, run: Run, before: Run | None) -> None:
        """Forget what is not of another run; what came before the moment it grew out of is of both."""
        goes_on = before is not None and run.parent is not None and run.parent.run == before.id
        has_same_data = before is not None and run.data_fingerprint == before.data_fingerprint
        self._forget_after(run.parent.step if goes_on and has_same_data and run.parent is not None else -1)

    def _forget_after(self, step: int) -> None:
        self._moments = {known: moment for known, moment in self._moments.items() if known <= step}
        self._drop_job()

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job = self._waiting = None

    def _missing(self) -> list[Snapshot]:
        """Return one moment for each slot of the run that nothing is known of, the latest first."""
        recording = self._runs.recording
        if not len(recording):
            return []
        width = _slot_width(recording[-1].step)
        known = {step // width for step in self._moments}
        missing: dict[int, Snapshot] = {}
        for index in range(len(recording) - 1, -1, -1):
            slot = recording[index].step // width
            if slot not in known:
                missing[slot] = recording[index]  # in the end the first one of the slot
        return list(missing.values())

    def _start(self, wanted: list[Snapshot]) -> None:
        sample = self._sample
        assert sample is not None  # look() has taken one

        def work(job: Job) -> tuple[list[Moment], float]:
            begin = perf_counter()
            found: list[Moment] = []
            for snapshot in wanted:
                if job.is_cancelled() or (found and perf_counter() - begin > _PATIENCE):
                    break
                found.append(_look_at(snapshot, sample))
            return found, perf_counter() - begin

        def done(result: tuple[list[Moment], float]) -> None:
            if job is self._job:
                self._job = None
                self._take(*result)

        def stopped(error: InklingError | None = None) -> None:
            if job is self._job:
                self._job = self._waiting = None

        job = self._jobs.start("statistics", work, done=done, failed=stopped, crashed=stopped)
        self._job = job

    def _take(self, found: list[Moment], seconds: float) -> None:
        self._seconds = seconds
        self._moments.update({moment.step: moment for moment in found})
        self._thin()
        self.found.emit()
        waiting, self._waiting = self._waiting, None
        if waiting is not None and self._job is None and waiting.step not in self._moments:
            self._start([waiting])

    def _thin(self) -> None:
        """Keep the first moment of each half slot, and the latest, when there are many."""
        if len(self._moments) <= _MOST_MOMENTS:
            return
        steps = sorted(self._moments)
        width = max(1, _slot_width(steps[-1]) // 2)
        firsts = {step // width: step for step in reversed(steps)}
        self._moments = {step: self._moments[step] for step in sorted({*firsts.values(), steps[-1]})}


def _slot_width(last: int) -> int:
    """Return how many steps a slot has: a power of two, such that there are at most ``SLOTS``."""
    width = 1
    while last // width >= SLOTS:
        width *= 2
    return width


def _sample_of(train: Split) -> Split:
    """Return the training images to look with: always the same ones, so that moments can be compared."""
    places = np.random.default_rng(0).permutation(len(train))[:SAMPLE]
    return Split(train.images[places], train.labels[places])


def _look_at(snapshot: Snapshot, sample: Split) -> Moment:
    measured = statistics(snapshot.network, snapshot.hyperparameters.cost, sample.images, sample.labels)
    return Moment(snapshot.step, snapshot.epoch, measured, snapshot.updates)
