"""ThinnedCurve: a growing curve that can be drawn at any zoom without looking at every point.

A pixel column of a plot shows the lowest and the highest value that fall into it, so that a spike of a
single point stays visible. Both are found in a segment tree (minimum and maximum of pairs, of pairs of
pairs, ...): a million points cost about twenty numpy operations for all columns together, whatever the
zoom and however unevenly the points lie. New points only touch the tree's tail.

pyqtgraph's PlotDataItem looks for its peaks among all points again when three are added: 15 ms for a million of
them, 35 ms with a logarithmic axis, for which it also maps them all; here it is 2 ms. Its stretches are of equally
many points, not of equal width, so that the densely measured beginning of a run would be drawn coarsely.
"""

from collections.abc import Callable
from itertools import count

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_BEGINNINGS = count()


class _Column:
    """An array that grows at its end; ``values`` is what it holds so far."""

    def __init__(self) -> None:
        self._buffer = np.empty(64)
        self._size = 0

    def append(self, values: Floats) -> None:
        size = self._size + len(values)
        if size > len(self._buffer):
            larger = np.empty(max(size, 2 * len(self._buffer)))
            larger[: self._size] = self.values
            self._buffer = larger
        self._buffer[self._size : size] = values
        self._size = size

    @property
    def values(self) -> Floats:
        return self._buffer[: self._size]

    def __len__(self) -> int:
        return self._size


class ThinnedCurve:
    """The measured points of a curve, and the extremes of any stretch of it.

    Attributes
    ----------
    begun : int
        Which of all beginnings of curves it has: another number is another curve.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.begun = next(_BEGINNINGS)
        self._x, self._y = _Column(), _Column()
        self._levels: list[tuple[_Column, _Column]] = [(self._y, self._y)]
        self._taken = 0
        self._ends: tuple[float, ...] = ()
        self.lowest_positive = np.inf

    @property
    def x(self) -> Floats:
        """Where something was measured, ascending."""
        return self._x.values

    @property
    def y(self) -> Floats:
        """What was measured there; always finite."""
        return self._y.values

    def __len__(self) -> int:
        return len(self._x)

    def take(self, x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> bool:
        """Take over what is new in two arrays that only grow; start again if they are others.

        Returns whether there is anything new to draw.
        """
        if len(x) != len(y):
            raise ValueError(f"a curve needs as many x as y values, not {len(x)} and {len(y)}")
        if self._is_continued_by(x, y):
            if len(x) == self._taken:
                return False
        else:
            self._forget()
        self._append(np.asarray(x[self._taken :], float), np.asarray(y[self._taken :], float))
        self._taken = len(x)
        self._ends = _ends(x, y, self._taken)
        return True

    def _is_continued_by(self, x: npt.NDArray[np.floating], y: npt.NDArray[np.floating]) -> bool:
        # First and last point stand for all: comparing everything would cost what we save.
        return len(x) >= self._taken and bool(np.array_equal(_ends(x, y, self._taken), self._ends, equal_nan=True))

    def _append(self, x: Floats, y: Floats) -> None:
        measured = np.isfinite(y)
        x, y = x[measured], y[measured]
        self._x.append(x)
        self._y.append(y)
        positive = y[y > 0]
        if len(positive):
            self.lowest_positive = min(self.lowest_positive, float(positive.min()))
        self._grow_tree()

    def _grow_tree(self) -> None:
        level = 1
        while len(self) >> level:
            if level == len(self._levels):
                self._levels.append((_Column(), _Column()))
            below, here = self._levels[level - 1], self._levels[level]
            done, complete = len(here[0]), len(self) >> level
            for source, target, extreme in zip(below, here, (np.minimum, np.maximum), strict=True):
                pairs = source.values[2 * done : 2 * complete]
                target.append(extreme(pairs[::2], pairs[1::2]))
            level += 1

    def extremes(self, start: Indices, stop: Indices) -> tuple[Floats, Floats]:
        """Return lowest and highest value of each stretch ``[start, stop)``; inf, -inf where it is empty."""
        low, high = np.full(len(start), np.inf), np.full(len(start), -np.inf)
        first, last = start.astype(np.int64), stop.astype(np.int64)
        for lows, highs in self._levels:
            is_open = first < last
            if not is_open.any():
                break
            for which, blocks in ((is_open & (first % 2 == 1), first), (is_open & (last % 2 == 1), last - 1)):
                low[which] = np.minimum(low[which], lows.values[blocks[which]])
                high[which] = np.maximum(high[which], highs.values[blocks[which]])
            first, last = (first + 1) >> 1, last >> 1
        return low, high

    def range_between(self, left: float, right: float) -> tuple[float, float]:
        """Return the lowest and highest value measured from ``left`` to ``right``; inf, -inf if none was."""
        start = np.searchsorted(self.x, [left], "left")
        stop = np.searchsorted(self.x, [right], "right")
        low, high = self.extremes(start, stop)
        return float(low[0]), float(high[0])

    def visible(self, left: float, right: float) -> slice:
        """Return the points from ``left`` to ``right`` and one more on each side, for the lines that lead out."""
        start = int(np.searchsorted(self.x, left, "left")) - 1
        stop = int(np.searchsorted(self.x, right, "right")) + 1
        return slice(max(start, 0), min(stop, len(self)))

    def columns(self, edges: Floats, to_axis: Callable[[Floats], Floats]) -> tuple[Floats, Floats]:
        """Return how far down and up the curve reaches in every column between two ``edges``.

        ``to_axis`` turns values into axis positions (a logarithm, or nothing). Where the curve has not
        begun or has ended, both are NaN.
        """
        bounds = np.searchsorted(self.x, edges, "left")
        low, high = self.extremes(bounds[:-1], bounds[1:])
        is_empty = low > high
        low[is_empty] = high[is_empty] = np.nan
        crossing = self._at_edges(edges, bounds, to_axis)
        low = np.fmin(np.fmin(to_axis(low), crossing[:-1]), crossing[1:])
        high = np.fmax(np.fmax(to_axis(high), crossing[:-1]), crossing[1:])
        return low, high

    def _at_edges(self, edges: Floats, bounds: Indices, to_axis: Callable[[Floats], Floats]) -> Floats:
        """Return where the straight lines between points cross the edges; NaN outside the curve."""
        crossing = np.full(len(edges), np.nan)
        inside = (bounds > 0) & (bounds < len(self))
        after = bounds[inside]
        x0, x1 = self.x[after - 1], self.x[after]
        y0, y1 = to_axis(self.y[after - 1]), to_axis(self.y[after])
        # side="left" makes x0 < edge <= x1, so the distance is never zero.
        crossing[inside] = y0 + (y1 - y0) * (edges[inside] - x0) / (x1 - x0)
        return crossing


def _ends(x: npt.NDArray[np.floating], y: npt.NDArray[np.floating], size: int) -> tuple[float, ...]:
    if size == 0:
        return ()
    return float(x[0]), float(y[0]), float(x[size - 1]), float(y[size - 1])
