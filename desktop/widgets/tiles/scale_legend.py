"""ScaleLegend: the strip that says which color stands for which weight."""

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.colormaps import pixels, signed_colors
from desktop.look.theme import LIGHT, Theme

_BAR_WIDTH, _BAR_HEIGHT, _SPACE = 160, 10, 8


class ScaleLegend(QWidget):
    """A bar of color with the figures at its ends; zero is in the middle."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high, self._note = "", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors; the bar is one row of pixels, which is stretched as it is painted."""
        self._theme = theme
        colors = np.ascontiguousarray(pixels(signed_colors(theme))[1:].reshape(1, -1))
        image = QImage(colors.data, colors.shape[1], 1, colors.nbytes, QImage.Format.Format_RGB32)
        self._bar = image.copy()  # a copy owns its pixels; the array goes away
        self.update()

    def set_limit(self, limit: float | None, note: str = "") -> None:
        """Show the figures of a scale from -limit to +limit; None if every tile has a scale of its own."""
        low, high = ("−max", "+max") if limit is None else (f"−{limit:.2g}", f"+{limit:.2g}")
        if (low, high, note) == (self._low, self._high, self._note):
            return
        self._low, self._high, self._note = low, high, note
        self.setAccessibleName("Color scale")
        self.setAccessibleDescription(f"Blue is {low}, orange is {high}, and the middle is zero. {note}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_BAR_WIDTH * 2, self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.faint_text))
        metrics, middle = self.fontMetrics(), self.height() / 2
        x: float = _SPACE
        x = self._text(painter, x, self._low) + _SPACE
        width = max(40.0, min(_BAR_WIDTH, self.width() - x - 2 * _SPACE - metrics.horizontalAdvance(self._high)))
        bar = QRectF(x, middle - _BAR_HEIGHT / 2, width, _BAR_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(bar, self._bar, QRectF(self._bar.rect()))
        painter.setPen(QColor(self._theme.outline))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        zero = bar.center().x()
        painter.setPen(QColor(self._theme.faint_text))
        painter.drawLine(round(zero), round(bar.bottom()), round(zero), round(bar.bottom()) + 3)
        x = self._text(painter, bar.right() + _SPACE, self._high) + 2 * _SPACE
        note = metrics.elidedText(self._note, Qt.TextElideMode.ElideRight, max(0, round(self.width() - x)))
        self._text(painter, x, note)

    def _text(self, painter: QPainter, x: float, text: str) -> float:
        width = self.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width
