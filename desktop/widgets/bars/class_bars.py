"""ClassBars: rows of a name, a bar and a figure, one a class; what they stand for is said by those made of it.

Of many classes only those with the largest figures have a row: who looks for one sees more in ten than in a hundred.
Names that are too long for their column are cut short, and stand whole in a tooltip.
"""

import math
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Row:
    """Where a row is, and in it the bar of the largest figure."""

    place: QRectF
    bar: QRectF


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
        self._advances: dict[str, int] = {}  # pixels of words, once they were measured
        self._bold: QFontMetrics | None = None
        self._plan_is_of: tuple[object, ...] = ()
        self._plan: tuple[_Row, ...] = ()
        self._looks: list[tuple[object, ...]] = []  # as they were shown last
        self._values: npt.NDArray[np.float64] | None = None
        self._chosen: int | None = None  # the row that is told apart from the others
        self._low, self._high = 0.0, 1.0  # ends of the scale
        self._columns = 1
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widest, self._bold, self._plan_is_of = None, None, ()
            self._advances.clear()
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
            self._values, self._chosen, self._looks = None, None, []
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
        width = self._rows()[0].place.width()
        return [self._look(row, width) for row in range(self.rows)]

    def _show(self, values: npt.ArrayLike | None, chosen: int | None) -> None:
        """Show a figure for each class, one of them told apart; None shows empty bars."""
        before, frame = self._looks, self._frame()
        figures = None if values is None else np.asarray(values, np.float64)
        if figures is not None and len(figures) != len(self._names):
            figures, chosen = None, None  # of a network with other classes than those at hand
        self._values, self._chosen = figures, chosen
        self._shown = self._worth_a_row()
        self._low, self._high = self._scale()
        self._looks = self.looks()
        if self._frame() != frame or len(before) != self.rows:
            self.update()
        else:
            for row, look, shown in zip(self._rows(), self._looks, before, strict=True):
                if look != shown:
                    self.update(row.place.toAlignedRect())
        words = self._in_words()
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def _frame(self) -> tuple[object, ...]:
        """Return what all rows have in common: another one moves all bars."""
        return self._low, self._high, self._figures_width()

    def _look(self, row: int, width: float) -> tuple[object, ...]:
        """Return what can be seen of a row of such a width, to a quarter of a pixel."""
        if self._values is None:
            return ()
        of = self._shown[row]
        value = float(self._values[of])
        length = round(4 * self._part(value) * width) if math.isfinite(value) else None
        return self._names[of], self._figure(of), length, of == self._chosen

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
        if self._bold is None:
            self._bold = QFontMetrics(self._font(is_bold=True))
        return self._bold

    def _font(self, *, is_bold: bool) -> QFont:
        font = QFont(self.font())
        font.setBold(is_bold)
        return font

    def _advance(self, words: str, *, is_bold: bool = False) -> int:
        """Return how wide words are that are asked for again and again, in pixels."""
        key = f"{is_bold:d}{words}"
        if key not in self._advances:
            metrics = self._bold_metrics() if is_bold else self.fontMetrics()
            self._advances[key] = metrics.horizontalAdvance(words)
        return self._advances[key]

    def _place(self, row: int) -> QRectF:
        return self._rows()[row].place

    def _bar(self, row: int) -> QRectF:
        return self._rows()[row].bar

    def _rows(self) -> tuple[_Row, ...]:
        """Return where all rows are; reckoned anew only when something changes on which it depends."""
        now = (self.width(), self.height(), self._columns, self.rows, self._figures_width(), self._widest)
        if now != self._plan_is_of or self._widest is None:
            if self._widest is None:
                self._widest = max(map(self._bold_metrics().horizontalAdvance, self._names))
            self._plan_is_of = (*now[:-1], self._widest)
            self._plan = tuple(self._planned(row, self.fontMetrics().height()) for row in range(self.rows))
        return self._plan

    def _planned(self, row: int, letters: int) -> _Row:
        """Return where a row is beside letters of this height."""
        column, line = divmod(row, self.lines)
        height = min(self.height() / self.lines, MOST_LINES * letters)
        width = (self.width() - (self._columns - 1) * 2 * _GAP) / self._columns
        place = QRectF(column * (width + 2 * _GAP), line * height, width, height)
        # Where room is scarce the names give way: one that is cut short says so, a figure that is cut says another.
        left = max(width - self._figures_width() - 2 * _GAP - _SHORTEST, _FEW_LETTERS)
        names = min(self._widest or 0, width * self.most_for_names, left) + _GAP
        thickness = min(height * 0.55, _THICKEST * max(1.0, letters / _USUAL_LINE))
        length = max(1.0, width - names - self._figures_width() - _GAP)
        return _Row(place, QRectF(place.left() + names, place.center().y() - thickness / 2, length, thickness))

    def _part(self, value: float) -> float:
        """Return how far along the scale a value is, from 0 to 1."""
        return (min(max(value, self._low), self._high) - self._low) / (self._high - self._low)

    def _x(self, bar: QRectF, value: float) -> float:
        return bar.left() + self._part(value) * bar.width()

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
        fonts = self._font(is_bold=False), self._font(is_bold=True)
        for row, (of, where) in enumerate(zip(self._shown, self._rows(), strict=True)):
            if self._names[of] and event.region().intersects(where.place.toAlignedRect()):
                painter.setFont(fonts[of == self._chosen])
                self._paint_row(painter, row, where.place, where.bar)
        if self._low < 0 and self._values is not None:
            self._paint_zero(painter)

    def _paint_row(self, painter: QPainter, row: int, place: QRectF, bar: QRectF) -> None:
        of = self._shown[row]
        text = QColor(self._theme.text if of == self._chosen else self._theme.faint_text)
        painter.setPen(text)
        names = QRectF(place.left(), place.top(), bar.left() - place.left() - _GAP, place.height())
        name, room = self._names[of], math.ceil(names.width())
        if self._advance(name, is_bold=of == self._chosen) > room:
            name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
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
