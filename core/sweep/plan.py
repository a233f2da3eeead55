"""Sweep: many runs from one description, which says beforehand which runs these are.

Which settings there are and in which order follows from the description alone, so a sweep can be taken up again
anywhere: on another machine, after a crash, on other workers.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import islice, product
from typing import Any

import numpy as np

from core.errors import KnobError
from core.files.runs import MOST_RUNS
from core.hyperparameters import Hyperparameters, in_sentence, plain_value
from core.plain import counted
from core.sweep.goal import Goal
from core.sweep.halving import Rung, rungs
from core.sweep.result import Trial
from core.sweep.space import Axis, Range, combined, grid_size

_MOST_SEEDS = 1000
_MOST_DRAWS_IN_VAIN = 20  # for each setting that is wanted: a small space has no more to draw


@dataclass(frozen=True, slots=True)
class Budget:
    """When a sweep begins no further run, though some are left; 0 stands for without a limit.

    Attributes
    ----------
    runs : int
        Runs.
    epochs : int
        Epochs of all runs together.
    minutes : float
        Minutes since the sweep was begun, or taken up again.
    """

    runs: int = 0
    epochs: int = 0
    minutes: float = 0.0

    def __post_init__(self) -> None:
        for name in ("runs", "epochs", "minutes"):
            value = getattr(self, name)
            if not (math.isfinite(value) and value >= 0):
                raise KnobError(f"A sweep can't have {value!r} {name}.", "Give a number above 0, or none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Many runs: settings that vary, each tried with several seeds.

    Attributes
    ----------
    base : Hyperparameters
        The settings that all runs have, but for those that vary.
    axes : tuple of Axis
        What varies; nothing, where only the seeds do.
    draws : int
        So many settings are drawn at random; 0 for the whole grid.
    seeds : int
        With how many seeds each setting is tried, from that of ``base`` on.
    halving : int
        For successive halving: of so many settings one goes on to so many times the epochs; 0 where all are trained
        to their end.
    goal : Goal
        What counts as best.
    budget : Budget
        When it begins no further run.

    Raises
    ------
    KnobError
        When a number is out of its range, two axes vary one setting, the runs are too many, or one of its settings
        can't be.
    """

    base: Hyperparameters
    axes: tuple[Axis, ...] = ()
    draws: int = 0
    seeds: int = 1
    halving: int = 0
    goal: Goal = Goal()
    budget: Budget = Budget()

    def __post_init__(self) -> None:
        names = [axis.name for axis in self.axes]
        for name in names:
            if names.count(name) > 1:
                raise KnobError(f"{self.axes[names.index(name)].label} varies twice.", "Give all its values at once.")
        if not 1 <= self.seeds <= _MOST_SEEDS:
            raise KnobError(f"A setting can't be tried with {self.seeds:,} seeds.", f"Choose 1 to {_MOST_SEEDS:,}.")
        if self.draws < 0:
            raise KnobError(f"{self.draws} settings can't be drawn.", "Draw one or more.")
        if self.halving not in (0, *range(2, 11)):
            raise KnobError(f"One of {self.halving} settings can't be chosen.", "Choose 2 to 10; 3 is usual.")
        replace(self.base, seed=self.base.seed + self.seeds - 1)  # which refuses a last seed that can't be
        self._check_judged()
        self._check_size()
        _settings_of(self)

    def _check_judged(self) -> None:
        splits = next((axis.values for axis in self.axes if axis.name == "validation_split"), ())
        if 0 in splits and any(splits):
            raise KnobError(
                "Runs with validation images are judged by these, and runs without by the test images.",
                "Hold some out in all runs, or in none.",
            )

    def _check_size(self) -> None:
        size = self.draws or grid_size(self.axes)
        runs = size * self.seeds
        if runs <= MOST_RUNS:
            return
        counts = " × ".join(f"{len(axis.values)} of {in_sentence(axis.label)}" for axis in self.axes)
        drawn = f"{self.draws:,} drawn" if self.draws else counts
        each = counted(self.seeds, "seed")
        raise KnobError(
            f"That would be {runs:,} runs ({drawn}, {each} each), more than the {MOST_RUNS:,} of a sweep.",
            "Vary fewer settings, give fewer values, or draw some of them at random.",
        )

    @property
    def settings(self) -> tuple[Hyperparameters, ...]:
        """All settings, in their order, each with the seed of ``base``."""
        return _settings_of(self)[1]

    @property
    def values(self) -> tuple[tuple[Any, ...], ...]:
        """The value of each axis, for each of the settings."""
        return _settings_of(self)[0]

    @property
    def trials(self) -> tuple[Trial, ...]:
        """All runs in the order they are begun: every setting with the first seed, then with the next."""
        return _trials_of(self)

    def of(self, trial: Trial) -> Hyperparameters:
        """Return the settings of a run."""
        return replace(self.settings[trial.setting], seed=trial.seed)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The stages of successive halving; a single one without."""
        return _rungs_of(self)

    def until(self, trial: Trial, rung: int) -> int:
        """Return up to which epoch a run is trained at a rung."""
        last = len(self.rungs) - 1
        return self.settings[trial.setting].epochs if rung == last else self.rungs[rung].epochs

    @property
    def epochs(self) -> int:
        """How many epochs all runs have together."""
        if len(self.rungs) == 1:
            return sum(self.settings[trial.setting].epochs for trial in self.trials)
        seeds = len({trial.seed for trial in self.trials})
        before = (0, *(rung.epochs for rung in self.rungs))
        return sum(rung.settings * (rung.epochs - done) for rung, done in zip(self.rungs, before, strict=False)) * seeds

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for a file."""
        return {
            "base": self.base.to_dict(),
            "axes": [_told_of(axis) for axis in self.axes],
            "draws": self.draws,
            "seeds": self.seeds,
            "halving": self.halving,
            "goal": {"kind": self.goal.kind, "target": self.goal.target},
            "budget": {f.name: getattr(self.budget, f.name) for f in fields(self.budget)},
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Sweep":
        """Return what :meth:`to_dict` told.

        Raises
        ------
        KnobError
            When something in it can't be.
        KeyError, TypeError, ValueError
            When something is missing or of another kind.
        """
        return cls(
            base=Hyperparameters.from_dict(told["base"]),
            axes=tuple(_axis_from(axis) for axis in told["axes"]),
            draws=int(told["draws"]),
            seeds=int(told["seeds"]),
            halving=int(told["halving"]),
            goal=Goal(**told["goal"]),
            budget=Budget(**told["budget"]),
        )


# Remembered, because a sweep is asked for each of its runs, and has up to ten thousand of them.
_remembered = lru_cache(maxsize=8)


@_remembered
def _settings_of(sweep: Sweep) -> tuple[tuple[tuple[Any, ...], ...], tuple[Hyperparameters, ...]]:
    """Return the values of the axes and the settings they make, for all settings of a sweep."""
    chosen = tuple(_drawn(sweep) if sweep.draws else product(*(axis.values for axis in sweep.axes)))
    return chosen, tuple(combined(sweep.base, sweep.axes, values) for values in chosen)


@_remembered
def _trials_of(sweep: Sweep) -> tuple[Trial, ...]:
    seeds = range(sweep.base.seed, sweep.base.seed + sweep.seeds)
    every = tuple(Trial(setting, seed) for seed in seeds for setting in range(len(sweep.settings)))
    return every[: sweep.budget.runs] if sweep.budget.runs else every


@_remembered
def _rungs_of(sweep: Sweep) -> tuple[Rung, ...]:
    settings = len({trial.setting for trial in sweep.trials})
    epochs = min((settings.epochs for settings in sweep.settings), default=sweep.base.epochs)
    return rungs(settings, epochs, sweep.halving)


def _drawn(sweep: Sweep) -> list[tuple[Any, ...]]:
    """Return so many different combinations, the same ones each time; fewer where there are no more."""
    chance = np.random.default_rng(sweep.base.seed)
    draws = (tuple(axis.draw(chance) for axis in sweep.axes) for _ in range(_MOST_DRAWS_IN_VAIN * sweep.draws))
    different = dict.fromkeys(draws)
    return list(islice(different, sweep.draws))


def _told_of(axis: Axis) -> dict[str, Any]:
    told: dict[str, Any] = {"name": axis.name, "values": [plain_value(value) for value in axis.values]}
    if axis.range is not None:
        told["range"] = {f.name: getattr(axis.range, f.name) for f in fields(axis.range)}
    return told


def _axis_from(told: Mapping[str, Any]) -> Axis:
    name = str(told["name"])
    # A setting's value is read as that of settings is, with all its checks.
    values = (getattr(Hyperparameters.from_dict(_alone(name, value)), name) for value in told["values"])
    return Axis(name, tuple(values), Range(**told["range"]) if "range" in told else None)


def _alone(name: str, value: Any) -> dict[str, Any]:
    if name == "hidden_activations":  # one for each layer, so there have to be as many
        return {name: value, "hidden": [1] * len(value)} if value else {name: value}
    if name == "frozen":
        return {name: value, "hidden": [1] * max(value, default=1)}
    if name == "cost":  # some costs fit some outputs only; sigmoid outputs fit all
        return {name: value, "output": {"name": "sigmoid"}}
    if name == "output":
        return {name: value, "cost": {"name": "squared-error"}}
    return {name: value}
