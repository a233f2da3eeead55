"""Conductor: gives the runs of a sweep to a team, one after another, and writes down what comes of each.

It has no thread of its own. Who calls :meth:`Conductor.run` waits for the end, and is told on the way.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from core.errors import TrainingError
from core.sweep.estimate import weights_of
from core.sweep.halving import latest
from core.sweep.journal import Journal
from core.sweep.order import Order
from core.sweep.remainder import left_at
from core.sweep.result import Result, Trial
from core.sweep.team import NO_MEMORY, Ended, Team
from core.training.naming import name_for

_LOOK = 0.1  # seconds between two looks at what a person wishes
_MOST_LOSSES = 2  # workers that may be lost at one run before it is taken to be the run's fault
CANCELLED = "It was cancelled."
LOST = "Its process ended before its time, twice."
NOT_ITS_FAULT = LOST, NO_MEMORY
"""Troubles of runs that are tried once more when the sweep is taken up again, maybe with fewer workers."""


class Wish(Enum):
    """What a person wants of a sweep that runs."""

    GO_ON = auto()
    PAUSE = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep is.

    Attributes
    ----------
    results : tuple of Result
        The furthest result of each run, in the order they ended.
    running : tuple of tuple
        Which runs are being trained, and by whom.
    done, left : int
        Runs that are done, or went as far as they go, and what may still come; with halving, stages of runs.
    seconds_left : float
        How long it will take at this rate; NaN before the first run has ended.
    workers : int
        How many there are.
    note : str
        What happened that one should know, such as a lost worker; empty where nothing did.
    """

    results: tuple[Result, ...]
    running: tuple[tuple[Trial, str], ...]
    done: int
    left: int
    seconds_left: float
    workers: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Size:
    """How much an order is: in epochs, and in numbers that can be compared, weights times epochs."""

    epochs: int
    effort: int


