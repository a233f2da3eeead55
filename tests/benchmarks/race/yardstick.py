"""How fast the machine multiplies at the moment: one product of fixed size, timed whenever it is told to."""

import sys
import time

import numpy as np

from tests.benchmarks.race.contestant import answer, blas

_SIZE = 1024
_TIMES = 3


def main() -> None:
    """Answer each line with the GFLOP/s of the best of some products."""
    a, b, c = (np.ones((_SIZE, _SIZE), np.float32) for _ in range(3))
    np.matmul(a, b, c)
    answer(facts=blas())
    for _ in sys.stdin:
        seconds = []
        for _ in range(_TIMES):
            began = time.perf_counter()
            np.matmul(a, b, c)
            seconds.append(time.perf_counter() - began)
        answer(gflops=2e-9 * _SIZE**3 / min(seconds))


if __name__ == "__main__":
    main()
