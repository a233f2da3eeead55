"""Estimate: how long a sweep will take, going by a run that was trained already."""

from itertools import pairwise
from statistics import fmean

from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters
from core.network.network import PIXELS
from core.sweep.plan import Sweep


def weights_of(settings: Hyperparameters, classes: int = len(DIGITS)) -> int:
    """Return how many weights a network has, without its biases: what it takes, in time and room, grows with them."""
    sizes = (PIXELS, *settings.hidden, classes)
    return sum(before * after for before, after in pairwise(sizes))


def seconds_of(sweep: Sweep, settings: Hyperparameters, seconds_an_epoch: float, workers: int) -> float:
    """Return about how many seconds a sweep takes on so many workers.

    Parameters
    ----------
    sweep : Sweep
        The sweep.
    settings : Hyperparameters
        With what a run was trained.
    seconds_an_epoch : float
        How long an epoch of that took.
    workers : int
        How many runs are trained at a time.
    """
    if not sweep.settings:
        return 0.0
    size = fmean(map(weights_of, sweep.settings)) / weights_of(settings)
    return sweep.epochs * size * seconds_an_epoch / max(workers, 1)
