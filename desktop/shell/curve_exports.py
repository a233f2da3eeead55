"""CurveExports: what a plot shows, as a table, a picture or a drawing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.dialogs import files
from desktop.session.workbench import Workbench
from desktop.shell.destinations import Destinations
from desktop.views.curves.panel import CurvesPanel
from desktop.widgets.plot.line_plot import LinePlot


class CurveExports:
    """What the commands do that write the curves, and what the menu of any plot asks for.

    Parameters
    ----------
    window : QWidget
        Over which the dialogs open.
    workbench : Workbench
        The models.
    curves : CurvesPanel
        What shows them.
    """

    def __init__(self, window: QWidget, workbench: Workbench, curves: CurvesPanel) -> None:
        self._window = window
        self._destinations = Destinations(workbench)
        self._curves = curves

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what each of these commands does, by the action's name."""
        cost, accuracy = self._curves.cost, self._curves.accuracy
        return {
            "exportCsvAction": partial(self.save, cost, "csv"),
            "exportCostPngAction": partial(self.save, cost, "png"),
            "exportCostSvgAction": partial(self.save, cost, "svg"),
            "exportAccuracyPngAction": partial(self.save, accuracy, "png"),
            "exportAccuracySvgAction": partial(self.save, accuracy, "svg"),
        }

    def save(self, plot: LinePlot, kind: str) -> None:
        """Ask for a file and write a plot to it: "png", "svg" or "csv"; cost and accuracy make one table."""
        is_table_of_both = kind == "csv" and plot in (self._curves.cost, self._curves.accuracy)
        name = "curves" if is_table_of_both else plot.objectName().removesuffix("Plot")
        path = self._destinations.remember(files.ask_for_export(self._window, self._destinations.suggest(name), kind))
        if path is None:
            return
        write_csv = self._curves.export_csv if is_table_of_both else plot.export_csv
        write = {"png": plot.export_png, "svg": plot.export_svg, "csv": write_csv}[kind]
        self._destinations.write(partial(write, path), path)
