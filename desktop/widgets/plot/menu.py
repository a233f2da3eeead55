"""PlotMenu: what can be asked of a plot with the right button.

The menu of pyqtgraph's ViewBox offers ranges to type, links between views and its own exports, and nothing of this.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.widgets.plot.axis import AxisChoice

_EXPORTS = (
    ("png", "Save as &picture (PNG)…"),
    ("svg", "Save as &drawing (SVG)…"),
    ("csv", "Save &values (CSV)…"),
)


class PlotMenu(QMenu):
    """Follow new data, a logarithmic axis where it makes sense, one chosen by itself, what x is, and the exports.

    Attributes
    ----------
    follow, logarithmic, automatic : QAction
        Checked while it is so.
    """

    axis_asked = Signal(str)  # AxisChoice
    measure_asked = Signal(str)  # one of those given
    export_asked = Signal(str)  # "png", "svg" or "csv"

    def __init__(self, title: str, *, has_logarithmic: bool, parent: QWidget, measures: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title} plot")
        self.follow = QAction("&Follow new data", self, checkable=True, checked=True)
        self.logarithmic = QAction("&Logarithmic axis", self, checkable=True)
        self.automatic = QAction("&Axis chosen by itself", self, checkable=True)
        self.logarithmic.triggered.connect(lambda is_on: self.axis_asked.emit("logarithmic" if is_on else "linear"))
        self.automatic.triggered.connect(self._ask_automatic)
        self.addAction(self.follow)
        if has_logarithmic:
            self.addAction(self.logarithmic)
        self.addAction(self.automatic)
        self._measures = {measure: QAction(f"&{measure.capitalize()}", self, checkable=True) for measure in measures}
        self._add_measures()
        self.addSeparator()
        for kind, text in _EXPORTS:
            action = self.addAction(text)
            action.triggered.connect(lambda checked=False, kind=kind: self.export_asked.emit(kind))

    def _add_measures(self) -> None:
        if self._measures:
            group = QActionGroup(self)  # one of them is always checked
            along = self.addMenu("A&long")
            for measure, action in self._measures.items():
                group.addAction(action)
                along.addAction(action)
                action.triggered.connect(lambda checked=False, measure=measure: self.measure_asked.emit(measure))

    def show_measure(self, measure: str) -> None:
        """Check what the curves are drawn along."""
        self._measures[measure].setChecked(True)

    def show_axis(self, choice: AxisChoice, *, is_logarithmic: bool) -> None:
        """Check what was chosen, and what has come of it."""
        self.automatic.setChecked(choice == "automatic")
        self.logarithmic.setChecked(is_logarithmic)

    def _ask_automatic(self, is_on: bool) -> None:
        kept: AxisChoice = "logarithmic" if self.logarithmic.isChecked() else "linear"
        self.axis_asked.emit("automatic" if is_on else kept)
