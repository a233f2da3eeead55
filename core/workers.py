"""Workers: a few threads for work that falls into pieces which have nothing to do with each other.

Numpy lets go of Python's interpreter lock while it works on large arrays, and so do zlib and the disk. So blocks of
images to evaluate or to bend, arrays to pack and pictures to read are done sooner by several threads. A piece should
take a good part of a millisecond or more: it takes about a tenth of one to start a thread.

The threads come when :func:`each` is called and are gone when it returns, so nobody has to know of them; the one of
:func:`beside`, which asks the system what cannot be taken back, stays until it has its answer. Those of the
engine, which meet many times within a millisecond, live longer: :mod:`core.network.fast.team`.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextvars import copy_context
from typing import TypeVar

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
