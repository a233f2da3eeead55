"""The curves of one run, put into a plot: those of the run at hand, or the test curve of another behind them."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from core.training.history import Column, Curves
from core.training.progress import Measure, along
from core.training.run import Run
from desktop.look import run_look
from desktop.widgets.plot.line_plot import LinePlot

_HELD_OUT = (6.0, 3.0)  # dashes of the curve of images held out, in pixels drawn and left out in turn

Look = tuple[str, int, float, int]
"""What a run's curve is drawn by: its name, color, beginning and length."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn of a run, and along what.

    Attributes
    ----------
    curves : Curves
        All that was measured.
    begins_at : float
        The epoch from which the curves are the run's own.
    measure : str
        What they are drawn along.
    images : int
        How many images an epoch has.
    """

    curves: Curves
    begins_at: float
    measure: Measure
    images: int

    @property
    def first(self) -> int:
        """The place of the first measurement that a run does not share with the one it branched from."""
        if not self.begins_at:
            return 0
        return max(0, int(np.searchsorted(self.curves.column("epoch"), self.begins_at, side="right")) - 1)

    @property
    def x(self) -> Column:
        """Where each measurement stands."""
        return along(self.curves, self.measure, self.images)

    @property
    def exact_at(self) -> Column:
        """Where all test images were looked at."""
        exact: Column = self.x[self.curves.column("whole") == 1]
        return exact


def draw_own(plot: LinePlot, course: Course, measured: str, of_data: str) -> None:
    """Draw the cost or the accuracy (``measured``) of the run at hand; ``of_data`` names other images than those."""
    with plot.together():
        _set_own(plot, course, measured, of_data)


def _set_own(plot: LinePlot, course: Course, measured: str, of_data: str) -> None:
    first, x, exact_at = course.first, course.x, course.exact_at
    train, test = (course.curves.column(f"{part}_{measured}")[first:] for part in ("train", "test"))
    plot.set_series("train", x[first:], train, color="train", label=f"training{of_data}", exact_at=exact_at)
    label = f"test{of_data}" if not len(test) or not np.isnan(test).all() else "no test images"
    plot.set_series("test", x[first:], test, color="test", label=label, width=2.5, exact_at=exact_at)
    held_out = course.curves.column(f"validation_{measured}")[first:]
    if np.isnan(held_out).all():
        plot.remove_series("validation")
        return
    label = f"validation{of_data}"
    plot.set_series(
        "validation", x[first:], held_out, color="validation", label=label, dash=_HELD_OUT, exact_at=exact_at
    )


def draw_other(plot: LinePlot, run: Run, course: Course, measured: str) -> None:
    """Draw the test curve of another run, with a color and dashes of its own; without test images the validation's."""
    first, kind = course.first, run.curves.told.partition("_")[0]
    plot.set_series(
        name_of(run.id),
        course.x[first:],
        run.curves.column(f"{kind}_{measured}")[first:],
        color=run_look.color(run.color),
        label=run.name,
        width=1.0,
        is_faint=True,
        dash=run_look.dash(run.color),
        exact_at=course.exact_at,
    )


def name_of(run: UUID) -> str:
    """Return under which name a plot has the curve of another run."""
    return f"earlier {run}"


def look_of(run: Run) -> Look:
    """Return what the curve of a run is drawn by."""
    return run.name, run.color, run.begins_at, len(run.curves)
