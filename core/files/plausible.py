"""Plausible figures: what a file says of a run has to be something that a run can have.

Each figure is checked against what it means, and against the others. What is written goes by the
same bounds as what is read.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.hyperparameters import MOST_EPOCHS
from core.plain import harmless
from core.training.history import COLUMNS, Curves, Mark
from core.training.stopping import RULES, Ended

_MOST_COUNT = 2**53  # beyond it, a float no longer holds every whole number
_LARGEST_FIGURE = 1e80  # squares of float32 numbers stay below; arithmetic with axes does not overflow there
_LARGEST_COUNT = 1e15  # steps, epochs and seconds stay below
_ROUNDING = 1e-6  # by which a figure may miss its bounds
_MOST_TEXT = 10_000  # letters of a name or a sentence
_RISING = [COLUMNS.index(name) for name in ("step", "epoch", "seconds")]
_MEANINGS = {
    "learning_rate": (0.0, math.inf),
    "train_cost": (0.0, math.inf),
    "test_cost": (0.0, math.inf),
    "validation_cost": (0.0, math.inf),
    "train_accuracy": (0.0, 1.0),
    "test_accuracy": (0.0, 1.0),
    "validation_accuracy": (0.0, 1.0),
    "train_accuracy_correction": (-1.0, 1.0),
    "test_accuracy_correction": (-1.0, 1.0),
    "validation_accuracy_correction": (-1.0, 1.0),
}  # between which values a figure lies


def count(value: Any) -> int:
    """Return a whole number from zero, or raise ValueError."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_COUNT:
        raise ValueError("not a count")
    return value


def measure(value: Any) -> float:
    """Return a number from zero of a size that can be drawn, or raise ValueError."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < _LARGEST_COUNT:
        raise ValueError("not a measure")
    return float(value)


def epochs(value: Any) -> float:
    """Return how far a run was trained, or raise ValueError."""
    if (found := measure(value)) > MOST_EPOCHS:
        raise ValueError("more epochs than there are")
    return found


def text(value: Any) -> str:
    """Return a text that a person may have to read, made harmless, or raise ValueError."""
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise ValueError("not a text")
    return harmless(value)


def end_of_run(value: Any) -> Ended | None:
    """Return how the run ended that a moment is of; none where nothing is told. Nonsense raises ValueError."""
    if value is None:
        return None
    by, keeps_best, read = tuple(value["by"]), value["keeps_best"], value["test_accuracy"]
    accuracy = float("nan") if read is None else measure(read)
    if len(by) > len(RULES) or not set(by) <= set(RULES) or not isinstance(keeps_best, bool) or accuracy > 1:
        raise ValueError("no end of a run")
    return Ended(epochs(value["epoch"]), by, keeps_best, accuracy)


def is_format(value: Any) -> bool:
    """Return whether something is the number of a format, which ``True`` and 1.0 are not."""
    return type(value) is int


def moment_of_time(value: Any) -> datetime:
    """Return a time in UTC, or raise ValueError; one without a zone is taken for UTC."""
    if not isinstance(value, str):
        raise ValueError("not a time")
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def could_be_measured(table: Array) -> bool:
    """Return whether steps, epochs and seconds rise from zero, and all figures mean what they are called.

    No cost is negative, no accuracy larger than one, and all are of a size that can be drawn. ``table`` is that of
    :class:`core.training.history.Curves`.
    """
    rising = table[_RISING]
    is_in_order = np.isfinite(rising).all() and (rising >= 0).all() and (np.diff(rising, axis=1) >= 0).all()
    is_in_order = is_in_order and (rising < _LARGEST_COUNT).all()
    steps, whole = table[COLUMNS.index("step")], table[COLUMNS.index("whole")]
    is_in_order = is_in_order and (steps == np.floor(steps)).all() and np.isin(whole[~np.isnan(whole)], (0, 1)).all()
    return bool(is_in_order and not _is_too_large(table).any() and not _is_beyond_meaning(table))


def ends_by(curves: Curves, marks: Sequence[Mark], *, step: int, epoch: float) -> bool:
    """Return whether all that was measured and marked had happened by a moment of the run."""
    last = [curves.column(name)[-1] if len(curves) else 0.0 for name in ("step", "epoch")]
    epochs_told = (last[1], *(mark.epoch for mark in marks))
    return bool(last[0] <= step) and all(told <= epoch + _ROUNDING for told in epochs_told)


def could_be_reached(step: int, whole_epochs: int, position: int, train_images: int) -> bool:
    """Return whether a run can stand there: within an epoch, after a step or more in each that it has begun."""
    return position < train_images and whole_epochs + (position > 0) <= step


def could_be_ratio(ratio: Any) -> bool:
    """Return whether a step may have been so large next to the weights; see :attr:`Snapshot.updates`."""
    return isinstance(ratio, (int, float)) and not isinstance(ratio, bool) and 0 <= ratio < _LARGEST_FIGURE


def drawable(table: Array) -> Array:
    """Return a table of measurements in which figures too large to be drawn count as not measured.

    A run may have such figures: the cost of first weights that are far too large is infinite.
    """
    return np.where(_is_too_large(table), np.nan, table)


def _is_beyond_meaning(table: Array) -> bool:
    # Of NaN, which stands for not measured, neither is so.
    rows = ((table[COLUMNS.index(name)], *bounds) for name, bounds in _MEANINGS.items())
    return any(((row < low - _ROUNDING) | (row > high + _ROUNDING)).any() for row, low, high in rows)


def _is_too_large(table: Array) -> npt.NDArray[np.bool_]:
    return np.abs(table) >= _LARGEST_FIGURE  # of NaN this is not so
