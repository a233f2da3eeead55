"""Column: widgets below one another in one place of the window, which leaves the room to others when all are hidden."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Column(QWidget):
    """Shows those of some widgets that are not hidden; hidden itself where none is left.

    Parameters
    ----------
    widgets : sequence of QWidget
        From top to bottom.
    """

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        self._widgets = tuple(widgets)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in self._widgets:
            layout.addWidget(widget)
            widget.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is shown and hidden."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._follow()
        return False

    def _follow(self) -> None:
        self.setVisible(any(not widget.isHidden() for widget in self._widgets))
