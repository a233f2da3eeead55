"""What the machine has to give: how many processors a multiplication may use, and how much memory is free.

The small matrices of a mini-batch gain little from a second thread, and lose much
to it when another program or a window wants that processor. So training uses one,
and leaves the others to whoever watches.
"""

import math
import os
from contextlib import AbstractContextManager

from threadpoolctl import threadpool_limits


def limit_blas(threads: int = 1) -> AbstractContextManager[object]:
    """Return a context in which numpy's matrix products use so many threads, in the whole process."""
    limits: AbstractContextManager[object] = threadpool_limits(limits=threads, user_api="blas")
    return limits


def free_memory() -> float:
    """Return how many bytes of memory are free; infinity where the system does not tell."""
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return math.inf  # Windows and macOS have no such figure
