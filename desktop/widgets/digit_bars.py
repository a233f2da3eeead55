"""DigitBars: ten outputs as horizontal bars, the winner marked."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import LIGHT, Theme
from desktop.words import percent

_ROWS = 10
_GAP = 8


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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the ten outputs stand for."""
        self._names = names
        self.update()

    def show_values(self, values: npt.ArrayLike | None, winner: int | None) -> None:
        """Show ten outputs and which of them won; None shows empty bars."""
        self._values = None if values is None else np.asarray(values, np.float64)
        self._winner = winner
        self.setAccessibleDescription(self._in_words())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _ROWS * (self.fontMetrics().height() + 5))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, _ROWS * (self.fontMetrics().height() - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        names_end = max(metrics.horizontalAdvance(name) for name in self._names) + _GAP
        figures_width = metrics.horizontalAdvance("−100.00") + _GAP
        track = QRectF(names_end, 0, max(20.0, self.width() - names_end - figures_width), 0)
        height = min(self.height() / _ROWS, 2.0 * metrics.height())
        for row in range(_ROWS):
            self._paint_row(painter, row, QRectF(0, row * height, self.width(), height), track)

    def _paint_row(self, painter: QPainter, row: int, place: QRectF, track: QRectF) -> None:
        theme, is_winner = self._theme, row == self._winner
        font = QFont(self.font())
        font.setBold(is_winner)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if is_winner else theme.faint_text))
        center = Qt.AlignmentFlag.AlignVCenter
        names = QRectF(0, place.top(), track.left() - _GAP, place.height())
        painter.drawText(names, center | Qt.AlignmentFlag.AlignRight, self._names[row])
        thickness = min(place.height() * 0.55, 14.0)
        bar = QRectF(track.left(), place.center().y() - thickness / 2, track.width(), thickness)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.grid))
        painter.drawRoundedRect(bar, 2, 2)
        if self._values is None:
            return
        value = float(self._values[row])
        painter.setBrush(QColor(theme.accent if is_winner else theme.outline))
        painter.drawRoundedRect(self._filled(bar, value), 2, 2)
        painter.setPen(QColor(theme.text if is_winner else theme.faint_text))
        figures = QRectF(track.right() + _GAP, place.top(), place.right() - track.right() - _GAP, place.height())
        painter.drawText(figures, center | Qt.AlignmentFlag.AlignRight, self._written(value))

    def _filled(self, bar: QRectF, value: float) -> QRectF:
        low, high = self._range()
        left, right = ((x - low) / (high - low) * bar.width() + bar.left() for x in sorted((0.0, value)))
        return QRectF(left, bar.top(), max(right - left, 1.0), bar.height())

    def _range(self) -> tuple[float, float]:
        """Return the scale: 0 to 1, or as far as the outputs go."""
        values = self._values if self._values is not None else np.zeros(_ROWS)
        finite = values[np.isfinite(values)]
        return min(0.0, float(finite.min(initial=0))), max(1.0, float(finite.max(initial=1)))

    def _written(self, value: float) -> str:
        low, high = self._range()
        return percent(value) if low == 0 and high == 1 else f"{value:.2f}"

    def _in_words(self) -> str:
        if self._values is None:
            return "Nothing to read yet."
        order = np.argsort(-self._values)[:3]
        return ", ".join(f"{self._names[row]}: {self._written(float(self._values[row]))}" for row in order)
