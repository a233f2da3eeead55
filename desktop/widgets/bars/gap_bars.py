"""GapBars: figures as bars, a mark on each where it should be or where it was, and the gap between them."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.words import signed
from desktop.widgets.bars.class_bars import ClassBars

_MARK = 3  # pixels a mark stands out above and below its bar


class GapBars(ClassBars):
    """One bar per class and a mark where it should end: orange where it is too long, open and blue where too short.

    Where the marks are no aim, the way between bar and mark has no color of its own.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._marks: npt.NDArray[np.float64] = np.zeros(0)
        self._meaning, self._is_aim = "", True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_gaps(
        self, values: npt.ArrayLike, marks: npt.ArrayLike, chosen: int | None, meaning: str, *, is_aim: bool
    ) -> None:
        """Show a figure for each class.

        Parameters
        ----------
        values, marks : ndarray, shape (classes,)
            The figures, and where their marks are.
        chosen : int, optional
            The row that is told apart.
        meaning : str
            What the marks are, in a word or two: "target".
        is_aim : bool
            Whether the bars should end at the marks.
        """
        self._marks, self._meaning, self._is_aim = np.asarray(marks, np.float64), meaning, is_aim
        self._show(values, chosen)
        self.update()  # of the marks the bars know nothing

    def sizeHint(self) -> QSize:
        return QSize(220, self.lines * (self.fontMetrics().height() + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, self.lines * (self.fontMetrics().height() - 1))

    def _scale(self) -> tuple[float, float]:
        both = np.concatenate([self._marks, self._marks if self._values is None else self._values])
        finite = both[np.isfinite(both)]
        return min(0.0, float(finite.min(initial=0.0))), max(1.0, float(finite.max(initial=1.0)))

    def _in_words(self) -> str:
        if self._values is None:
            return ""
        each = (
            f"{self._names[of]}: {_figure(self._values[of])}, {self._meaning} {_figure(self._marks[of])}"
            for of in self._shown
        )
        return "; ".join(each)

    def _written(self, value: float) -> str:
        return _figure(value)

    def _color(self, of: int) -> str:
        return self._theme.accent if of == self._chosen else self._theme.outline

    def _figures_width(self) -> int:
        values = () if self._values is None else self._values.tolist()
        return max(self._bold_metrics().horizontalAdvance(_figure(value)) for value in (*values, 0.0))

    def _paint_row(self, painter: QPainter, row: int, place: QRectF, bar: QRectF) -> None:
        super()._paint_row(painter, row, place, bar)
        of = self._shown[row]
        if self._values is None or not (math.isfinite(self._values[of]) and math.isfinite(self._marks[of])):
            return
        value, mark = self._x(bar, float(self._values[of])), self._x(bar, float(self._marks[of]))
        gap = QRectF(min(value, mark), bar.top(), abs(value - mark), bar.height())
        if not self._is_aim:
            painter.fillRect(
                gap.adjusted(0, gap.height() / 2 - 1, 0, 1 - gap.height() / 2), QColor(self._theme.outline)
            )
        elif value > mark:
            painter.fillRect(gap, QColor(self._theme.positive))
        else:
            painter.setPen(QPen(QColor(self._theme.negative), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(gap.adjusted(1, 1, -1, -1))
        painter.fillRect(QRectF(mark - 1, bar.top() - _MARK, 2, bar.height() + 2 * _MARK), QColor(self._theme.text))


def _figure(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return signed(value, 3).removeprefix("+") if abs(value) < 1000 else f"{value:.3g}".replace("-", "−")
