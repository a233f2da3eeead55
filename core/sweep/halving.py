"""Successive halving: many settings are tried for a short time, and the better ones of them for longer.

Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016,
algorithm 1, with a rate of 3 as Li et al., "Hyperband", *Journal of Machine Learning Research* 18 (2018), recommend.
Each rung has about as many epochs in all. A run goes on from where it stopped, so nothing is trained twice; what it is
told of its length, as for a falling rate, is the whole one from the beginning.

A setting that learns slowly at first and well in the end may be dropped too early; that is the price.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.sweep.goal import ACCURACY, Goal
from core.sweep.result import Result


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage.

    Attributes
    ----------
    settings : int
        How many settings come so far.
    epochs : int
        Up to which epoch they are trained.
    """

    settings: int
    epochs: int


def rungs(settings: int, epochs: int, rate: int) -> tuple[Rung, ...]:
    """Return the stages for so many settings of so many epochs; a single one for a rate of 0.

    There are as many as leave one setting at the last, and one epoch or more at the first.
    """
    if not rate or settings < rate or epochs < rate:
        return (Rung(settings, epochs),)
    steps = min(_steps(settings, rate), _steps(epochs, rate))
    return tuple(
        Rung(max(settings // rate**step, 1), max(epochs // rate ** (steps - step), 1)) for step in range(steps + 1)
    )


def chosen(goal: Goal, results: Iterable[Result], count: int) -> tuple[int, ...]:
    """Return which settings go on: so many, the best first, by the mean over their seeds.

    A run that ended in trouble does not go on, and its setting is as good as its other seeds. Of those that have no
    figure, as where a target is not reached so early, the more accurate go on; of equal ones the earlier.
    """
    of_settings: dict[int, list[Result]] = {}
    for result in results:
        if not result.trouble:
            of_settings.setdefault(result.trial.setting, []).append(result)
    ranks = {setting: rank_of(goal, of) for setting, of in of_settings.items()}
    return tuple(sorted(ranks, key=lambda setting: (ranks[setting], setting))[:count])


def rank_of(goal: Goal, results: Sequence[Result]) -> tuple[float, float]:
    """Return what sorts the runs of the best setting first: their mean figure, or their accuracy without one."""
    mean = mean_of(goal, results)
    accuracy = Goal(ACCURACY)
    return goal.rank(mean), accuracy.rank(mean_of(accuracy, results)) if math.isnan(mean) else 0.0


def mean_of(goal: Goal, results: Sequence[Result]) -> float:
    """Return the mean figure of runs; NaN where one of them has none, as where a target was not reached."""
    figures = [goal.of(result) for result in results]
    return math.fsum(figures) / len(figures) if figures else float("nan")


def latest(results: Iterable[Result]) -> Mapping[str, Result]:
    """Return the furthest result of each run, by its key."""
    found: dict[str, Result] = {}
    for result in results:
        key = result.trial.key
        if key not in found or result.rung >= found[key].rung:
            found[key] = result
    return found


def _steps(count: int, rate: int) -> int:
    """Return how often a count can be divided: its logarithm, rounded down."""
    steps = 0
    while count >= rate:
        count, steps = count // rate, steps + 1
    return steps
