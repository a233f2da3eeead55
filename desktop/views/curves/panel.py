"""CurvesPanel: cost and accuracy along the run, with earlier runs behind them."""

import math
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from core.lessons.guesses import Guess
from core.parts.costs import Cost
from core.training.progress import images_in_epoch, place
from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.background.taking_turns import Turn
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.words import ESTIMATED
from desktop.session.workbench import Workbench
from desktop.views.curves.axes import X_NAMES, Axes
from desktop.views.curves.run_curves import Course, Look, draw_other, draw_own, look_of, name_of
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, DrawGuesses, Export, LogarithmicCost, ShowCurves
from desktop.widgets.plot import export
from desktop.widgets.plot.line_plot import LinePlot
from desktop.widgets.spotlight import Spotlight

_RISES = "How often the training cost was higher than at the point before, of so many times it was measured."


class CurvesPanel(Panel):
    """Two plots that share their crosshair, their playhead and their marks."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self.cost = LinePlot(
            "Cost",
            empty_text="Press Train to see the cost fall.",
            estimate_text=ESTIMATED,
            measures=X_NAMES,
        )
        self.cost.setObjectName("costPlot")
        self.accuracy = LinePlot(
            "Accuracy",
            is_percent=True,
            empty_text="Press Train to see the accuracy climb.",
            estimate_text=ESTIMATED,
            measures=X_NAMES,
        )
        self.accuracy.setObjectName("accuracyPlot")
        self._drawn: dict[str, tuple[object, ...]] = {}  # what each plot shows of the run at hand
        self._cost: Cost | None = None  # of the run at hand
        # The runs drawn besides the one at hand, in each plot.
        self._earlier: dict[str, dict[UUID, Look]] = {"cost": {}, "accuracy": {}}
        self._axes = Axes(self.cost, self.accuracy, workbench.preferences)
        self.cost.hovered.connect(self.accuracy.show_cursor)
        self.accuracy.hovered.connect(self.cost.show_cursor)
        for plot in (self.cost, self.accuracy):
            plot.export_requested.connect(partial(self._export, plot))
            plot.measure_asked.connect(self._draw_along)
        self._is_projected = False
        self._other = QShortcut(QKeySequence("C"), self, enabled=False)  # one plot alone is read from afar
        self._other.activated.connect(lambda: self._show_one(self.cost.isHidden()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.cost)
        layout.addWidget(self.accuracy)
        self.set_theme(themes.theme)
        self._plot_turns = [
            Turn(partial(self._draw_plot, plot, measured), workbench.turns, self)
            for plot, measured in ((self.cost, "cost"), (self.accuracy, "accuracy"))
        ]
        workbench.timeline.changed.connect(self._follow)
        workbench.runs.changed.connect(self._draw_earlier)
        workbench.runs.changed.connect(self._follow)  # a branch begins where it grew out of another run

    def set_theme(self, theme: Theme) -> None:
        self.cost.set_theme(theme)
        self.accuracy.set_theme(theme)

    def project(self, is_projected: bool) -> None:
        """Show one plot, the accuracy first; a key shows the cost in its place."""
        self._is_projected = is_projected
        self._other.setEnabled(is_projected)
        self.cost.setHidden(is_projected)
        self.accuracy.show()

    def _show_one(self, is_cost: bool) -> None:
        self.cost.setVisible(is_cost)
        self.accuracy.setHidden(is_cost)

    def _lend_logarithmic(self, is_wanted: bool) -> None:
        """Give the cost another axis for a while; a lesson that does so speaks of the cost."""
        self._axes.lend_logarithmic(is_wanted)
        if self._is_projected and is_wanted:
            self._show_one(True)

    def _draw_guesses(self, guesses: tuple[Guess, ...]) -> None:
        """Draw what was guessed of each plot; of a plot with guesses at both curves each says at which it is."""
        for plot, measured in ((self.cost, "cost"), (self.accuracy, "accuracy")):
            values = [guess for guess in guesses if guess.curve.endswith(measured)]
            is_one_curve = len({guess.curve for guess in values}) == 1
            names = ["" if is_one_curve else f", {guess.curve.partition('_')[0]}" for guess in values]
            plot.set_guesses((guess.value, f"your guess{name}") for guess, name in zip(values, names, strict=True))
        if self._is_projected and guesses:
            self._show_one(all(guess.curve.endswith("cost") for guess in guesses))

    def answers(self) -> Answers:
        """Answer who asks for the curves with a frame around them, always in sight; or for another axis, or guesses."""
        return {
            ShowCurves: lambda wish: Spotlight(self, self.themes.theme.warning),
            DrawGuesses: lambda wish: self._draw_guesses(wish.guesses),
            LogarithmicCost: lambda wish: self._lend_logarithmic(wish.is_wanted),
        }

    def commands(self) -> Commands:
        """Return what sets the axes and writes the curves; as values, both plots are one table."""
        return {
            "logCostAction": self._axes.switch_cost,
            "automaticAxesAction": self._axes.switch_all,
            "curvesAlongAction": lambda: self._draw_along(self._axes.next_measure),
            "exportCsvAction": partial(self._export, self.cost, "csv"),
            "exportCostPngAction": partial(self._export, self.cost, "png"),
            "exportCostSvgAction": partial(self._export, self.cost, "svg"),
            "exportAccuracyPngAction": partial(self._export, self.accuracy, "png"),
            "exportAccuracySvgAction": partial(self._export, self.accuracy, "svg"),
        }

    def use_actions(self, actions: Actions) -> None:
        """Keep the commands for the axes checked while they are so, whoever set them."""
        log_cost, automatic = actions["logCostAction"], actions["automaticAxesAction"]
        log_cost.setChecked(self.cost.is_logarithmic)
        self.cost.logarithmic_changed.connect(log_cost.setChecked)
        automatic.setChecked(self._axes.are_automatic)
        for plot in (self.cost, self.accuracy):
            plot.axis_chosen.connect(lambda choice: automatic.setChecked(self._axes.are_automatic))

    def _export(self, plot: LinePlot, kind: str) -> None:
        """Have a plot written, or, as values, the one table of both."""
        self.wished.emit(Export("curves", kind, self.export_csv) if kind == "csv" else Export.of_plot(plot, kind))

    def export_csv(self, path: Path) -> None:
        """Write the curves of both plots to one file, with steps, seconds of training and the learning rate.

        ``whole`` is 1 where all test images were looked at. What was measured on images held out stands there where
        there are such.

        Raises
        ------
        FileError
            When the file cannot be written.
        """
        latest = self.workbench.timeline.latest
        if latest is not None:
            figures = ("train_cost", "test_cost", "train_accuracy", "test_accuracy", "whole")
            held_out = ("validation_cost", "validation_accuracy") if latest.curves.has_validation else ()
            columns = ("step", "seconds", "learning_rate", *figures, *held_out)
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
        for turn in self._plot_turns:
            turn.ask()

    def _draw_plot(self, plot: LinePlot, measured: str) -> None:
        """Draw the cost or the accuracy (``measured``) as far as it is another than the one drawn."""
        timeline = self.workbench.timeline
        latest, shown = timeline.latest, timeline.snapshot
        if latest is None or shown is None:
            return  # it was put aside meanwhile
        # Another run has another table.
        elsewhere = self.workbench.session.figures_of(latest)
        drawn = (latest.curves.table.ctypes.data, len(latest.curves), self._begins_at, elsewhere)
        if drawn != self._drawn.get(measured):
            self._drawn[measured] = drawn
            course = Course(latest.curves, self._begins_at, self._axes.measure, latest.train_images)
            # Named are the images where they are not those at hand.
            draw_own(plot, course, measured, f" ({elsewhere})" if elsewhere else "")
        if plot is self.cost:
            self._tell_rises(latest, shown)
        at = partial(place, curves=latest.curves, measure=self._axes.measure, images=latest.train_images)
        plot.set_marks([(at(mark.epoch), mark.text) for mark in latest.marks])
        plot.set_playhead(None if timeline.is_live else at(shown.epoch))

    def _draw_along(self, measure: str) -> None:
        """Draw all curves along something else."""
        self._clear()
        for plot, runs in ((self.cost, self._earlier["cost"]), (self.accuracy, self._earlier["accuracy"])):
            for id in runs:
                plot.remove_series(name_of(id))
            runs.clear()
            plot.set_following(True)  # what was zoomed in on means another place now
        self._axes.draw_along(measure)
        self._draw_earlier()
        for turn in self._plot_turns:
            turn.take()  # at once: the plots are empty

    def _tell_rises(self, latest: Snapshot, shown: Snapshot) -> None:
        """Count how often the cost of the run at hand rose, up to the moment shown."""
        until = math.inf if self.workbench.timeline.is_live else shown.epoch
        rises = latest.curves.rises("train_cost", self._begins_at, until)
        words = f"{rises.count:,} {'rise' if rises.count == 1 else 'rises'}"
        self.cost.set_remarks(*((f"{words} in {rises.comparisons:,}", words) if rises.comparisons else ()), tip=_RISES)

    @property
    def _begins_at(self) -> float:
        run = self.workbench.runs.current
        return 0.0 if run is None else run.begins_at

    def _clear(self) -> None:
        self._drawn.clear()
        for plot in (self.cost, self.accuracy):
            with QSignalBlocker(plot):
                plot.remove_series("train")
                plot.remove_series("test")
                plot.remove_series("validation")
                plot.set_playhead(None)
                plot.set_marks([])
                plot.set_remarks()

    def _draw_earlier(self) -> None:
        """Draw the test curves of the other runs, each with a color and dashes of its own."""
        shown = self.workbench.runs.drawn
        images = {run.id: images_in_epoch(run, self.workbench.library.dataset) for run in shown}
        known = [run for run in shown if self._axes.measure != "images" or images[run.id] is not None]
        # Numbers of two cost functions have nothing to do with one another, so they share no axis.
        alike = [run for run in known if self._cost is None or run.settings.cost == self._cost]
        unknown = len(shown) - len(known)
        self.cost.set_note(_left_out(len(known) - len(alike), unknown))
        self.accuracy.set_note(_left_out(0, unknown))
        for plot, measured, runs in ((self.cost, "cost", alike), (self.accuracy, "accuracy", known)):
            before, after = self._earlier[measured], {run.id: look_of(run) for run in runs}
            self._earlier[measured] = after
            for id in before:
                if id not in after:
                    plot.remove_series(name_of(id))
            for run in runs:
                # The curves of a run put aside stay as they are: with fifty, a new name is no reason to draw all.
                if before.get(run.id) != after[run.id]:
                    course = Course(run.curves, run.begins_at, self._axes.measure, images[run.id] or 1)
                    draw_other(plot, run, course, measured)


def _left_out(with_other_cost: int, unknown: int) -> str:
    """Return what a plot says of the runs that it does not draw."""
    parts = ((with_other_cost, "with another cost"), (unknown, "on other images"))
    return "; ".join(f"{count} {words} {'is' if count == 1 else 'are'} left out" for count, words in parts if count)
