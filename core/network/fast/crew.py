"""Crew: the processes that do the shards' work, the training thread's own among them.

Numpy lets go of Python's interpreter lock while it multiplies, but whenever it is done with an array it has to get the
lock back, and two threads of many short calls spend more time on that than on arithmetic. So every worker has a process
and an interpreter of its own. They share the arrays, and nothing travels between them but the word what to do next.

At a meeting a worker tells all others that it has come so far, and waits until all have told it: with semaphores
(Dijkstra 1965), which it tries for a while before it sleeps, since on a virtual machine it takes up to 50
microseconds to be woken. The others are never more than a meeting ahead, because their next one waits for this worker.

A helper that is gone is noticed by who waits for it. A helper whose parent is gone ends by itself.
"""

import contextlib
import multiprocessing
import signal
import sys
import types
import weakref
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Semaphore

import numpy as np

from core.network.fast.ground import Ground
from core.network.fast.job import Job
from core.network.fast.shard import Shard
from core.network.processors import held_to, limit_blas, sides

_TRIES = 700  # before a worker sleeps: more would take time from a busy program
_PATIENCE = 0.2  # seconds of sleep before it looks whether the others are still there

HELPER = "inkling-helper"
"""What such a process is called."""

_context = multiprocessing.get_context("spawn")


class HelperLostError(Exception):
    """A worker that the others wait for is gone."""


class Meeting:
    """Where workers wait for each other.

    Parameters
    ----------
    doors : sequence of Semaphore
        One for each worker, at which the others knock.
    place : int
        Which is this worker's.
    check : callable
        Asked now and then while it waits; raises when it is no use.
    """

    def __init__(self, doors: Sequence[Semaphore], place: int, check: Callable[[], None]) -> None:
        self._doors, self._place = doors, place
        self._knock = [door.release for other, door in enumerate(doors) if other != place]
        self._check = check

    def __call__(self) -> None:
        """Tell the others that this worker has come so far, and return when all have."""
        for knock in self._knock:
            knock()
        for _ in self._knock:
            self._wait()

    def _wait(self) -> None:
        enter = self._doors[self._place].acquire
        for _ in range(_TRIES):
            if enter(False):
                return
        while not enter(True, _PATIENCE):
            self._check()


class Worker:
    """One of the processes: it does its share of the shards.

    Parameters
    ----------
    ground : Ground
        All arrays.
    doors : sequence of Semaphore
        One for each worker; none where there is no other.
    place : int
        Which worker it is.
    check : callable
        See :class:`Meeting`.
    """

    def __init__(self, ground: Ground, doors: Sequence[Semaphore], place: int, check: Callable[[], None]) -> None:
        self.doors = doors
        self._shards = [Shard(ground, number) for number in range(len(ground.layouts))]
        self._place, self._check = place, check

    def do(self, job: Job, workers: int) -> int:
        """Do a share of a job that so many workers do, and return how many batches were done when all are ready."""
        shards = self._shards[self._place :: workers]
        meet = Meeting(self.doors[:workers], self._place, self._check)
        with held_to(sides(workers)[self._place]):
            # Each shard goes up to the next meeting in turn. When the first of them is done, the strict zip goes on
            # to the others, so their last bit is done too.
            for _ in zip(*(shard.work(job) for shard in shards), strict=True):
                meet()
            meet()
        return shards[0].batches_done


class Crew:
    """Helpers beside the process that trains. They are started, and serve once they have come.

    Parameters
    ----------
    ground : Ground
        All arrays, in memory that can be shared.
    workers : int
        How many there are, with this process; they share out the shards.

    Raises
    ------
    OSError
        When the system gives no process or no semaphore.
    """

    def __init__(self, ground: Ground, workers: int) -> None:
        self._worker = Worker(ground, [_context.Semaphore(0) for _ in range(workers)], 0, self._check)
        self._lines: list[Connection] = []
        self._processes: list[BaseProcess] = []
        self._end = weakref.finalize(self, _end, self._processes, self._lines)
        for place in range(1, workers):
            mine, theirs = _context.Pipe()
            arguments = ground, self._worker.doors, place, theirs
            process = _context.Process(target=_help, args=arguments, name=HELPER, daemon=True)
            with _without_main(), _without_interruption():
                process.start()
            theirs.close()
            self._lines.append(mine)
            self._processes.append(process)
        self._awaited = list(self._lines)

    @property
    def is_there(self) -> bool:
        """Whether all helpers have come.

        Raises
        ------
        HelperLostError
            When one is gone.
        """
        self._check()
        self._awaited = [line for line in self._awaited if not (line.poll() and line.recv())]
        return not self._awaited

    def wait(self) -> None:
        """Return when all helpers have come."""
        while not self.is_there:
            self._awaited[0].poll(_PATIENCE)

    def do(self, job: Job, workers: int) -> int:
        """Do a job with some of the helpers, ``workers`` processes in all; return how many batches were done.

        Raises
        ------
        HelperLostError
            When one is gone; the weights are then of no use.
        """
        with _lost_when_broken():
            for line in self._lines[: workers - 1]:
                line.send((job, workers))
        return self._worker.do(job, workers)

    def close(self) -> None:
        """Send the helpers home."""
        self._end()

    def _check(self) -> None:
        if not all(process.is_alive() for process in self._processes):
            raise HelperLostError


@contextlib.contextmanager
def _lost_when_broken() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError) as error:
        raise HelperLostError from error


def _end(processes: list[BaseProcess], lines: list[Connection]) -> None:
    for line in lines:
        line.close()  # a helper that waits for work goes home
    for process in processes:
        process.join(_PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()


def _help(ground: Ground, doors: Sequence[Semaphore], place: int, line: Connection) -> None:
    """Do a helper's share of every job that comes, until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who pressed Ctrl+C meant the one program
    parent = multiprocessing.parent_process()
    assert parent is not None

    def check() -> None:
        if not parent.is_alive():
            raise HelperLostError

    worker = Worker(ground, doors, place, check)
    with contextlib.suppress(EOFError, OSError, HelperLostError), np.errstate(all="ignore"), limit_blas():
        line.send(True)
        while True:
            worker.do(*line.recv())


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Return a context in which a process that is started does not run the main program's file once more.

    A script that trains without asking for ``__name__ == "__main__"`` would train again in every helper.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextlib.contextmanager
def _without_interruption() -> Iterator[None]:
    """Return a context in which a process that is started never hears of Ctrl+C, from its first moment on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
