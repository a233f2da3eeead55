"""CellBoard: a heat map of two settings: how good the runs with these two values were, whatever else they had."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from core.sweep.cells import Cell, cells
from core.sweep.places import AxisPlaces, ends_of, merits
from core.sweep.result import Trial
from core.sweep.words import difference_in_words
from desktop.look.contrast import mix
from desktop.views.sweep.board import EDGE, Board
from desktop.views.sweep.colors import cell_ramp, ink_on, shade
from desktop.views.sweep.stand import Stand
from desktop.widgets.plot.ticks import GAP, paint_below

_SMALLEST_TEXT = 0.8  # times the size of labels
_MOST_LEFT = 0.28  # of the width, for the names of the values


class CellBoard(Board):
    """A heat map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Map of the sweep", parent)
        self._axes: tuple[AxisPlaces, AxisPlaces] | None = None
        self._cells: tuple[Cell, ...] = ()
        self._merits: list[float] = []

    @property
    def note(self) -> str:
        if self._stand is None or not self._stand.is_halving:
            return ""
        epochs = self._stand.sweep.rungs[0].epochs
        return f"all runs as they were after {epochs} epoch{'' if epochs == 1 else 's'}"

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What is shown."""
        return self._cells

    def show_stand(self, stand: Stand, across: AxisPlaces, up: AxisPlaces) -> None:
        """Show the runs of a sweep by two of its axes, which have slots."""
        self._stand, self._axes = stand, (across, up)
        self._cells = cells(stand.sweep, stand.even_rows, stand.running, across, up)
        means = np.array([cell.mean for cell in self._cells])
        goal = stand.sweep.goal
        self._merits = merits(goal, means, ends_of(goal, means)).tolist()
        self.paint_anew()

    def words_of(self, cell: Cell) -> str:
        """Return what a cell is and what its runs came to."""
        assert self._axes is not None
        assert self._stand is not None
        across, up = self._axes
        pairs = ((across, across.slots[cell.column]), (up, up.slots[cell.line]))
        name = ", ".join(f"{places.axis.label} {places.axis.written(value)}" for places, value in pairs)
        told = [f"{self._stand.written(cell.mean)}{self._spread(cell, unit=True)}"] if cell.settings else []
        if len(cell.figures) > 1:
            told[0] += f", the mean of {len(cell.figures)} runs"
        told += [f"{cell.running} being trained"] if cell.running else []
        return f"{name}: {', '.join(told) or 'no run yet'}"

    def _spread(self, cell: Cell, *, unit: bool) -> str:
        if math.isnan(cell.spread) or self._stand is None:
            return ""
        text = difference_in_words(self._stand.sweep.goal, cell.spread)
        return f" ± {text if unit else text.split(' ')[0]}"

    # Where things are

    def _inside(self) -> QRectF:
        """Return where the cells are."""
        metrics = self.metrics()
        assert self._axes is not None
        texts = [text for _, text in self._axes[1].ticks]
        left = min(max(map(metrics.horizontalAdvance, texts)), _MOST_LEFT * self.width()) + GAP
        line = metrics.height()
        return QRectF(self.rect()).adjusted(EDGE + left, EDGE + line + GAP, -EDGE, -(EDGE + 2 * line + 2 * GAP))

    def _place(self, cell: Cell) -> QRectF:
        assert self._axes is not None
        inside, (across, up) = self._inside(), self._axes
        width, height = inside.width() / len(across.slots), inside.height() / len(up.slots)
        # Numbers rise as in any plot; names are read from the top.
        line = len(up.slots) - 1 - cell.line if up.axis.is_numeric else cell.line
        place = QRectF(inside.left() + cell.column * width, inside.top() + line * height, width, height)
        return QRectF(place.toAlignedRect()).adjusted(1, 1, -1, -1)

    def _cell_at(self, point: QPointF) -> Cell | None:
        return next((cell for cell in self._cells if self._place(cell).contains(point)), None)

    def _cell_of(self, setting: int | None) -> Cell | None:
        if setting is None or self._stand is None or self._axes is None:
            return None
        axes, values = self._stand.sweep.axes, self._stand.values
        if setting >= len(values):
            return None
        slots = [places.slot(values[setting][axes.index(places.axis)]) for places in self._axes]
        return next((cell for cell in self._cells if [cell.column, cell.line] == slots), None)

    def run_at(self, point: QPointF) -> Trial | None:
        cell = self._cell_at(point)
        return None if cell is None else self._run_of(cell)

    def _run_of(self, cell: Cell) -> Trial | None:
        """Return the best run of a cell, that of the chosen setting where it is there."""
        if self._stand is None or not cell.settings:
            return None
        setting = self._setting if self._setting in cell.settings else cell.settings[0]
        assert setting is not None
        return self._stand.best_run(setting)

    def words_at(self, point: QPointF) -> str:
        cell = self._cell_at(point)
        return "" if cell is None else self.words_of(cell)

    def told(self, most: int) -> str:
        known = sorted((cell for cell in self._cells if cell.settings), key=self._merit, reverse=True)
        more = len(known) - most
        words = [f"{self.words_of(cell)}." for cell in known[:most]]
        return " ".join([*words, f"And {more:,} more, not as good." if more > 0 else ""]).strip()

    def next_setting(self, across: int, up: int) -> int | None:
        now = self._cell_of(self._setting)
        known = [cell for cell in self._cells if cell.settings]
        if now is None or self._axes is None:
            return max(known, key=self._merit).settings[0] if known else None
        down = up if self._axes[1].axis.is_numeric else -up
        ahead = [
            cell
            for cell in known
            if (across and cell.line == now.line and (cell.column - now.column) * across > 0)
            or (down and cell.column == now.column and (cell.line - now.line) * down > 0)
        ]
        nearest = min(ahead, key=lambda cell: abs(cell.column - now.column) + abs(cell.line - now.line), default=None)
        return None if nearest is None else nearest.settings[0]

    def _merit(self, cell: Cell) -> float:
        merit = self._merits[self._cells.index(cell)]
        return -1.0 if math.isnan(merit) else merit

    # Painting

    def paint_still(self, painter: QPainter) -> None:
        if self._axes is None:
            return
        font = self._text_font()
        for cell, merit in zip(self._cells, self._merits, strict=True):
            self._paint_cell(painter, cell, merit, font)
        painter.setFont(self.small())
        self._paint_names(painter)

    def _paint_names(self, painter: QPainter) -> None:
        assert self._axes is not None
        (across, up), inside, metrics = self._axes, self._inside(), self.metrics()
        slot = inside.width() / len(across.slots)
        paint_below(painter, inside, across.ticks, self._theme, room=slot - GAP, end=self.width())
        painter.setPen(QColor(self._theme.faint_text))
        height, column = inside.height() / len(up.slots), QRectF(EDGE, 0, inside.left() - EDGE - GAP, metrics.height())
        every = max(math.ceil(metrics.height() / height), 1)
        for line, (_, text) in enumerate(up.ticks):
            place = len(up.slots) - 1 - line if up.axis.is_numeric else line
            if line % every == 0:
                column.moveTop(inside.top() + (place + 0.5) * height - metrics.height() / 2)
                short = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, column.width())
                painter.drawText(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short)
        painter.setPen(QColor(self._theme.text))
        above = QRectF(EDGE, EDGE, self.width() - 2 * EDGE, metrics.height())
        painter.drawText(above, Qt.AlignmentFlag.AlignLeft, up.axis.label)
        below = QRectF(inside.left(), self.height() - EDGE - metrics.height(), inside.width(), metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, across.axis.label)

    def _paint_cell(self, painter: QPainter, cell: Cell, merit: float, font: QFont | None) -> None:
        place, theme = self._place(cell), self._theme
        known = not math.isnan(merit)
        ground = cell_ramp(theme)[shade(merit)] if known else mix(theme.surface, theme.background, 0.6)
        painter.setPen(QPen(QColor(theme.border if known else theme.outline), 1.0))
        painter.setBrush(QColor(ground))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        ink = ink_on(ground) if known else theme.faint_text
        if cell.running:
            self._paint_running(painter, place, ink)
        if font is None or self._stand is None:
            return
        painter.setPen(QColor(ink))
        text = self._stand.sweep.goal.written(cell.mean) if cell.settings else ""
        spread = self._spread(cell, unit=False).strip()
        metrics = QFontMetricsF(font)
        has_two = bool(spread) and place.height() >= 2 * metrics.height() + 4
        painter.setFont(font)
        upper = place.adjusted(0, 0, 0, -metrics.height()) if has_two else place
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, text)
        if has_two:
            painter.setFont(self._of_size(max(font.pointSizeF() / self.small().pointSizeF() / 1.3, _SMALLEST_TEXT)))
            painter.drawText(place.adjusted(0, metrics.height(), 0, 0), Qt.AlignmentFlag.AlignCenter, spread)

    def _paint_running(self, painter: QPainter, place: QRectF, ink: str) -> None:
        """Draw a hollow dot in the corner; in a low cell, where it would touch the figure, a frame."""
        radius = 4.0
        painter.setPen(QPen(QColor(ink), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if place.height() < 4 * radius + 1.5 * self.metrics().height():
            painter.drawRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), radius, radius)
            return
        painter.drawEllipse(QPointF(place.right() - radius - 4, place.top() + radius + 4), radius, radius)

    def _text_font(self) -> QFont | None:
        """Return the largest font in which all figures fit into their cells; none where none does."""
        if not self._cells or self._stand is None:
            return None
        place, goal = self._place(self._cells[0]), self._stand.sweep.goal
        longest = max((goal.written(cell.mean) for cell in self._cells), key=len)
        for size in (1.5, 1.3, 1.15, 1.0, 0.9, _SMALLEST_TEXT):
            font = self._of_size(size)
            metrics = QFontMetricsF(font)
            if metrics.horizontalAdvance(longest) + 6 <= place.width() and metrics.height() <= place.height():
                return font
        return None

    def _of_size(self, size: float) -> QFont:
        font = self.small()
        font.setPointSizeF(font.pointSizeF() * size)
        return font

    def paint_choice(self, painter: QPainter) -> None:
        cell = self._cell_of(self._setting)
        if cell is None:
            return
        place = self._place(cell)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, color in ((4.0, self._theme.surface), (2.5, self._theme.text)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawRect(place)
