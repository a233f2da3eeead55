"""The outputs as plain numbers, as one would print them: four decimals, and never a power of ten."""

import numpy as np

from core.arrays import Array

_MOST_DECIMALS_BELOW = 1000  # beyond, four decimals say nothing


def figure(value: float) -> str:
    """Return an output as a number."""
    if not np.isfinite(value):
        return "–"
    decimals = 4 if abs(value) < _MOST_DECIMALS_BELOW else 0
    return f"{value:,.{decimals}f}".replace("-", "−")


def verdict(outputs: Array, names: tuple[str, ...]) -> str:
    """Return what the outputs say: the class that is largest, and that output, which is called its confidence."""
    largest = int(outputs.argmax())
    return f"Read as {names[largest]}, confidence {figure(float(outputs[largest]))}"
