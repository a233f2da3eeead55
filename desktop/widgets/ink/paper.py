"""Paper: the square on which ink lies, and the way between places of the pad and pixels."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize

from desktop.widgets.ink.line import Point


@dataclass(frozen=True, slots=True)
class Paper:
    """A square in the middle of a widget.

    Attributes
    ----------
    square : QRectF
        Where it is, in logical pixels.
    """

    square: QRectF

    @classmethod
    def within(cls, size: QSize) -> "Paper":
        """Return the largest square that a widget of this size has room for, with an edge of a pixel."""
        side = min(size.width(), size.height()) - 2
        return cls(QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side))

    @property
    def side(self) -> float:
        """How long an edge is, in logical pixels."""
        return self.square.width()

    def to_pad(self, position: QPointF) -> Point:
        """Return the place of the pad at a pixel, or the nearest one for a pixel outside."""
        x = (position.x() - self.square.left()) / self.side
        y = (position.y() - self.square.top()) / self.side
        return on_pad(x, y)

    def to_pixel(self, point: Point) -> QPointF:
        """Return the pixel at a place of the pad."""
        return QPointF(self.square.left() + point[0] * self.side, self.square.top() + point[1] * self.side)

    def area_of(self, points: Iterable[Point], margin: float) -> QRect:
        """Return a rectangle around places of the pad, and so many pixels more on every side."""
        pixels = [self.to_pixel(point) for point in points]
        xs, ys = [pixel.x() for pixel in pixels], [pixel.y() for pixel in pixels]
        area = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
        return area.adjusted(-margin, -margin, margin, margin).toAlignedRect()


def on_pad(x: float, y: float) -> Point:
    """Return the place of the pad that is nearest to one which may lie outside."""
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
