"""What the machine has to give: processors for multiplications and for threads, and free memory.

The small matrices of a mini-batch gain little from a second thread, and lose much
to it when another program or a window wants that processor. So training uses one,
and leaves the others to whoever watches.
"""

import contextlib
import os
import sys
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager

import psutil
from threadpoolctl import threadpool_limits

_RANK = 10  # of 0 to 19, as "nice" counts: a tenth of a processor is left to it beside one program of usual rank


def limit_blas(threads: int = 1) -> AbstractContextManager[object]:
    """Return a context in which numpy's matrix products use so many threads, in the whole process."""
    limits: AbstractContextManager[object] = threadpool_limits(limits=threads, user_api="blas")
    return limits


def free_memory() -> int:
    """Return how many bytes of memory programs can still get without swapping."""
    return int(psutil.virtual_memory().available)


def usable() -> int:
    """Return how many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def give_way() -> None:
    """Let this process have a processor only where no window and no other program of usual rank wants it."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        psutil.Process().nice(_RANK)


def sides(workers: int) -> tuple[frozenset[int] | None, ...]:
    """Return for each worker the processors it should keep to; None for all, where there are too few to divide."""
    if workers < 2 or not hasattr(os, "sched_getaffinity"):
        return (None,) * workers
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) < workers:
        return (None,) * workers
    places = [len(processors) * worker // workers for worker in range(workers + 1)]
    return tuple(frozenset(processors[slice(*pair)]) for pair in zip(places, places[1:], strict=False))


@contextmanager
def held_to(processors: Collection[int] | None) -> Iterator[None]:
    """Return a context in which this thread runs on these processors only; None stands for no restriction.

    Two workers that wake each other often are put on one and the same processor by the
    scheduler of Linux, which takes them for a producer and a consumer, while another
    processor stands idle. Held to different ones, they train up to twice as fast.
    """
    if processors is None:
        yield
        return
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, processors)
    except OSError:  # taken away since they were looked up
        before = set()
    try:
        yield
    finally:
        # If the system has restricted this process meanwhile, its ways hold.
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, before or processors)
