"""Crew: helpers, the processes that do the shards' work.

Numpy lets go of Python's interpreter lock while it multiplies, but whenever it is done with an array it has to get the
lock back, and two threads of many short calls spend more time on that than on arithmetic. So every worker has a process
and an interpreter of its own, and the thread that trains only waits for them: a window in the same process has the
lock for itself. They share the arrays, and nothing travels between them but the word what to do next.

At a meeting a worker tells all others that it has come so far, and waits until all have told it: with semaphores
(Dijkstra 1965), which it tries for a while before it sleeps, since on a virtual machine it takes up to 50
microseconds to be woken. The others are never more than a meeting ahead, because their next one waits for this worker.

A helper that is gone is noticed by who waits for it: its line is closed. A helper whose program is gone, or gives the
crew up, ends by itself for the same reason.
"""

import contextlib
import multiprocessing
import os
import pickle
import signal
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Semaphore

import numpy as np

from core.network.dropout import drawn_once
from core.network.fast.ground import Ground
from core.network.fast.job import Job
from core.network.fast.shard import Shard
from core.network.parallel.starting import without_interruption, without_main
from core.network.processors import give_way, held_to, limit_blas, sides

_TRIES = 700  # before a worker sleeps: more would take time from a busy program
_PATIENCE = 0.2  # seconds of sleep before it looks whether it is still needed, and to end before it is killed

_context = multiprocessing.get_context("spawn")


class HelperLostError(Exception):
    """A helper is gone, or the program that it helps."""


class Worker:
    """Does its share of the shards, in a helper, or all of them in the thread that trains.

    Each has one of the ``doors``, at which the others knock; there are none where it is alone. While it waits,
    ``check`` is asked now and then, and raises when that is no use.
    """

    def __init__(self, ground: Ground, doors: Sequence[Semaphore], place: int, check: Callable[[], None]) -> None:
        draw = drawn_once()
        self._shards = [Shard(ground, number, draw) for number in range(len(ground.layouts))]
        self._place, self._check = place, check
        # What is kept of the semaphores does not keep their names: see Crew.is_there.
        self._enter = [door.acquire for door in doors]
        self._knock = [door.release for door in doors]

    def do(self, job: Job, workers: int) -> int:
        """Do a share of a job that so many workers do, and return how many batches were done."""
        shards = self._shards[self._place :: workers]
        others = [knock for place, knock in enumerate(self._knock[:workers]) if place != self._place]
        with held_to(sides(workers)[self._place]):
            # Each shard goes up to the next meeting in turn. When the first of them is done, the strict zip goes on
            # to the others, so their last bit is done too.
            for _ in zip(*(shard.work(job) for shard in shards), strict=True):
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
    """So many helpers. They serve once they have come, and give way to other programs where it ``is_modest``.

    Raises
    ------
    OSError, ImportError
        When the system gives no process or no semaphore.
    PicklingError, AttributeError, TypeError
        When a part of the settings is in no module that a helper could import.
    """

    def __init__(self, ground: Ground, helpers: int, *, is_modest: bool = False) -> None:
        if multiprocessing.current_process().daemon:
            raise OSError("a process of a pool may start no other")
        with without_main():
            pickle.dumps(ground.settings)
        self._lines: list[Connection] = []
        self._processes: list[BaseProcess] = []
        self._end = weakref.finalize(self, _end, self._processes, self._lines)
        self._doors = [_context.Semaphore(0) for _ in range(helpers)]
        for place in range(helpers):
            mine, theirs = _context.Pipe()
            self._lines.append(mine)
            words = ground, self._doors, place, theirs, is_modest
            process = _context.Process(target=_help, args=words, daemon=True)
            with theirs, without_main(), without_interruption():
                process.start()
            self._processes.append(process)
        self._awaited = list(self._lines)

    def is_there(self, patience: float = 0.0) -> bool:
        """Return whether all helpers have come, or come within so many seconds; raise where one is gone."""
        with _lost_when_broken():
            while self._awaited and (come := _ready(self._awaited, patience)):
                for line in come:
                    line.recv()
                    self._awaited.remove(line)
        if not self._awaited:
            # All have opened the semaphores, which need names no longer: whatever ends us, none is left behind.
            self._doors.clear()
        return not self._awaited

    def do(self, job: Job, workers: int) -> int:
        """Have a job done by so many; return how many batches were done. When one is lost, weights are of no use."""
        awaited, done = self._lines[:workers], 0
        with _lost_when_broken():
            for line in awaited:
                # As bytes: send would leave a buffer in use to a line that is broken, of which Python 3.13 complains.
                line.send_bytes(pickle.dumps((job, workers)))
            while awaited:
                for line in _ready(awaited):
                    done = int.from_bytes(line.recv_bytes())
                    awaited.remove(line)
        return done

    def close(self) -> None:
        """Send the helpers home."""
        self._end()


def _ready(lines: list[Connection], patience: float | None = None) -> list[Connection]:
    """Return those of the lines on which something came, or comes within so many seconds, or that are broken."""
    ready = wait(lines, patience)
    return [line for line in lines if line in ready]


def _check(line: Connection) -> None:
    if line.poll():  # within a job nothing is said: the other end is closed
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


def _help(ground: Ground, doors: Sequence[Semaphore], place: int, line: Connection, is_modest: bool) -> None:
    """Do a helper's share of every job that comes, until the line is closed."""
    if is_modest:
        give_way()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who pressed Ctrl+C meant the one program
    worker = Worker(ground, doors, place, partial(_check, line))
    with contextlib.suppress(EOFError, OSError, HelperLostError), np.errstate(all="ignore"), limit_blas():
        line.send(True)
        while True:
            line.send_bytes(worker.do(*line.recv()).to_bytes(8))
    os._exit(0)  # at once: Python's way out takes a tenth of a second, and there is nothing to tidy up
