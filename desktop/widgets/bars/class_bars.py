"""ClassBars: rows of a name, a bar and a figure, one a class; what they stand for is said by those made of it.

Of many classes only those with the largest figures have a row: who looks for one sees more in ten than in a hundred.
Names that are too long for their column are cut short, and stand whole in a tooltip.
"""

import math
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped

MOST_ROWS, FEWER_ROWS = 12, 10
"""Of how many classes all have a row, and how many rows there are of more."""
MOST_LINES = 2.0
"""How high a row may be, in lines of text."""
_GAP = 8
_THICKEST, _USUAL_LINE = 14.0, 15.0  # pixels of a bar, and of a line of text beside which that is enough
_SHORTEST, _FEW_LETTERS = 20.0, 20.0  # pixels of a bar, and of names, before they take each other's room
_CENTER = Qt.AlignmentFlag.AlignVCenter


class ClassBars(QWidget):
    """One bar per class, on one scale, with a line at zero where bars grow to both sides of it.

    Those made of it choose the ends of the scale, say how a figure is written, in which color its bar is, and what
    is told of all of them to those who cannot see them.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.

    Class attributes
    ----------------
    most_for_names : float
        Which part of the width the names may take at most; longer ones are cut short.
    """

    most_for_names: ClassVar[float] = 0.4

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ("",) * FEWER_ROWS  # until they are known
        self._shown: tuple[int, ...] = tuple(range(FEWER_ROWS))  # the class of each row
        self._widest: int | None = None  # pixels of the longest name, once it was measured
        self._values: npt.NDArray[np.float64] | None = None
        self._chosen: int | None = None  # the row that is told apart from the others
        self._low, self._high = 0.0, 1.0  # ends of the scale
        self._columns = 1
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widest = None
            self._measure()

    def event(self, event: QEvent) -> bool:
        """Show the whole name of a row in which it is cut short, in place of the tooltip of all."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            name = self.cut_name_at(QPointF(event.pos()))
            if name:
                QToolTip.showText(event.globalPos(), wrapped(name), self)
                return True
        return bool(super().event(event))

    def cut_name_at(self, point: QPointF) -> str:
        """Return the name of the row at a point where that is cut short; empty elsewhere."""
        for row, of in enumerate(self._shown):
            if self._place(row).contains(point):
                room = self._bar(row).left() - self._place(row).left() - _GAP
                return self._names[of] if self._bold_metrics().horizontalAdvance(self._names[of]) > room else ""
        return ""

    def _measure(self) -> None:
        self.setMaximumHeight(round(self.lines * MOST_LINES * self.fontMetrics().height()))

    @property
    def rows(self) -> int:
        """How many classes have a row."""
        return len(self._shown)

    @property
    def lines(self) -> int:
        """How many rows stand below one another."""
        return -(-self.rows // self._columns)

    def set_columns(self, columns: int) -> None:
        """Let the rows stand in so many columns, the first ones on the left: half as high, where height is dear."""
        if columns != self._columns:
            self._columns = columns
            self._measure()
            self.updateGeometry()
            self.update()

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the figures stand for; of another number of classes, none are known yet."""
        if len(names) != len(self._names):
            self._values, self._chosen = None, None
            self._names, self._widest = names, None
            self._shown = self._worth_a_row()
            self._measure()
            self.updateGeometry()
            self.update()
        if names != self._names:
            self._names, self._widest = names, None
            self.update()

    def _worth_a_row(self) -> tuple[int, ...]:
        """Return the classes that have a row, in their order: all, or the largest and the one chosen."""
        count = len(self._names)
        if count <= MOST_ROWS:
            return tuple(range(count))
        if self._values is None:
            return tuple(range(FEWER_ROWS))
        sizes = np.nan_to_num(np.abs(self._values), nan=-1.0)
        if self._chosen is not None:
            sizes[self._chosen] = np.inf
        return tuple(sorted(np.argsort(-sizes, kind="stable")[:FEWER_ROWS].tolist()))

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def looks(self) -> list[tuple[object, ...]]:
        """Return what can be seen of each row; a row whose look stays the same is not painted again."""
        return [self._look(row) for row in range(self.rows)]

    def _show(self, values: npt.ArrayLike | None, chosen: int | None) -> None:
        """Show a figure for each class, one of them told apart; None shows empty bars."""
        before, frame = self.looks(), self._frame()
        figures = None if values is None else np.asarray(values, np.float64)
        if figures is not None and len(figures) != len(self._names):
            figures, chosen = None, None  # of a network with other classes than those at hand
        self._values, self._chosen = figures, chosen
        self._shown = self._worth_a_row()
        self._low, self._high = self._scale()
        if self._frame() != frame:
            self.update()
        for row in range(self.rows):
            if self._look(row) != before[row]:
                self.update(self._place(row).toAlignedRect())
        words = self._in_words()
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def _frame(self) -> tuple[object, ...]:
        """Return what all rows have in common: another one moves all bars."""
        return self._low, self._high, self._figures_width()

    def _look(self, row: int) -> tuple[object, ...]:
        """Return what of a row can be seen, to a quarter of a pixel."""
        if self._values is None:
            return ()
        value = float(self._values[self._shown[row]])
        length = round(4 * self._x(QRectF(0, 0, self._place(row).width(), 1), value)) if math.isfinite(value) else None
        return self._names[self._shown[row]], self._figure(self._shown[row]), length, self._shown[row] == self._chosen

    # What is said by those made of it

    def _scale(self) -> tuple[float, float]:
        """Return the ends of the scale for the figures shown, the low one below the high one."""
        raise NotImplementedError

    def _in_words(self) -> str:
        """Return what the bars say, in words."""
        raise NotImplementedError

    def _written(self, value: float) -> str:
        """Return a finite figure as it stands beside its bar."""
        raise NotImplementedError

    def _color(self, of: int) -> str:
        """Return the color of the bar of a class."""
        raise NotImplementedError

    def _figures_width(self) -> int:
        """Return the room for the figures, in pixels."""
        raise NotImplementedError

    # Places

    def _bold_metrics(self) -> QFontMetrics:
        """Return how wide words are in the row told apart, which needs the most room."""
        bold = QFont(self.font())
        bold.setBold(True)
        return QFontMetrics(bold)

    def _place(self, row: int) -> QRectF:
        column, line = divmod(row, self.lines)
        height = min(self.height() / self.lines, MOST_LINES * self.fontMetrics().height())
        width = (self.width() - (self._columns - 1) * 2 * _GAP) / self._columns
        return QRectF(column * (width + 2 * _GAP), line * height, width, height)

    def _bar(self, row: int) -> QRectF:
        place = self._place(row)
        if self._widest is None:
            self._widest = max(map(self._bold_metrics().horizontalAdvance, self._names))
        # Where room is scarce the names give way: one that is cut short says so, a figure that is cut says another.
        left = max(place.width() - self._figures_width() - 2 * _GAP - _SHORTEST, _FEW_LETTERS)
        names = min(self._widest, place.width() * self.most_for_names, left) + _GAP
        thickness = min(place.height() * 0.55, _THICKEST * max(1.0, self.fontMetrics().height() / _USUAL_LINE))
        width = max(1.0, place.width() - names - self._figures_width() - _GAP)
        return QRectF(place.left() + names, place.center().y() - thickness / 2, width, thickness)

    def _x(self, bar: QRectF, value: float) -> float:
        inside = min(max(value, self._low), self._high)
        return bar.left() + (inside - self._low) / (self._high - self._low) * bar.width()

    def _figure(self, of: int) -> str:
        """Return what stands beside the bar of a class; nothing while there is nothing to show."""
        if self._values is None:
            return ""
        value = float(self._values[of])
        return self._written(value) if math.isfinite(value) else "–"

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(self.rows):
            place = self._place(row)
            if place.intersects(QRectF(event.rect())):
                self._paint_row(painter, row, place, self._bar(row))
        if self._low < 0 and self._values is not None:
            self._paint_zero(painter)

    def _paint_row(self, painter: QPainter, row: int, place: QRectF, bar: QRectF) -> None:
        of = self._shown[row]
        if not self._names[of]:
            return  # it only takes the room of a class
        is_chosen = of == self._chosen
        font = QFont(self.font())
        font.setBold(is_chosen)
        painter.setFont(font)
        text = QColor(self._theme.text if is_chosen else self._theme.faint_text)
        painter.setPen(text)
        names = QRectF(place.left(), place.top(), bar.left() - place.left() - _GAP, place.height())
        name = painter.fontMetrics().elidedText(self._names[of], Qt.TextElideMode.ElideRight, math.ceil(names.width()))
        painter.drawText(names, _CENTER | Qt.AlignmentFlag.AlignRight, name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.grid))
        painter.drawRoundedRect(bar, 2, 2)
        if self._values is not None and math.isfinite(self._values[of]):
            painter.setBrush(QColor(self._color(of)))
            painter.drawRoundedRect(self._filled(bar, float(self._values[of])), 2, 2)
        painter.setPen(text)
        figures = QRectF(bar.right() + _GAP, place.top(), place.right() - bar.right() - _GAP, place.height())
        painter.drawText(figures, _CENTER | Qt.AlignmentFlag.AlignRight, self._figure(of))

    def _filled(self, bar: QRectF, value: float) -> QRectF:
        left, right = sorted((self._x(bar, 0.0), self._x(bar, value)))
        return QRectF(left, bar.top(), max(right - left, 1.0), bar.height())

    def _paint_zero(self, painter: QPainter) -> None:
        """Draw the line from which bars grow to both sides, in each column."""
        for first in range(0, self.rows, self.lines):
            top, bottom = self._bar(first), self._bar(min(first + self.lines, self.rows) - 1)
            zero = round(self._x(top, 0.0))
            line = QRectF(zero - 0.5, top.top() - 2, 1, bottom.bottom() - top.top() + 4)
            painter.fillRect(line, QColor(self._theme.text))
