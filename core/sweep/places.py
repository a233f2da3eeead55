"""Places: where the values of a sweep's axis lie in a picture, and how figures are fenced off from the odd one out.

A place is a share of the way along the axis, from 0 to 1. Of a grid each value has a **slot** of its own, all of them
equally wide, so that 16, 32 and 512 neurons stand as far apart as their names need. What was drawn from a range lies
**on a line**, which is logarithmic where the range is, or where its values span more than a factor of 100.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.sweep.goal import Goal
from core.sweep.plan import Sweep
from core.sweep.space import Axis

Floats = npt.NDArray[np.float64]

_WIDE = 100  # times: numbers that span more are shown by their logarithms
_FENCE = 3.0  # quartile distances beyond the quartile, where Tukey calls a value far out
_FEWEST = 4  # figures, to tell one of them from the rest
_GAIN = 2.0  # a fence has to make the rest so many times as large
_GOLDEN = (math.sqrt(5) - 1) / 2
_JITTER = 0.5  # of a slot's width, in all


@dataclass(frozen=True, slots=True)
class AxisPlaces:
    """Where the values of an axis lie.

    Attributes
    ----------
    axis : Axis
        The setting.
    slots : tuple
        The values that have a slot each, in their order; none where they lie on a line.
    low, high : float
        The ends of the line; without meaning where there are slots.
    is_logarithmic : bool
        Whether the line is.
    """

    axis: Axis
    slots: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 1.0
    is_logarithmic: bool = False

    @property
    def is_line(self) -> bool:
        """Whether values lie on a line, not in slots."""
        return not self.slots

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The middle of each slot and what is written there; nothing for a line."""
        return tuple((self.at(value), self.axis.written(value)) for value in self.slots)

    def slot(self, value: Any) -> int:
        """Return which slot a value has.

        Raises
        ------
        ValueError
            When it has none.
        """
        return self.slots.index(value)

    def at(self, value: Any) -> float:
        """Return the place of a value, from 0 to 1."""
        if self.slots:
            return (self.slot(value) + 0.5) / len(self.slots)
        if self.high <= self.low:
            return 0.5
        if self.is_logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return float((value - self.low) / (self.high - self.low))


def places_of(sweep: Sweep, axis: int, *, on_line: bool = False) -> AxisPlaces:
    """Return where the values of a sweep's axis lie.

    Parameters
    ----------
    sweep : Sweep
        The sweep.
    axis : int
        Which of its axes.
    on_line : bool
        Whether the numbers of a grid lie on a line too, as far apart as they are.
    """
    which = sweep.axes[axis]
    drawn = bool(sweep.draws) and which.range is not None
    if not (drawn or (on_line and _is_measure(which))):
        values = sorted(which.values) if _is_measure(which) else which.values
        return AxisPlaces(which, tuple(values))
    ends = (which.range.low, which.range.high) if drawn and which.range else (min(which.values), max(which.values))
    is_asked = which.range is not None and which.range.is_logarithmic
    is_logarithmic = ends[0] > 0 and (is_asked or ends[1] / ends[0] > _WIDE)
    return AxisPlaces(which, (), float(ends[0]), float(ends[1]), is_logarithmic)


def index_of(sweep: Sweep, places: AxisPlaces) -> int:
    """Return which of a sweep's axes has these places."""
    return sweep.axes.index(places.axis)


def jitter(order: int) -> float:
    """Return how far a dot stands beside the middle of its slot, from -0.25 to 0.25 of the slot's width.

    It is no chance: multiples of the golden ratio leave no gap and no heap (Knuth, *The Art of Computer Programming*,
    volume 3, section 6.4), and the same dot stands in the same place each time.
    """
    return _JITTER * (((order + 1) * _GOLDEN) % 1.0 - 0.5)


def ends_of(goal: Goal, figures: Sequence[float] | Floats) -> tuple[float, float]:
    """Return the lowest and the highest figure to show.

    One run that learned nothing would squeeze all others into a line. So figures that lie on the worse side, far
    beyond the rest, are fenced off: further than three quartile distances from the quartile (Tukey, *Exploratory Data
    Analysis*, 1977, "far out"), where that makes the rest at least twice as large. The better end is never cut.

    Returns
    -------
    tuple of float
        NaN, NaN where there is no figure.
    """
    known = np.asarray(figures, np.float64)
    known = known[np.isfinite(known)]
    if not len(known):
        return math.nan, math.nan
    low, high = float(known.min()), float(known.max())
    if len(known) < _FEWEST:
        return low, high
    first, third = np.percentile(known, (25, 75))
    if goal.more_is_better:
        within = known[known >= first - _FENCE * (third - first)]
    else:
        within = known[known <= third + _FENCE * (third - first)]
    nearest_low, nearest_high = float(within.min()), float(within.max())
    is_worth = high - low >= _GAIN * (nearest_high - nearest_low)
    return (nearest_low, nearest_high) if is_worth else (low, high)


def merits(goal: Goal, figures: Floats, ends: tuple[float, float]) -> Floats:
    """Return how good figures are among those shown: 1 for the best, 0 for the worst and what lies beyond; else NaN."""
    low, high = ends
    if not high > low:
        return np.where(np.isfinite(figures), 1.0, np.nan)
    shares = np.clip((figures - low) / (high - low), 0.0, 1.0)
    return shares if goal.more_is_better else 1.0 - shares


def _is_measure(axis: Axis) -> bool:
    """Return whether all values are numbers and are written as such: a batch of 0 images stands for all of them."""
    return axis.is_numeric and all(axis.written(value)[-1:].isdigit() for value in axis.values)
