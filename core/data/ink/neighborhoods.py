"""Neighborhoods: the highest and the lowest value around each pixel, within a square.

SciPy has the same as ``maximum_filter`` and so on, a number at a time. Here whole pictures are compared with
themselves, moved: the highest of two neighbors, then of two such pairs, and so on. A neighborhood of a hundred pixels
takes seven comparisons of a picture, each of which numpy makes for many pixels at once, and without Python's lock.
Beyond a picture's edge there is nothing: a neighborhood ends there.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

S = TypeVar("S", bound=np.generic)
_Better = Callable[..., Any]


def highest(values: npt.NDArray[S], size: int) -> npt.NDArray[S]:
    """Return the highest value in the square around each pixel, of so many pixels on a side.

    Of an even size, one pixel more lies below and to the right than above and to the left.
    """
    return _best(values, (size - 1) // 2, size // 2, np.maximum)


def lowest(values: npt.NDArray[S], size: int) -> npt.NDArray[S]:
    """Return the lowest value in the square around each pixel, which is even as in :func:`highest`, but mirrored."""
    return _best(values, size // 2, (size - 1) // 2, np.minimum)


def closed(values: npt.NDArray[S], size: int) -> npt.NDArray[S]:
    """Return a picture without what is darker than its surroundings and narrower than a square: its closing."""
    return lowest(highest(values, size), size)


def opened(values: npt.NDArray[S], size: int) -> npt.NDArray[S]:
    """Return a picture without what is lighter than its surroundings and narrower than a square: its opening."""
    return highest(lowest(values, size), size)


def _best(values: npt.NDArray[S], before: int, after: int, better: _Better) -> npt.NDArray[S]:
    """Return the best value among those from so many before each to so many after it, along both axes."""
    across = _best_below(values, before, after, better).T
    return np.ascontiguousarray(_best_below(across, before, after, better).T)


def _best_below(values: npt.NDArray[S], before: int, after: int, better: _Better) -> npt.NDArray[S]:
    rows = before + len(values) + after
    best = np.empty((rows, values.shape[1]), values.dtype)
    best[:before], best[before : rows - after], best[rows - after :] = values[0], values, values[-1]
    other = np.empty_like(best)  # the two take turns: new ones would have to be fetched from the system each time
    reach = 1  # of how many values each is the best
    while reach < before + after + 1:
        step = min(reach, before + after + 1 - reach)
        rows -= step
        better(best[:rows], best[step : step + rows], out=other[:rows])
        best, other = other, best
        reach += step
    return best[:rows]
