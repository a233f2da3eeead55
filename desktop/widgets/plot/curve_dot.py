"""CurveDot: a curve between two axes, and one dot on it with the curve's slope there."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme

_MARGIN = 8
_DOT = 5.0  # radius
_TANGENT = 60.0  # pixels to each side
_FLATNESS = 0.7  # the most height, in parts of the width

Floats = npt.NDArray[np.float64]


class CurveDot(QWidget):
    """What a function makes of a number: its curve, and where on it the number stands.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._x: Floats = np.zeros(0)
        self._y: Floats = np.zeros(0)
        self._dot: tuple[float, float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_curve(self, x: npt.ArrayLike, y: npt.ArrayLike, dot: tuple[float, float, float] | None) -> None:
        """Show a curve.

        Parameters
        ----------
        x, y : ndarray, shape (n,)
            Its points, from left to right.
        dot : (float, float, float), optional
            Where the dot is, and the slope of the curve there; none where that is not finite.
        """
        self._x, self._y = np.asarray(x, np.float64), np.asarray(y, np.float64)
        self._dot = dot if dot is not None and np.isfinite(dot).all() else None
        words = "" if self._dot is None else "At {:.3g} the curve is {:.3g}, with a slope of {:.3g}.".format(*self._dot)
        self.setAccessibleDescription(words.replace("-", "−"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 8 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 5 * self.fontMetrics().height())

    def point(self, x: float, y: float) -> QPointF:
        """Return where a point of the curve's plane is in the widget."""
        area, (left, right), (low, high) = self._area(), self._reach(self._x), self._reach(self._y)
        across = (x - left) / (right - left)
        up = (y - low) / (high - low)
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self._frame(), QColor(self._theme.surface))
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawRect(self._frame().adjusted(0.5, 0.5, -0.5, -0.5))
        if not len(self._x):
            return
        self._paint_axes(painter)
        painter.setPen(QPen(QColor(self._theme.train), 2))
        painter.drawPolyline(QPolygonF([self.point(x, y) for x, y in zip(self._x, self._y, strict=True)]))
        if self._dot is not None:
            self._paint_dot(painter, *self._dot)

    def _frame(self) -> QRectF:
        """Return where everything is drawn: wider than high, or a gentle curve would look steep."""
        return QRectF(0, 0, self.width(), min(self.height(), _FLATNESS * self.width()))

    def _area(self) -> QRectF:
        return self._frame().adjusted(_MARGIN, _MARGIN, -_MARGIN, -2 - self.fontMetrics().height())

    def _reach(self, values: Floats) -> tuple[float, float]:
        """Return the ends of an axis: all values, and zero."""
        finite = values[np.isfinite(values)]
        low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
        return (low, high) if high > low else (low - 1, high + 1)

    def _paint_axes(self, painter: QPainter) -> None:
        area, zero = self._area(), self.point(0.0, 0.0)
        painter.setPen(QPen(QColor(self._theme.outline), 1))
        painter.drawLine(QPointF(area.left(), zero.y()), QPointF(area.right(), zero.y()))
        painter.drawLine(QPointF(zero.x(), area.top()), QPointF(zero.x(), area.bottom()))
        painter.setPen(QColor(self._theme.faint_text))
        below = QRectF(area.left(), area.bottom(), area.width(), self._frame().bottom() - area.bottom())
        (left, right), (_, top) = self._reach(self._x), self._reach(self._y)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignLeft, _figure(left))
        painter.drawText(below, middle | Qt.AlignmentFlag.AlignRight, f"z = {_figure(right)}")
        beside = QRectF(area.left(), area.top() - 2, zero.x() - 4 - area.left(), self.fontMetrics().height())
        painter.drawText(beside, middle | Qt.AlignmentFlag.AlignRight, f"a = {_figure(top)}")

    def _paint_dot(self, painter: QPainter, x: float, y: float, slope: float) -> None:
        """Paint the dot, the way to it from the axis, and the slope as a straight line through it."""
        place, foot = self.point(x, y), self.point(x, 0.0)
        painter.setPen(QPen(QColor(self._theme.faint_text), 1, Qt.PenStyle.DotLine))
        painter.drawLine(foot, place)
        ahead = self.point(x + 1.0, y + slope) - place
        length = float(np.hypot(ahead.x(), ahead.y())) or 1.0
        along = ahead * (_TANGENT / length)
        painter.setPen(QPen(QColor(self._theme.test), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(place - along, place + along)
        painter.setPen(QPen(QColor(self._theme.surface), 1.5))
        painter.setBrush(QColor(self._theme.test))
        painter.drawEllipse(place, _DOT, _DOT)


def _figure(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")
