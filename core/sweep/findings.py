"""Findings: which setting mattered, and by how much more than chance.

Three figures say it. What the **seed** alone moves is the standard deviation of runs that differ in nothing else, taken
together over all settings that were trained as far as the best one. What a **setting** moves is how far the means over
its values lie apart, all else averaged. Its **share** is the variance of these means by the variance of all runs, which
for a whole grid is the main effect of an analysis of variance (Fisher, *Statistical Methods for Research Workers*,
1925; for hyperparameters: Hutter, Hoos and Leyton-Brown, "An efficient approach for assessing hyperparameter
importance", ICML 2014, who fit a model first: here runs are averaged as they are). What shares leave over is seeds, and
settings that matter only together.

Where settings were drawn at random the values of an axis are averaged over whatever the others happened to be, so a
share is rough there. With successive halving runs are compared as they were after as many epochs as all of them have.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from core.sweep.goal import Goal
from core.sweep.halving import latest, mean_of, rank_of
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.space import Axis

_MOST_GROUPS = 6  # of more values of a number its thirds are compared
_THIRDS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Row:
    """A setting in the table of a sweep.

    Attributes
    ----------
    setting : int
        Which.
    values : tuple
        The value of each axis.
    results : tuple of Result
        Its runs, by seed.
    rung : int
        How far it came in successive halving.
    mean, spread : float
        Of its runs' figures, and their standard deviation; NaN where there are too few.
    best : Trial or None
        The best of its runs.
    """

    setting: int
    values: tuple[Any, ...]
    results: tuple[Result, ...]
    rung: int
    mean: float
    spread: float
    best: Trial | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one setting moves.

    Attributes
    ----------
    axis : Axis
        The setting.
    groups : tuple of tuple
        Its values, or thirds of them, each in words with the mean of all runs there.
    span : float
        How far the best and the worst of these means lie apart.
    share : float
        The variance of these means by that of all runs, from 0 to 1.
    is_of_single_runs : bool
        Whether each value has one run, so that the share is 1 whatever the seed did.
    """

    axis: Axis
    groups: tuple[tuple[str, float], ...]
    span: float
    share: float
    is_of_single_runs: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """The best setting beside the next one.

    Attributes
    ----------
    best, second : Row
        The two.
    difference : float
        How much better the mean of the best one is.
    chance : float
        How often seeds alone, of two settings that are equal, would put one of them so far ahead or further:
        Student's t-test with the spread of all settings together that came as far. NaN where none has two seeds.
    """

    best: Row
    second: Row
    difference: float
    chance: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a sweep has shown so far.

    Attributes
    ----------
    rows : tuple of Row
        Its settings, the best first.
    even_rows : tuple of Row
        The same with all runs after as many epochs, where successive halving let some go further.
    seed_spread : float
        What the seed alone moves, in those that came furthest; NaN where none of them has two seeds.
    effects : tuple of Effect
        What each setting moves, the strongest first.
    lead : Lead or None
        The best two; none where there are not two to compare.
    """

    rows: tuple[Row, ...]
    even_rows: tuple[Row, ...]
    seed_spread: float
    effects: tuple[Effect, ...]
    lead: Lead | None


def findings(sweep: Sweep, results: Iterable[Result]) -> Findings:
    """Return what a sweep's runs show, as far as they have come."""
    rows = table(sweep, results)
    # Those that came furthest: seeds lie further apart after an epoch than after ten.
    furthest = [row for row in rows if row.rung == rows[0].rung]
    spread, freedom = pooled_spread(figures_of(sweep.goal, row) for row in furthest)
    even = comparable(sweep, rows)
    effects = [_effect(sweep, place, even) for place in range(len(sweep.axes))]
    effects.sort(key=lambda effect: -effect.share)
    return Findings(rows, even, spread, tuple(effects), _lead(sweep, rows, spread, freedom))


def table(sweep: Sweep, results: Iterable[Result]) -> tuple[Row, ...]:
    """Return the settings that have a run, the best first; those that halving let go further before all others."""
    of_settings: dict[int, list[Result]] = {}
    for result in latest(results).values():
        of_settings.setdefault(result.trial.setting, []).append(result)
    values = sweep.values
    rows = [_row(sweep, setting, values[setting], of) for setting, of in of_settings.items() if setting < len(values)]
    return tuple(sorted(rows, key=lambda row: (-row.rung, *rank_of(sweep.goal, _sound(row.results)), row.setting)))


