"""InForce: what a setting is at the moment, beside its field, where something else moves it as a run goes on."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from desktop.look.tips import wrapped
from desktop.widgets.labels import HINT_SIZE

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
        font.setPointSizeF(font.pointSizeF() * HINT_SIZE)
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
            self._keep_size()
        self.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_size()

    def _keep_size(self) -> None:
        """Be of a fixed size: otherwise each new figure, thirty a second, would lay the whole form out anew."""
        metrics = self.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, (_USUAL, self.text())))
        self.setFixedSize(widest, metrics.height())
