"""LineBoard: parallel coordinates: one line a setting through its value of each axis, and through its figure at last.

Inselberg, "The plane with parallel coordinates", *The Visual Computer* 1 (1985). The better a setting, the stronger its
color and the later it is drawn; the best one is thick.
"""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.sweep.pictures import Lines, lines
from core.sweep.places import AxisPlaces, merits, places_of
from core.sweep.result import Trial
from desktop.views.sweep.board import EDGE, Board, step_along
from desktop.views.sweep.colors import line_ramp, shade
from desktop.views.sweep.field import Field, ticks_for
from desktop.views.sweep.polylines import nearest_segment, path_across, polyline
from desktop.views.sweep.stand import Stand
from desktop.widgets.plot.ticks import GAP, Tick, line_ticks

_NEAR = 8.0  # pixels from a line that still mean it
_MANY = 200  # lines: more are thinner, and not smoothed, which would take longer than they are looked at
_RING = 4.0


class LineBoard(Board):
    """Parallel coordinates."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Lines of the sweep", parent)
        self._axes: tuple[AxisPlaces, ...] = ()
        self._lines: Lines | None = None
        self._field: Field | None = None

    @property
    def lines(self) -> Lines | None:
        """What is shown."""
        return self._lines

    @property
    def note(self) -> str:
        return "" if self._field is None else self._field.edge.replace("run", "setting")

    def show_stand(self, stand: Stand) -> None:
        """Show the settings of a sweep."""
        self._stand = stand
        self._axes = tuple(places_of(stand.sweep, axis) for axis in range(len(stand.sweep.axes)))
        self._lines = lines(stand.sweep, stand.rows, stand.running, self._axes)
        self._field = Field.of(stand.sweep.goal, self._lines.figures)
        self.paint_anew()

    # Where things are

    def _inside(self) -> QRectF:
        """Return where the axes are: the first on its left edge, that of the figure on its right one."""
        metrics = self.metrics()
        assert self._field is not None
        first = [text for _, text in self._ticks(self._axes[0], self.height())] if self._axes else []
        most = 0.5 * self.width() / (len(self._axes) + 1)
        left = min(max(map(metrics.horizontalAdvance, first), default=0.0), most)
        labels = 0.0 if self._field.is_empty else self._field.label_width(metrics, ticks_for(metrics, self.height()))
        name = min(metrics.horizontalAdvance(self._figure_name()) / 2, most)
        head = 2 * metrics.height() + GAP
        right = max(labels + GAP, name)
        return QRectF(self.rect()).adjusted(
            EDGE + max(left + GAP, metrics.averageCharWidth() * 5), EDGE + head, -(EDGE + right), -EDGE - GAP
        )

    def _figure_name(self) -> str:
        return "" if self._stand is None else self._stand.sweep.goal.label

    def _ticks(self, places: AxisPlaces, height: float) -> list[Tick]:
        if not places.is_line:
            return list(places.ticks)
        most = ticks_for(self.metrics(), height)
        return line_ticks(places.low, places.high, most, is_logarithmic=places.is_logarithmic)

    def _axis_x(self, rect: QRectF) -> np.ndarray:
        return np.linspace(rect.left(), rect.right(), len(self._axes) + 1)

    def _heights(self, places: np.ndarray, figures: np.ndarray, rect: QRectF) -> np.ndarray:
        """Return how far down each line crosses each axis, shape (settings, axes + 1); NaN without a figure."""
        assert self._field is not None
        last = np.full(len(places), np.nan) if self._field.is_empty else self._field.pixels(figures, rect)
        return np.column_stack([rect.bottom() - places * rect.height(), last])

    def _shown(self) -> tuple[np.ndarray, np.ndarray]:
        assert self._lines is not None
        rect = self._inside()
        return self._axis_x(rect), self._heights(self._lines.places, self._lines.figures, rect)

    def setting_at(self, point: QPointF) -> int | None:
        """Return the setting whose line is near a point."""
        if self._lines is None or not self._lines.settings:
            return None
        x, y = self._shown()
        count = len(x) - 1
        rows = len(y)
        found = nearest_segment(
            (point.x(), point.y()),
            (np.tile(x[:-1], rows), y[:, :-1].ravel()),
            (np.tile(x[1:], rows), y[:, 1:].ravel()),
        )
        if found is None or found[1] > _NEAR:
            return None
        return self._lines.settings[found[0] // count]

    def run_at(self, point: QPointF) -> Trial | None:
        setting = self.setting_at(point)
        return None if setting is None or self._stand is None else self._stand.best_run(setting)

    def next_setting(self, across: int, up: int) -> int | None:
        """Walk from the better to the worse: up leads to a better one, as do the lines."""
        assert self._lines is not None
        return step_along(self._lines.settings, self._setting, across - up)

    # Painting

    def paint_still(self, painter: QPainter) -> None:
        assert self._lines is not None
        assert self._field is not None
        rect = self._inside()
        self._paint_axes(painter, rect)
        self._paint_lines(painter)
        self._paint_running(painter, rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter, rect)
        if not self._lines.settings and not self._lines.running:
            self.paint_empty(painter, rect, "No run has a figure to compare yet.")

    def _paint_lines(self, painter: QPainter) -> None:
        assert self._lines is not None
        assert self._field is not None
        x, y = self._shown()
        figures = self._lines.figures
        ends = (self._field.low, self._field.high)
        goal = self._field.goal
        known = figures[~self._field.is_beyond(figures) & np.isfinite(figures)] if not self._field.is_empty else figures
        ends = (float(known.min()), float(known.max())) if len(known) and not self._field.is_empty else ends
        good = merits(goal, figures, ends)
        is_many = len(y) > _MANY
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_many)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shades = np.array([-1 if math.isnan(merit) else shade(merit) for merit in good.tolist()])
        ramp = line_ramp(self._theme)
        for step in np.unique(shades).tolist():  # of no figure first, and the best upon all others
            color = QColor(self._theme.outline if step < 0 else ramp[step])
            pen = QPen(color, 1.0 if is_many else 1.4)
            pen.setCosmetic(is_many)
            painter.setPen(pen)
            painter.drawPath(path_across(x, y[shades == step]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(y) and shades[0] >= 0:
            for width, tint in ((8.0, self._theme.surface), (4.0, ramp[-1])):  # on a ground of its own among many
                pen = QPen(QColor(tint), width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(polyline(x, y[0]))

    def _paint_running(self, painter: QPainter, rect: QRectF) -> None:
        """Draw hollow dots where the settings that are being trained cross the axes, joined by broken lines."""
        assert self._lines is not None
        x, theme = self._axis_x(rect)[:-1], self._theme
        for places in self._lines.running_places:
            points = polyline(x, rect.bottom() - places * rect.height())
            painter.setPen(QPen(QColor(theme.faint_text), 1.0, Qt.PenStyle.DashLine))
            painter.drawPolyline(points)
            painter.setPen(QPen(QColor(theme.faint_text), 1.5))
            painter.setBrush(QColor(theme.surface))
            for place in range(points.count()):
                painter.drawEllipse(points.at(place), _RING, _RING)

    def _paint_axes(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.outline), 1.0))
        for x in self._axis_x(rect).tolist():
            painter.drawLine(QLineF(round(x) + 0.5, rect.top() - 2, round(x) + 0.5, rect.bottom() + 2))

    def _paint_labels(self, painter: QPainter, rect: QRectF) -> None:
        assert self._field is not None
        metrics, xs = self.metrics(), self._axis_x(rect).tolist()
        step = rect.width() / max(len(self._axes), 1)
        for place, (x, places) in enumerate(zip(xs, self._axes, strict=False)):
            width = rect.left() - EDGE - GAP if place == 0 else 0.8 * step
            self._paint_ticks(painter, x, self._ticks(places, rect.height()), rect, width)
        if not self._field.is_empty:
            ticks = self._field.ticks(ticks_for(metrics, rect.height()))
            self._paint_ticks(painter, xs[-1], ticks, rect, self.width() - xs[-1] - GAP, is_right=True)
        names = [*(places.axis.label for places in self._axes), self._figure_name()]
        for x, name in zip(xs, names, strict=True):
            self._paint_name(painter, x, name[:1].upper() + name[1:], step)

    def _paint_name(self, painter: QPainter, x: float, name: str, step: float) -> None:
        """Write above an axis what it is, in two lines where it is long."""
        metrics = self.metrics()
        most = QRectF(0, EDGE / 2, step - 6, 2 * metrics.height())
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        bounds = metrics.boundingRect(most, flags, name)
        if bounds.height() > most.height() + 1 or bounds.width() > most.width() + 1:
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, most.width())
            bounds = metrics.boundingRect(most, flags, name)
        wide = bounds.width() + 2
        left = min(max(x - wide / 2, EDGE / 2), self.width() - wide - EDGE / 2)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRectF(left, most.top(), wide, most.height()), flags, name)

    def _paint_ticks(
        self, painter: QPainter, x: float, ticks: list[Tick], rect: QRectF, width: float, *, is_right: bool = False
    ) -> None:
        """Write the values beside an axis, on a ground of their own: lines would strike them out."""
        metrics, taken = self.metrics(), -math.inf
        for place, text in sorted(ticks):
            below = place * rect.height()
            y = rect.bottom() - below
            if below - taken < metrics.height():
                continue
            taken = below
            short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
            wide = metrics.horizontalAdvance(short)
            left = x + GAP if is_right else x - GAP - wide
            ground = QRectF(left - 2, y - metrics.height() / 2, wide + 4, metrics.height())
            painter.fillRect(ground, QColor(self._theme.surface))
            painter.setPen(QPen(QColor(self._theme.outline), 1.0))
            painter.drawLine(QLineF(x - 3, y, x + 3, y))
            painter.setPen(QColor(self._theme.faint_text))
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, short)

    def paint_choice(self, painter: QPainter) -> None:
        if self._lines is None or self._setting not in self._lines.settings:
            return
        x, y = self._shown()
        points = polyline(x, y[self._lines.settings.index(self._setting)])
        for width, color in ((5.0, self._theme.surface), (2.5, self._theme.text)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawPolyline(points)
        painter.setBrush(QColor(self._theme.surface))
        painter.setPen(QPen(QColor(self._theme.text), 2.0))
        for place in range(points.count()):
            painter.drawEllipse(points.at(place), _RING, _RING)
