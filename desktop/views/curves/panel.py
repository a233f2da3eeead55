"""CurvesPanel: cost and accuracy along the run, with earlier runs behind them."""

from functools import partial
from pathlib import Path
from uuid import UUID

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout

from core.parts.costs import Cost
from core.training.history import Column, Curves
from core.training.run import Run
from desktop.actions import Actions, Commands
from desktop.look import run_look
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.words import ESTIMATED
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, Export, ShowCurves
from desktop.widgets.plot import export
from desktop.widgets.plot.line_plot import LinePlot
from desktop.widgets.spotlight import Spotlight

_Look = tuple[str, int, float, int]  # what a run's curve is drawn by: its name, color, beginning and length


class CurvesPanel(Panel):
    """Two plots that share their crosshair, their playhead and their marks."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self.cost = LinePlot("Cost", empty_text="Press Train to see the cost fall.", estimate_text=ESTIMATED)
        self.cost.setObjectName("costPlot")
        self.accuracy = LinePlot(
            "Accuracy",
            is_percent=True,
            empty_text="Press Train to see the accuracy climb.",
            estimate_text=ESTIMATED,
        )
        self.accuracy.setObjectName("accuracyPlot")
        self._drawn: tuple[object, ...] = ()
        self._cost: Cost | None = None  # of the run at hand
        # The runs drawn besides the one at hand, in each plot.
        self._earlier: dict[str, dict[UUID, _Look]] = {"cost": {}, "accuracy": {}}
        self.cost.set_logarithmic(workbench.preferences.flag("logarithmic cost", False))
        self.cost.logarithmic_changed.connect(lambda is_on: workbench.preferences.set_flag("logarithmic cost", is_on))
        self.cost.hovered.connect(self.accuracy.show_cursor)
        self.accuracy.hovered.connect(self.cost.show_cursor)
        for plot in (self.cost, self.accuracy):
            plot.export_requested.connect(partial(self._export, plot))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.cost)
        layout.addWidget(self.accuracy)
        self.set_theme(themes.theme)
        workbench.timeline.changed.connect(self._follow)
        workbench.runs.changed.connect(self._draw_earlier)
        workbench.runs.changed.connect(self._follow)  # a branch begins where it grew out of another run

    def set_theme(self, theme: Theme) -> None:
        self.cost.set_theme(theme)
        self.accuracy.set_theme(theme)

    def answers(self) -> Answers:
        """Answer who asks for the curves with a frame around them: they are always in sight."""
        return {ShowCurves: lambda wish: Spotlight(self, self.themes.theme.warning)}

    def commands(self) -> Commands:
        """Return what sets the axis of the cost and writes the curves; as values, both plots are one table."""
        return {
            "logCostAction": lambda: self.cost.set_logarithmic(not self.cost.is_logarithmic),
            "exportCsvAction": partial(self._export, self.cost, "csv"),
            "exportCostPngAction": partial(self._export, self.cost, "png"),
            "exportCostSvgAction": partial(self._export, self.cost, "svg"),
            "exportAccuracyPngAction": partial(self._export, self.accuracy, "png"),
            "exportAccuracySvgAction": partial(self._export, self.accuracy, "svg"),
        }

    def use_actions(self, actions: Actions) -> None:
        """Keep the command for the logarithmic axis checked while the cost has one, whoever set it."""
        log_cost = actions["logCostAction"]
        log_cost.setChecked(self.cost.is_logarithmic)
        self.cost.logarithmic_changed.connect(log_cost.setChecked)

    def _export(self, plot: LinePlot, kind: str) -> None:
        """Have a plot written, or, as values, the one table of both."""
        self.wished.emit(Export("curves", kind, self.export_csv) if kind == "csv" else Export.of_plot(plot, kind))

    def export_csv(self, path: Path) -> None:
        """Write the curves of both plots to one file; ``whole`` is 1 where all test images were looked at.

        Raises
        ------
        FileError
            When the file cannot be written.
        """
        latest = self.workbench.timeline.latest
        if latest is not None:
            columns = ("train_cost", "test_cost", "train_accuracy", "test_accuracy", "whole")
            epochs = latest.curves.column("epoch")
            export.save_csv({name: (epochs, latest.curves.column(name)) for name in columns}, path)

    def _follow(self) -> None:
        """Draw the whole run, also while an earlier moment of it is shown."""
        timeline = self.workbench.timeline
        latest, shown = timeline.latest, timeline.snapshot
        if latest is None or shown is None:
            self._clear()
            return
        if latest.hyperparameters.cost != self._cost:
            self._cost = latest.hyperparameters.cost
            self._draw_earlier()
        # Another run has another table.
        elsewhere = self.workbench.session.figures_of(latest)
        drawn = (latest.curves.table.ctypes.data, len(latest.curves), self._begins_at, elsewhere)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw_curves(latest.curves, f" ({elsewhere})" if elsewhere else "")
        for plot in (self.cost, self.accuracy):
            plot.set_marks([(mark.epoch, mark.text) for mark in latest.marks])
            plot.set_playhead(None if timeline.is_live else shown.epoch)

    def _draw_curves(self, curves: Curves, of_data: str) -> None:
        """Draw the curves of the run at hand; ``of_data`` names the images where they are not those at hand."""
        epochs, first = _own_part(curves, self._begins_at)
        exact_at = _exact_at(curves)
        for plot, measure in ((self.cost, "cost"), (self.accuracy, "accuracy")):
            train, test = (curves.column(f"{part}_{measure}")[first:] for part in ("train", "test"))
            plot.set_series("train", epochs, train, color="train", label=f"training{of_data}", exact_at=exact_at)
            label = f"test{of_data}"
            plot.set_series("test", epochs, test, color="test", label=label, width=2.5, exact_at=exact_at)

    @property
    def _begins_at(self) -> float:
        run = self.workbench.runs.current
        return 0.0 if run is None else run.begins_at

    def _clear(self) -> None:
        self._drawn = ()
        for plot in (self.cost, self.accuracy):
            with QSignalBlocker(plot):
                plot.remove_series("train")
                plot.remove_series("test")
                plot.set_playhead(None)
                plot.set_marks([])

    def _draw_earlier(self) -> None:
        """Draw the test curves of the other runs, each with a color and dashes of its own."""
        shown = self.workbench.runs.drawn
        # Numbers of two cost functions have nothing to do with one another, so they share no axis.
        alike = [run for run in shown if self._cost is None or run.settings.cost == self._cost]
        self.cost.set_note(_left_out(len(shown) - len(alike)))
        for plot, measure, runs in ((self.cost, "cost", alike), (self.accuracy, "accuracy", shown)):
            before, after = self._earlier[measure], {run.id: _look_of(run) for run in runs}
            self._earlier[measure] = after
            for id in before:
                if id not in after:
                    plot.remove_series(f"earlier {id}")
            for run in runs:
                # The curves of a run put aside stay as they are: with fifty, a new name is no reason to draw all.
                if before.get(run.id) != after[run.id]:
                    _draw_run(plot, run, measure)


def _left_out(count: int) -> str:
    """Return what the cost plot says of the runs that it does not draw."""
    if not count:
        return ""
    return f"{count} with another cost {'is' if count == 1 else 'are'} left out"


def _look_of(run: Run) -> _Look:
    return run.name, run.color, run.begins_at, len(run.curves)


def _draw_run(plot: LinePlot, run: Run, measure: str) -> None:
    epochs, first = _own_part(run.curves, run.begins_at)
    plot.set_series(
        f"earlier {run.id}",
        epochs,
        run.curves.column(f"test_{measure}")[first:],
        color=run_look.color(run.color),
        label=run.name,
        width=1.0,
        is_faint=True,
        dash=run_look.dash(run.color),
        exact_at=_exact_at(run.curves),
    )


def _exact_at(curves: Curves) -> Column:
    """Return the epochs at which all test images were looked at."""
    exact: Column = curves.column("epoch")[curves.column("whole") == 1]
    return exact


def _own_part(curves: Curves, begins_at: float) -> tuple[Column, int]:
    """Return the epochs that a run does not share with the one it branched from, and the first one's place."""
    epochs = curves.column("epoch")
    first = max(0, int(np.searchsorted(epochs, begins_at, side="right")) - 1) if begins_at else 0
    return epochs[first:], first
