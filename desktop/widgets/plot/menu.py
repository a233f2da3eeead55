"""PlotMenu: what can be asked of a plot with the right button.

The menu of pyqtgraph's ViewBox offers ranges to type, links between views and its own exports, and nothing of this.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

_EXPORTS = (
    ("png", "Save as &picture (PNG)…"),
    ("svg", "Save as &drawing (SVG)…"),
    ("csv", "Save &values (CSV)…"),
)


class PlotMenu(QMenu):
    """Follow new data, a logarithmic axis where it makes sense, and the exports.

    Attributes
    ----------
    follow, logarithmic : QAction
        Checked while it is so.
    """

    export_asked = Signal(str)  # "png", "svg" or "csv"

    def __init__(self, title: str, *, has_logarithmic: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title} plot")
        self.follow = QAction("&Follow new data", self, checkable=True, checked=True)
        self.logarithmic = QAction("&Logarithmic axis", self, checkable=True)
        self.addAction(self.follow)
        if has_logarithmic:
            self.addAction(self.logarithmic)
        self.addSeparator()
        for kind, text in _EXPORTS:
            action = self.addAction(text)
            action.triggered.connect(lambda checked=False, kind=kind: self.export_asked.emit(kind))
