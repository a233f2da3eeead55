"""Curves as a drawing for a page, in the colors that its style gives: of the lab report, and of a run in a notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from core.training.history import Column, Curves, Mark

_WIDTH, _HEIGHT = 460, 260
_LEFT, _BOTTOM, _TOP, _RIGHT = 52, 38, 12, 12
_MOST_POINTS = 600


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A curve.

    Attributes
    ----------
    look : str
        The class that the page's style gives a color and dashes: ``train``, ``test``, ``validation``, ``run-0``.
    label : str
        What it shows.
    x, y : ndarray, shape (n,), float64
        Its points; those with a ``y`` that is not finite are left out.
    """

    look: str
    label: str
    x: Column
    y: Column

    def points(self) -> tuple[Column, Column]:
        """Return what is drawn: the finite points, not more than can be told apart."""
        sound = np.flatnonzero(np.isfinite(self.y))
        if len(sound) > _MOST_POINTS:
            sound = sound[np.unique(np.linspace(0, len(sound) - 1, _MOST_POINTS).round().astype(int))]
        return self.x[sound], self.y[sound]


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where a value stands in the drawing."""

    x_end: float
    high: float

    def x(self, value: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * value / self.x_end

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - _TOP) * value / self.high


def plot(lines: Sequence[Line], title: str, *, high: float | None = None, marks: Sequence[Mark] = ()) -> str:
    """Return a drawing of curves over the epochs, with what they are called below.

    Parameters
    ----------
    lines : sequence of Line
        The curves; the last lies on top.
    title : str
        What is measured, for the axis.
    high : float, optional
        The end of the axis; the largest value without it.
    marks : sequence of Mark
        Where settings were changed: a dotted line each.
    """
    drawn = [(line, *line.points()) for line in lines]
    drawn = [entry for entry in drawn if len(entry[1])]
    if not drawn:
        return '<p class="note">Nothing was measured yet.</p>'
    largest = max(float(y.max()) for _line, _x, y in drawn)
    axes = _Axes(max(max(float(x[-1]) for _line, x, _y in drawn), 1e-9), high or largest or 1.0)
    shapes = [_scale(axes, title)]
    for mark in marks:
        if mark.epoch <= axes.x_end:
            at = f"{axes.x(mark.epoch):.1f}"
            shapes.append(f'<line class="mark" x1="{at}" y1="{_TOP}" x2="{at}" y2="{_HEIGHT - _BOTTOM}"/>')
    for line, x, y in drawn:
        # With every value, cut off at the axis: a cost that shoots up leaves the drawing and comes back.
        points = " ".join(
            f"{axes.x(a):.1f},{axes.y(min(b, axes.high)):.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True)
        )
        shapes.append(f'<polyline class="{line.look}" points="{points}"/>')
    told = "; ".join(f"{line.label} ends at {y[-1]:.4g}" for line, _x, y in drawn)
    return (
        f'<figure class="plot"><svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{escape(f"{title}, by epoch: {told}")}">{"".join(shapes)}</svg>'
        f"<figcaption>{''.join(_key(line) for line, _x, _y in drawn)}</figcaption></figure>"
    )


def plots_of(curves: Curves, marks: Sequence[Mark] = ()) -> str:
    """Return two drawings: cost and accuracy of a run, on training and test images, and on those held out."""
    epochs = curves.column("epoch")

    def lines(measure: str, scale: float) -> list[Line]:
        looks = (("train", "training images"), ("test", "test images"), ("validation", "validation images"))
        return [Line(look, label, epochs, scale * curves.column(f"{look}_{measure}")) for look, label in looks]

    cost = plot(lines("cost", 1.0), "cost", marks=marks)
    return cost + plot(lines("accuracy", 100.0), "accuracy in percent", high=100.0, marks=marks)


def swatch(look: str) -> str:
    """Return a piece of a curve, to stand before its name."""
    line = f'<polyline class="{look}" points="0,5 30,5"/>'
    return f'<svg class="swatch" viewBox="0 0 30 10" width="30" height="10" aria-hidden="true">{line}</svg>'


def _key(line: Line) -> str:
    return f'<span class="key">{swatch(line.look)} {escape(line.label)}</span> '


def _scale(axes: _Axes, title: str) -> str:
    parts = []
    for value in ticks(axes.high):
        y = axes.y(value)
        parts.append(f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    for at in ticks(axes.x_end):
        parts.append(f'<text x="{axes.x(at):.1f}" y="{_HEIGHT - 21}" text-anchor="middle">{at:.3g}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 4}" text-anchor="middle">{escape(title)}, by epoch</text>')
    return "".join(parts)


def ticks(end: float) -> list[float]:
    """Return round numbers from 0 to at most ``end``, three to six of them."""
    rough = end / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * digit) for digit in (1, 2, 5, 10) if power * digit >= rough * (1 - 1e-9))
    return [step * count for count in range(int(end / step * (1 + 1e-9)) + 1)]
