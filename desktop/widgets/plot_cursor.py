"""CursorLayer: the crosshair with its read-out, the playhead, and the marks of a LinePlot."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop.theme import Theme
from desktop.widgets.plot_curves import Curve
from desktop.widgets.plot_readings import Reading, readings
from desktop.widgets.plot_scale import Scale, x_text

_TRIANGLE = 4.5
_REACH = 6.0
"""How near, in pixels, the mouse must be to a mark to be told about it."""
_MOST_ROWS = 8


class CursorLayer(QGraphicsItem):
    """Paints what points at a moment, above the curves."""

    def __init__(self, x_name: str, *, is_percent: bool) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(20)
        self._x_name = x_name
        self._is_percent = is_percent
        self.curves: list[Curve] = []
        self.font = QFont()
        self.scale_shown: Scale | None = None
        self.theme: Theme | None = None
        self.cursor_x: float | None = None
        self.playhead: float | None = None
        self.marks: list[tuple[float, str]] = []
        self.label_rect = QRectF()

    def boundingRect(self) -> QRectF:
        return self.scale_shown.rect.adjusted(-8, -10, 8, 8) if self.scale_shown else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.scale_shown is None or self.theme is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        self._paint_marks(painter, self.scale_shown, self.theme)
        self._paint_playhead(painter, self.scale_shown, self.theme)
        if self.cursor_x is not None and self._is_inside(self.cursor_x):
            self._paint_cursor(painter, self.scale_shown, self.theme, self.cursor_x)

    def _is_inside(self, x: float) -> bool:
        scale = self.scale_shown
        return scale is not None and scale.left <= x <= scale.right

    def _paint_marks(self, painter: QPainter, scale: Scale, theme: Theme) -> None:
        pen = QPen(QColor(theme.outline), 1.0, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.0, 3.0])
        for x, _text in self.marks:
            if not self._is_inside(x):
                continue
            pixel, top = _sharp(scale, x), scale.rect.top()
            painter.setPen(pen)
            painter.drawLine(QPointF(pixel, top), QPointF(pixel, scale.rect.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.faint_text))
            corners = [(-_TRIANGLE, -3.0), (_TRIANGLE, -3.0), (0.0, _TRIANGLE)]
            painter.drawPolygon(QPolygonF([QPointF(pixel + dx, top + dy) for dx, dy in corners]))

    def _paint_playhead(self, painter: QPainter, scale: Scale, theme: Theme) -> None:
        if self.playhead is None or not self._is_inside(self.playhead):
            return
        pixel = _sharp(scale, self.playhead)
        painter.setPen(QPen(QColor(theme.playhead), 1.5))
        painter.drawLine(QPointF(pixel, scale.rect.top()), QPointF(pixel, scale.rect.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.playhead))
        painter.drawEllipse(QPointF(pixel, scale.rect.bottom()), 3.5, 3.5)

    def _paint_cursor(self, painter: QPainter, scale: Scale, theme: Theme, x: float) -> None:
        pixel = _sharp(scale, x)
        painter.setPen(QPen(QColor(theme.faint_text), 1.0))
        painter.drawLine(QPointF(pixel, scale.rect.top()), QPointF(pixel, scale.rect.bottom()))
        shown = readings(self.curves, x)[:_MOST_ROWS]
        spots = [self._spot(scale, reading) for reading in shown]
        for spot, reading in zip(spots, shown, strict=True):
            if scale.rect.contains(spot):
                painter.setPen(QPen(QColor(theme.surface), 1.5))
                painter.setBrush(reading.curve.paint_color(theme))
                painter.drawEllipse(spot, 4.5, 4.5)
        self._paint_label(painter, scale, theme, shown, spots, pixel)

    def _spot(self, scale: Scale, reading: Reading) -> QPointF:
        x = float(scale.pixel_x(np.array(reading.x)))
        return QPointF(x, float(scale.pixel_y(np.array(reading.y))))

    def _course(self, scale: Scale) -> list[QPointF]:
        """Return points all along the curves, which the read-out should not cover either."""
        x = np.linspace(scale.left, scale.right, 40)
        pixels = scale.pixel_x(x).tolist()
        course: list[QPointF] = []
        for curve in self.curves:
            if len(curve.points) and not curve.is_faint:
                after = np.minimum(np.searchsorted(curve.points.x, x), len(curve.points) - 1)
                heights = scale.pixel_y(curve.points.y[after]).tolist()
                course += [QPointF(a, b) for a, b in zip(pixels, heights, strict=True)]
        return course

    def _paint_label(
        self,
        painter: QPainter,
        scale: Scale,
        theme: Theme,
        shown: list[Reading],
        spots: list[QPointF],
        pixel: float,
    ) -> None:
        metrics = QFontMetricsF(self.font)
        rows = self.rows(shown)
        name_width = max(metrics.horizontalAdvance(name) for name, _value, _color in rows)
        value_width = max(metrics.horizontalAdvance(value) for _name, value, _color in rows)
        line = metrics.height() + 1
        has_dots = 12.0 if shown else 0.0
        size = (has_dots + name_width + 12 + value_width + 16, line * len(rows) + 9)
        self.label_rect = place_label(scale.rect, pixel, spots + self._course(scale), *size)
        painter.setPen(QPen(QColor(theme.border), 1.0))
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(self.label_rect, 4, 4)
        left, right = self.label_rect.left() + 8, self.label_rect.right() - 8
        for index, (name, value, color) in enumerate(rows):
            base = self.label_rect.top() + 4 + index * line + metrics.ascent()
            if color is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawEllipse(QPointF(left + 3.5, base - metrics.capHeight() / 2), 3.5, 3.5)
            painter.setPen(QColor(theme.text if color is not None else theme.faint_text))
            painter.drawText(QPointF(left + (has_dots if color is not None else 0), base), name)
            painter.drawText(QPointF(right - metrics.horizontalAdvance(value), base), value)

    def rows(self, shown: list[Reading]) -> list[tuple[str, str, QColor | None]]:
        """Return the read-out's lines: a name, a value, and the color of the curve it belongs to."""
        assert self.scale_shown is not None
        assert self.theme is not None
        assert self.cursor_x is not None
        span = self.scale_shown.right - self.scale_shown.left
        rows: list[tuple[str, str, QColor | None]] = [(self._x_name, x_text(self.cursor_x, span), None)]
        for reading in shown:
            value = reading.text(is_percent=self._is_percent)
            rows.append((reading.label, value, reading.curve.paint_color(self.theme)))
        mark = self.mark_near(float(self.scale_shown.pixel_x(np.array(self.cursor_x))))
        return [*rows, (mark, "", None)] if mark else rows

    def mark_near(self, pixel: float) -> str:
        """Return the text of the marks at a pixel position, or nothing."""
        if self.scale_shown is None:
            return ""
        scale = self.scale_shown
        near = [text for x, text in self.marks if abs(float(scale.pixel_x(np.array(x))) - pixel) <= _REACH]
        return "; ".join(near)


def place_label(rect: QRectF, pixel: float, spots: list[QPointF], width: float, height: float) -> QRectF:
    """Return a place for the read-out beside the crosshair: inside ``rect`` and away from the points."""
    beside = pixel + 12 if pixel + 12 + width <= rect.right() else pixel - 12 - width
    left = min(max(beside, rect.left() + 2), max(rect.right() - width - 2, rect.left() + 2))
    tops = (rect.top() + 6, rect.bottom() - height - 6, rect.center().y() - height / 2)
    places = [QRectF(left, max(top, rect.top()), width, height) for top in tops]

    def covered(place: QRectF) -> int:
        return sum(place.adjusted(-6, -6, 6, 6).contains(spot) for spot in spots)

    return min(places, key=covered)


def _sharp(scale: Scale, x: float) -> float:
    return int(float(scale.pixel_x(np.array(x)))) + 0.5
