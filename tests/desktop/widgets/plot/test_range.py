"""Which range a plot follows: round ends, all of the run at hand, and no wild run before it."""

import math

import numpy as np

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.range import PlotRanges, lowest_positive, x_end, y_range


def curve(*values: float, is_faint: bool = False) -> Curve:
    made = Curve("test", "test", "test", is_faint=is_faint)
    made.points.take(np.arange(1.0, len(values) + 1), np.array(values))
    return made


def test_without_a_curve_there_is_a_range_all_the_same() -> None:
    assert x_end([]) == 1.0
    assert y_range([], 1.0, is_percent=False, is_logarithmic=True) == (-2.0, 0.0)
    assert y_range([], 1.0, is_percent=True, is_logarithmic=False) == (0.0, 1.0)


def test_all_of_the_run_at_hand_is_in_view_and_a_wild_one_is_not() -> None:
    ranges = PlotRanges(is_percent=False)
    own, wild = curve(2.0, 1.0, 0.5), curve(1e6, 1e9, is_faint=True)
    (left, right), (bottom, top) = ranges.followed([own, wild])
    assert left == 0.0 < 3.0 <= right
    assert bottom == 0.0
    assert 2.0 <= top < 10.0
    _x, (_low, high), _closest = ranges.limits([own, wild])
    assert high >= 1e9  # it can be looked at by hand


def test_a_band_is_always_in_view() -> None:
    ranges = PlotRanges(is_percent=False)
    ranges.band = 5.0, 8.0
    _x, (_bottom, top) = ranges.followed([curve(1.0, 0.5)])
    assert top >= 8.0
    ranges.axis.choose("logarithmic")
    _x, (_bottom, top) = ranges.followed([curve(1.0, 0.5)])
    assert math.log10(8.0) <= top < 2.0


def test_only_a_value_above_zero_has_a_logarithm() -> None:
    assert lowest_positive([curve(-1.0, 0.0).points]) is None
    assert lowest_positive([curve(3.0, 0.0, 0.5).points]) == 0.5
