"""History: append-only measurements, lent out as read-only views.

A view costs nothing, however long the run is: it is the first ``n`` columns of a
buffer that only ever grows at its end.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import read_only
from core.hyperparameters import label_of

FIRST_COLUMNS = (
    "step",
    "epoch",
    "seconds",
    "learning_rate",
    "train_cost",
    "train_accuracy",
    "test_cost",
    "test_accuracy",
    "whole",
    "train_cost_correction",
    "train_accuracy_correction",
    "test_cost_correction",
    "test_accuracy_correction",
)
"""What is measured in every run: see :class:`Curves`."""

VALIDATION_COLUMNS = (
    "validation_cost",
    "validation_accuracy",
    "validation_cost_correction",
    "validation_accuracy_correction",
)
"""What is measured in a run that holds images out, which version 0.1 does not know; NaN in any other."""

COLUMNS = FIRST_COLUMNS + VALIDATION_COLUMNS
"""All that may be measured."""

Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement, and how far it can be trusted.

    Attributes
    ----------
    value : float
        What was measured; NaN where nothing was.
    epoch : float
        When.
    is_estimate : bool
        Whether a sample of the images was looked at, as within an epoch, and not all of them.
    kind : str
        Of which images: ``test``, ``validation`` or ``train``.
    """

    value: float
    epoch: float
    is_estimate: bool
    kind: str = "test"


NO_FIGURE = Figure(float("nan"), float("nan"), False)


@dataclass(frozen=True, slots=True)
class Rises:
    """How often something was higher than at the measurement before.

    Attributes
    ----------
    count : int
        How many times.
    comparisons : int
        Of how many.
    """

    count: int
    comparisons: int


