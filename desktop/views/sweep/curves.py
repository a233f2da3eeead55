"""CurveBoard: the curves of all runs of a sweep, thin behind that of the best one.

The thin ones are one path of opaque lines a pixel wide, which Qt draws many times as fast as smooth, thick or
translucent ones; the path is painted only when the runs have changed.
"""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.sweep.curves import Curves, curves
from core.sweep.result import Trial
from desktop.look.contrast import mix
from desktop.views.sweep.board import EDGE, Board, step_along
from desktop.views.sweep.colors import line_ramp
from desktop.views.sweep.field import Field, ticks_for
from desktop.views.sweep.polylines import nearest_segment, path_of, polyline
from desktop.views.sweep.stand import Stand
from desktop.widgets.plot.ticks import GAP, Tick, line_ticks, most_along, paint_below, paint_beside, paint_grid

_NEAR = 8.0  # pixels from a curve that still mean it
_THICK = 3.0
_RING = 4.0
_MANY = 100  # curves: more are not smoothed, which takes long and is lost among them
_THIN, _THIN_OF_MANY = 0.75, 0.5  # of the way from the ground to the faint text


class CurveBoard(Board):
    """Curves of all runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Curves of the sweep", parent)
        self._curves: Curves | None = None
        self._field: Field | None = None
        self._ends = (0.0, 1.0)

    @property
    def curves(self) -> Curves | None:
        """What is shown."""
        return self._curves

    @property
    def note(self) -> str:
        if self._field is None or not self._field.beyond:
            return ""
        way, end = ("below", self._field.low) if self._field.goal.more_is_better else ("above", self._field.high)
        return f"what lies {way} {self._field.goal.written(end)} is cut off"

    def show_stand(self, stand: Stand) -> None:
        """Show the runs of a sweep."""
        self._stand = stand
        self._curves = curves(stand.sweep, stand.rows)
        self._field = Field.of(self._curves.measure, self._curves.y)
        x = self._curves.x
        self._ends = (float(x.min()), float(x.max())) if len(x) else (0.0, 1.0)
        if not self._ends[0] < self._ends[1]:
            self._ends = (self._ends[0] - 0.5, self._ends[1] + 0.5)
        self.paint_anew()

    # Where things are

    def _inside(self) -> QRectF:
        assert self._field is not None
        metrics = self.metrics()
        labels = 0.0 if self._field.is_empty else self._field.label_width(metrics, ticks_for(metrics, self.height()))
        line = metrics.height()
        return QRectF(self.rect()).adjusted(
            EDGE + labels + GAP, EDGE + line + GAP, -2 * EDGE, -(EDGE + 2 * line + 2 * GAP)
        )

    def _points(self, rect: QRectF) -> tuple[np.ndarray, np.ndarray]:
        """Return where all points are; NaN where a run was not measured."""
        assert self._curves is not None
        assert self._field is not None
        low, high = self._ends
        x = rect.left() + (self._curves.x - low) * (rect.width() / (high - low))
        span = self._field.high - self._field.low
        y = rect.bottom() - (self._curves.y - self._field.low) * (rect.height() / span)
        return x, np.clip(y, rect.top() - 4000, rect.bottom() + 4000)  # Qt draws far ones slowly

    def _part(self, run: int) -> slice:
        assert self._curves is not None
        return slice(int(self._curves.starts[run]), int(self._curves.starts[run + 1]))

    def run_at(self, point: QPointF) -> Trial | None:
        if self._curves is None or self._field is None or self._field.is_empty:
            return None
        rect = self._inside()
        if not rect.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(point):
            return None
        x, y = self._points(rect)
        # A point without a piece to the next one, as of a run of one epoch, is a piece of no length.
        after = np.where(self._curves.connect, np.arange(len(x)) + 1, np.arange(len(x)))
        found = nearest_segment((point.x(), point.y()), (x, y), (x[after], y[after]))
        if found is None or found[1] > _NEAR:
            return None
        run = int(np.searchsorted(self._curves.starts, found[0], side="right")) - 1
        return self._curves.trials[run]

    def words_at(self, point: QPointF) -> str:
        trial = self.run_at(point)
        return "" if trial is None or self._stand is None else self._stand.words_of_run(trial)

    def next_setting(self, across: int, up: int) -> int | None:
        """Walk from the better to the worse; up leads to a better one."""
        assert self._stand is not None
        ranked = tuple(row.setting for row in self._stand.rows if row.best is not None)
        return step_along(ranked, self._setting, across - up)

    # Painting

    def paint_still(self, painter: QPainter) -> None:
        assert self._curves is not None
        assert self._field is not None
        rect, theme = self._inside(), self._theme
        self._paint_axes(painter, rect)
        if self._field.is_empty:
            text = "No run has a curve yet." if self._curves.trials else "The first runs are being trained."
            self.paint_empty(painter, rect, text)
            return
        x, y = self._points(rect)
        painter.setClipRect(rect.adjusted(-_RING - 2, -_RING - 2, _RING + 2, 1))
        is_many = len(self._curves.trials) > _MANY
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_many)
        thin = QColor(mix(theme.surface, theme.faint_text, _THIN_OF_MANY if is_many else _THIN))
        pen = QPen(thin, 1.0)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path_of(x, y, self._curves.connect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_single_points(painter, x, y, thin)
        self._paint_hollow(painter, x, y)
        for width, color in ((2 * _THICK, theme.surface), (_THICK, line_ramp(theme)[-1])):  # seen among many
            self._paint_run(painter, x, y, len(self._curves.trials) - 1, QColor(color), width)
        painter.setClipping(False)

    def _paint_single_points(self, painter: QPainter, x: np.ndarray, y: np.ndarray, color: QColor) -> None:
        """Draw dots for runs that have one point, which no line would show."""
        assert self._curves is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for place in self._curves.starts[:-1][np.diff(self._curves.starts) == 1].tolist():
            if np.isfinite(y[place]):
                painter.drawEllipse(QPointF(float(x[place]), float(y[place])), 2.5, 2.5)

    def _paint_hollow(self, painter: QPainter, x: np.ndarray, y: np.ndarray) -> None:
        """Draw a hollow dot at the end of runs that are trained further, in successive halving."""
        assert self._curves is not None
        running = self._stand.running if self._stand is not None else frozenset()
        painter.setPen(QPen(QColor(self._theme.faint_text), 1.5))
        painter.setBrush(QColor(self._theme.surface))
        for run, trial in enumerate(self._curves.trials):
            last = self._part(run).stop - 1
            if trial in running and np.isfinite(y[last]):
                painter.drawEllipse(QPointF(float(x[last]), float(y[last])), _RING, _RING)

    def _paint_run(
        self, painter: QPainter, x: np.ndarray, y: np.ndarray, run: int, color: QColor, width: float
    ) -> None:
        part = self._part(run)
        points = polyline(x[part], y[part])
        pen = QPen(color, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(points)
        if points.count() == 1:
            painter.setBrush(color)
            painter.drawEllipse(points.at(0), width, width)

    def _paint_axes(self, painter: QPainter, rect: QRectF) -> None:
        assert self._field is not None
        assert self._curves is not None
        metrics, theme = self.metrics(), self._theme
        ups = [] if self._field.is_empty else self._field.ticks(ticks_for(metrics, rect.height()))
        ticks = [] if self._field.is_empty else self._x_ticks(rect)
        paint_grid(painter, rect, [place for place, _ in ticks], [place for place, _ in ups], theme)
        paint_beside(painter, rect, ups, theme, width=rect.left() - EDGE - GAP)
        paint_below(painter, rect, ticks, theme, room=rect.width(), end=self.width())
        painter.setPen(QColor(theme.text))
        above = QRectF(EDGE, EDGE, self.width() - 2 * EDGE, metrics.height())
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, self._curves.y_name.capitalize())
        below = QRectF(rect.left(), self.height() - EDGE - metrics.height(), rect.width(), metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self._curves.x_name.capitalize())

    def _x_ticks(self, rect: QRectF) -> list[Tick]:
        ticks = line_ticks(*self._ends, most_along(self.metrics(), rect.width(), ("10,000",)))
        is_whole = self._curves is not None and self._curves.x_name == "epoch"
        return [tick for tick in ticks if not is_whole or "." not in tick[1] or float(tick[1]).is_integer()]

    def paint_choice(self, painter: QPainter) -> None:
        if self._curves is None or self._field is None or self._field.is_empty:
            return
        rect = self._inside()
        x, y = self._points(rect)
        painter.setClipRect(rect.adjusted(-2, -2, 2, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for run, trial in enumerate(self._curves.trials):
            if trial.setting == self._setting:
                self._paint_run(painter, x, y, run, QColor(self._theme.surface), _THICK + 2)
                self._paint_run(painter, x, y, run, QColor(self._theme.text), 2.0)
        painter.setClipping(False)
