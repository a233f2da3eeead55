"""Which range a LinePlot shows while it follows its curves: round, so that it stands still mostly."""

import math
from collections.abc import Sequence

from desktop.widgets.curve_thinning import ThinnedCurve
from desktop.widgets.plot_scale import nice_above, nice_logarithm


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
