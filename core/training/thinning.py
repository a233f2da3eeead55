"""Thinning: which moments of a run to keep where there is not room for all.

A run begins fast and ends slowly: between its first and second batch more happens
than between its last two epochs. So moments count as close together *in proportion* to how far
the run had come, and early ones stay dense.
"""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt


def most_crowded(steps: Sequence[int], sizes: Sequence[int], kept: Collection[int], excess: float) -> set[int]:
    """Return the places of the moments to give up first: those whose neighbors are closest together.

    Of two neighbors only one: the other one's gap is wider then, and it gets its turn in the next round.

    Parameters
    ----------
    steps : sequence of int
        The steps of the moments, in rising order.
    sizes : sequence of int
        How many bytes each of them takes.
    kept : collection of int
        Places that are not given up; the two ends never are.
    excess : float
        How many bytes there are too many: moments are given up until they take so many together.
    """
    droppable = (at for at in range(1, len(steps) - 1) if at not in kept)
    chosen: set[int] = set()
    for at in sorted(droppable, key=lambda at: _gap(steps, at)):
        if excess <= 0:
            break
        if at - 1 not in chosen and at + 1 not in chosen:
            chosen.add(at)
            excess -= sizes[at]
    return chosen


def evenly(steps: npt.NDArray[np.int64], count: int) -> set[int]:
    """Return so many places or a few less, evenly spread in proportion to how far the run had come there.

    Parameters
    ----------
    steps : ndarray of int, shape (n,)
        The steps of the moments, in rising order.
    count : int
        How many places at most.
    """
    if len(steps) <= count:
        return set(range(len(steps)))
    if count < 1:
        return set()

    def found(goals: int) -> npt.NDArray[np.int64]:
        looked_for = np.expm1(np.linspace(np.log1p(steps[0] / 100), np.log1p(steps[-1] / 100), goals)) * 100
        return np.unique(np.searchsorted(steps, np.rint(looked_for), side="right") - 1)

    # Many goals find a moment that others have found, where moments are far apart: so there may be more of them.
    fewest, most = 1, 64 * count
    while most - fewest > 1:
        middle = (fewest + most) // 2
        fewest, most = (middle, most) if len(found(middle)) <= count else (fewest, middle)
    return set(found(fewest).tolist())


def _gap(steps: Sequence[int], at: int) -> float:
    """Return how far apart the neighbors of a place are, in proportion to how far the run had come."""
    return (steps[at + 1] - steps[at - 1]) / (steps[at + 1] + 100)
