"""CursorLayer: the crosshair with its read-out, the playhead, the marks and the guesses of a LinePlot.

pyqtgraph's InfiniteLine is cut off at the edge of the plot, and its markers with it, and has stairs for slopes; a
playhead and twenty marks cost 5 ms each time the range moves, and less than 1 ms here. Its labels know of no curves
that they should not cover.
"""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from desktop.look.theme import Theme
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.guesses import Guesses, GuessPainter
from desktop.widgets.plot.marks import MarkPainter
from desktop.widgets.plot.readouts import Readout, readouts
from desktop.widgets.plot.scale import Scale, x_text

_REACH = 6.0
"""How near, in pixels, the mouse must be to a mark to be told about it."""
_MOST_ROWS = 8
_WIDEST, _HIGHEST = 0.8, 0.7
"""How much of the plot's width and height the read-out may take; the run at hand is told all the same."""
_EDGE = 6.0
"""Pixels between the read-out and the edges of the plot, or a curve."""


class CursorLayer(QGraphicsItem):
    """Paints what points at a moment, above the curves."""

    def __init__(self, x_name: str, *, is_percent: bool) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(20)
        self.x_name = x_name
        self._is_percent = is_percent
        self.curves: list[Curve] = []
        self.font = QFont()
        self.scale_shown: Scale | None = None
        self.theme: Theme | None = None
        self.cursor_x: float | None = None
        self.playhead: float | None = None
        self.marks: list[tuple[float, str]] = []
        self.mark_painter = MarkPainter(is_below=is_percent)  # an accuracy climbs
        self.guesses: Guesses = ()
        self.guess_painter = GuessPainter(is_above=is_percent)
        self.label_rect = QRectF()

    def boundingRect(self) -> QRectF:
        return self.scale_shown.rect.adjusted(-8, -10, 8, 8) if self.scale_shown else QRectF()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self.scale_shown is None or self.theme is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        self.guess_painter.paint(painter, self.guesses, self.scale_shown, self.theme, self.font)
        self.mark_painter.paint(painter, self.marks, self.scale_shown, self.theme, self.font)
        self._paint_playhead(painter, self.scale_shown, self.theme)
        if self.cursor_x is not None and self._is_inside(self.cursor_x):
            self._paint_cursor(painter, self.scale_shown, self.theme, self.cursor_x)

    def _is_inside(self, x: float) -> bool:
        scale = self.scale_shown
        return scale is not None and scale.left <= x <= scale.right

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
        shown = readouts(self.curves, x)[: self._most_rows(scale)]
        spots = [self._spot(scale, reading) for reading in shown]
        for spot, reading in zip(spots, shown, strict=True):
            if scale.rect.contains(spot):
                painter.setPen(QPen(QColor(theme.surface), 1.5))
                painter.setBrush(reading.curve.paint_color(theme))
                painter.drawEllipse(spot, 4.5, 4.5)
        self._paint_label(painter, scale, theme, shown, spots)

    def _most_rows(self, scale: Scale) -> int:
        """Return how many curves the read-out tells of: in a low plot only the first, which are of the run at hand."""
        line, own = QFontMetricsF(self.font).height() + 1, sum(not curve.is_faint for curve in self.curves)
        height = scale.rect.height()
        most, seemly = (int((part - 2 * _EDGE - 9) / line) - 1 for part in (height, _HIGHEST * height))
        return min(_MOST_ROWS, max(1, min(max(seemly, own), most)))

    def _spot(self, scale: Scale, reading: Readout) -> QPointF:
        x = float(scale.pixel_x(np.array(reading.x)))
        return QPointF(x, float(scale.pixel_y(np.array(reading.y))))

    def _course(self, scale: Scale) -> list[QPointF]:
        """Return points all along the curves, which the read-out should not cover either."""
        x = np.linspace(scale.left, scale.right, 60)
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
        shown: list[Readout],
        spots: list[QPointF],
    ) -> None:
        metrics = QFontMetricsF(self.font)
        rows = self.rows(shown)
        value_width = max(metrics.horizontalAdvance(value) for _name, value, _color in rows)
        has_dots = 12.0 if shown else 0.0
        rest = value_width + has_dots + 28
        own = [reading.label for reading in shown if not reading.curve.is_faint]
        needed = max(map(metrics.horizontalAdvance, (self.x_name, *own)))  # of earlier runs, long names are cut
        room = min(max(_WIDEST * scale.rect.width() - rest, needed), scale.rect.width() - 2 * _EDGE - rest)
        cut = Qt.TextElideMode.ElideRight
        rows = [(metrics.elidedText(name, cut, room), value, color) for name, value, color in rows]
        name_width = max(metrics.horizontalAdvance(name) for name, _value, _color in rows)
        line = metrics.height() + 1
        size = (has_dots + name_width + 12 + value_width + 16, line * len(rows) + 9)
        self.label_rect = place_label(scale.rect, spots, self._course(scale), *size)
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

    def rows(self, shown: list[Readout]) -> list[tuple[str, str, QColor | None]]:
        """Return the read-out's lines: a name, a value, and the color of the curve it belongs to."""
        assert self.scale_shown is not None
        assert self.theme is not None
        assert self.cursor_x is not None
        span = self.scale_shown.right - self.scale_shown.left
        rows: list[tuple[str, str, QColor | None]] = [(self.x_name, x_text(self.cursor_x, span), None)]
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


def place_label(rect: QRectF, spots: list[QPointF], course: list[QPointF], width: float, height: float) -> QRectF:
    """Return a place for the read-out, in a corner of ``rect``.

    It is the corner where it covers least of the curves, and of several such the one farthest from what it tells.

    Parameters
    ----------
    rect : QRectF
        The plot.
    spots : list of QPointF
        What the read-out tells: where the curves are at the crosshair.
    course : list of QPointF
        Points all along the curves.
    width, height : float
        How large the read-out is.
    """
    left, right = rect.left() + _EDGE, max(rect.right() - width - _EDGE, rect.left() + _EDGE)
    bottom = max(rect.bottom() - height - _EDGE, rect.top())
    top = min(rect.top() + _EDGE, bottom)
    corners = [QRectF(x, y, width, height) for y in (top, bottom) for x in (right, left)]

    def price(corner: QRectF) -> tuple[int, int, float]:
        around = corner.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
        hidden, touched = (sum(map(around.contains, points)) for points in (spots, course))
        return hidden, touched, -min((_distance(corner, spot) for spot in spots), default=0.0)

    return min(corners, key=price)


def _distance(place: QRectF, spot: QPointF) -> float:
    dx = max(place.left() - spot.x(), 0.0, spot.x() - place.right())
    dy = max(place.top() - spot.y(), 0.0, spot.y() - place.bottom())
    return math.hypot(dx, dy)


def _sharp(scale: Scale, x: float) -> float:
    return int(float(scale.pixel_x(np.array(x)))) + 0.5
