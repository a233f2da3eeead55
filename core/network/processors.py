"""What the machine has to give: how many processors a multiplication may use, and how much memory is free.

The small matrices of a mini-batch gain little from a second thread, and lose much
to it when another program or a window wants that processor. So training uses one,
and leaves the others to whoever watches.
"""

from contextlib import AbstractContextManager

import psutil
from threadpoolctl import threadpool_limits


def limit_blas(threads: int = 1) -> AbstractContextManager[object]:
    """Return a context in which numpy's matrix products use so many threads, in the whole process."""
    limits: AbstractContextManager[object] = threadpool_limits(limits=threads, user_api="blas")
    return limits


def free_memory() -> int:
    """Return how many bytes of memory programs can still get without swapping."""
    return int(psutil.virtual_memory().available)
