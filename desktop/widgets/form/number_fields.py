"""Fields for numbers: steps by factors where that is how people think, and no change by a passing wheel."""

import math
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSpinBox, QWidget

from core import typed
from core.errors import KnobError
from core.knob import Knob

_SMALLEST_STEP = 1e-6
_SIGNS = frozenset("0123456789.,e+- ")  # of which something is made that may be a number yet


class _Calm:
    """A field that a passing mouse wheel does not change: the scroll area around it takes the turn.

    No QWidget itself, since a class may not inherit from two of them.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():  # type: ignore[attr-defined]  # it is mixed into widgets only
            super().wheelEvent(event)  # type: ignore[misc]  # likewise
        else:
            event.ignore()


class _Typed(_Calm):
    """A field in which a number is typed, and which says why what is typed cannot be.

    Qt would leave letters out that do not fit (64.0 becomes 640), and put the nearest number in the place of one that
    is out of range, both without a word.
    """

    misread: Any  # a signal with a sentence; each field has its own
    _declared: Knob
    _kind: type = float

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if self._meaning(text) is not None:
            return QValidator.State.Acceptable, text, position
        may_become_one = set(text.strip().lower()) <= _SIGNS or self._all().startswith(text.strip().lower())
        return QValidator.State.Intermediate if may_become_one else QValidator.State.Invalid, text, position

    def fixup(self, text: str) -> str:
        """Say what is wrong with what was typed; Qt then shows again what was there before."""
        try:
            self._read(text)
        except KnobError as error:
            there = self.textFromValue(self.value())  # type: ignore[attr-defined]  # it is mixed into fields only
            self.misread.emit(f"{error.what} It stays at {there}. {error.remedy}")
        return text

    def _all(self) -> str:
        return str(self.specialValueText())  # type: ignore[attr-defined]  # as above

    def _meaning(self, text: str) -> float | None:
        with suppress(KnobError):
            return self._read(text)
        return None

    def _read(self, text: str) -> float:
        if self._all() and text.strip() == self._all():
            return self._declared.low
        return float(typed.knob_value(text, self._declared, self._kind))


class Combo(_Calm, QComboBox):
    """A choice that a passing mouse wheel does not change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)


class WholeField(_Typed, QSpinBox):
    """A whole number.

    Parameters
    ----------
    doubling : bool
        Whether the arrows double and halve (batch sizes) instead of adding one.
    label : str
        What it is, for what is said of a number that cannot be.
    """

    misread = Signal(str)
    _kind = int

    def __init__(
        self, low: int, high: int, *, doubling: bool = False, label: str = "It", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._declared = Knob(label=label, help="", low=low, high=high)
        self._doubling = doubling
        self.setRange(low, high)
        self.setKeyboardTracking(False)  # a number half typed is not meant yet
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGroupSeparatorShown(False)

    def valueFromText(self, text: str) -> int:
        found = self._meaning(text)
        return self.value() if found is None else int(found)

    def stepBy(self, steps: int) -> None:
        if not self._doubling:
            super().stepBy(steps)
            return
        value = self.value()
        for _ in range(abs(steps)):
            value = min(max(1, value * 2), self.maximum()) if steps > 0 else value // 2
        self.setValue(_power_of_two_at_most(value) if value > 1 else value)


class NumberField(_Typed, QDoubleSpinBox):
    """A number, written as people write it: 0.002, not 0.0020000000.

    Parameters
    ----------
    logarithmic : bool
        Whether the arrows step 1, 2, 5, 10, 20, … instead of adding a fixed amount.
    label : str
        What it is, for what is said of a number that cannot be.
    """

    misread = Signal(str)

    def __init__(
        self, low: float, high: float, *, logarithmic: bool = False, label: str = "It", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._declared = Knob(label=label, help="", low=low, high=high)
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
        found = self._meaning(text)
        return self.value() if found is None else found

    def stepBy(self, steps: int) -> None:
        if not self._logarithmic:
            super().stepBy(steps)
            return
        value = self.value()
        for _ in range(abs(steps)):
            value = _next_round(value) if steps > 0 else _previous_round(value)
        self.setValue(value)


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