class Conductor:
    """Runs a sweep.

    Parameters
    ----------
    journal : Journal
        The sweep, and where it is written down; what is there already is not trained again, but for runs whose workers
        were lost or had no memory.
    team : Team
        Who trains.
    told : callable
        Called with a :class:`Progress` whenever a run begins or ends.
    clock : callable
        Returns seconds.
    """

    def __init__(
        self,
        journal: Journal,
        team: Team,
        told: Callable[[Progress], None] = lambda progress: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._journal, self._sweep, self._team, self._told, self._clock = journal, journal.sweep, team, told, clock
        self._rungs = self._sweep.rungs
        self._weights = tuple(weights_of(settings) for settings in self._sweep.settings)
        journal.mend()
        self._every = [result for result in journal.results() if result.trouble not in NOT_ITS_FAULT]
        self._latest = dict(latest(self._every))
        self._queue: deque[Order] = deque()
        self._sizes: dict[Trial, _Size] = {}  # of the runs of the rung at hand
        self._running: dict[Trial, str] = {}
        self._losses: dict[Trial, int] = {}
        self._given_up: set[Trial] = set()
        self._busy, self._effort = 0.0, 0.0  # seconds of workers, and the work they did in them
        self._began = clock()
        self._note = ""

    @property
    def results(self) -> tuple[Result, ...]:
        """The furthest result of each run so far."""
        return tuple(self._latest.values())

    def cancel(self, trial: Trial) -> None:
        """Give up one run, whether it is being trained or waits; may be called from any thread."""
        self._given_up.add(trial)

    def run(self, wish: Callable[[], Wish] = lambda: Wish.GO_ON) -> bool:
        """Train all that is left; return whether the sweep is at its end then.

        Parameters
        ----------
        wish : callable
            Asked many times a second. A pause begins no further run; stopping gives up those that are being trained.

        Raises
        ------
        TrainingError
            When all workers are gone.
        FileError
            When a result cannot be written; nothing further is begun.
        """
        for rung in range(len(self._rungs)):
            self._queue = deque(self._orders(rung))
            self._sizes = {order.trial: self._size_of(order) for order in self._queue}
            if not self._work_off(wish):
                return False
        return True

    def _work_off(self, wish: Callable[[], Wish]) -> bool:
        """Have the queue trained; return whether nothing of it is left."""
        self._tell()
        while self._queue or self._running:
            now = wish()
            self._heed_given_up()
            if now is Wish.STOP:
                self._give_up_all()
                return False
            if now is Wish.GO_ON and not self._is_spent():
                self._begin_some()
            elif self._is_spent() and not self._running:
                return False
            for ended in self._team.ended(_LOOK):
                self._take(ended)
        return True

    def _orders(self, rung: int) -> Iterable[Order]:
        """Return what is left to train at a rung."""
        return [self._order(trial, rung) for trial in left_at(self._sweep, self._every, rung)]

    def _order(self, trial: Trial, rung: int) -> Order:
        settings = self._sweep.of(trial)
        until, is_last = self._sweep.until(trial, rung), rung == len(self._rungs) - 1
        return Order(trial, rung, settings.to_dict(), until, name_for(settings), is_last=is_last)

    def _begin_some(self) -> None:
        # Asked only when something waits: of teams that go by turns, who asks is waited for.
        for worker in self._team.free() if self._queue else ():
            if not self._queue or self._is_spent():
                return
            order = self._queue.popleft()
            if order.rung:  # read now, for those of all who wait would fill the memory
                order = replace(order, start=self._journal.packed(order.trial, order.rung - 1))
            self._running[order.trial] = worker
            self._team.begin(worker, order)
            self._tell()
        if not self._team.count and not self._running:
            raise TrainingError(
                "No worker is left to train the sweep.", "Start some again, then go on with it: what was done is kept."
            )

    def _take(self, ended: Ended) -> None:
        order = ended.order
        self._running.pop(order.trial, None)
        if ended.product is not None:
            self._journal.add(ended.product)
            self._keep(ended.product.result)
            self._busy += ended.product.result.elapsed
            self._effort += self._sizes[order.trial].effort
        elif ended.trouble:
            self._write_off(order, ended.trouble)
        elif order.trial in self._given_up:
            self._write_off(order, CANCELLED)
        elif ended.is_lost:
            self._lose(ended)
        self._tell()

    def _lose(self, ended: Ended) -> None:
        trial = ended.order.trial
        self._losses[trial] = self._losses.get(trial, 0) + 1
        if self._losses[trial] >= _MOST_LOSSES:
            self._write_off(ended.order, LOST)
            return
        self._note = f"{ended.worker} ended before its time; its run is trained again."
        self._queue.appendleft(ended.order)

    def _write_off(self, order: Order, trouble: str) -> None:
        """Note that nothing comes of a run, or nothing more."""
        so_far = self._latest.get(order.trial.key)
        nothing = Result(order.trial, order.rung, 0.0, float("nan"), float("nan"), 0.0, 0.0, ())
        result = replace(so_far or nothing, rung=order.rung, trouble=trouble)
        self._journal.note(result)
        self._keep(result)

    def _keep(self, result: Result) -> None:
        self._every.append(result)
        self._latest[result.trial.key] = result

    def _heed_given_up(self) -> None:
        for trial in tuple(self._given_up):
            if trial in self._running:
                self._team.cancel(trial)
                continue
            waiting = [order for order in self._queue if order.trial == trial]
            for order in waiting:
                self._queue.remove(order)
                self._write_off(order, CANCELLED)
                self._tell()
            self._given_up.discard(trial)

    def _give_up_all(self) -> None:
        for trial in tuple(self._running):
            self._team.cancel(trial)
        while self._running:
            for ended in self._team.ended(_LOOK):
                self._running.pop(ended.order.trial, None)
                if ended.product is not None:  # it was done just then
                    self._journal.add(ended.product)
                    self._keep(ended.product.result)
        self._tell()

    def _is_spent(self) -> bool:
        """Return whether the budget allows no further run."""
        budget = self._sweep.budget
        if budget.minutes and self._clock() - self._began >= 60 * budget.minutes:
            return True
        if not budget.epochs or not self._queue:
            return False
        done = sum(result.epochs for result in self._latest.values())
        planned = sum(self._sizes[trial].epochs for trial in (*self._running, self._queue[0].trial))
        return done + planned > budget.epochs

    def _size_of(self, order: Order) -> _Size:
        begun = self._sweep.until(order.trial, order.rung - 1) if order.rung else 0
        epochs = order.until - begun
        return _Size(epochs, self._weights[order.trial.setting] * epochs)

    def _tell(self) -> None:
        left = sum(self._sizes[order.trial].effort for order in self._queue)
        seconds = left * self._busy / self._effort / max(self._team.count, 1) if self._effort else float("nan")
        results = self.results
        running = tuple(self._running.items())
        progress = Progress(results, running, len(results), len(self._queue), seconds, self._team.count, self._note)
        self._note = ""
        self._told(progress)
