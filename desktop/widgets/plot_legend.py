"""LegendBar: the title of a LinePlot and its curves with their latest values."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import Theme
from desktop.widgets.plot_curves import Curve
from desktop.widgets.plot_scale import value_text

_MARGIN, _TITLE_GAP, _LINE, _GAP = 8, 12, 18, 6  # pixels


class LegendBar(QWidget):
    """One line of text; what does not fit is left out from the right, faint curves first."""

    def __init__(self, title: str, *, is_percent: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._is_percent = is_percent
        self._curves: list[Curve] = []
        self._at: float | None = None
        self._theme: Theme | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_curves(self, curves: list[Curve]) -> None:
        """Name these curves, and the latest value of each."""
        self._curves = sorted(curves, key=lambda curve: curve.is_faint)
        self._fit_height()
        self.setAccessibleName(self.text())
        self.update()

    def text(self) -> str:
        """Return what is shown, as one sentence for those who hear it."""
        entries = [f"{curve.label} {self._latest(curve)}".strip() for curve in self._curves]
        return f"{self._title}: {', '.join(entries)}" if entries else self._title

    def sizeHint(self) -> QSize:
        return QSize(100, self._rows() * self._row_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def _fit_height(self) -> None:
        height = self._rows() * self._row_height()
        if height != self.height():
            self.setFixedHeight(height)

    def _row_height(self) -> int:
        return round(QFontMetricsF(self.font()).height()) + 6

    def _rows(self) -> int:
        """Return 2 where the curves of the run at hand do not fit beside the title."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        x = _MARGIN + QFontMetricsF(bold).horizontalAdvance(self._title) + _TITLE_GAP
        for curve in self._curves:
            if not curve.is_faint:
                x += self._entry_width(curve) + _GAP
        return 1 if x - _GAP <= max(self.width(), 1) else 2

    def _entry_width(self, curve: Curve, *, with_value: bool = True) -> float:
        metrics = QFontMetricsF(self.font())
        value = 6 + self._value_room(metrics) if with_value else 0
        return _LINE + metrics.horizontalAdvance(curve.label) + value

    def _has_values(self) -> bool:
        """Return whether there is room for the figures beside the names."""
        widths = [self._entry_width(curve) + _GAP for curve in self._curves if not curve.is_faint]
        return _MARGIN + sum(widths) - _GAP <= self.width()

    def _value_room(self, metrics: QFontMetricsF) -> float:
        """Return the width of the longest value, so that nothing moves while digits change."""
        return metrics.horizontalAdvance("99.99 %" if self._is_percent else "0.00000")

    def _latest(self, curve: Curve) -> str:
        if not len(curve.points):
            return ""
        place = len(curve.points) - 1
        if self._at is not None:
            place = max(0, int(np.searchsorted(curve.points.x, self._at, side="right")) - 1)
        return value_text(float(curve.points.y[place]), is_percent=self._is_percent)

    def show_at(self, x: float | None) -> None:
        """Show the values at a moment of the past, or the latest ones."""
        if x != self._at:
            self._at = x
            self.setAccessibleName(self.text())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(self.font())
        base = (self._row_height() + metrics.capHeight()) / 2
        painter.setFont(bold)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(_MARGIN, base), self._title)
        x = _MARGIN + QFontMetricsF(bold).horizontalAdvance(self._title) + _TITLE_GAP
        if self._rows() == 2:
            x, base = _MARGIN, base + self._row_height()
        painter.setFont(self.font())
        for curve in self._curves:
            x = self._paint_entry(painter, curve, x, base, metrics, self._theme)
        painter.end()

    def _paint_entry(
        self, painter: QPainter, curve: Curve, x: float, base: float, metrics: QFontMetricsF, theme: Theme
    ) -> float:
        value = self._latest(curve)
        has_value = self._has_values()
        room, width = self._value_room(metrics), self._entry_width(curve, with_value=has_value)
        if x + width > self.width():
            return x + width  # no room: nor will there be for the next
        pen = QPen(curve.paint_color(theme), 1.5 if curve.is_faint else curve.width + 0.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if curve.dash:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / pen.widthF() for length in curve.dash])
        painter.setPen(pen)
        middle = base - metrics.capHeight() / 2
        painter.drawLine(QPointF(x, middle), QPointF(x + 14, middle))
        painter.setPen(QColor(theme.faint_text))
        painter.drawText(QPointF(x + _LINE, base), curve.label)
        if has_value:
            painter.setPen(QColor(theme.faint_text if curve.is_faint else theme.text))
            left = x + _LINE + metrics.horizontalAdvance(curve.label) + 6
            place = QRectF(left, middle - self._row_height() / 2, room, self._row_height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, value)
        return x + width + _GAP
