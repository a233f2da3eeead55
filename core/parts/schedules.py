"""How the learning rate changes in the course of a run."""

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from core.knob import knob
from core.parts.lines import Lines
from core.registry import Part, Registry


class Schedule(Part):
    """A rule that gives the learning rate for each moment of a run.

    Class attributes
    ----------------
    numpy : Lines
        ``factor`` multiplies ``rate``; ``now`` is where the run stands, in epochs, ``epochs`` how many there are, and
        ``costs`` what was measured on the way, where the schedule watches it.
    watches_cost : bool
        Whether it asks what the cost was, so that who trains has to say so.
    """

    __slots__ = ()

    numpy: ClassVar[Lines]
    watches_cost: ClassVar[bool] = False

    @property
    def is_constant(self) -> bool:
        """Whether the learning rate stays as it was set."""
        return False

    @abstractmethod
    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return what the learning rate is multiplied by.

        Parameters
        ----------
        epoch : float
            Where the run stands: 0 at its start, 1.5 in the middle of the second epoch.
        epochs : int
            How many epochs the run is to have.
        costs : sequence of float
            The training cost of the first weights, and after each whole epoch so far; only a schedule that watches it
            looks at them.

        Returns
        -------
        float
            Zero or more; 1 is the learning rate as it was set.
        """


schedules: Registry[Schedule] = Registry("schedule")


def _progress(epoch: float, epochs: float) -> float:
    """Return how much of the run is done, from 0 to 1."""
    return min(max(epoch / epochs, 0.0), 1.0) if epochs > 0 else 1.0


def _end_knob() -> float:
    value: float = knob(
        0.0,
        label="Ends at",
        help="What part of the learning rate is left at the end of the run.",
        low=0.0,
        high=1.0,
    )
    return value


@schedules.register("constant", label="Constant", help="The learning rate stays as it was set.")
@dataclass(frozen=True, slots=True)
class Constant(Schedule):
    """Always 1."""

    numpy: ClassVar[Lines] = Lines(factor="")

    @property
    def is_constant(self) -> bool:
        """True."""
        return True

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return 1."""
        return 1.0


@schedules.register(
    "linear",
    label="Linear fall",
    help="Falls evenly to the end of the run: large steps first, fine ones last.",
)
@dataclass(frozen=True, slots=True)
class Linear(Schedule):
    """From 1 to ``end`` in a straight line."""

    end: float = _end_knob()

    numpy: ClassVar[Lines] = Lines(factor="rate *= 1 + ({end} - 1) * min(now / epochs, 1)")

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return ``1 + (end - 1) * epoch / epochs``; ``end`` after the last epoch."""
        return 1 + (self.end - 1) * _progress(epoch, epochs)


@schedules.register("step", label="Steps", help="Stays for some epochs, then drops at once, again and again.")
@dataclass(frozen=True, slots=True)
class Step(Schedule):
    """``drop`` to the power of the number of whole periods passed."""

    every: int = knob(10, label="Every", help="How many epochs until the next drop.", low=1, high=10_000)
    drop: float = knob(0.5, label="Drop to", help="What part of the rate each drop leaves.", low=0.001, high=1.0)

    numpy: ClassVar[Lines] = Lines(factor="rate *= {drop} ** math.floor(now / {every})")

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return ``drop**floor(epoch / every)``."""
        return float(self.drop ** math.floor(epoch / self.every))


