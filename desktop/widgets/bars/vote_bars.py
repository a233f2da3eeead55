"""VoteBars: ten signed figures as bars that grow from a line in the middle."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.words import signed
from desktop.widgets.bars.class_bars import MOST_LINES, ROWS, ClassBars

_MOST_DECIMALS = 9  # of weights so small that they say nothing
_LEAST_LINES = 0.72  # height of a row in lines of text: digits have nothing below the line


class VoteBars(ClassBars):
    """One bar per class: to the right and orange for it, to the left and blue against it.

    The scale reaches the largest figure on either side, so the line of zero stays in the middle.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    most_for_names = 1 / 3

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._low = -1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        self.setMaximumHeight(round(ROWS * MOST_LINES * self.fontMetrics().height()))

    def show_values(self, values: npt.ArrayLike | None) -> None:
        """Show ten figures; None shows empty rows."""
        self._values = None if values is None else np.asarray(values, np.float64)
        self._high = self._reach()
        self._low = -self._high
        self.setAccessibleDescription(self._in_words())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, self.minimumSizeHint().height())  # rows grow with the room they are given

    def minimumSizeHint(self) -> QSize:
        return QSize(140, ROWS * round(_LEAST_LINES * self.fontMetrics().height()))

    def _reach(self) -> float:
        """Return the figure whose bar reaches an end of the scale."""
        if self._values is None:
            return 1.0
        return float(np.abs(self._values[np.isfinite(self._values)]).max(initial=0.0)) or 1.0

    def _in_words(self) -> str:
        if self._values is None:
            return ""
        return ", ".join(f"{name}: {self._figure(row)}" for row, name in enumerate(self._names))

    def _written(self, value: float) -> str:
        return signed(value, self._decimals())

    def _decimals(self) -> int:
        """Return how many decimals all ten figures have, so that they can be compared by eye."""
        reach = math.floor(math.log10(self._high))
        return min(max(0, (2 if reach >= 0 else 1) - reach), _MOST_DECIMALS)

    def _chosen(self) -> int | None:
        """Return the row with the largest figure on either side."""
        if self._values is None or not np.isfinite(self._values).any():
            return None
        return int(np.nanargmax(np.where(np.isfinite(self._values), np.abs(self._values), np.nan)))

    def _color(self, row: int) -> str:
        return self._theme.positive if self._values is not None and self._values[row] > 0 else self._theme.negative

    def _figures_width(self) -> int:
        return max(map(self.fontMetrics().horizontalAdvance, [*map(self._figure, range(ROWS)), "−0.00"]))
