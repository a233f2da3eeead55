"""Space: which settings of a sweep vary, and over what.

A range is a number of values between two ends, evenly spread, or evenly by factors where it is logarithmic. A grid
takes just these values; random search draws anything between the ends, which finds more with as many runs where only
one or two settings matter: Bergstra and Bengio, "Random search for hyper-parameter optimization", *Journal of Machine
Learning Research* 13 (2012).
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import KnobError
from core.hyperparameters import Hyperparameters, describe_value, fitted, in_sentence, label_of
from core.knob import kind_of, knobs_of
from core.registry import Part

_FIXED = ("seed",)  # is not varied as a setting: every setting is tried with several seeds
_MOST_DIGITS = 17  # of a float
_ALL_AT_ZERO = ("batch_size", "train_images")  # where 0 stands for all images


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers between two ends, both included.

    Attributes
    ----------
    low, high : float
        The ends.
    count : int
        How many values of it a grid takes.
    is_logarithmic : bool
        Whether they are spread evenly by factors, as 0.001, 0.01, 0.1.

    Raises
    ------
    KnobError
        When nothing lies between the ends, or a logarithm is asked for that there is not.
    """

    low: float
    high: float
    count: int
    is_logarithmic: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise KnobError(
                f"The range from {self.low:g} to {self.high:g} is empty.", "Write the smaller end first: 0.001..0.1:5."
            )
        if self.count < 2:
            raise KnobError(
                f"A range of {self.count} values is none.",
                "Give it two or more, as in 0.001..0.1:5, or one number.",
            )
        if self.is_logarithmic and self.low <= 0:
            raise KnobError(f"A logarithmic range can't begin at {self.low:g}.", "Begin above zero, or leave :log out.")

    def at(self, share: float) -> float:
        """Return what lies at a share of the way, from 0 to 1, from the lower end to the upper one."""
        if share in (0, 1):  # exactly, where powers would round
            return self.high if share else self.low
        if self.is_logarithmic:
            return float(math.exp(math.log(self.low) + share * (math.log(self.high) - math.log(self.low))))
        return self.low + share * (self.high - self.low)

    @property
    def values(self) -> tuple[float, ...]:
        """What a grid takes of it, between its ends rounded to as few digits, from two on, as tell them apart."""
        between = [self.at(place / (self.count - 1)) for place in range(1, self.count - 1)]
        rounded = between
        for digits in range(2, _MOST_DIGITS):
            rounded = [_rounded(value, digits) for value in between]
            if len({self.low, *rounded, self.high}) == self.count:
                break
        return (self.low, *rounded, self.high)


@dataclass(frozen=True, slots=True)
class Axis:
    """One setting that varies.

    Attributes
    ----------
    name : str
        The field of :class:`~core.hyperparameters.Hyperparameters`.
    values : tuple
        What a grid takes, each once.
    range : Range or None
        Where they come from; random search draws from it. Without one it picks among the values.

    Raises
    ------
    KnobError
        When there is no value, or a setting can't be varied.
    """

    name: str
    values: tuple[Any, ...]
    range: Range | None = None

    def __post_init__(self) -> None:
        if self.name in _FIXED:
            raise KnobError("Seeds are not varied like a setting.", "Say how many seeds each setting is tried with.")
        if not self.values:
            raise KnobError(f"No value is given for {in_sentence(self.label)}.", "Give one or several.")
        object.__setattr__(self, "values", tuple(dict.fromkeys(self.values)))

    @classmethod
    def over(cls, name: str, range: Range) -> "Axis":
        """Return an axis over a range of a setting that is a number; of whole ones each is taken once."""
        values = range.values
        if _is_whole(name):
            values = tuple(round(value) for value in values)
        return cls(name, values, range)

    @property
    def label(self) -> str:
        """The setting's name on screen."""
        return label_of(self.name)

    @property
    def is_numeric(self) -> bool:
        """Whether its values are numbers that lie on a line."""
        return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in self.values)

    def written(self, value: Any) -> str:
        """Return a value as a table has it: ``64, 32``, ``0.001``, ``Momentum (momentum 0.95)``."""
        if isinstance(value, Part):
            return value.label if value == type(value)() else describe_value(value)
        return "all" if self.name in _ALL_AT_ZERO and value == 0 else describe_value(value)

    def draw(self, chance: np.random.Generator) -> Any:
        """Return a value for random search."""
        if self.range is None:
            return self.values[int(chance.integers(len(self.values)))]
        value = _rounded(self.range.at(float(chance.random())))
        return round(value) if _is_whole(self.name) else value


def grid_size(axes: tuple[Axis, ...]) -> int:
    """Return how many settings a grid has."""
    return math.prod(len(axis.values) for axis in axes)


def combined(base: Hyperparameters, axes: tuple[Axis, ...], values: tuple[Any, ...]) -> Hyperparameters:
    """Return the settings with one value for each axis.

    Raises
    ------
    KnobError
        When such settings can't be, as with a value out of its range.
    """
    changes = {axis.name: value for axis, value in zip(axes, values, strict=True)}
    return fitted(base, **changes)


def _is_whole(name: str) -> bool:
    declared = knobs_of(Hyperparameters)
    return name in declared and kind_of(declared[name][1]) is int


def _rounded(value: float, digits: int = 3) -> float:
    return float(f"{value:.{digits}g}")
