"""What the crosshair of a plot reads: the measured points nearest to it, and the next ones on either side."""

from dataclasses import dataclass

import numpy as np

from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.scale import value_text, x_text


@dataclass(frozen=True, slots=True)
class Readout:
    """One curve's measurement nearest to the cursor."""

    label: str
    x: float
    y: float
    curve: Curve

    def text(self, *, is_percent: bool) -> str:
        """Return the value as it is read; an estimate is marked."""
        return value_text(self.y, is_percent=is_percent, is_estimate=self.curve.is_estimate(self.x))


def nearest_x(curves: list[Curve], x: float) -> float | None:
    """Return the x of the measured point that is nearest to ``x``, of all curves that are not faint."""
    own = [curve for curve in curves if not curve.is_faint] or curves
    found = [_nearest(curve, x)[0] for curve in own if len(curve.points)]
    return min(found, key=lambda other: abs(other - x), default=None)


def readouts(curves: list[Curve], x: float) -> list[Readout]:
    """Return what each curve measured nearest to ``x``; a curve that ended long before says nothing.

    First those of the run at hand, then the earlier ones, from the latest on: of many, the first are told.
    """
    result = []
    own, faint = ([curve for curve in curves if curve.is_faint is is_faint] for is_faint in (False, True))
    for curve in (*own, *reversed(faint)):
        if len(curve.points) and x <= curve.points.x[-1] + _usual_gap(curve):
            result.append(Readout(curve.label, *_nearest(curve, x), curve))
    return result


def _nearest(curve: Curve, x: float) -> tuple[float, float]:
    xs = curve.points.x
    after = min(int(np.searchsorted(xs, x)), len(xs) - 1)
    index = after - 1 if after > 0 and x - xs[after - 1] <= xs[after] - x else after
    return float(xs[index]), float(curve.points.y[index])


def _usual_gap(curve: Curve) -> float:
    xs = curve.points.x
    return float(xs[-1] - xs[-2]) * 1.5 if len(xs) > 1 else 1.0


def next_x(curve: Curve, x: float, steps: int, least: float) -> float | None:
    """Return the x that many points ahead (or back) of ``x``, at least a distance of ``least`` away."""
    xs = curve.points.x
    if steps > 0:
        index = int(np.searchsorted(xs, x + least, "left")) + steps - 1
    else:
        index = int(np.searchsorted(xs, x - least, "right")) + steps
    return float(xs[min(max(index, 0), len(xs) - 1)]) if len(xs) else None


def step_from(curves: list[Curve], x: float, steps: int, least: float) -> float | None:
    """Return the nearest x that any curve which is not faint has so many points ahead (or back) of ``x``."""
    found = [next_x(curve, x, steps, least) for curve in curves if not curve.is_faint]
    ahead = [other for other in found if other is not None]
    return (min if steps > 0 else max)(ahead, default=None)


def summary(curves: list[Curve], x_name: str, *, is_percent: bool) -> str:
    """Return what the curves of the run at hand show: from where to where, and how good at best; empty without any.

    Of shares the highest is best, of all else the lowest; a value that is not a number is neither.
    """
    own = [curve for curve in curves if not curve.is_faint and len(curve.points)]
    earlier = sum(curve.is_faint for curve in curves)
    sentences = [_summed_up(curve, x_name, is_percent=is_percent) for curve in own]
    if earlier:
        sentences.append(f"{earlier} earlier {'curve is' if earlier == 1 else 'curves are'} drawn faintly.")
    return " ".join(sentences)


def _summed_up(curve: Curve, x_name: str, *, is_percent: bool) -> str:
    xs, ys = curve.points.x, curve.points.y
    span = float(xs[-1] - xs[0])

    def at(index: int) -> str:
        return f"{value_text(float(ys[index]), is_percent=is_percent)} at {x_name} {x_text(float(xs[index]), span)}"

    if len(xs) == 1:
        return f"{curve.label}: {at(0)}."
    text = f"{curve.label}: {len(xs):,} points, from {at(0)} to {at(-1)}"
    finite = np.flatnonzero(np.isfinite(ys))
    if len(finite):
        best, pick = ("highest", np.argmax) if is_percent else ("lowest", np.argmin)
        text += f", {best} {at(int(finite[pick(ys[finite])]))}"
    return f"{text}."


def in_words(curves: list[Curve], x: float, x_name: str, span: float, *, is_percent: bool) -> str:
    """Return what the curves read at ``x``, as one sentence; ``span`` is how much of x is in view."""
    parts = [f"{reading.label} {reading.text(is_percent=is_percent)}" for reading in readouts(curves, x)]
    return f"{x_name} {x_text(x, span)}: {', '.join(parts)}"
