"""How a stroke looks on the pad: a smooth line, painted whole or one piece at a time.

The curve runs through the midpoints between the points and bends at the points, which rounds off the
corners of a coarse stroke. A piece depends on three points only, so a line can grow without being
painted anew: piece ``k`` bends at point ``k``, and the tail leads on to the latest point.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from core.data.ink.strokes import Stroke

_MOST_POINTS = 6_000
_LONGEST_PATH = 2_000  # Qt takes as long as the square of it for a path that crosses itself often

Point = tuple[float, float]
"""x and y in pad units: 0 to 1, y down."""

WIDTH = 0.055
"""Width of the usual line at the usual pressure, in parts of the pad."""

WIDTHS = (0.03, WIDTH, 0.09)
"""The widths to choose from."""

BROADEST = WIDTHS[-1]

USUAL_PRESSURE = 0.5
"""What a mouse or a finger counts as, which know no pressure."""


class LinePainter:
    """Paints strokes of one width, in parts of the pad, in one color on one square of paper."""

    def __init__(self, painter: QPainter, paper: QRectF, color: str, width: float = WIDTH) -> None:
        self._painter, self._paper, self._width = painter, paper, width
        self._pen = QPen(QColor(color))
        self._pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def paint(self, stroke: Stroke, pressures: Sequence[float] | None) -> None:
        """Paint a whole stroke, shape (n, 2); without pressures all of it has the usual width."""
        every = -(-len(stroke) // _MOST_POINTS)  # more would not be seen, and take seconds
        stroke = stroke if every == 1 else np.concatenate([stroke[:-1:every], stroke[-1:]])
        pressures = pressures if every == 1 or pressures is None else (*pressures[:-1:every], pressures[-1])
        points = stroke.tolist()
        if pressures is None and len(points) <= _LONGEST_PATH:
            self._draw(self._whole(points), USUAL_PRESSURE)
            return
        pressures = pressures or [USUAL_PRESSURE] * len(points)
        for at in range(len(points) - 1):
            self.paint_piece(points, at, pressures[at])
        self.paint_tail(points, pressures[-1])

    def paint_piece(self, points: Sequence[Point], at: int, pressure: float) -> None:
        """Paint the part of a stroke that bends at one point, which is not the last."""
        end = self._middle(points, at)
        if at == 0:
            path = QPainterPath(self._place(points[0]))
            path.lineTo(end)
        else:
            path = QPainterPath(self._middle(points, at - 1))
            path.quadTo(self._place(points[at]), end)
        self._draw(path, pressure)

    def paint_tail(self, points: Sequence[Point], pressure: float) -> None:
        """Paint what leads to the last point; of a single point, a dot."""
        if len(points) == 1:
            self._draw(_dot(self._place(points[0])), pressure)
            return
        path = QPainterPath(self._middle(points, len(points) - 2))
        path.lineTo(self._place(points[-1]))
        self._draw(path, pressure)

    def _whole(self, points: Sequence[Point]) -> QPainterPath:
        if len(points) == 1:
            return _dot(self._place(points[0]))
        path = QPainterPath(self._place(points[0]))
        path.lineTo(self._middle(points, 0))
        for at in range(1, len(points) - 1):
            path.quadTo(self._place(points[at]), self._middle(points, at))
        path.lineTo(self._place(points[-1]))
        return path

    def _draw(self, path: QPainterPath, pressure: float) -> None:
        self._pen.setWidthF(self._width * self._paper.width() * (0.5 + pressure))
        self._painter.setPen(self._pen)
        self._painter.drawPath(path)

    def _place(self, point: Point) -> QPointF:
        side = self._paper.width()
        return QPointF(self._paper.left() + point[0] * side, self._paper.top() + point[1] * side)

    def _middle(self, points: Sequence[Point], at: int) -> QPointF:
        return (self._place(points[at]) + self._place(points[at + 1])) / 2


def _dot(place: QPointF) -> QPainterPath:
    path = QPainterPath(place)
    path.lineTo(place + QPointF(0.01, 0))  # only a line has round caps
    return path
