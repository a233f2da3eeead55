"""What it costs two processes to wait for each other, as the engine's workers do at every step."""

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.synchronize import Semaphore

_TRIES = 700  # before one sleeps
_MEETINGS = 500  # timed together
_TIMES = 40


def meeting_seconds() -> float:
    """Return what a meeting of two processes takes where both come at the same time.

    Each tells the other that it has come, and tries whether the other has. The best of many series counts.
    """
    context = multiprocessing.get_context("spawn")
    doors = context.Semaphore(0), context.Semaphore(0)
    other = context.Process(target=_meet, args=(doors[::-1], 1), daemon=True)
    other.start()
    seconds = _meet(doors, 0)
    other.join()
    return seconds


def knock_seconds() -> float:
    """Return what each further worker adds to a meeting: it is told, and waited for, while it has come already."""
    door = multiprocessing.get_context("spawn").Semaphore(0)
    return _best(lambda: (door.release(), door.acquire()))


def _meet(doors: tuple[Semaphore, Semaphore], side: int) -> float:
    _keep_to(side)
    knock, enter = doors[1].release, doors[0].acquire

    def meet() -> None:
        knock()
        for _ in range(_TRIES):
            if enter(False):
                return
        enter()

    return _best(meet)


def _best(act: Callable[[], object]) -> float:
    times = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        for _ in range(_MEETINGS):
            act()
        times.append((time.perf_counter() - began) / _MEETINGS)
    return min(times)


def _keep_to(side: int) -> None:
    """Keep to a processor of one's own, where that can be said and there are two."""
    if side and hasattr(os, "sched_setaffinity") and len(processors := sorted(os.sched_getaffinity(0))) > 1:
        os.sched_setaffinity(0, {processors[-1]})