@schedules.register("exponential", label="Exponential", help="Shrinks by the same part in every epoch.")
@dataclass(frozen=True, slots=True)
class Exponential(Schedule):
    """``keep`` to the power of the epoch."""

    keep: float = knob(0.95, label="Keep", help="What part of the rate each epoch leaves.", low=0.1, high=1.0)

    numpy: ClassVar[Lines] = Lines(factor="rate *= {keep} ** now")

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return ``keep**epoch``."""
        return float(self.keep**epoch)


@schedules.register(
    "cosine", label="Cosine", help="Falls slowly, then quickly, then slowly again to the end of the run."
)
@dataclass(frozen=True, slots=True)
class Cosine(Schedule):
    """Half a wave of a cosine from 1 to ``end`` (Loshchilov and Hutter, 2017, equation 5, without restarts)."""

    end: float = _end_knob()

    numpy: ClassVar[Lines] = Lines(
        factor="rate *= {end} + (1 - {end}) * (1 + math.cos(math.pi * min(now / epochs, 1))) / 2"
    )

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return ``end + (1 - end) * (1 + cos(pi * epoch / epochs)) / 2``; ``end`` after the last epoch."""
        return self.end + (1 - self.end) * (1 + math.cos(math.pi * _progress(epoch, epochs))) / 2


@schedules.register(
    "warm-up",
    label="Warm-up, then cosine",
    help="Rises from zero during the first epochs, then falls like a cosine.",
)
@dataclass(frozen=True, slots=True)
class WarmUp(Schedule):
    """A straight rise over ``rise`` epochs (Goyal et al., 2017, 2.2), then half a wave of a cosine to ``end``."""

    rise: float = knob(1.0, label="Rise", help="How many epochs the rate takes to rise.", low=0.01, high=100.0)
    end: float = _end_knob()

    numpy: ClassVar[Lines] = Lines(
        factor="""\
if now < {rise}:
    rate *= max(now / {rise}, 0.01)
else:
    fall = min((now - {rise}) / (epochs - {rise}), 1) if epochs > {rise} else 1
    rate *= {end} + (1 - {end}) * (1 + math.cos(math.pi * fall)) / 2"""
    )

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return ``epoch / rise`` while it rises, 0.01 or more; then the cosine over the epochs that are left."""
        if epoch < self.rise:
            # Not quite zero at the very start, or the first batch would teach nothing.
            return max(epoch / self.rise, 0.01)
        fall = _progress(epoch - self.rise, epochs - self.rise)
        return self.end + (1 - self.end) * (1 + math.cos(math.pi * fall)) / 2


@schedules.register(
    "plateau",
    label="Falls on a plateau",
    help="Stays as it was set until the training cost no longer falls, then drops, again and again.",
)
@dataclass(frozen=True, slots=True)
class Plateau(Schedule):
    """``drop`` to the power of how often the cost had not fallen for ``patience`` epochs.

    The rule of PyTorch's ``ReduceLROnPlateau``, which waits for one epoch more: a cost counts as lower by a
    ten-thousandth or more, and after a drop the counting begins anew. What is watched is the training cost, measured
    after each epoch, so that the test images have no part in training; and it is read off the run's curves, so that a
    run goes on as if it had not been stopped.
    """

    patience: int = knob(
        2, label="Patience", help="How many epochs without a lower cost until the next drop.", low=1, high=1000
    )
    drop: float = knob(0.5, label="Drop to", help="What part of the rate each drop leaves.", low=0.001, high=1.0)

    watches_cost: ClassVar[bool] = True

    numpy: ClassVar[Lines] = Lines(
        factor="""\
best, waited, drops = math.inf, 0, 0
for cost in costs[: math.floor(now) + 1]:
    best, waited = (cost, 0) if cost < 0.9999 * best else (best, waited + 1)
    if waited == {patience}:
        waited, drops = 0, drops + 1
rate *= {drop} ** drops"""
    )

    def factor(self, epoch: float, epochs: int, costs: Sequence[float] = ()) -> float:
        """Return ``drop**drops``: 1 as long as the cost falls, and where it is not known."""
        best, waited, drops = math.inf, 0, 0
        for cost in costs[: math.floor(epoch) + 1]:
            best, waited = (cost, 0) if cost < 0.9999 * best else (best, waited + 1)
            if waited == self.patience:
                waited, drops = 0, drops + 1
        return float(self.drop**drops)
