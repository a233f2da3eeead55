"""Sweeps whose runs came to what a formula says, without a run being trained."""

import math

import numpy as np

from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.sweep.plan import Sweep
from core.sweep.result import Result
from core.sweep.space import Axis, Range

BASE = Hyperparameters(epochs=20)
RATES = Axis("learning_rate", (0.001, 0.01, 0.1))
OPTIMIZERS = Axis("optimizer", (Adam(), Momentum()))
SIZES = Axis("hidden", ((32,), (64,), (128, 64)))

GRID = Sweep(base=BASE, axes=(RATES, OPTIMIZERS), seeds=3)
CUBE = Sweep(base=BASE, axes=(RATES, OPTIMIZERS, SIZES))
ONE = Sweep(base=BASE, axes=(Axis.over("learning_rate", Range(0.0003, 0.03, 5, is_logarithmic=True)),), seeds=3)
DRAWN = Sweep(
    base=BASE,
    axes=(
        Axis.over("learning_rate", Range(0.0003, 0.1, 5, is_logarithmic=True)),
        OPTIMIZERS,
        SIZES,
        Axis.over("batch_size", Range(10, 200, 4)),
    ),
    draws=60,
)


def accuracy_of(sweep: Sweep, result_of: int, seed: int) -> float:
    """Return what a setting comes to: best at a rate of 0.01, with Adam, and a little by its seed."""
    settings = sweep.settings[result_of]
    far = math.log10(settings.learning_rate) + 2
    return 0.97 - 0.01 * far**2 + (0.005 if settings.optimizer == Adam() else 0) + 0.0005 * seed


def swept(sweep: Sweep, count: int | None = None, points: int = 20) -> list[Result]:
    """Return the results of the first runs of a sweep."""
    epochs = np.arange(1.0, points + 1).tolist()
    results = []
    for trial in sweep.trials[:count]:
        reached = accuracy_of(sweep, trial.setting, trial.seed)
        curve = tuple((epoch, epoch / 2, reached - 0.1 * math.exp(-epoch / 4), 1 / epoch, 1.0, 0.1) for epoch in epochs)
        results.append(Result(trial, 0, float(points), reached, 1 - reached, 5.0, 6.0, curve))
    return results