def comparable(sweep: Sweep, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows of a sweep with runs as they were after as many epochs as all of them have."""
    if len(sweep.rungs) < 2:
        return rows
    epochs = sweep.rungs[0].epochs
    return table(sweep, (result.up_to(epochs) for row in rows for result in row.results))


def pooled_spread(groups: Iterable[Sequence[float]]) -> tuple[float, int]:
    """Return the standard deviation within groups of figures, over all of them, and its degrees of freedom."""
    several = [figures for figures in groups if len(figures) > 1]
    freedom = sum(len(figures) - 1 for figures in several)
    squares = sum((len(figures) - 1) * spread_of(figures) ** 2 for figures in several)
    return (math.sqrt(squares / freedom), freedom) if freedom else (math.nan, 0)


def figures_of(goal: Goal, row: Row) -> list[float]:
    """Return the figures of a setting's runs, of those that have one."""
    return [figure for figure in map(goal.of, _sound(row.results)) if not math.isnan(figure)]


def spread_of(figures: Sequence[float]) -> float:
    """Return the standard deviation of two figures or more; that of ``statistics``, in fractions, takes far longer."""
    mean = fmean(figures)
    return math.sqrt(math.fsum((figure - mean) ** 2 for figure in figures) / (len(figures) - 1))


def _row(sweep: Sweep, setting: int, values: tuple[Any, ...], results: Sequence[Result]) -> Row:
    sound = _sound(results)
    rung = max((result.rung for result in sound), default=-1)
    figures = [sweep.goal.of(result) for result in sound]
    is_spread = len(figures) > 1 and not any(map(math.isnan, figures))
    best = min(sound, key=lambda result: (sweep.goal.rank(sweep.goal.of(result)), result.trial), default=None)
    return Row(
        setting,
        values,
        tuple(sorted(results, key=lambda result: result.trial)),
        rung,
        mean_of(sweep.goal, sound),
        spread_of(figures) if is_spread else math.nan,
        None if best is None else best.trial,
    )


def _effect(sweep: Sweep, place: int, rows: Sequence[Row]) -> Effect:
    axis, groups = sweep.axes[place], _grouped(sweep, place, rows)
    means = tuple((word, fmean(figures)) for word, figures in groups)
    every = [figure for _, figures in groups for figure in figures]
    if len(means) < 2:
        return Effect(axis, means, 0.0, 0.0)
    overall = fmean(every)
    total = sum((figure - overall) ** 2 for figure in every)
    between = sum(len(figures) * (mean - overall) ** 2 for (_, mean), (_, figures) in zip(means, groups, strict=True))
    values = [mean for _, mean in means]
    share, is_of_single_runs = between / total if total else 0.0, len(every) == len(groups)
    return Effect(axis, means, max(values) - min(values), share, is_of_single_runs)


def _grouped(sweep: Sweep, place: int, rows: Sequence[Row]) -> list[tuple[str, list[float]]]:
    """Return the figures of all runs by the value of an axis, in the order of its values; thirds of many numbers."""
    axis = sweep.axes[place]
    found: dict[Any, list[float]] = {}
    for row in rows:
        found.setdefault(row.values[place], []).extend(figures_of(sweep.goal, row))
    found = {value: figures for value, figures in found.items() if figures}
    if axis.is_numeric:
        found = dict(sorted(found.items()))
    if not axis.is_numeric or len(found) <= _MOST_GROUPS:
        return [(axis.written(value), figures) for value, figures in found.items()]
    values = list(found)
    thirds: list[tuple[str, list[float]]] = [(word, []) for word in _THIRDS]
    for order, value in enumerate(values):
        thirds[3 * order // len(values)][1].extend(found[value])
    return thirds


def _lead(sweep: Sweep, rows: Sequence[Row], spread: float, freedom: int) -> Lead | None:
    ranked = [row for row in rows if not math.isnan(row.mean)]
    if len(ranked) < 2 or ranked[0].rung != ranked[1].rung:
        return None
    best, second = ranked[:2]
    difference = abs(best.mean - second.mean)
    counts = [len(figures_of(sweep.goal, row)) for row in (best, second)]
    error = spread * math.sqrt(sum(1 / count for count in counts))
    return Lead(best, second, difference, _chance(difference, error, freedom))


def _chance(difference: float, error: float, freedom: int) -> float:
    """Return how often a t-distributed number is at least so far from zero."""
    if not freedom:
        return math.nan
    if not error:
        return 0.0 if difference else 1.0
    from scipy.special import stdtr  # takes a moment to load

    return float(2 * stdtr(freedom, -difference / error))


def _sound(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if not result.trouble]
