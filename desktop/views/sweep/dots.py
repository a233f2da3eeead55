"""DotBoard: one dot a run along a setting, by its figure; bars tell the mean and the spread at each value."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.sweep.pictures import Dots, Group, dots
from core.sweep.places import AxisPlaces
from core.sweep.result import Trial
from desktop.views.sweep.board import EDGE, Board, step_along
from desktop.views.sweep.colors import dot_ramp, shade
from desktop.views.sweep.field import Field, ticks_for
from desktop.views.sweep.shapes import arrow, paint_key, paint_shape, shape_at
from desktop.views.sweep.stand import Stand
from desktop.widgets.plot.ticks import GAP, Tick, line_ticks, most_along, paint_below, paint_beside, paint_grid

_DOT, _MANY_DOT, _MANY = 4.5, 3.0, 250
_NEAR = 12.0  # pixels from a dot that still mean it
_MOST_GROUPS = 40  # of more bars are a fence
_BAR = 22.0  # a mean's width at most
_MARGIN = 0.03  # beside the ends of a line, of the width


class DotBoard(Board):
    """Dots along a setting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Map of the sweep", parent)
        self._along: AxisPlaces | None = None
        self._by: AxisPlaces | None = None
        self._dots: Dots | None = None
        self._field: Field | None = None
        self._order: tuple[int, ...] = ()

    @property
    def dots(self) -> Dots | None:
        """What is shown."""
        return self._dots

    @property
    def note(self) -> str:
        if self._field is None or self._dots is None:
            return ""
        missing = int(np.isnan(self._dots.figures).sum())
        told = f"{missing} run{'s have' if missing > 1 else ' has'} no figure" if missing else ""
        edge = self._field.edge
        if edge and self._dots.groups:
            edge += ", and are not in the bars" if self._field.beyond > 1 else ", and is not in the bars"
        return "; ".join(filter(None, (edge, told)))

    def show_stand(self, stand: Stand, along: AxisPlaces | None, by: AxisPlaces | None = None) -> None:
        """Show the runs of a sweep along one of its axes, and another one by their color."""
        self._stand, self._along, self._by = stand, along, by
        self._dots = dots(stand.sweep, stand.rows, stand.running, along, by)
        self._field = Field.of(stand.sweep.goal, self._dots.figures)
        middle: dict[int, float] = {}
        for trial, x in zip(self._dots.trials, self._dots.x.tolist(), strict=True):
            middle.setdefault(trial.setting, x)
        self._order = tuple(sorted(middle, key=lambda setting: (middle[setting], setting)))
        self.paint_anew()

    # Where things are

    def _inside(self) -> QRectF:
        assert self._field is not None
        metrics = self.metrics()
        height = self.height() - 4 * metrics.height()
        labels = 0.0 if self._field.is_empty else self._field.label_width(metrics, ticks_for(metrics, height))
        line = metrics.height()
        return QRectF(self.rect()).adjusted(
            EDGE + labels + GAP, EDGE + line + GAP, -2 * EDGE, -(EDGE + (2 * line if self._along else 0) + 2 * GAP)
        )

    def _pixel_x(self, places: np.ndarray, rect: QRectF) -> np.ndarray:
        margin = _MARGIN * rect.width() if self._along is not None and self._along.is_line else 0.0
        return np.asarray(rect.left() + margin + places * (rect.width() - 2 * margin))

    def _points(self) -> tuple[np.ndarray, np.ndarray]:
        """Return where the dots are; NaN for a run without a figure."""
        assert self._dots is not None
        assert self._field is not None
        rect = self._inside()
        return self._pixel_x(self._dots.x, rect), self._field.pixels(self._dots.figures, rect)

    def run_at(self, point: QPointF) -> Trial | None:
        if self._dots is None or self._field is None:
            return None
        found: list[tuple[float, Trial]] = []
        if not self._field.is_empty:
            x, y = self._points()
            away = np.hypot(x - point.x(), y - point.y())
            place = int(np.nanargmin(away))
            found.append((float(away[place]), self._dots.trials[place]))
        for trial, middle in self._waiting():
            found.append((math.hypot(middle.x() - point.x(), middle.y() - point.y()), trial))
        away_from, nearest = min(found, default=(math.inf, None))
        return nearest if away_from <= _NEAR else None

    def words_at(self, point: QPointF) -> str:
        trial = self.run_at(point)
        return "" if trial is None or self._stand is None else self._stand.words_of_run(trial)

    def next_setting(self, across: int, up: int) -> int | None:
        assert self._stand is not None
        if up:
            ranked = tuple(row.setting for row in self._stand.rows if row.setting in self._order)
            better = up if self._stand.sweep.goal.more_is_better else -up
            return step_along(ranked, self._setting, -better)
        return step_along(self._order, self._setting, across)

    # Painting

    def paint_still(self, painter: QPainter) -> None:
        assert self._dots is not None
        assert self._field is not None
        rect, metrics = self._inside(), self.metrics()
        self._paint_axes(painter, rect)
        for _, middle in self._waiting():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.faint_text), 1.5))
            painter.drawEllipse(middle, _DOT, _DOT)
        if self._field.is_empty:
            text = "No run has a figure to compare yet." if self._dots.trials else "The first runs are being trained."
            self.paint_empty(painter, rect, text)
            return
        self._paint_dots(painter)
        if len(self._dots.groups) <= _MOST_GROUPS:
            for group in self._dots.groups:
                self._paint_group(painter, group, rect)
        if self._by is not None:
            right = self.width() - EDGE
            room = QRectF(rect.left(), EDGE, right - rect.left(), metrics.height())
            paint_key(painter, self._by, room, self._theme, _DOT)

    def _paint_axes(self, painter: QPainter, rect: QRectF) -> None:
        assert self._field is not None
        assert self._stand is not None
        metrics, theme = self.metrics(), self._theme
        ups = [] if self._field.is_empty else self._field.ticks(ticks_for(metrics, rect.height()))
        ticks = self._ticks(rect)
        is_line = self._along is not None and self._along.is_line
        paint_grid(painter, rect, [place for place, _ in ticks] if is_line else (), [place for place, _ in ups], theme)
        paint_beside(painter, rect, ups, theme, width=rect.left() - EDGE - GAP)
        room = rect.width() if is_line or not ticks else rect.width() / len(ticks) - GAP
        paint_below(painter, rect, ticks, theme, room=room, end=self.width())
        painter.setPen(QColor(theme.text))
        above = QRectF(EDGE, EDGE, self.width() - 2 * EDGE, metrics.height())
        name = self._stand.sweep.goal.label
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, name[:1].upper() + name[1:])
        if self._along is not None:
            below = QRectF(rect.left(), self.height() - EDGE - metrics.height(), rect.width(), metrics.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self._along.axis.label)

    def _ticks(self, rect: QRectF) -> list[Tick]:
        if self._along is None:
            return []
        along, axis = self._along, self._along.axis
        if not along.is_line:
            return list(along.ticks)
        if self._stand is not None and not self._stand.sweep.draws:  # of a grid the values themselves
            ticks = [(along.at(value), axis.written(value)) for value in sorted(axis.values)]
        else:
            most = most_along(self.metrics(), rect.width(), ("0.0003",))
            ticks = line_ticks(along.low, along.high, most, is_logarithmic=along.is_logarithmic)
        places = self._pixel_x(np.array([place for place, _ in ticks]), rect)
        return [((x - rect.left()) / rect.width(), text) for x, (_, text) in zip(places.tolist(), ticks, strict=True)]

    def _waiting(self) -> list[tuple[Trial, QPointF]]:
        """Return the runs that are being trained, and where their hollow dots stand: at the bottom."""
        if self._dots is None:
            return []
        rect = self._inside()
        places = self._pixel_x(np.array([place for _, place in self._dots.running]), rect)
        y = rect.bottom() - _DOT - 3
        return [(trial, QPointF(x, y)) for (trial, _), x in zip(self._dots.running, places.tolist(), strict=True)]

    def _paint_dots(self, painter: QPainter) -> None:
        assert self._dots is not None
        assert self._field is not None
        x, y = self._points()
        beyond = self._field.is_beyond(self._dots.figures)
        busy, ramp = self._stand.running if self._stand else frozenset(), dot_ramp(self._theme)
        radius = _MANY_DOT if len(x) > _MANY else _DOT
        edge = QPen(QColor(self._theme.surface), 1.0)
        for place in np.flatnonzero(np.isfinite(y)).tolist():
            color = QColor(ramp[shade(float(self._dots.shades[place]))])
            is_hollow = self._dots.trials[place] in busy  # went on from here, in successive halving
            painter.setPen(QPen(color, 1.5) if is_hollow else edge)
            painter.setBrush(QColor(self._theme.surface) if is_hollow else color)
            middle = QPointF(float(x[place]), float(y[place]))
            if beyond[place]:
                painter.drawPolygon(arrow(middle, radius, is_down=self._field.goal.more_is_better))
            else:
                paint_shape(painter, middle, radius, shape_at(self._by, float(self._dots.shades[place])))

    def _paint_group(self, painter: QPainter, group: Group, rect: QRectF) -> None:
        assert self._field is not None
        assert self._dots is not None
        x = float(self._pixel_x(np.array(group.place), rect))
        ends = np.array([group.mean - group.spread, group.mean, group.mean + group.spread])
        if self._field.is_beyond(ends[1:2])[0]:
            return
        low, middle, high = self._field.pixels(ends, rect).tolist()
        half = min(_BAR, 0.7 * rect.width() / max(len(self._dots.groups), 1)) / 2
        for width, color in ((4.0, self._theme.surface), (2.0, self._theme.text)):
            pen = QPen(QColor(color), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QLineF(x - half, middle, x + half, middle))
            painter.setPen(QPen(QColor(color), width * 0.6))
            painter.drawLine(QLineF(x, low, x, high))

    def paint_choice(self, painter: QPainter) -> None:
        if self._dots is None or self._field is None or self._field.is_empty:
            return
        x, y = self._points()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for place, trial in enumerate(self._dots.trials):
            if trial.setting == self._setting and math.isfinite(y[place]):
                for width, color in ((4.0, self._theme.surface), (2.0, self._theme.text)):
                    painter.setPen(QPen(QColor(color), width))
                    painter.drawEllipse(QPointF(float(x[place]), float(y[place])), _DOT + 3, _DOT + 3)
