"""Curves of a sweep: those of all runs in a few long arrays, so that they are drawn as one line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.sweep.findings import Row
from core.sweep.goal import ACCURACY, COST, SECONDS, Goal
from core.sweep.places import Floats
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial

_EPOCH, _SECONDS, _ACCURACY, _COST = range(4)  # the columns of a result's curve


@dataclass(frozen=True, slots=True)
class Curves:
    """The curves of all runs, one after the other.

    Attributes
    ----------
    trials : tuple of Trial
        The runs that have a curve, the best last, so that it is drawn upon the others.
    starts : ndarray, shape (runs + 1,), int64
        Where each curve begins, and where the last one ends.
    x, y : ndarray, shape (points,)
        Epochs, or seconds where these count; accuracies, or costs where these count.
    connect : ndarray, shape (points,), bool
        Whether a point is joined with the next: not at the end of a curve, nor where one has no figure.
    x_name, y_name : str
        What they are.
    measure : Goal
        How a point of a curve is written and compared: of seconds to a target the accuracy is drawn.
    """

    trials: tuple[Trial, ...]
    starts: np.ndarray
    x: Floats
    y: Floats
    connect: np.ndarray
    x_name: str
    y_name: str
    measure: Goal


def curves(sweep: Sweep, rows: Sequence[Row]) -> Curves:
    """Return the curves of all runs, as far as they came."""
    goal = sweep.goal
    across, up = (_SECONDS if goal.kind == SECONDS else _EPOCH), (_COST if goal.kind == COST else _ACCURACY)
    sound = [result for row in reversed(rows) for result in _worst_first(goal, row) if result.curve]
    lengths = [len(result.curve) for result in sound]
    x = np.array([point[across] for result in sound for point in result.curve], np.float64)
    y = np.array([point[up] for result in sound for point in result.curve], np.float64)
    starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    connect = np.isfinite(y)
    connect[:-1] &= np.isfinite(y[1:])
    connect[starts[1:] - 1] = False
    names = "seconds" if goal.kind == SECONDS else "epoch", "cost" if goal.kind == COST else "accuracy"
    measure = Goal(COST if goal.kind == COST else ACCURACY)
    return Curves(tuple(result.trial for result in sound), starts, x, y, connect, *names, measure)


def _worst_first(goal: Goal, row: Row) -> list[Result]:
    sound = [result for result in row.results if not result.trouble]
    return sorted(sound, key=lambda result: -goal.rank(goal.of(result)))
