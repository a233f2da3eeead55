"""Fields for numbers: steps by factors where that is how people think, and no change by a passing wheel."""

import math

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

_SMALLEST_STEP = 1e-6


class _Calm:
    """A field that a passing mouse wheel does not change: the scroll area around it takes the turn.

    No QWidget itself, since a class may not inherit from two of them.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():  # type: ignore[attr-defined]  # it is mixed into widgets only
            super().wheelEvent(event)  # type: ignore[misc]  # likewise
        else:
            event.ignore()


class Combo(_Calm, QComboBox):
    """A choice that a passing mouse wheel does not change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)


class WholeField(_Calm, QSpinBox):
    """A whole number.

    Parameters
    ----------
    doubling : bool
        Whether the arrows double and halve (batch sizes) instead of adding one.
    """

    def __init__(self, low: int, high: int, *, doubling: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doubling = doubling
        self.setRange(low, high)
        self.setKeyboardTracking(False)  # a number half typed is not meant yet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(False)

    def stepBy(self, steps: int) -> None:
        if not self._doubling:
            super().stepBy(steps)
            return
        value = self.value()
        for _ in range(abs(steps)):
            value = min(max(1, value * 2), self.maximum()) if steps > 0 else value // 2
        self.setValue(_power_of_two_at_most(value) if value > 1 else value)


class NumberField(_Calm, QDoubleSpinBox):
    """A number, written as people write it: 0.002, not 0.0020000000.

    Parameters
    ----------
    logarithmic : bool
        Whether the arrows step 1, 2, 5, 10, 20, … instead of adding a fixed amount.
    """

    def __init__(self, low: float, high: float, *, logarithmic: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._logarithmic = logarithmic
        self.setLocale(QLocale.c())  # a decimal point, as everywhere in the app and its files
        self.setDecimals(12)
        self.setRange(low, high)
        self.setSingleStep(0.01 if high - low <= 1 else 0.1)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def textFromValue(self, value: float) -> str:
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        return _number(text, self.value())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State.Acceptable
        if math.isnan(_number(text, math.nan)):
            typed = set(text.strip().lower().replace(",", "."))
            state = QValidator.State.Intermediate if typed <= set("0123456789.e+-") else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:
        if not self._logarithmic:
            super().stepBy(steps)
            return
        value = self.value()
        for _ in range(abs(steps)):
            value = _next_round(value) if steps > 0 else _previous_round(value)
        self.setValue(value)


def _number(text: str, otherwise: float) -> float:
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return otherwise
    return value if math.isfinite(value) else otherwise


def _next_round(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50, … above ``value``."""
    if value < _SMALLEST_STEP:
        return _SMALLEST_STEP
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(float(f"{power * digit:.6g}") for digit in (2, 5, 10) if power * digit > value * (1 + 1e-9))


def _previous_round(value: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50, … below ``value``; zero below the smallest."""
    if value <= _SMALLEST_STEP * (1 + 1e-9):
        return 0.0
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(float(f"{power * digit:.6g}") for digit in (5, 2, 1, 0.5) if power * digit < value * (1 - 1e-9))


def _power_of_two_at_most(value: int) -> int:
    return 1 << (value.bit_length() - 1)
