"""Workers of a Dask cluster that train the runs of a sweep, each one run at a time with one thread of arithmetic.

The data set is sent to each worker once and stays in its memory, opened and packed, for as long as the sweep lasts; of
images that stay in a file, a worker that has the same file is told where. A run is ordered from one certain worker.
Dask would keep it for that worker for ever, should it be killed; so the scheduler is asked twice a second who is there:
whoever left is lost with its run, and whoever came is given work.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from core.data.dataset import Dataset
from core.errors import InklingError, fenced
from core.sweep import scheduler
from core.sweep.order import Order, Product
from core.sweep.result import Trial
from core.sweep.team import Ended

_LOOK = 0.5  # seconds between two questions who is there
_GRACE = 15.0  # seconds for a worker to come after the last one was lost
_SOUND = "pending", "finished"  # states of a data set that a worker has, or gets
_FIRST_WAIT = 5.0  # seconds for a run to come from its worker; then twice as long


@dataclass(frozen=True, slots=True)
class _Task:
    """What a worker is at: the order, and Dask's future of its product."""

    order: Order
    future: Any


class Cluster:
    """The workers of a Dask cluster; see :class:`core.sweep.team.Team`.

    Parameters
    ----------
    address : str
        Where the scheduler listens, as ``tcp://192.168.1.10:8786``.
    dataset : Dataset
        What they train on.
    clock : callable
        Returns seconds.

    Raises
    ------
    KnobError
        When Dask distributed is not installed.
    TrainingError
        When no scheduler answers there, it has no workers, or these have other versions of what counts.
    """

    def __init__(self, address: str, dataset: Dataset, *, clock: Callable[[], float] = time.monotonic) -> None:
        scheduler.check_installed()
        self._address, self._dataset, self._clock = address, dataset, clock
        self._data: dict[str, Any] = {}  # of each worker: the future of the data set it has opened
        self._tasks: dict[str, _Task] = {}
        self._strangers: set[str] = set()  # with other versions, who came later
        self._arrived: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._over: list[Ended] = []
        self._lost: list[Ended] = []
        self._next_look, self._patient_until = 0.0, 0.0
        self._quiet = scheduler.Quiet()
        self._client: Any = None
        try:
            self._client = scheduler.connected(address)
            self._welcome(scheduler.first_workers(self._client, address))
        except BaseException:
            self.close()
            raise

    @property
    def count(self) -> int:
        """How many workers there are now."""
        return len(self._data)

    def free(self) -> Sequence[str]:
        """Return the addresses of those that have nothing to do.

        Raises
        ------
        TrainingError
            When the scheduler is gone, as from all other methods but the last two.
        """
        self._look()
        return [worker for worker in self._data if worker not in self._tasks]

    def begin(self, worker: str, order: Order) -> None:
        """Have a free worker train a run. One that is gone by now is lost like one that goes later."""
        from inkling.worker import carried_out

        with fenced(self._gone), scheduler.large_orders():
            future = self._submitted(carried_out, order.to_dict(), self._data[worker], on=worker)
        self._tasks[worker] = _Task(order, future)
        future.add_done_callback(lambda done: self._arrived.put((worker, done)))

    def ended(self, patience: float) -> Sequence[Ended]:
        """Return what has ended since the last time, or ends within so many seconds."""
        self._look()
        if not self._over:
            with suppress(Empty):
                self._take(*self._arrived.get(timeout=patience))
        with suppress(Empty):
            while True:
                self._take(*self._arrived.get_nowait())
        over, self._over = self._over, []
        # Where no worker is left, those who wait for one are told nothing for a while: another may come in its place.
        if self._data or self._clock() >= self._patient_until:
            over, self._lost = over + self._lost, []
        return over

    def cancel(self, trial: Trial) -> None:
        """Have a run given up that is being trained: its worker notices at its next batch."""
        for worker, task in tuple(self._tasks.items()):
            if task.order.trial == trial:
                del self._tasks[worker]
                self._let_go([task.future])
                self._over.append(Ended(task.order, worker))

    def close(self) -> None:
        """Let go of all workers; what they are at is given up, and the data set leaves their memory."""
        if self._client is not None:
            self._let_go(task.future for task in self._tasks.values())
            self._tasks.clear()
            self._data.clear()
            with suppress(OSError, RuntimeError):
                self._client.close()
        self._quiet.end()

    def _look(self) -> None:
        """See who has come and who has gone."""
        if self._client.status in ("closing", "closed"):  # it has tried for a while to find the scheduler again
            raise self._gone()
        if self._client.status != "running":
            self._lose(tuple(self._data))
            return
        if self._clock() < self._next_look:
            return
        self._next_look = self._clock() + _LOOK
        with suppress(OSError):  # the scheduler went away just now
            there = frozenset(self._client.nthreads())
            self._strangers |= {worker for worker, data in self._data.items() if data.status == "error"}  # had no room
            self._strangers &= there
            self._lose([worker for worker, data in self._data.items() if not self._is_sound(worker, data, there)])
            self._welcome_those_who_fit(there - self._data.keys() - self._strangers)

    def _welcome_those_who_fit(self, workers: frozenset[str]) -> None:
        if workers:
            self._strangers |= scheduler.misfits(self._client, workers).keys()
            self._welcome(workers - self._strangers)

    def _welcome(self, workers: frozenset[str]) -> None:
        """Give each of them the data set, or where it lies in files that it can read."""
        from inkling.worker import can_read, opened, places_of, told_of

        places = places_of(self._dataset)
        answers = self._client.run(can_read, places, workers=list(workers), on_error="return") if places else {}
        near = {worker for worker in workers if answers.get(worker) is True}
        for group in (near, workers - near):
            told = told_of(self._dataset, is_in_place=group is near) if group else {}
            for worker in sorted(group):
                with suppress(OSError):  # gone again; in OSError are Dask's troubles with lines, and time that is up
                    [there] = self._client.scatter([told], workers=[worker], hash=False)
                    self._data[worker] = self._submitted(opened, there, on=worker)

    def _submitted(self, function: Callable[..., Any], *values: Any, on: str) -> Any:
        return self._client.submit(
            function, *values, workers=[on], allow_other_workers=False, pure=False, retries=0, priority=0
        )

    def _lose(self, workers: Iterable[str]) -> None:
        for worker in workers:
            self._data.pop(worker, None)
            task = self._tasks.pop(worker, None)
            if task is not None:
                self._let_go([task.future])
                self._lost.append(Ended(task.order, worker, is_lost=True))
                self._patient_until = self._clock() + _GRACE

    def _take(self, worker: str, future: Any) -> None:
        """Note how an order ended, unless it was given up or lost before."""
        task = self._tasks.get(worker)
        if task is None or task.future is not future:
            return
        answer = self._answer(future)
        if answer is None:
            self._lose([worker])
            return
        del self._tasks[worker]
        if isinstance(answer, str):
            self._over.append(Ended(task.order, worker, trouble=answer))
        else:
            self._over.append(Ended(task.order, worker, Product.from_dict(answer)))

    def _answer(self, future: Any) -> dict[str, Any] | str | None:
        """Return what a worker answered, or nothing where it or its answer is lost."""
        patience = _FIRST_WAIT
        while future.status == "finished":
            with suppress(TimeoutError, OSError):
                answer: dict[str, Any] | str | None = future.result(timeout=patience)
                return answer
            patience *= 2
        return None

    def _let_go(self, futures: Iterable[Any]) -> None:
        if self._client.status == "running":
            with fenced(self._gone), suppress(OSError):
                self._client.cancel(list(futures), force=True)

    def _gone(self, error: Exception | None = None) -> InklingError:
        return scheduler.gone(self._address)

    @staticmethod
    def _is_sound(worker: str, data: Any, there: frozenset[str]) -> bool:
        return worker in there and data.status in _SOUND
