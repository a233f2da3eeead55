"""AgreementBar: how far two directions point the same way, from opposite to the same."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.words import signed

_THICKNESS = 8.0


class AgreementBar(QWidget):
    """A bar from −1 on the left to 1 on the right, filled from its middle to a cosine.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cosine = math.nan
        self.setAccessibleName("How far image and batch point the same way")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cosine(self, cosine: float) -> None:
        """Show a cosine, -1 to 1; NaN leaves the bar empty."""
        self._cosine = cosine
        self.setAccessibleDescription(self._words())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + round(_THICKNESS) + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        text = QRectF(0, 0, self.width(), line)
        painter.setPen(QColor(self._theme.faint_text))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft, "opposite")
        painter.drawText(text, Qt.AlignmentFlag.AlignRight, "the same way")
        bar = QRectF(0, line + 2, self.width(), _THICKNESS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.grid))
        painter.drawRoundedRect(bar, 2, 2)
        middle = bar.center().x()
        if math.isfinite(self._cosine):
            end = middle + self._cosine * bar.width() / 2
            painter.setBrush(QColor(self._theme.positive if self._cosine < 0 else self._theme.accent))
            painter.drawRect(QRectF(min(middle, end), bar.top(), abs(end - middle), bar.height()))
        painter.fillRect(QRectF(middle - 0.5, bar.top() - 2, 1, bar.height() + 4), QColor(self._theme.text))

    def _figure(self) -> str:
        return signed(self._cosine, 2) if math.isfinite(self._cosine) else "–"

    def _words(self) -> str:
        if not math.isfinite(self._cosine):
            return "They cannot be compared."
        return f"Cosine {self._figure()}: 1 is the same way, 0 nothing in common, −1 the opposite."
