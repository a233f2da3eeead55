"""Processes of this machine that train the runs of a sweep, each with one thread of arithmetic.

They are spawned, so they share nothing but what they are given: the data set lies once in memory that all can see
(:mod:`core.sweep.shared`), and is read by them where it lies. A process that is gone is noticed by its line, which is
closed then, and another takes its place; one whose program is gone ends by itself for the same reason.
"""

import multiprocessing
import os
import signal
import weakref
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from core.network.parallel.starting import without_interruption, without_main
from core.network.processors import give_way, limit_blas, usable
from core.sweep.order import Order, Product, carry_out
from core.sweep.result import Trial
from core.sweep.shared import SharedDataset
from core.sweep.team import NO_MEMORY, Ended

_PATIENCE = 0.5  # seconds for a process to end by itself
_CANCEL = b"cancel"

_context = multiprocessing.get_context("spawn")


class _Worker:
    """One process, and what it is at."""

    def __init__(self, name: str, dataset: SharedDataset, *, is_modest: bool) -> None:
        self.name = name
        self.order: Order | None = None
        self.line, theirs = _context.Pipe()
        self.process: BaseProcess = _context.Process(target=_serve, args=(dataset, theirs, is_modest), daemon=True)
        with theirs, without_main(), without_interruption():
            self.process.start()


class Processes:
    """So many processes, started at once; see :class:`core.sweep.team.Team`.

    Parameters
    ----------
    dataset : SharedDataset
        What they train on.
    count : int, optional
        How many; without it, as many as this program may use processors.
    is_modest : bool
        Whether they leave the processors to a window, and to other programs, that want them.

    Raises
    ------
    OSError
        When the system gives no process.
    """

    def __init__(self, dataset: SharedDataset, count: int | None = None, *, is_modest: bool = False) -> None:
        self._dataset, self._is_modest = dataset, is_modest
        self._workers: list[_Worker] = []
        self._end = weakref.finalize(self, _end, self._workers)
        for number in range(count or usable()):
            self._workers.append(self._started(f"process {number + 1}"))

    def _started(self, name: str) -> _Worker:
        return _Worker(name, self._dataset, is_modest=self._is_modest)

    @property
    def count(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    def free(self) -> Sequence[str]:
        """Return the names of those that have nothing to do."""
        return [worker.name for worker in self._workers if worker.order is None]

    def begin(self, worker: str, order: Order) -> None:
        """Have a free worker train a run. One that is gone by now is lost like one that goes later."""
        found = next(each for each in self._workers if each.name == worker)
        found.order = order
        with suppress(OSError):
            found.line.send(order)

    def ended(self, patience: float) -> Sequence[Ended]:
        """Return what has ended since the last time, or ends within so many seconds."""
        busy = {worker.line: worker for worker in self._workers if worker.order is not None}
        return [self._ended(busy[line]) for line in wait(list(busy), patience) if isinstance(line, Connection)]

    def _ended(self, worker: _Worker) -> Ended:
        order = worker.order
        assert order is not None
        try:
            answer: Product | str | None = worker.line.recv()
        except (EOFError, OSError):
            self._replace(worker)
            return Ended(order, worker.name, is_lost=True)
        worker.order = None
        if isinstance(answer, str):
            return Ended(order, worker.name, trouble=answer)
        return Ended(order, worker.name, answer)

    def _replace(self, lost: _Worker) -> None:
        _end([lost])
        self._workers[self._workers.index(lost)] = self._started(lost.name)

    def cancel(self, trial: Trial) -> None:
        """Have a run given up that is being trained."""
        for worker in self._workers:
            if worker.order is not None and worker.order.trial == trial:
                with suppress(OSError):
                    worker.line.send_bytes(_CANCEL)

    def close(self) -> None:
        """Let go of all processes."""
        self._end()
        self._workers.clear()


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.line.close()  # who waits for work goes home, and who trains looks now and then
    for worker in workers:
        worker.process.join(_PATIENCE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.process.close()


class _Line:
    """A worker's end of its line: orders come, and between them the wish to give one up."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def is_cancelled(self) -> bool:
        """Return whether the order at hand is to be given up; whoever is gone at the other end wants nothing more."""
        try:
            return self._line.poll() and self._line.recv_bytes() == _CANCEL
        except (EOFError, OSError):
            os._exit(0)

    def next(self) -> Order:
        """Return the next order; a wish that came too late is passed over."""
        while True:
            data = self._line.recv_bytes()
            if data != _CANCEL:
                order = multiprocessing.reduction.ForkingPickler.loads(data)
                assert isinstance(order, Order)
                return order

    def answer(self, product: Product | str | None) -> None:
        """Say what came of it."""
        self._line.send(product)


def _serve(dataset: SharedDataset, line: Connection, is_modest: bool) -> None:
    """Carry out every order that comes, until the line is closed."""
    if is_modest:
        give_way()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who pressed Ctrl+C meant the one program
    own, (images, packed) = _Line(line), dataset.opened()
    with suppress(EOFError, OSError), limit_blas():
        while True:
            order = own.next()
            try:
                product: Product | str | None = carry_out(order, images, own.is_cancelled, packed_images=packed)
            except MemoryError:
                product = NO_MEMORY
            own.answer(product)
    os._exit(0)
