"""Workers: a few threads, or processes, for work that falls into pieces which have nothing to do with each other.

Numpy lets go of Python's interpreter lock while it works on large arrays, and so do zlib and the disk. So blocks of
images to evaluate or to bend, arrays to pack and pictures to read are done sooner by several threads. A piece should
take a good part of a millisecond or more: it takes about a tenth of one to start a thread.

Where the pieces are of many small steps, they wait for the lock most of the time. Processes have each a lock of their
own, and take a second to start and memory for all that is imported: :func:`apart` is for much work.

The threads come when :func:`each` is called and are gone when it returns, so nobody has to know of them; the one of
:func:`beside`, which asks the system what cannot be taken back, stays until it has its answer. The engine's
helpers, which meet many times within a millisecond, live longer: :mod:`core.network.parallel`.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from multiprocessing import connection, resource_tracker
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")


def _processors() -> int:
    """Return how many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


MOST = min(_processors(), 4)
"""How many threads to use where nothing else has to be done: more gain little, and leave nothing for others."""


def each(function: Callable[[P], R], pieces: Iterable[P], threads: int = MOST) -> list[R]:
    """Return what a function makes of each piece, in the order of the pieces.

    Parameters
    ----------
    function : callable
        Called once with each piece, in any order and in any thread; in a copy of the caller's context, so that
        what numpy warns of is the same everywhere.
    pieces : iterable
        What there is to do. A thread that is done with one takes the next.
    threads : int
        How many threads work, the caller's among them; with one, no other is started.

    Raises
    ------
    BaseException
        Whatever the function raises first; pieces that nobody has begun are then left out.
    """
    waiting = deque(enumerate(pieces))
    found: dict[int, R] = {}
    errors: list[BaseException] = []

    def take_pieces() -> None:
        while (taken := _next_of(waiting)) is not None:
            place, piece = taken
            found[place] = function(piece)

    def work() -> None:
        if not _is_done(take_pieces, errors):
            waiting.clear()

    helpers = _start(work, min(threads, len(waiting)) - 1)
    work()
    for helper in helpers:
        helper.join()
    if errors:
        raise errors[0]
    return [found[place] for place in range(len(found))]


def apart(function: Callable[[P], R], pieces: Iterable[P], processes: int) -> Generator[R, None, None]:
    """Yield what a function makes of each piece, in the order of the pieces, by processes of their own.

    They end with the iterator, which should be closed if it is not used up, and with this process, however that ends.

    Parameters
    ----------
    function : callable
        To be found by its name in a module, which each process imports; what it takes and returns is pickled.
    pieces : iterable
        What there is to do, each worth a tenth of a second or so. A process that is done with one is given the next.
    processes : int
        How many. Where the system allows fewer, or one is lost, the caller's does their part.

    Raises
    ------
    BaseException
        Whatever the function raises, as soon as it is met: what came of earlier pieces may not have been told.
    """
    waiting, found, told = iter(enumerate(pieces)), dict[int, R](), 0
    busy: dict[Any, tuple[int, P]] = {}
    with _helpers(function, processes) as idle:
        while True:
            while idle and (taken := next(waiting, None)) is not None:
                helper = idle.pop()
                busy[helper] = taken
                with suppress(OSError):  # one that is lost is found out below
                    helper.send(taken[1])
            if not busy and (taken := next(waiting, None)) is not None:
                found[taken[0]] = function(taken[1])
            for ready in list[Any](connection.wait(list(busy), 0 if told in found else None) if busy else []):
                place, piece = busy.pop(ready)
                try:
                    found[place] = ready.recv()
                    idle.append(ready)
                except (EOFError, OSError):
                    found[place] = function(piece)
            if told in found:
                yield found.pop(told)
                told += 1
            elif not busy:
                return


def beside(function: Callable[[], R], look: Callable[[], object], seconds: float) -> R:
    """Return what a function returns that waits for the system, and can be left meanwhile.

    Parameters
    ----------
    function : callable
        Called in a thread of its own. It should touch nothing that others use: where it is left it goes on.
    look : callable
        Called again and again while the function has not returned; to leave it, it raises.
    seconds : float
        How long to wait between two looks.

    Raises
    ------
    BaseException
        Whatever the function or the look raises.
    """
    found: list[R] = []
    errors: list[BaseException] = []
    is_over = threading.Event()

    def work() -> None:
        _is_done(lambda: found.append(function()), errors)
        is_over.set()

    helper = threading.Thread(target=work, name="inkling-worker", daemon=True)  # a program that ends does not wait
    helper.start()
    while not is_over.wait(seconds):
        look()
    helper.join()
    if errors:
        raise errors[0]
    return found[0]


@contextmanager
def _helpers(function: Callable[[P], R], count: int) -> Iterator[list[Any]]:
    """Start processes that wait for pieces, and give what connects each; they are gone at the end."""
    context = multiprocessing.get_context("spawn")  # a fork would take over the locks of other threads, held for ever
    started: list[tuple[SpawnProcess, Any]] = []
    try:
        with suppress(OSError), _deaf_to_interruption():
            for _ in range(count):
                ours, theirs = context.Pipe()
                helper = context.Process(target=_answer, args=(function, theirs), name="inkling-worker", daemon=True)
                helper.start()
                started.append((helper, ours))
                theirs.close()  # so that it is noticed when the helper is gone
        yield [ours for _, ours in started]
    finally:
        for helper, ours in started:
            ours.close()
            helper.terminate()  # it reads, and leaves nothing half done
            helper.join()


def _answer(function: Callable[[P], R], caller: Any) -> None:
    """Do what comes through a connection, until there is nobody at its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Without an answer the caller does the piece itself, and so meets the same error where it can be told.
    with suppress(Exception):
        while True:
            caller.send(function(caller.recv()))


@contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Let processes that are started not hear of Ctrl+C, which goes to all of a terminal; this one hears it after."""
    if not hasattr(signal, "pthread_sigmask"):  # as in Windows: there they are deaf as soon as they are at work
        yield
        return
    resource_tracker.ensure_running()  # it would come with the first process, and let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_done(work: Callable[[], object], errors: list[BaseException]) -> bool:
    """Do something in a thread that has nobody to hear of errors, and return whether it was done."""
    try:
        work()
    except BaseException as error:  # noqa: BLE001  # whoever waits for the thread raises it again
        errors.append(error)
        return False
    return True


def spread(count: int, threads: int) -> list[slice]:
    """Return so many things in as many stretches of about the same length as there are threads, as slices."""
    parts = max(1, min(threads, count))
    return [slice(count * part // parts, count * (part + 1) // parts) for part in range(parts)]


def _next_of(waiting: deque[P]) -> P | None:
    try:
        return waiting.popleft()
    except IndexError:  # to look first whether there is one would leave another thread time to take it
        return None


def _start(work: Callable[[], None], count: int) -> list[threading.Thread]:
    """Start so many helpers, or fewer where the system allows no more threads: the others do their part."""
    helpers = []
    for _ in range(count):
        helper = threading.Thread(target=copy_context().run, args=(work,), name="inkling-worker")
        try:
            helper.start()
        except RuntimeError:
            break
        helpers.append(helper)
    return helpers
