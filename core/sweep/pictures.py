"""Pictures of a sweep, as figures and places: what dots and lines are drawn from; :mod:`.cells`, :mod:`.curves` beside.

What is drawn, and in which colors, is the window's business; here it is only said what stands where. Runs in trouble
are left out of all pictures. With successive halving dots, lines and curves show each run as far as it came, and a cell
of a map holds runs as they were after as many epochs as all of them have.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from core.sweep.findings import Row, spread_of
from core.sweep.goal import Goal
from core.sweep.places import AxisPlaces, Floats, ends_of, index_of, jitter
from core.sweep.plan import Sweep
from core.sweep.result import Trial

_ASIDE = 0.4  # of the jitter of dots: lines have to be seen to cross an axis at its value


@dataclass(frozen=True, slots=True)
class Group:
    """Runs at one place of an axis: their mean and their standard deviation, without those that are fenced off."""

    place: float
    mean: float
    spread: float
    count: int


@dataclass(frozen=True, slots=True)
class Dots:
    """One dot a run: along one axis, by its figure.

    Attributes
    ----------
    trials : tuple of Trial
        The runs.
    x : ndarray, shape (runs,)
        Their places from 0 to 1.
    figures : ndarray, shape (runs,)
        Their figures; NaN where a run has none, as where a target was not reached.
    shades : ndarray, shape (runs,)
        The places of their values of a second axis, from 0 to 1; all 1 without one.
    groups : tuple of Group
        What the runs at one value came to, where there are two or more.
    running : tuple of tuple
        The runs that are being trained and have no figure yet: each with its place.
    """

    trials: tuple[Trial, ...]
    x: Floats
    figures: Floats
    shades: Floats
    groups: tuple[Group, ...]
    running: tuple[tuple[Trial, float], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """One line a setting, through its value of each axis.

    Attributes
    ----------
    settings : tuple of int
        Which, the best first.
    places : ndarray, shape (settings, axes)
        Where each crosses the axes, from 0 to 1; in a slot a little beside its middle, to be told from others.
    figures : ndarray, shape (settings,)
        The mean over its seeds; NaN without one.
    running : tuple of int
        Settings of which a run is being trained and none is done; they are not among the others.
    running_places : ndarray, shape (running, axes)
        Where they cross the axes.
    """

    settings: tuple[int, ...]
    places: Floats
    figures: Floats
    running: tuple[int, ...]
    running_places: Floats


def dots(
    sweep: Sweep,
    rows: Sequence[Row],
    running: Collection[Trial],
    along: AxisPlaces | None,
    shade: AxisPlaces | None = None,
) -> Dots:
    """Return the dots of runs along an axis; of a sweep without axes all in one column.

    Parameters
    ----------
    sweep, rows, running
        As for :func:`cells`.
    along : AxisPlaces or None
        The axis.
    shade : AxisPlaces or None
        A second one that is told by color.
    """
    values = sweep.values
    sound = [result for row in rows for result in row.results if not result.trouble]
    trials = tuple(result.trial for result in sound)
    figures = np.array([sweep.goal.of(result) for result in sound], np.float64)
    middles = [_place(sweep, values[trial.setting], along) for trial in trials]
    known = set(trials)
    waiting = sorted(trial for trial in running if trial not in known)
    return Dots(
        trials,
        np.array([_beside(middle, trial, sweep, along) for middle, trial in zip(middles, trials, strict=True)]),
        figures,
        np.array([1.0 if shade is None else _place(sweep, values[trial.setting], shade) for trial in trials]),
        _groups(sweep.goal, _alike(sweep, trials, middles, along), middles, figures),
        tuple((trial, _beside(_place(sweep, values[trial.setting], along), trial, sweep, along)) for trial in waiting),
    )


def lines(sweep: Sweep, rows: Sequence[Row], running: Collection[Trial], axes: Sequence[AxisPlaces]) -> Lines:
    """Return a line for each setting, through all axes of a sweep."""
    settings = tuple(row.setting for row in rows if any(not result.trouble for result in row.results))
    has_run = {row.setting for row in rows}
    waiting = tuple(sorted({trial.setting for trial in running} - has_run))
    means = {row.setting: row.mean for row in rows}
    return Lines(
        settings,
        _crossings(sweep, settings, axes),
        np.array([means[setting] for setting in settings], np.float64),
        waiting,
        _crossings(sweep, waiting, axes),
    )


def in_trouble(rows: Iterable[Row]) -> int:
    """Return how many runs are left out of the pictures."""
    return sum(bool(result.trouble) for row in rows for result in row.results)


def _alike(sweep: Sweep, trials: Sequence[Trial], middles: Sequence[float], along: AxisPlaces | None) -> list[float]:
    """Return what the runs of a group have in common: their place, or their setting where values were drawn.

    That two settings drew the same number is chance: they have nothing else in common.
    """
    if sweep.draws and along is not None and along.is_line:
        return [float(trial.setting) for trial in trials]
    return list(middles)


def _groups(goal: Goal, alike: Sequence[float], middles: Sequence[float], figures: Floats) -> tuple[Group, ...]:
    low, high = ends_of(goal, figures)
    at: dict[float, tuple[float, list[float]]] = {}
    for common, middle, figure in zip(alike, middles, figures.tolist(), strict=True):
        if low <= figure <= high:
            at.setdefault(common, (middle, []))[1].append(figure)
    several = sorted((place, found) for place, found in at.values() if len(found) > 1)
    return tuple(Group(place, fmean(found), spread_of(found), len(found)) for place, found in several)


def _beside(middle: float, trial: Trial, sweep: Sweep, along: AxisPlaces | None) -> float:
    """Return where a dot stands: a little beside the middle of a slot, so that equal ones are seen."""
    return middle + _slot_width(along) * jitter(trial.setting * sweep.seeds + trial.seed - sweep.base.seed)


def _slot_width(along: AxisPlaces | None) -> float:
    """Return how wide a slot is; nothing on a line, where a value has its exact place."""
    if along is None:
        return 1.0
    return 0.0 if along.is_line else 1.0 / len(along.slots)


def _crossings(sweep: Sweep, settings: Sequence[int], axes: Sequence[AxisPlaces]) -> Floats:
    values, widths = sweep.values, [_slot_width(axis) for axis in axes]
    places = [
        [
            _place(sweep, values[setting], axis) + _ASIDE * width * jitter(setting)
            for axis, width in zip(axes, widths, strict=True)
        ]
        for setting in settings
    ]
    return np.array(places, np.float64).reshape(len(settings), len(axes))


def _place(sweep: Sweep, values: Sequence[object], along: AxisPlaces | None) -> float:
    return 0.5 if along is None else along.at(values[index_of(sweep, along)])
