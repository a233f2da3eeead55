"""FrameLayer: grid lines, tick labels and axis names of a LinePlot.

pyqtgraph's AxisItem leaves out the labels at the ends of an axis, writes 0.3 beside 0.35, and lets the labels of a
logarithmic axis run into one another in a low plot; a range that moves costs it 5 ms, and this layer 1 ms.
"""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop.look.contrast import mix
from desktop.look.theme import Theme
from desktop.widgets.plot.scale import Scale, logarithmic_texts, logarithmic_ticks, tick_texts, ticks_at_least

_GAP = 6.0
_EDGE = 4.0
_LEAST_X = 3
"""Labelled places of x, where the plot is so narrow that round numbers alone would leave but the first."""


@dataclass(frozen=True, slots=True)
class AxisNames:
    """What stands at the axes, and whether y is a share shown in percent."""

    x: str = "epoch"
    y: str = ""
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A range of y that is good, and a word for it."""

    low: float
    high: float
    text: str


class FrameLayer(QGraphicsItem):
    """Paints everything around and behind the curves."""

    def __init__(self, names: AxisNames) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.names = names
        self.font = QFont()
        self.scale_shown: Scale | None = None
        self.theme: Theme | None = None
        self.empty_text = ""
        self.note = ""  # what is to be said of the axis of y
        self.remarks: tuple[str, ...] = ()  # what is to be said of the curves, the longest words first
        self.band: Band | None = None
        self._area = QRectF()

    def resize(self, area: QRectF) -> QRectF:
        """Take the whole area and return what is left of it for the curves."""
        self.prepareGeometryChange()
        self._area = area
        metrics = QFontMetricsF(self.font)
        # Always the same width, so that the curves of two plots stand exactly above each other.
        left = metrics.horizontalAdvance("0.0005 ") + _GAP
        right = metrics.horizontalAdvance("1,000") / 2 + 2
        below = metrics.height() * (1.0 if self._is_low() else 2.0) + _GAP
        return area.adjusted(left, metrics.height() * 0.6, -right, -below)

    def _is_low(self) -> bool:
        """Whether there is so little height that the x axis does without its name."""
        return self._area.height() < QFontMetricsF(self.font).height() * 10

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.scale_shown is None or self.theme is None:
            return
        painter.setFont(self.font)
        band = self._band_place(self.scale_shown)
        painter.fillRect(band, QColor(mix(self.theme.surface, self.theme.success, 0.14)))
        self._paint_x(painter, self.scale_shown, self.theme)
        self._paint_y(painter, self.scale_shown, self.theme)
        self._paint_band_text(painter, band, self.theme)
        painter.setPen(_hairline(mix(self.theme.grid, self.theme.outline, 0.6)))
        rect = self.scale_shown.rect
        _line(painter, rect.bottomLeft(), rect.bottomRight())
        if self.empty_text:
            painter.setPen(QColor(self.theme.faint_text))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect, flags, self.empty_text)

    def _band_place(self, scale: Scale) -> QRectF:
        """Return where the band lies, cut at the edges of the plot; nowhere without one."""
        if self.band is None or self.empty_text:
            return QRectF()
        ends = np.clip(scale.pixel_y(np.array([self.band.high, self.band.low])), scale.rect.top(), scale.rect.bottom())
        return QRectF(scale.rect.left(), ends[0], scale.rect.width(), ends[1] - ends[0])

    def _paint_band_text(self, painter: QPainter, band: QRectF, theme: Theme) -> None:
        """Write what the band stands for in its corner, on a ground of its own: grid lines would strike it out."""
        metrics = QFontMetricsF(self.font)
        if self.band is None or band.height() < metrics.height():
            return
        width = metrics.horizontalAdvance(self.band.text) + _GAP
        ground = QRectF(band.right() - width - 2, band.bottom() - metrics.height() - 1, width, metrics.height())
        painter.fillRect(ground, QColor(mix(theme.surface, theme.success, 0.14)))
        painter.setPen(QColor(theme.success))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, self.band.text)

    def _paint_x(self, painter: QPainter, scale: Scale, theme: Theme) -> None:
        metrics, rect = QFontMetricsF(self.font), scale.rect
        below = rect.bottom() + _GAP
        painter.setPen(_hairline(theme.grid))
        for value in self._x_ticks(scale):
            x = float(scale.pixel_x(np.array(value)))
            _line(painter, QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        painter.setPen(QColor(theme.faint_text))
        for x, text in [] if self.empty_text else self.x_labels(scale):
            painter.drawText(QPointF(x - metrics.horizontalAdvance(text) / 2, below + metrics.ascent() - 2), text)
        if not self._is_low():
            painter.setPen(QColor(theme.faint_text))
            name = QRectF(rect.left(), below + metrics.height() - 2, rect.width(), metrics.height())
            painter.drawText(name, Qt.AlignmentFlag.AlignHCenter, self.names.x)
            if not self.empty_text:
                self._paint_notes(painter, name, metrics, theme)

    def _paint_notes(self, painter: QPainter, row: QRectF, metrics: QFontMetricsF, theme: Theme) -> None:
        """Say on the left what the axis of y does and on the right what was counted, where x keeps its name."""
        half = metrics.horizontalAdvance(self.names.x) / 2 + 2 * _GAP
        left = QRectF(QPointF(self._area.left() + _EDGE, row.top()), QPointF(row.center().x() - half, row.bottom()))
        right = QRectF(QPointF(row.center().x() + half, row.top()), QPointF(self._area.right() - _EDGE, row.bottom()))
        painter.setPen(QColor(theme.text))
        for place, texts, side in (
            (left, (self.note,), Qt.AlignmentFlag.AlignLeft),
            (right, self.remarks, Qt.AlignmentFlag.AlignRight),
        ):
            text = next((text for text in texts if metrics.horizontalAdvance(text) <= place.width()), "")
            painter.drawText(place, side, text)

    def _x_ticks(self, scale: Scale) -> list[float]:
        most = int(scale.rect.width() / (QFontMetricsF(self.font).horizontalAdvance("1,000") * 2.2))
        return ticks_at_least(max(scale.left, 0.0), scale.right, max(most, 1), _LEAST_X)

    def x_labels(self, scale: Scale) -> list[tuple[float, str]]:
        """Return the labels of x, and where in pixels the middle of each stands: those that do not meet."""
        metrics, ticks = QFontMetricsF(self.font), self._x_ticks(scale)
        labels: list[tuple[float, str]] = []
        end = -math.inf
        for x, text in zip(scale.pixel_x(np.array(ticks)).tolist(), tick_texts(ticks), strict=True):
            half = metrics.horizontalAdvance(text) / 2
            if x - half > end + _GAP:
                labels.append((x, text))
                end = x + half
        return labels

    def _paint_y(self, painter: QPainter, scale: Scale, theme: Theme) -> None:
        metrics, rect = QFontMetricsF(self.font), scale.rect
        most = max(2, int(rect.height() / (metrics.height() * 1.9)))
        faint: list[float] = []
        if scale.is_logarithmic:
            values, faint = logarithmic_ticks(scale.bottom, scale.top, most)
            texts = logarithmic_texts(values, is_percent=self.names.is_percent)
        else:
            values = ticks_at_least(scale.bottom, scale.top, most, 2)
            texts = tick_texts(values, is_percent=self.names.is_percent)
        if self.empty_text:  # numbers of nothing would only raise questions
            texts = [""] * len(values)
        painter.setPen(_hairline(mix(theme.grid, theme.surface, 0.5)))
        for y in scale.pixel_y(np.array(faint, dtype=float)).tolist():
            _line(painter, QPointF(rect.left(), y), QPointF(rect.right(), y))
        for y, text in zip(scale.pixel_y(np.array(values, dtype=float)).tolist(), texts, strict=True):
            painter.setPen(_hairline(theme.grid))
            _line(painter, QPointF(rect.left(), y), QPointF(rect.right(), y))
            painter.setPen(QColor(theme.faint_text))
            self._write_before(painter, rect.left() - _GAP, y + metrics.capHeight() / 2, text)

    def _write_before(self, painter: QPainter, end: float, base: float, text: str) -> None:
        """Write a label that ends at a place, smaller where it would not be whole."""
        width = QFontMetricsF(self.font).horizontalAdvance(text)
        painter.save()
        painter.translate(end, base)
        painter.scale(min(1.0, (end - 1) / max(width, 1.0)), 1.0)
        painter.drawText(QPointF(-width, 0), text)
        painter.restore()


def _hairline(color: str) -> QPen:
    return QPen(QColor(color), 1.0)


def _line(painter: QPainter, start: QPointF, end: QPointF) -> None:
    """Draw an upright or level hairline in the middle of a pixel, so that it stays sharp."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shift = 0.5
    if start.y() == end.y():
        start = QPointF(start.x(), int(start.y()) + shift)
        end = QPointF(end.x(), start.y())
    else:
        start = QPointF(int(start.x()) + shift, start.y())
        end = QPointF(start.x(), end.y())
    painter.drawLine(start, end)
