"""Settings as a program of numpy: run by itself on MNIST, each learns in an epoch what Inkling learns with them.

The settings are those of :mod:`tests.pairs_of_settings` in turn, each time with another seed. The suite compares the
steps of two thousand images with the plain engine, to the last digits. Here it is the engine that people use, which
adds up in another order; and after a thousand steps that shows, though seldom. So the two are compared by what they
come to.
"""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

from core.data import catalog, export
from core.data.dataset import Dataset
from core.files.script import script
from core.hyperparameters import Hyperparameters
from core.training.training import train
from tests.benchmarks.measuring import find_mnist
from tests.campaigns.campaign import Campaign, Trial, Wrong
from tests.pairs_of_settings import ROWS, settings_for

_LINE = re.compile(r"^epoch +\d+   train cost (\S+) +(\S+)%   test cost (\S+) +(\S+)%", re.MULTILINE)
_NAMES = "train cost", "train accuracy", "test cost", "test accuracy"
_COSTS_APART = 0.03  # of Inkling's
_POINTS_APART = 1.0  # percent of the images; usually none
_MOST_SEED = 1000


def attempt(trial: Trial) -> None:
    """Train with the settings whose turn it is, have their program do so, and compare."""
    settings = settings_for(ROWS[trial.number % len(ROWS)], seed=int(trial.chance.integers(1, _MOST_SEED)))
    images = trial.folder / "images"
    export.to_folder(_dataset(), images)
    told, ours = _told(settings, images, trial.folder / "train.py"), _ours(settings)
    for name, one, other, apart in zip(_NAMES, told, ours, _apart(ours), strict=True):
        if not abs(one - other) <= apart:
            raise Wrong(f"{name} is {one:g} in the program, and {other:g} in Inkling, with {settings}")


def _apart(ours: tuple[float, ...]) -> tuple[float, ...]:
    train_cost, _, test_cost, _ = ours
    return _COSTS_APART * train_cost, _POINTS_APART, _COSTS_APART * test_cost, _POINTS_APART


@cache
def _dataset() -> Dataset:
    return catalog.load("mnist" if find_mnist() else catalog.BUILT_IN)


def _told(settings: Hyperparameters, images: Path, program: Path) -> tuple[float, ...]:
    """Return the costs, and the accuracies in percent, with which the program ends."""
    program.write_text(script(settings).text, encoding="utf-8")
    run = subprocess.run([sys.executable, str(program), str(images)], capture_output=True, text=True, check=False)
    lines = _LINE.findall(run.stdout)
    if run.returncode or run.stderr or len(lines) != settings.epochs + 1:
        raise Wrong(f"the program ended with {run.returncode} and said {run.stdout}{run.stderr}, with {settings}")
    return tuple(map(float, lines[-1]))


def _ours(settings: Hyperparameters) -> tuple[float, ...]:
    """Return those with which Inkling ends."""
    moment = train(settings, _dataset()).last_sound
    if moment is None or moment.epoch < settings.epochs:
        raise Wrong(f"Inkling does not come to the end, with {settings}")
    curves = moment.curves
    last = [float(curves.column(name.replace(" ", "_"))[-1]) for name in _NAMES]
    return last[0], 100 * last[1], last[2], 100 * last[3]


CAMPAIGN = Campaign(
    name="scripts",
    things="programs of numpy",
    attempt=attempt,
    count=len(ROWS),
    quick=2,
    seconds=120.0,
    megabytes=1000.0,  # the images as numbers, in the program and here
)
