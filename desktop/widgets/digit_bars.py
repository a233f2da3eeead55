"""DigitBars: ten outputs as horizontal bars, the winner marked."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import LIGHT, Theme
from desktop.words import percent

_ROWS = 10
_GAP = 8
_ROUND = (1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 8.0, 10.0)


class DigitBars(QWidget):
    """One bar per class, from zero; outputs outside 0 to 1 stretch the scale.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = tuple(map(str, range(_ROWS)))
        self._values: npt.NDArray[np.float64] | None = None
        self._winner: int | None = None
        self._are_shares = True
        self._low, self._high = 0.0, 1.0  # ends of the scale
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(_ROWS * 2 * self.fontMetrics().height())

    def set_shares(self, are_shares: bool) -> None:
        """Set whether the outputs are shares of one, to be written in percent."""
        if are_shares != self._are_shares:
            self._are_shares = are_shares
            self.update()

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the ten outputs stand for."""
        self._names = names
        self.update()

    def show_values(self, values: npt.ArrayLike | None, winner: int | None) -> None:
        """Show ten outputs and which of them won; None shows empty bars."""
        before = self.looks()
        scale = self._low, self._high
        self._values = None if values is None else np.asarray(values, np.float64)
        self._winner = winner
        self._stretch()
        if scale != (self._low, self._high):
            self.update()
        for row in range(_ROWS):
            if self._look(row) != before[row]:
                self.update(self._place(row).toAlignedRect())
        words = self._in_words()
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _ROWS * (self.fontMetrics().height() + 5))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, _ROWS * (self.fontMetrics().height() - 1))

    # Places and figures

    def _stretch(self) -> None:
        """Let the scale reach all outputs, in round steps, and keep it while it suits: bars must not jump."""
        if self._values is None:
            self._low, self._high = 0.0, 1.0
            return
        finite = self._values[np.isfinite(self._values)]
        self._low = -_reach(-self._low, -float(finite.min(initial=0.0)), 0.0)
        self._high = _reach(self._high, float(finite.max(initial=0.0)), 1.0)

    def _place(self, row: int) -> QRectF:
        height = min(self.height() / _ROWS, 2.0 * self.fontMetrics().height())
        return QRectF(0, row * height, self.width(), height)

    def _bar(self, row: int) -> QRectF:
        metrics, place = self.fontMetrics(), self._place(row)
        bold = QFont(self.font())
        bold.setBold(True)  # the winner's name needs the most room
        names = max(QFontMetrics(bold).horizontalAdvance(name) for name in self._names) + _GAP
        figures = metrics.horizontalAdvance("−100.00") + _GAP
        thickness = min(place.height() * 0.55, 14.0)
        width = max(20.0, self.width() - names - figures)
        return QRectF(names, place.center().y() - thickness / 2, width, thickness)

    def _x(self, bar: QRectF, value: float) -> float:
        inside = min(max(value, self._low), self._high)
        return bar.left() + (inside - self._low) / (self._high - self._low) * bar.width()

    def looks(self) -> list[tuple[object, ...]]:
        """Return what can be seen of each row; a row whose look stays the same is not painted again."""
        return [self._look(row) for row in range(_ROWS)]

    def _look(self, row: int) -> tuple[object, ...]:
        """Return what of a row can be seen, to a quarter of a pixel."""
        if self._values is None:
            return ()
        value = float(self._values[row])
        length = round(4 * self._x(QRectF(0, 0, self.width(), 1), value)) if math.isfinite(value) else None
        return self._written(value), length, row == self._winner

    def _written(self, value: float) -> str:
        if not math.isfinite(value):
            return "–"
        if self._are_shares:
            return percent(value)
        return f"{value:.3g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e").replace("-", "−")

    def _in_words(self) -> str:
        if self._values is None:
            return "Nothing to read yet."
        order = np.argsort(-np.nan_to_num(self._values))[:3]
        return ", ".join(f"{self._names[row]}: {self._written(float(self._values[row]))}" for row in order)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(_ROWS):
            place = self._place(row)
            if place.intersects(QRectF(event.rect())):
                self._paint_row(painter, row, place, self._bar(row))
        if self._low < 0 and self._values is not None:
            self._paint_zero(painter)

    def _paint_row(self, painter: QPainter, row: int, place: QRectF, bar: QRectF) -> None:
        theme, is_winner = self._theme, row == self._winner
        font = QFont(self.font())
        font.setBold(is_winner)
        painter.setFont(font)
        text = QColor(theme.text if is_winner else theme.faint_text)
        center = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(text)
        names = QRectF(0, place.top(), bar.left() - _GAP, place.height())
        painter.drawText(names, center | Qt.AlignmentFlag.AlignRight, self._names[row])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.grid))
        painter.drawRoundedRect(bar, 2, 2)
        if self._values is None:
            return
        value = float(self._values[row])
        if math.isfinite(value):
            painter.setBrush(QColor(theme.accent if is_winner else theme.outline))
            painter.drawRoundedRect(self._filled(bar, value), 2, 2)
        painter.setPen(text)
        figures = QRectF(bar.right() + _GAP, place.top(), place.right() - bar.right() - _GAP, place.height())
        painter.drawText(figures, center | Qt.AlignmentFlag.AlignRight, self._written(value))

    def _filled(self, bar: QRectF, value: float) -> QRectF:
        left, right = sorted((self._x(bar, 0.0), self._x(bar, value)))
        return QRectF(left, bar.top(), max(right - left, 1.0), bar.height())

    def _paint_zero(self, painter: QPainter) -> None:
        """Draw the line from which bars grow to both sides."""
        top, bottom = self._bar(0), self._bar(_ROWS - 1)
        zero = round(self._x(top, 0.0))
        line = QRectF(zero - 0.5, top.top() - 2, 1, bottom.bottom() - top.top() + 4)
        painter.fillRect(line, QColor(self._theme.text))


def _reach(reach: float, needed: float, least: float) -> float:
    """Return how far one end of the scale is from zero: as before while that is enough, and not much too far."""
    if needed <= least + 1e-4:  # as much as rounding adds to a share of one
        return least if needed < 0.6 * reach or reach <= least else reach
    if 0.6 * reach <= needed <= reach:
        return reach
    power = 10.0 ** math.floor(math.log10(needed))
    return max(least, power * next(step for step in _ROUND if needed <= step * power * 1.0001))
