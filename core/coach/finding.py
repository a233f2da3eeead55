"""What is known of a run, and what a coach may find in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.coach.start import Start
from core.hyperparameters import Hyperparameters
from core.insight.confusion import Confusion
from core.insight.liveliness import Liveliness
from core.insight.statistics import Statistics
from core.training.stopping import Ended

CURVES, NEURONS, MATRIX = "curves", "neurons", "matrix"
"""The views a finding may point at."""


class Measured(Protocol):
    """The curves of a run, as :class:`core.training.history.Curves` are; a rule needs no more of them."""

    def column(self, name: str) -> npt.NDArray[np.float64]:
        """Return one measurement over the run, shape (n,)."""

    @property
    def told(self) -> str:
        """The name of the accuracy that the run is told by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a run at one moment; what is missing is simply not judged.

    Attributes
    ----------
    hyperparameters : Hyperparameters
        The settings in force.
    curves : Measured
        What was measured so far.
    has_failed : bool
        Whether training stopped because the cost was no longer a finite number.
    ended : Ended or None
        How the run ended, at this moment or after it; none while it goes on.
    reading : Confusion or None
        What the network reads in the test images.
    liveliness : tuple of Liveliness
        What the hidden neurons do, first layer first.
    statistics : Statistics or None
        How weights and slopes are spread.
    update_ratios : tuple of float
        How large the latest step measured was next to the weights, for each layer; empty or NaN where none was.
    start_of : callable or None
        Tells what settings would mean for the first weights, these or others.
    own_outputs : ndarray, shape (classes,), or None
        What each output says of the images of its own class, on average; NaN for one without images.
    train_agreement, test_agreement : float
        How far the labels go with the images; see :func:`core.insight.labels.agreement`. Test images are compared to
        those trained on. NaN where it was not looked at.
    """

    hyperparameters: Hyperparameters
    curves: Measured
    class_names: tuple[str, ...]
    has_failed: bool = False
    ended: Ended | None = None
    reading: Confusion | None = None
    liveliness: tuple[Liveliness, ...] = ()
    statistics: Statistics | None = None
    update_ratios: tuple[float, ...] = ()
    start_of: Callable[[Hyperparameters], Start] | None = None
    own_outputs: Array | None = None
    train_agreement: float = float("nan")
    test_agreement: float = float("nan")

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return len(self.class_names)

    @property
    def learning(self) -> tuple[Liveliness, ...]:
        """What those hidden layers do that learn: of a frozen one nothing is to be said, it stays as it is."""
        return tuple(seen for seen in self.liveliness if seen.layer + 1 not in self.hyperparameters.frozen)

    @property
    def start(self) -> Start | None:
        """What the settings mean for the first weights."""
        return None if self.start_of is None else self.start_of(self.hyperparameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a person may want to know about a run.

    Attributes
    ----------
    rule : str
        Which rule found it, a word that stays the same: ``dead``.
    title : str
        What it is, a few words.
    evidence : str
        How it shows, a sentence with figures.
    view : str
        Where to look: one of ``CURVES``, ``NEURONS``, ``MATRIX``.
    layer : int or None
        Which hidden layer (from 0), where there is one to point at.
    cell : (int, int) or None
        Which cell of the matrix, what the images show and what they are taken for, where there is one to point at.
    advice : str
        What to try, a sentence.
    experiment : Hyperparameters or None
        The settings that do that, otherwise those of the run; none where no setting helps.
    begins_anew : bool
        Whether it takes fresh weights, though the settings could be changed on the way.
    """

    rule: str
    title: str
    evidence: str
    view: str
    advice: str
    experiment: Hyperparameters | None
    begins_anew: bool = False
    layer: int | None = None
    cell: tuple[int, int] | None = None
