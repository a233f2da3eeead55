"""InkCanvas: a square pad on which mouse, pen or finger draw strokes.

Ink that is finished lies in a picture kept between paints, so that a stroke in
progress repaints no more than the rectangle around its latest points.
"""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import LIGHT, Theme

Points = list[tuple[float, float]]
Stroke = npt.NDArray[np.float64]

_PEN = 0.055  # the width of the line, in parts of the pad
_HINT = "Draw a digit here"


class InkCanvas(QWidget):
    """A pad. A press, moves and a release of the left button are one stroke.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    ink_changed = Signal(object)  # tuple of arrays, shape (n, 2): the strokes so far, 0 to 1 across the pad, y down
    stroke_finished = Signal()

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strokes: tuple[Stroke, ...] = ()
        self._past: list[tuple[Stroke, ...]] = []
        self._future: list[tuple[Stroke, ...]] = []
        self._points: Points = []  # of the stroke in progress
        self._is_drawing = False
        self._finished_ink: QPixmap | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)  # Qt makes mouse events of a finger
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(140, 140)

    # What is on the pad

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes so far, the one in progress last."""
        if not self._points:
            return self._strokes
        return (*self._strokes, np.array(self._points, np.float64))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self._strokes and not self._points

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back that can be drawn again."""
        return bool(self._future)

    def set_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Show other strokes; undo brings back those before."""
        self._past.append(self._strokes)
        self._future.clear()
        self._show(strokes)

    def undo(self) -> None:
        """Take back the last change: a stroke, or a clearing."""
        if self._past:
            self._future.append(self._strokes)
            self._show(self._past.pop())

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._future:
            self._past.append(self._strokes)
            self._show(self._future.pop())

    def clear(self) -> None:
        """Wipe the pad; undo brings the ink back."""
        if self._strokes:
            self.set_strokes(())

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._finished_ink = None
        self.update()

    def _show(self, strokes: tuple[Stroke, ...]) -> None:
        self._strokes, self._points, self._is_drawing = strokes, [], False
        self._finished_ink = None
        self.update()
        self.ink_changed.emit(self.strokes)

    # Drawing

    def _begin(self, position: QPointF) -> None:
        self._is_drawing = True
        self._points = [self._to_pad(position)]
        self.update()  # the hint goes
        self.ink_changed.emit(self.strokes)

    def _go_on(self, position: QPointF) -> None:
        point = self._to_pad(position)
        if point == self._points[-1]:
            return
        self._points.append(point)
        self.update(self._area_of(self._points[-4:]))
        self.ink_changed.emit(self.strokes)

    def _finish(self) -> None:
        if not self._is_drawing:
            return
        self._past.append(self._strokes)
        self._future.clear()
        finished = np.array(self._points, np.float64)
        finished.flags.writeable = False
        self._strokes = (*self._strokes, finished)
        self._points, self._is_drawing = [], False
        if self._finished_ink is not None:
            self._paint_strokes(self._finished_ink, (finished,))
        self.update()
        self.ink_changed.emit(self.strokes)
        self.stroke_finished.emit()

    def _paper(self) -> QRectF:
        """Return the square of paper, in the middle of the widget."""
        side = min(self.width(), self.height()) - 2
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _to_pad(self, position: QPointF) -> tuple[float, float]:
        paper = self._paper()
        x = (position.x() - paper.left()) / paper.width()
        y = (position.y() - paper.top()) / paper.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _area_of(self, points: Points) -> QRect:
        paper = self._paper()
        margin = _PEN * paper.width() + 2
        xs = [paper.left() + x * paper.width() for x, _ in points]
        ys = [paper.top() + y * paper.height() for _, y in points]
        area = QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        return area.adjusted(-margin, -margin, margin, margin).toAlignedRect()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._finished_ink is None:
            self._finished_ink = self._fresh_picture()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._finished_ink)
        paper = self._paper()
        if self.is_empty:
            painter.setPen(QColor(self._theme.faint_text))
            painter.drawText(paper, Qt.AlignmentFlag.AlignCenter, _HINT)
        if self._points:
            painter.setClipRect(paper)
            self._stroke_with(painter, np.array(self._points, np.float64))
            painter.setClipping(False)
        color = self._theme.accent if self.hasFocus() else self._theme.outline
        painter.setPen(QPen(QColor(color), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(paper, 4, 4)

    def _fresh_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.paper))
        painter.drawRoundedRect(self._paper(), 4, 4)
        painter.end()
        self._paint_strokes(picture, self._strokes)
        return picture

    def _paint_strokes(self, picture: QPixmap, strokes: tuple[Stroke, ...]) -> None:
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._paper())
        for stroke in strokes:
            self._stroke_with(painter, stroke)
        painter.end()

    def _stroke_with(self, painter: QPainter, stroke: Stroke) -> None:
        paper = self._paper()
        pen = QPen(QColor(self._theme.ink), _PEN * paper.width())
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_smooth_path(stroke * paper.width() + (paper.left(), paper.top())))

    # Qt's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_drawing:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_drawing:
            self._go_on(event.position())
            self._finish()

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind == QEvent.Type.TabletPress:
            self._begin(event.position())
        elif kind == QEvent.Type.TabletMove and self._is_drawing:
            self._go_on(event.position())
        elif kind == QEvent.Type.TabletRelease:
            self._finish()
        event.accept()  # else Qt would send the same as mouse events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._finished_ink = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(260, 260)


def _smooth_path(points: Stroke) -> QPainterPath:
    """Return a curve through the midpoints between points, which rounds off the corners of a coarse stroke."""
    path = QPainterPath(QPointF(*points[0]))
    if len(points) == 1:
        path.lineTo(QPointF(points[0][0] + 0.01, points[0][1]))  # a dot: only a line has round caps
        return path
    middles = (points[:-1] + points[1:]) / 2
    path.lineTo(QPointF(*middles[0]))
    for corner, middle in zip(points[1:-1], middles[1:], strict=True):
        path.quadTo(QPointF(*corner), QPointF(*middle))
    path.lineTo(QPointF(*points[-1]))
    return path
