"""Which axis of y shows most of a run: linear or logarithmic, from zero or from where things happen.

A cost falls to a hundredth within an epoch and an accuracy climbs to nine tenths: on axes from zero all that comes
after lies on the edge. An axis that a person has chosen stays. One that is chosen here changes seldom: what speaks for
another one has to be plain, it is looked for only when the axis of x moves on anyway, and what brought a change about
is not enough to take it back. With another run it begins anew, from zero.
"""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.thinning import ThinnedCurve

AxisChoice = Literal["automatic", "linear", "logarithmic"]
AXIS_CHOICES: tuple[AxisChoice, ...] = get_args(AxisChoice)

_Floats = npt.NDArray[np.float64]
_COLUMNS = 40  # in which a curve is looked at, equally far along x as on screen
_FEWEST = 8  # points of a curve: with fewer there is nothing to see yet
_SQUEEZED = 0.12  # of the height: the middle half of the columns of a curve takes no more on a linear axis
_SHOWS_MORE = 2.0  # times the height that the same columns take on the other axis
_SHOWS_LESS = 0.8
_WIDE, _NARROW = 8.0, 4.0  # times the lowest value: how far apart the values of a logarithmic axis lie
_BOTTOMS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)
_STEEP = 15.0  # percent of the columns: a curve climbs through no more, which may lie below the axis
_MARGIN = 0.1  # of the axis: so much is left below what matters


class AxisFit:
    """How y is laid out: as a person chose, or as shows most of the curves.

    Parameters
    ----------
    is_percent : bool
        Whether y is a share of one, for which the axis is linear and may begin above zero.

    Attributes
    ----------
    choice : str
        "automatic", "linear" (from zero) or "logarithmic".
    is_logarithmic : bool
        Whether the axis is logarithmic.
    bottom : float
        Where the axis of a share begins.
    must_show : float
        A share that is to be in view: the axis begins no higher.
    """

    def __init__(self, *, is_percent: bool) -> None:
        self._is_percent = is_percent
        self.choice: AxisChoice = "linear"
        self.is_logarithmic = False
        self.bottom = 0.0
        self.must_show = math.inf
        self._seen: tuple[object, ...] = ()
        self._runs: tuple[int, ...] = ()

    @property
    def note(self) -> str:
        """What is to be said of an axis that is none from zero; empty for one that is."""
        if self.is_logarithmic:
            return "logarithmic"
        return f"from {100 * self.bottom:.0f} %" if self.bottom else ""

    def choose(self, choice: AxisChoice) -> None:
        """Lay y out so from now on; an automatic axis stays as it is until there are curves to look at."""
        self.choice = choice
        self._seen = self._runs = ()
        if choice != "automatic":
            self.is_logarithmic, self.bottom = choice == "logarithmic", 0.0

    def stay_as(self, other: "AxisFit") -> None:
        """Lay y out as another one has it, for good."""
        self.choose("logarithmic" if other.is_logarithmic else "linear")
        self.bottom = other.bottom

    def look(self, curves: Sequence[Curve], end: float) -> bool:
        """Lay y out anew where that shows more of the curves, and return whether anything has changed.

        Parameters
        ----------
        curves : sequence of Curve
            Those of the run at hand.
        end : float
            Where the axis of x ends.
        """
        points = [curve.points for curve in curves if len(curve.points)]
        runs = tuple(curve.begun for curve in points)
        seen = (end, runs, self._is_out_of_view(points), self.must_show)
        if self.choice != "automatic" or seen == self._seen or not points:
            return False
        before = self.is_logarithmic, self.bottom
        if runs != self._runs:  # what was plain of another run is not of this one
            self.is_logarithmic, self.bottom = False, 0.0
        self._seen, self._runs = seen, runs
        if self._is_percent:
            self.bottom = min(_bottom(points, self.bottom), _below(self.must_show))
        elif len(points[0]) >= _FEWEST:
            self.is_logarithmic = _is_better_logarithmic(points, is_so=self.is_logarithmic)
        return before != (self.is_logarithmic, self.bottom)

    def _is_out_of_view(self, points: Sequence[ThinnedCurve]) -> bool:
        """Whether what is measured now cannot be seen: that does not wait."""
        return any(curve.y[-1] < self.bottom for curve in points)


def _is_better_logarithmic(points: Sequence[ThinnedCurve], *, is_so: bool) -> bool:
    """Return whether a cost is seen better on a logarithmic axis; ``is_so`` is whether it has one."""
    values = np.concatenate([_along(curve).mean(axis=0) for curve in points])
    low = min(curve.lowest_positive for curve in points)
    high = max(curve.extremes(np.array([0]), np.array([len(curve)]))[1][0] for curve in points)
    if not (np.isfinite(low) and high > low * (_NARROW if is_so else _WIDE)):
        return False
    on_linear = _middle_half(values) / high
    on_logarithmic = _middle_half(np.log10(np.maximum(values, low))) / (np.log10(high) - np.log10(low))
    if is_so:
        return bool(on_logarithmic > _SHOWS_LESS * on_linear)
    return bool(on_linear < _SQUEEZED and on_logarithmic > _SHOWS_MORE * on_linear)


def _bottom(points: Sequence[ThinnedCurve], now: float) -> float:
    """Return where the axis of an accuracy begins, which is ``now`` as long as that is nearly as good."""
    lows = [_along(curve)[0] for curve in points]
    lately = min(float(low[-_COLUMNS // 4 :].min()) for low in lows)
    lowest = min(float(np.percentile(np.concatenate(lows), _STEEP)), lately)
    fitting = max(bottom for bottom in _BOTTOMS if bottom == 0 or lowest >= bottom + _MARGIN * (1 - bottom))
    return fitting if fitting > now or lowest < now else now


def _below(value: float) -> float:
    """Return the highest bottom that leaves a value in view, and room for its words."""
    return max(bottom for bottom in _BOTTOMS if bottom == 0 or value >= bottom + _MARGIN * (1 - bottom))


def _along(curve: ThinnedCurve) -> _Floats:
    """Return the lowest and the highest value in each column of a curve, shape (2, columns)."""
    if len(curve) < 2 or curve.x[-1] <= curve.x[0]:
        return np.repeat(curve.y[-1:][None], 2, axis=0)
    edges = np.linspace(curve.x[0], curve.x[-1], _COLUMNS + 1)
    return np.array(curve.columns(edges, lambda values: values))


def _middle_half(values: _Floats) -> float:
    low, high = np.percentile(values, [25.0, 75.0])
    return float(high - low)
