"""Scale: where a value stands on a plot, which ticks to write, and how numbers read.

pyqtgraph's logarithmic mode keeps a second array of logarithms for each curve, and leaves a gap where a value is 0;
here a value that has no logarithm lies at the floor, and only what is drawn is mapped.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

_STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """How the shown range lies on the plot's rectangle.

    ``bottom`` and ``top`` are axis positions: values on a linear axis, their common logarithms on a
    logarithmic one. ``floor`` stands in for values that have no logarithm.
    """

    rect: QRectF
    left: float
    right: float
    bottom: float
    top: float
    is_logarithmic: bool = False
    floor: float = 1e-12

    def to_axis(self, y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return axis positions of values."""
        return np.log10(np.maximum(y, self.floor)) if self.is_logarithmic else y

    def pixel_x(self, x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return pixel positions of x values."""
        return self.rect.left() + (x - self.left) * (self.rect.width() / (self.right - self.left))

    def pixel_of_axis(self, position: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return pixel positions of axis positions, kept near the plot (Qt draws far ones slowly or not)."""
        pixel = self.rect.bottom() - (position - self.bottom) * (self.rect.height() / (self.top - self.bottom))
        return np.clip(pixel, self.rect.top() - 1000, self.rect.bottom() + 1000)

    def pixel_y(self, y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return pixel positions of y values."""
        return self.pixel_of_axis(self.to_axis(y))

    def x_at(self, pixel: float) -> float:
        """Return the x value at a pixel position."""
        return self.left + (pixel - self.rect.left()) * (self.right - self.left) / self.rect.width()


def nice_above(value: float) -> float:
    """Return the next round number that is not below ``value`` (> 0): 1, 1.5, 2, 3, 4, 5, 6, 8, 10, ..."""
    decade = 10.0 ** math.floor(math.log10(value))
    # The tolerance keeps 20 at 20 where 20 was reached by adding up tenths.
    return next((s * decade for s in _STEPS if s * decade >= value * (1 - 1e-9)), 10.0 * decade)


def nice_logarithm(position: float, *, is_upper: bool) -> float:
    """Return the logarithm of the nearest 1, 2 or 5 times a power of ten below (or above) ``position``."""
    whole = math.floor(position)
    candidates = [whole + math.log10(step) for step in (1, 2, 5, 10)]
    if is_upper:
        return min(c for c in candidates if c >= position - 1e-9)
    return max(c for c in candidates if c <= position + 1e-9)


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """Return at most about ``most`` round numbers from ``low`` to ``high``."""
    span = high - low
    if not (math.isfinite(span) and span > 0):
        return []
    rough = span / max(most, 1)
    decade = 10.0 ** math.floor(math.log10(rough))
    step = next((s * decade for s in (1.0, 2.0, 5.0, 10.0) if s * decade >= rough * (1 - 1e-9)), 10 * decade)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def ticks_at_least(low: float, high: float, most: int, least: int) -> list[float]:
    """Return round numbers as :func:`linear_ticks`, more of them where those would be fewer than ``least``."""
    ticks = linear_ticks(low, high, most)
    for more in range(most + 1, most + 10):
        if len(ticks) >= least:
            break
        ticks = linear_ticks(low, high, more)
    return ticks


def logarithmic_ticks(low: float, high: float, most: int) -> tuple[list[float], list[float]]:
    """Return values to label and values for a line alone, from ``10**low`` to ``10**high``."""
    decades = range(math.floor(low), math.ceil(high) + 1)

    def inside(values: Iterable[float]) -> list[float]:
        return [v for v in values if low - 1e-9 <= math.log10(v) <= high + 1e-9]

    if len(decades) > 400:  # zoomed out beyond what a number can hold
        return [], []
    fine = inside(digit * 10.0**d for d in decades for digit in range(1, 10))
    for digits in (tuple(range(1, 10)), (1, 2, 5), (1, 3), (1,)):
        labelled = inside(digit * 10.0**d for d in decades for digit in digits)
        if len(labelled) <= most:
            break
    else:
        every = math.ceil(len(labelled) / max(most, 1))
        labelled = inside(10.0**d for d in decades if d % every == 0)
        fine = inside(10.0**d for d in decades)
    if len(labelled) < 2 and high - low < 1:
        labelled = [v for v in linear_ticks(10.0**low, 10.0**high, most) if v > 0]
        fine = labelled
    return labelled, [v for v in fine if v not in labelled]


def tick_texts(values: list[float], *, is_percent: bool = False) -> list[str]:
    """Return labels with just as many decimals as it takes to tell them apart."""
    shown = [100 * v for v in values] if is_percent else values
    gap = min((abs(b - a) for a, b in zip(shown, shown[1:], strict=False)), default=1.0)
    decimals = max(0, -math.floor(math.log10(gap) + 1e-9)) if gap > 0 else 0
    return [_tick_text(value, decimals) + (" %" if is_percent else "") for value in shown]


def _tick_text(value: float, decimals: int) -> str:
    if abs(value) >= 1e5 or decimals > 4:
        return scientific(f"{value:.4g}" if abs(value) < 1e5 else f"{value:.5e}")
    return f"{value:,.{decimals}f}".replace("-0", "0") if value == 0 else f"{value:,.{decimals}f}"


def logarithmic_texts(values: list[float], *, is_percent: bool = False) -> list[str]:
    """Return labels of a logarithmic axis: 0.01, 0.1, 1, each as short as it goes."""
    shown = [float(f"{100 * v if is_percent else v:.6g}") for v in values]
    texts = [f"{v:,.10f}".rstrip("0").rstrip(".") if 1e-4 <= v < 1e5 else scientific(f"{v:e}") for v in shown]
    return [text + (" %" if is_percent else "") for text in texts]


def value_text(value: float, *, is_percent: bool = False, is_estimate: bool = False) -> str:
    """Return a value as the legend and the read-out write it, in few characters: 0.0431, 6.35e−5, 97.42 %.

    An estimate is marked, and has a digit less: ≈ 97.4 %.
    """
    if is_estimate:
        return f"≈ {_estimate_text(value, is_percent=is_percent)}"
    if is_percent:
        return f"{100 * value:.2f} %"
    if 1000 <= abs(value) < 1e5:
        return f"{value:,.0f}"
    if value == 0 or 1e-2 <= abs(value) < 1000:
        return f"{value:#.4g}".rstrip(".")
    if 1e-3 <= abs(value) < 1e-2:
        return f"{value:.5f}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return _power(mantissa, exponent)


def _estimate_text(value: float, *, is_percent: bool) -> str:
    if is_percent:
        return f"{100 * value:.1f} %"
    if 1000 <= abs(value) < 1e5:
        return f"{value:,.0f}"
    if value == 0 or 1e-2 <= abs(value) < 1000:
        return f"{value:#.3g}".rstrip(".")
    mantissa, exponent = f"{value:.1e}".split("e")
    return _power(mantissa, exponent)


def scientific(text: str) -> str:
    """Return a number as Python writes it, ``1.50000e+11``, as short as it goes: ``1.5e11``."""
    mantissa, has_power, exponent = text.partition("e")
    short = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return _power(short, exponent) if has_power else short


def _power(mantissa: str, exponent: str) -> str:
    return f"{mantissa}e{int(exponent)}".replace("e-", "e\N{MINUS SIGN}")


def x_text(x: float, span: float) -> str:
    """Return an x value, as exact as a plot of that ``span`` can show it."""
    decimals = 3 if span < 3 else 2 if span < 30 else 1 if span < 300 else 0
    text = f"{x:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text
