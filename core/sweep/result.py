"""Result: what is known of one run of a sweep without its weights, small enough for a line of a file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.training.run import Run

_NOT_MEASURED = float("nan")
FIGURES = 6
"""How many figures a point of a curve has."""


@dataclass(frozen=True, slots=True, order=True)
class Trial:
    """One run that a sweep is made of.

    Attributes
    ----------
    setting : int
        Which of the sweep's settings, from 0.
    seed : int
        Where its chance starts.
    """

    setting: int
    seed: int

    @property
    def key(self) -> str:
        """What its files are called by."""
        return f"{self.setting}-{self.seed}"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run, or of as much of it as was trained.

    Attributes
    ----------
    trial : Trial
        Which run.
    rung : int
        How often it was chosen to go on, in successive halving.
    epochs : float
        How far it was trained.
    accuracy, cost : float
        The best accuracy at the end of an epoch, as a share of one, and the lowest cost: of the validation images
        where some are held out, else of the test images. NaN where there are neither.
    seconds : float
        How long it was trained, measuring left out.
    elapsed : float
        How long its worker was busy with it.
    curve : tuple of tuple
        Of each end of an epoch: the epoch, the seconds of training, the accuracy, the cost, the accuracy on training
        images and the cost there.
    trouble : str
        Why it could not go on; empty where it did.
    """

    trial: Trial
    rung: int
    epochs: float
    accuracy: float
    cost: float
    seconds: float
    elapsed: float
    curve: tuple[tuple[float, ...], ...]
    trouble: str = ""

    @classmethod
    def of(cls, trial: Trial, rung: int, run: Run, elapsed: float) -> "Result":
        """Return what is known of a run."""
        curve = _curve(run)
        return cls(
            trial,
            rung,
            run.epoch,
            *_best_of(curve),
            float(run.curves.last("seconds")) if len(run.curves) else 0.0,
            elapsed,
            curve,
            run.trouble,
        )

    def seconds_to(self, accuracy: float) -> float:
        """Return the seconds of training to an accuracy at the end of an epoch; NaN where it was not reached."""
        return next((point[1] for point in self.curve if point[2] >= accuracy), _NOT_MEASURED)

    def up_to(self, epoch: float) -> "Result":
        """Return what was known of the run after so many epochs."""
        curve = tuple(point for point in self.curve if point[0] <= epoch)
        accuracy, cost = _best_of(curve)
        return replace(self, rung=0, epochs=min(self.epochs, epoch), accuracy=accuracy, cost=cost, curve=curve)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for a file."""
        return {
            "setting": self.trial.setting,
            "seed": self.trial.seed,
            "rung": self.rung,
            "epochs": self.epochs,
            "accuracy": _told(self.accuracy),
            "cost": _told(self.cost),
            "seconds": self.seconds,
            "elapsed": self.elapsed,
            "curve": [[_told(figure) for figure in point] for point in self.curve],
            "trouble": self.trouble,
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "Result":
        """Return what :meth:`to_dict` told.

        Raises
        ------
        ValueError, KeyError, TypeError
            When something is missing or of another kind.
        """
        return cls(
            Trial(int(told["setting"]), int(told["seed"])),
            int(told["rung"]),
            float(told["epochs"]),
            _read(told["accuracy"]),
            _read(told["cost"]),
            float(told["seconds"]),
            float(told["elapsed"]),
            tuple(tuple(_read(figure) for figure in point) for point in told["curve"]),
            str(told["trouble"]),
        )


def _curve(run: Run) -> tuple[tuple[float, ...], ...]:
    curves = run.curves
    if not len(curves):
        return ()
    judged = curves.judged
    names = ("epoch", "seconds", judged, judged.replace("accuracy", "cost"), "train_accuracy", "train_cost")
    assert len(names) == FIGURES
    ends = curves.is_end_of_epoch & (curves.column("epoch") > 0)
    return tuple(tuple(map(float, point)) for point in np.stack([curves.column(name)[ends] for name in names], axis=1))


def _best_of(curve: tuple[tuple[float, ...], ...]) -> tuple[float, float]:
    """Return the highest accuracy and the lowest cost of a curve; NaN where it has none that is finite."""
    accuracies = [point[2] for point in curve if math.isfinite(point[2])]
    costs = [point[3] for point in curve if math.isfinite(point[3])]
    return max(accuracies, default=_NOT_MEASURED), min(costs, default=_NOT_MEASURED)


def _told(figure: float) -> float | None:
    return float(f"{figure:.8g}") if math.isfinite(figure) else None


def _read(figure: Any) -> float:
    return _NOT_MEASURED if figure is None else float(figure)
