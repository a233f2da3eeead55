"""DigitBars: outputs as horizontal bars, the winner marked."""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import LIGHT, Theme
from desktop.look.words import percent
from desktop.widgets.bars.class_bars import ClassBars

_LONGEST = "−0.000888"  # with three figures: of a small output there are many
_ROUND = (1.0, 1.2, 1.5, 2.0, 3.0, 5.0, 8.0, 10.0)


class DigitBars(ClassBars):
    """One bar per class, from zero; outputs outside 0 to 1 stretch the scale.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._are_shares = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_shares(self, are_shares: bool) -> None:
        """Set whether the outputs are shares of one, to be written in percent."""
        if are_shares != self._are_shares:
            self._are_shares = are_shares
            self.update()

    def show_values(self, values: npt.ArrayLike | None, winner: int | None) -> None:
        """Show the outputs and which of them won; None shows empty bars."""
        self._show(values, winner)

    def sizeHint(self) -> QSize:
        return QSize(220, self.lines * (self.fontMetrics().height() + 5))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, self.lines * (self.fontMetrics().height() - 1))

    def _scale(self) -> tuple[float, float]:
        """Let the scale reach all outputs, in round steps, and keep it while it suits: bars must not jump."""
        if self._values is None:
            return 0.0, 1.0
        finite = self._values[np.isfinite(self._values)]
        low = -_reach(-self._low, -float(finite.min(initial=0.0)), 0.0)
        return low, _reach(self._high, float(finite.max(initial=0.0)), 1.0)

    def _in_words(self) -> str:
        if self._values is None:
            return "Nothing to read yet."
        order = np.argsort(-np.nan_to_num(self._values))[:3]
        return ", ".join(f"{self._names[of]}: {self._figure(int(of))}" for of in order)

    def _written(self, value: float) -> str:
        if self._are_shares:
            return percent(value)
        return f"{value:.3g}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e").replace("-", "−")

    def _color(self, of: int) -> str:
        return self._theme.accent if of == self._chosen else self._theme.outline

    def _figures_width(self) -> int:
        if self._are_shares and self._columns > 1:  # room is dear there
            return self._advance(percent(1.0), is_bold=True)
        return self._advance("−100.00" if self._are_shares else _LONGEST)


def _reach(reach: float, needed: float, least: float) -> float:
    """Return how far one end of the scale is from zero: as before while that is enough, and not much too far."""
    if needed <= least + 1e-4:  # as much as rounding adds to a share of one
        return least if needed < 0.6 * reach or reach <= least else reach
    if 0.6 * reach <= needed <= reach:
        return reach
    power = 10.0 ** math.floor(math.log10(needed))
    return max(least, power * next(step for step in _ROUND if needed <= step * power * 1.0001))
