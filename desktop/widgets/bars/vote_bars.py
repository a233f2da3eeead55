"""VoteBars: signed figures as bars that grow from a line in the middle."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.words import signed
from desktop.widgets.bars.class_bars import ClassBars

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

    def show_values(self, values: npt.ArrayLike | None) -> None:
        """Show a figure for each class, the largest on either side told apart; None shows empty rows."""
        self._show(values, None if values is None else _loudest(np.asarray(values, np.float64)))

    def sizeHint(self) -> QSize:
        return QSize(180, self.minimumSizeHint().height())  # rows grow with the room they are given

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.rows * round(_LEAST_LINES * self.fontMetrics().height()))

    def _scale(self) -> tuple[float, float]:
        if self._values is None:
            return -1.0, 1.0
        reach = float(np.abs(self._values[np.isfinite(self._values)]).max(initial=0.0)) or 1.0
        return -reach, reach

    def _in_words(self) -> str:
        if self._values is None:
            return ""
        return ", ".join(f"{self._names[of]}: {self._figure(of)}" for of in self._shown if self._names[of])

    def _written(self, value: float) -> str:
        return signed(value, self._decimals())

    def _decimals(self) -> int:
        """Return how many decimals all figures have, so that they can be compared by eye."""
        reach = math.floor(math.log10(self._high))
        return min(max(0, (2 if reach >= 0 else 1) - reach), _MOST_DECIMALS)

    def _color(self, of: int) -> str:
        return self._theme.positive if self._values is not None and self._values[of] > 0 else self._theme.negative

    def _figures_width(self) -> int:
        return max(map(self._bold_metrics().horizontalAdvance, [*map(self._figure, range(len(self._names))), "−0.00"]))


def _loudest(values: npt.NDArray[np.float64]) -> int | None:
    """Return the place of the figure that is largest on either side, if one of them is a number."""
    is_finite = np.isfinite(values)
    return int(np.argmax(np.where(is_finite, np.abs(values), -1.0))) if is_finite.any() else None
