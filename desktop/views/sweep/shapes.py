"""Shapes and colors of dots, which tell a run's value of a second axis, and the key that says so."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPolygonF

from core.sweep.places import AxisPlaces
from desktop.look.theme import Theme
from desktop.views.sweep.colors import dot_ramp, shade
from desktop.widgets.plot.ticks import Tick

_MOST_CHIPS = 6
_BETWEEN = 4  # dots of a key between its ends
_SHAPES = 3  # round, square, pointed: told beside the color where there are few values
_LEAST_LEFT = 0.25  # of the room, which belongs to the axis's name


def paint_key(painter: QPainter, by: AxisPlaces, room: QRectF, theme: Theme, radius: float) -> None:
    """Say on the right of a room what colors stand for: each value, or the two ends of many."""
    metrics, ramp, right = QFontMetricsF(painter.font()), dot_ramp(theme), room.right()
    for place, text in ((math.nan, f"{by.axis.label}:"), *_chips(by))[::-1]:
        width = metrics.horizontalAdvance(text)
        dot = 0.0 if math.isnan(place) else 2 * radius + (4 if text else 0)
        if right - width - dot < room.left() + _LEAST_LEFT * room.width():
            return
        painter.setPen(QColor(theme.faint_text))
        painter.drawText(QRectF(right - width - 1, room.top(), width + 2, room.height()), 0, text)
        if dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ramp[shade(place)]))
            paint_shape(painter, QPointF(right - width - dot + radius, room.center().y()), radius, shape_at(by, place))
        right -= width + dot + (8 if _are_few(by) else 2)


def shape_at(by: AxisPlaces | None, place: float) -> int:
    """Return which shape a dot at a place of the second axis has."""
    return int(place * len(by.slots)) % _SHAPES if by is not None and _are_few(by) else 0


def paint_shape(painter: QPainter, middle: QPointF, radius: float, shape: int) -> None:
    """Draw a dot that is round, square or pointed, all of about one area."""
    if shape == 0:
        painter.drawEllipse(middle, radius, radius)
    elif shape == 1:
        side = 0.9 * radius
        painter.drawRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side))
    else:
        far = 1.3 * radius
        corners = (QPointF(0, -far), QPointF(far, 0), QPointF(0, far), QPointF(-far, 0))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))


def arrow(middle: QPointF, radius: float, *, is_down: bool) -> QPolygonF:
    """Return a triangle that points to where a run lies that is not shown."""
    way = radius if is_down else -radius
    base = middle - QPointF(0, 2 * way)
    return QPolygonF([base + QPointF(-radius, 0), base + QPointF(radius, 0), middle])


def _chips(by: AxisPlaces) -> list[Tick]:
    """Return which dots and texts the key has: of many values the two ends, with the colors between."""
    if _are_few(by):
        return list(by.ticks)
    low, high = (by.low, by.high) if by.is_line else (by.slots[0], by.slots[-1])
    between = [(place / _BETWEEN, "") for place in range(_BETWEEN)]
    return [(math.nan, f"{by.axis.written(low)} "), *between, (1.0, by.axis.written(high))]


def _are_few(by: AxisPlaces) -> bool:
    return not by.is_line and len(by.slots) <= _MOST_CHIPS
