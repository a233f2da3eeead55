"""VoteBars: ten signed figures as bars that grow from a line in the middle."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import LIGHT, Theme
from desktop.words import signed

_ROWS = 10
_GAP = 6
_LEAST, _MOST = 0.72, 2.0  # height of a row in lines of text; digits have nothing below the line


class VoteBars(QWidget):
    """One bar per class: to the right and orange for it, to the left and blue against it.

    The scale reaches the largest figure on either side, so the line of zero stays in the middle.

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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(round(_ROWS * _MOST * self.fontMetrics().height()))

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the ten figures stand for."""
        self._names = names
        self.update()

    def show_values(self, values: npt.ArrayLike | None) -> None:
        """Show ten figures; None shows empty rows."""
        self._values = None if values is None else np.asarray(values, np.float64)
        self.setAccessibleDescription(self._in_words())
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, self.minimumSizeHint().height())  # rows grow with the room they are given

    def minimumSizeHint(self) -> QSize:
        return QSize(140, _ROWS * round(_LEAST * self.fontMetrics().height()))

    def _in_words(self) -> str:
        if self._values is None:
            return ""
        return ", ".join(f"{name}: {self._written(row)}" for row, name in enumerate(self._names))

    def _written(self, row: int) -> str:
        if self._values is None:
            return ""
        value = float(self._values[row])
        return signed(value) if np.isfinite(value) else "–"

    def _reach(self) -> float:
        """Return the figure whose bar reaches an end of the scale."""
        if self._values is None:
            return 1.0
        return float(np.abs(self._values[np.isfinite(self._values)]).max(initial=0.0)) or 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, metrics = QPainter(self), self._theme, self.fontMetrics()
        height = min(self.height() / _ROWS, _MOST * metrics.height())
        names = min(max(metrics.horizontalAdvance(name) for name in self._names), self.width() // 3)
        written = [*map(self._written, range(_ROWS)), "−0.00"]
        figures = max(map(metrics.horizontalAdvance, written))
        scale = QRectF(names + _GAP, 0, max(20.0, self.width() - names - figures - 2 * _GAP), height)
        middle, reach = scale.center().x(), self._reach()
        strongest = self._strongest()
        for row in range(_ROWS):
            top = row * height
            painter.setPen(QColor(theme.text if row == strongest else theme.faint_text))
            name = metrics.elidedText(self._names[row], Qt.TextElideMode.ElideRight, names)
            center = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, top, names, height), center | Qt.AlignmentFlag.AlignRight, name)
            bar = QRectF(scale.left(), top + height * 0.2, scale.width(), height * 0.6)
            painter.fillRect(bar, QColor(theme.grid))
            place = QRectF(scale.right() + _GAP, top, figures, height)
            painter.drawText(place, center | Qt.AlignmentFlag.AlignRight, self._written(row))
            if self._values is not None and np.isfinite(self._values[row]):
                end = middle + self._values[row] / reach * scale.width() / 2
                left, right = sorted((middle, end))
                color = theme.positive if end > middle else theme.negative
                painter.fillRect(QRectF(left, bar.top(), right - left, bar.height()), QColor(color))
        painter.fillRect(QRectF(round(middle) - 0.5, 0, 1, height * _ROWS), QColor(theme.text))

    def _strongest(self) -> int:
        """Return the row with the largest figure on either side, -1 for none."""
        if self._values is None or not np.isfinite(self._values).any():
            return -1
        return int(np.nanargmax(np.where(np.isfinite(self._values), np.abs(self._values), np.nan)))
