"""Which range a LinePlot shows while it follows its curves: round, so that it stands still mostly.

pyqtgraph's ViewBox would fit the range to the points, which moves the axes with each new one, and to all curves: an
earlier run that went wild would squeeze the run at hand. Its limits are used, for zooming and panning.
"""

import math
from collections.abc import Sequence

from desktop.widgets.plot.axis import AxisFit
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.scale import nice_above, nice_logarithm
from desktop.widgets.plot.thinning import ThinnedCurve

Range = tuple[float, float]
_CLOSEST = 2e-3
"""The part of the whole range that is seen when all is zoomed in."""


class PlotRanges:
    """What of x and y a plot follows, and how far one can zoom and pan; y as axis positions.

    Attributes
    ----------
    axis : AxisFit
        How y is laid out; where it is logarithmic, axis positions of y are logarithms.
    band : tuple of float or None
        The lowest and highest value of y that are always in view.
    expected : tuple of float
        Values of y that are in view as well while the curves are followed, as far as the axis can have them.
    """

    def __init__(self, *, is_percent: bool) -> None:
        self._is_percent = is_percent
        self.axis = AxisFit(is_percent=is_percent)
        self.band: Range | None = None
        self.expected: tuple[float, ...] = ()
        self._others_key: tuple[object, ...] = ()
        self._others: Range = (math.inf, -math.inf)

    def fit(self, curves: Sequence[Curve]) -> bool:
        """Lay y out as shows most of the curves, where no person has chosen, and return whether that is new."""
        self.axis.must_show = min(self._expected, default=math.inf)
        return self.axis.look(_leading(curves), x_end([curve.points for curve in curves]))

    def followed(self, curves: Sequence[Curve]) -> tuple[Range, Range]:
        """Return how much of x and y is in view while ``curves`` are followed."""
        end = x_end([curve.points for curve in curves])
        low, high = self._y_of([curve.points for curve in _leading(curves)], end)
        places = [math.log10(y) for y in self._expected] if self.axis.is_logarithmic else self._expected
        room = 0.02 * (high - low)
        return (0.0, end * 1.01), (
            min([low, *(place - room for place in places if place < low)]),
            max([high, *(place + room for place in places if place > high)]),
        )

    @property
    def _expected(self) -> list[float]:
        """The values expected that have a place on the axis as it is."""
        if self._is_percent:
            return [y for y in self.expected if 0 <= y <= 1]
        is_logarithmic = self.axis.is_logarithmic
        return [y for y in self.expected if math.isfinite(y) and (y > 0 or y == 0 and not is_logarithmic)]

    def limits(self, curves: Sequence[Curve]) -> tuple[Range, Range, Range]:
        """Return of how much of x and y there is anything to see, and the least width and height to look at."""
        x, (bottom, top) = self.followed(curves)
        closest = _CLOSEST * (x[1] - x[0]), _CLOSEST * (top - bottom)
        others = self._y_of_others([curve.points for curve in curves if curve.is_faint and len(curve.points)])
        # Where an accuracy is cut from below one can still look at its beginning by hand.
        lowest = min(bottom, others[0], 0.0 if self._is_percent else bottom)
        return x, (lowest, max(top, others[1])), closest

    def _y_of_others(self, faint: Sequence[ThinnedCurve]) -> Range:
        """Return how much of y the faint curves take; they stay as they are while the run at hand goes on."""
        key = (self.axis.is_logarithmic, self.axis.bottom, *((id(points), len(points)) for points in faint))
        if key != self._others_key:
            self._others_key = key
            self._others = self._y_of(faint, x_end(faint)) if faint else (math.inf, -math.inf)
        return self._others

    def _y_of(self, curves: Sequence[ThinnedCurve], end: float) -> Range:
        is_logarithmic = self.axis.is_logarithmic
        low, high = y_range(curves, end, is_percent=self._is_percent, is_logarithmic=is_logarithmic)
        low = self.axis.bottom if self._is_percent and not is_logarithmic else low
        if self.band is not None:
            band_low, band_high = map(math.log10, self.band) if is_logarithmic else self.band
            low, high = min(low, band_low), max(high, band_high)
        room = 0.02 * (high - low)
        return (low - room if is_logarithmic else low), high + room


def _leading(curves: Sequence[Curve]) -> list[Curve]:
    """Return those of the run at hand, or all: an earlier run that went wild must not squeeze it, and is cut."""
    return [curve for curve in curves if not curve.is_faint and len(curve.points)] or list(curves)


def x_end(curves: Sequence[ThinnedCurve]) -> float:
    """Return where the x axis ends: a round number beyond the end of the curves."""
    last = max((float(curve.x[-1]) for curve in curves if len(curve)), default=0.0)
    return nice_above(max(last, 0.5)) if last > 0 else 1.0


def y_range(
    curves: Sequence[ThinnedCurve], end: float, *, is_percent: bool, is_logarithmic: bool
) -> tuple[float, float]:
    """Return bottom and top of the y axis, as axis positions (logarithms on a logarithmic axis)."""
    if is_logarithmic:
        return _logarithmic_range(curves, end)
    if is_percent:
        return 0.0, 1.0
    ranges = [curve.range_between(-math.inf, end) for curve in curves if len(curve)]
    low = min((low for low, _high in ranges), default=0.0)
    high = max((high for _low, high in ranges), default=1.0)
    bottom = -nice_above(-low) if low < 0 else 0.0
    return bottom, nice_above(high) if high > 0 else (1.0 if bottom == 0 else 0.0)


def lowest_positive(curves: Sequence[ThinnedCurve]) -> float | None:
    """Return the lowest value that has a logarithm, or None if no value has one."""
    lowest = min((curve.lowest_positive for curve in curves), default=math.inf)
    return lowest if math.isfinite(lowest) else None


def _logarithmic_range(curves: Sequence[ThinnedCurve], end: float) -> tuple[float, float]:
    low = lowest_positive(curves)
    if low is None:
        return -2.0, 0.0
    high = max(curve.range_between(-math.inf, end)[1] for curve in curves)
    bottom = nice_logarithm(math.log10(low), is_upper=False)
    top = nice_logarithm(math.log10(max(high, low)), is_upper=True)
    return bottom, max(top, bottom + 0.3)
