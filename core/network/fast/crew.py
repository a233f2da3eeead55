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
import os
import pickle
import signal
import sys
import types
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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

_context = multiprocessing.get_context("spawn")


class HelperLostError(Exception):
    """A worker that the others wait for is gone."""


class Worker:
    """One of the processes: it does its share of the shards.

    Each has one of the ``doors``, at which the others knock; there are none where it is alone. While it waits,
    ``check`` is asked now and then, and raises when that is no use.
    """

    def __init__(self, ground: Ground, doors: Sequence[Semaphore], place: int, check: Callable[[], None]) -> None:
        self._shards = [Shard(ground, number) for number in range(len(ground.layouts))]
        self._place, self._check = place, check
        # What is kept of the semaphores does not keep their names: see Crew.is_there.
        self._enter = [door.acquire for door in doors]
        self._knock = [door.release for door in doors]

    def do(self, job: Job, workers: int) -> int:
        """Do a share of a job that so many workers do, and return how many batches were done when all are ready."""
        shards = self._shards[self._place :: workers]
        others = [knock for place, knock in enumerate(self._knock[:workers]) if place != self._place]
        with held_to(sides(workers)[self._place]):
            # Each shard goes up to the next meeting in turn. When the first of them is done, the strict zip goes on
            # to the others, so their last bit is done too.
            for _ in zip(*(shard.work(job) for shard in shards), strict=True):
                self._meet(others)
            self._meet(others)
        return shards[0].batches_done

    def _meet(self, others: Sequence[Callable[[], object]]) -> None:
        """Tell the others that this worker has come so far, and return when all have."""
        for knock in others:
            knock()
        for _ in others:
            self._wait(self._enter[self._place])

    def _wait(self, enter: Callable[..., bool]) -> None:
        for _ in range(_TRIES):
            if enter(False):
                return
        while not enter(True, _PATIENCE):
            self._check()


class Crew:
    """Helpers beside the process that trains, so many ``workers`` with it. They serve once they have come.

    Raises
    ------
    OSError, ImportError
        When the system gives no process or no semaphore.
    PicklingError, AttributeError, TypeError
        When a part of the settings is in no module that a helper could import.
    """

    def __init__(self, ground: Ground, workers: int) -> None:
        if multiprocessing.current_process().daemon:
            raise OSError("a process of a pool may start no other")
        with _without_main():
            pickle.dumps(ground.settings)
        self._lines: list[Connection] = []
        self._processes: list[BaseProcess] = []
        self._end = weakref.finalize(self, _end, self._processes, self._lines)
        self._doors = [_context.Semaphore(0) for _ in range(workers)]
        self._worker = Worker(ground, self._doors, 0, partial(_check, self._lines))
        for place in range(1, workers):
            mine, theirs = _context.Pipe()
            self._lines.append(mine)
            process = _context.Process(target=_help, args=(ground, self._doors, place, theirs), daemon=True)
            with theirs, _without_main(), _without_interruption():
                process.start()
            self._processes.append(process)
        self._awaited = list(self._lines)

    def is_there(self, patience: float = 0.0) -> bool:
        """Return whether all helpers have come, or come within so many seconds; raise where one is gone."""
        with _lost_when_broken():
            while self._awaited and self._awaited[-1].poll(patience):
                self._awaited.pop().recv()
        if not self._awaited:
            # All have opened the semaphores, which need names no longer: whatever ends us, none is left behind.
            self._doors.clear()
        return not self._awaited

    def do(self, job: Job, workers: int) -> int:
        """Do a job in so many processes; return how many batches were done. When one is lost, weights are of no use."""
        with _lost_when_broken():
            for line in self._lines[: workers - 1]:
                # As bytes: send would leave a buffer in use to a line that is broken, of which Python 3.13 complains.
                line.send_bytes(pickle.dumps((job, workers)))
        return self._worker.do(job, workers)

    def close(self) -> None:
        """Send the helpers home."""
        self._end()


def _check(lines: Sequence[Connection]) -> None:
    with _lost_when_broken():
        if any(line.poll() for line in lines):  # a helper that has come says nothing more: the other end is closed
            raise HelperLostError


def _check_parent(parent: BaseProcess) -> None:
    if not parent.is_alive():
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
    worker = Worker(ground, doors, place, partial(_check_parent, parent))
    with contextlib.suppress(EOFError, OSError, HelperLostError), np.errstate(all="ignore"), limit_blas():
        line.send(True)
        while True:
            worker.do(*line.recv())
    os._exit(0)  # at once: Python's way out takes a tenth of a second, and there is nothing to tidy up


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
