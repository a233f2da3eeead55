"""InForce: what a setting is at the moment, beside its field, where something else moves it as a run goes on."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from desktop.look.tips import wrapped

_SMALL = 0.92
_USUAL = "now 0.00000"  # as wide as most: the field beside it does not move while digits change


class InForce(QLabel):
    """A small text; it is not there while there is nothing to say.

    Parameters
    ----------
    label : str
        What the setting is called.
    """

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setObjectName("inForceLabel")
        self._what = label
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _SMALL)  # as hints are
        self.setFont(font)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(wrapped(f"{label} with which the batches are trained on just now, as the schedule leaves it."))
        self.hide()

    def show_text(self, text: str) -> None:
        """Show a value in force, such as ``now 0.0012``; an empty text takes it away."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(f"{self._what} in force: {text}")
            self._keep_width()
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_width()

    def _keep_width(self) -> None:
        widest = max(map(self.fontMetrics().horizontalAdvance, (_USUAL, self.text())))
        if widest != self.width():
            self.setFixedWidth(widest)