@dataclass(frozen=True, slots=True)
class Curves:
    """All measurements up to one moment.

    Attributes
    ----------
    table : ndarray, shape (columns, n), float64, read-only
        One row for each name in ``COLUMNS``: ``step`` (batches so far), ``epoch`` (0.5 is the middle of the
        first), ``seconds`` of training without evaluation, ``learning_rate``, cost and accuracy (0 to 1) on
        training, test and validation images, and ``whole`` (1 where all test images were looked at, 0 where a sample
        was).
        The corrections are what was added to the sample's figures; see :mod:`core.training.measuring`.
        NaN where something was not measured.
    """

    table: Column

    def __len__(self) -> int:
        return int(self.table.shape[1])

    @property
    def first_columns(self) -> Column:
        """The rows of what is measured in every run, shape (columns, n)."""
        return self.table[: len(FIRST_COLUMNS)]

    @property
    def validation_columns(self) -> Column:
        """The rows of what is measured of images held out; all NaN where none are."""
        return self.table[len(FIRST_COLUMNS) :]

    def column(self, name: str) -> Column:
        """Return one measurement over the run, shape (n,)."""
        column: Column = self.table[COLUMNS.index(name)]
        return column

    def last(self, name: str) -> float:
        """Return the latest value measured, NaN where there is none."""
        return self.latest(name).value

    def latest(self, name: str) -> Figure:
        """Return the latest measurement, whole or estimated; ``NO_FIGURE`` where there is none."""
        recent = self.column(name)[-100:]
        measured = np.flatnonzero(~np.isnan(recent))
        return self._figure(name, len(self) - len(recent) + int(measured[-1])) if len(measured) else NO_FIGURE

    @property
    def has_validation(self) -> bool:
        """Whether images are held out in the run that was measured."""
        return len(self) > 0 and not math.isnan(self.column("validation_accuracy")[-1])

    @property
    def judged(self) -> str:
        """The name of the accuracy that a run is judged by: on the validation images where some are held out."""
        return "validation_accuracy" if self.has_validation else "test_accuracy"

    @property
    def told(self) -> str:
        """The name of the accuracy that a run is told by: on test images, or on validation images in their absence."""
        has_test = not math.isnan(self.last("test_accuracy"))
        return "validation_accuracy" if self.has_validation and not has_test else "test_accuracy"

    def best(self) -> Figure:
        """Return the highest accuracy measured on all test images, the earliest of several that are equal.

        Where images are held out, it is the test accuracy of the moment that reads most of those: a moment chosen by
        the test images would look better than it is. Where there are no test images, it is the accuracy on those held
        out itself; the figure's ``kind`` says so. Until the trained network was looked at whole for the first time,
        at the end of an epoch, it is the highest estimate; ``NO_FIGURE`` where nothing was measured.
        """
        accuracy = self.column(self.judged)
        is_measured, is_whole = ~np.isnan(accuracy), self.column("whole") == 1
        is_after_training = is_measured & (self.column("step") > 0)
        counts = is_measured & is_whole
        if is_after_training.any() and not (is_after_training & is_whole).any():
            counts = is_after_training
        told = self.told
        places = np.flatnonzero(counts & ~np.isnan(self.column(told)))
        return self._figure(told, int(places[accuracy[places].argmax()])) if len(places) else NO_FIGURE

    def costs_of_epochs(self) -> tuple[float, ...]:
        """Return the training cost of the first weights, and after each whole epoch."""
        return tuple(self.column("train_cost")[self.is_end_of_epoch].tolist())

    @property
    def is_end_of_epoch(self) -> npt.NDArray[np.bool_]:
        """Which points are of first weights or of the end of an epoch: a run may also be measured whole within one."""
        epochs = self.column("epoch")
        found: npt.NDArray[np.bool_] = (self.column("whole") == 1) & (epochs == np.floor(epochs))
        return found

    def rises(self, name: str, since: float = 0.0, until: float = math.inf) -> Rises:
        """Return how often a value was higher than the one measured before it, from one epoch to another.

        Within an epoch the same images are looked at each time, so that a rise of the cost is one of the network.
        """
        epochs = self.column("epoch")
        first, end = np.searchsorted(epochs, since, side="left"), np.searchsorted(epochs, until, side="right")
        values = self.column(name)[int(first) : int(end)]
        values = values[~np.isnan(values)]
        return Rises(int(np.count_nonzero(values[1:] > values[:-1])), max(len(values) - 1, 0))

    def _figure(self, name: str, place: int) -> Figure:
        is_estimate = bool(self.column("whole")[place] != 1)
        kind = name.partition("_")[0]
        return Figure(float(self.column(name)[place]), float(self.column("epoch")[place]), is_estimate, kind)


NO_CURVES = Curves(read_only(np.empty((len(COLUMNS), 0))))


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the curves where something was changed.

    Attributes
    ----------
    epoch : float
        Where.
    text : str
        What: ``learning rate 0.1 → 0.01``.
    """

    epoch: float
    text: str

    @property
    def is_of_epochs_alone(self) -> bool:
        """Whether nothing was changed that acts on the next batches: a run of more epochs goes on as it was."""
        return self.text.startswith(f"{label_of('epochs').lower()} ") and ", " not in self.text


class History:
    """A growing table of measurements.

    Parameters
    ----------
    earlier : Curves
        What was measured before, for a run that goes on.
    """

    def __init__(self, earlier: Curves = NO_CURVES) -> None:
        self._length = len(earlier)
        self._buffer = np.full((len(COLUMNS), max(1024, 2 * self._length)), np.nan)
        self._buffer[:, : self._length] = earlier.table

    def append(self, **values: Any) -> None:
        """Add one measurement; a column that is not named is not measured (NaN)."""
        if self._length == self._buffer.shape[1]:
            # A new buffer, because views of the old one are lent out.
            grown = np.full((len(COLUMNS), 2 * self._length), np.nan)
            grown[:, : self._length] = self._buffer
            self._buffer = grown
        for name, value in values.items():
            self._buffer[COLUMNS.index(name), self._length] = value
        self._length += 1

    def curves(self) -> Curves:
        """Return all measurements so far, as a read-only view."""
        return Curves(read_only(self._buffer[:, : self._length]))
