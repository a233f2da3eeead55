"""Plausible figures: what a file says of a run has to be something that a run can have.

What is written goes by the same bounds as what is read.
"""

import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.training.history import COLUMNS

_MOST_COUNT = 2**53  # beyond it, a float no longer holds every whole number
_LARGEST_FIGURE = 1e80  # squares of float32 numbers stay below; arithmetic with axes does not overflow there
_LARGEST_COUNT = 1e15  # steps, epochs and seconds stay below
_RISING = [COLUMNS.index(name) for name in ("step", "epoch", "seconds")]


def count(value: Any) -> int:
    """Return a whole number from zero, or raise ValueError."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_COUNT:
        raise ValueError("not a count")
    return value


def measure(value: Any) -> float:
    """Return a finite number from zero, or raise ValueError."""
    if not isinstance(value, (int, float)) or not 0 <= value < math.inf:
        raise ValueError("not a measure")
    return float(value)


def moment_of_time(value: Any) -> datetime:
    """Return a time in UTC, or raise ValueError; one without a zone is taken for UTC."""
    if not isinstance(value, str):
        raise ValueError("not a time")
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def could_be_measured(table: Array) -> bool:
    """Return whether steps, epochs and seconds rise from zero, and all figures are of a size that can be drawn.

    ``table`` is that of :class:`core.training.history.Curves`.
    """
    rising = table[_RISING]
    is_in_order = np.isfinite(rising).all() and (rising >= 0).all() and (np.diff(rising, axis=1) >= 0).all()
    is_in_order = is_in_order and (rising < _LARGEST_COUNT).all()
    return bool(is_in_order and not _is_too_large(table).any())


def drawable(table: Array) -> Array:
    """Return a table of measurements in which figures too large to be drawn count as not measured.

    A run may have such figures: the cost of first weights that are far too large is infinite.
    """
    return np.where(_is_too_large(table), np.nan, table)


def _is_too_large(table: Array) -> npt.NDArray[np.bool_]:
    return np.abs(table) >= _LARGEST_FIGURE  # of NaN this is not so
