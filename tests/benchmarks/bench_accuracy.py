"""What the default preset reaches on MNIST, and how soon, for one seed or several; with ``--best`` what ``best`` does.

python -m tests.benchmarks.bench_accuracy --seeds 5 --best      # the best takes some ten minutes a seed
"""

import argparse
import math
import time
from dataclasses import replace

from core.data import catalog
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.processors import limit_blas
from core.presets import preset
from core.training.history import Curves
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure

_EARLY = 5  # epochs
_LOOK = 0.02  # seconds
_GOALS = (97.5, 98.0)
_SOON, _SOON_SECONDS = 98.0, 2.0  # percent, and seconds from the start to the end of the first epoch that reaches them
_BEST, _BEST_SECONDS = 99.4, 600.0


def train(settings: Hyperparameters, dataset: Dataset) -> tuple[float, float, float, float]:
    """Return test accuracy in percent early and at the end, the seconds it took, and those to a good accuracy."""
    start, soon = time.perf_counter(), math.nan
    trainer = Trainer(settings, dataset)
    with limit_blas():
        while not trainer.is_finished:
            trainer.advance(trainer.batches_in(_LOOK))
            if math.isnan(soon) and trainer.is_measured and trainer.snapshot().whole_accuracy >= _SOON / 100:
                soon = time.perf_counter() - start
    trainer.close()
    curves = trainer.snapshot().curves
    return _accuracy_at(curves, _EARLY), _accuracy_at(curves, settings.epochs), time.perf_counter() - start, soon


def _accuracy_at(curves: Curves, epoch: int) -> float:
    at = (curves.column("epoch") == epoch) & (curves.column("whole") == 1)
    return 100 * float(curves.column("test_accuracy")[at][0])


def measure(seeds: int) -> list[Figure]:
    """Train with so many seeds."""
    settings = preset("default").hyperparameters
    names = (f"default preset on MNIST, test after {_EARLY} epochs", f"the same after {settings.epochs}, its end")
    if not measuring.find_mnist():
        return [
            Figure(name, "%", None, goal, more_is_better=True, note=measuring.WITHOUT_MNIST)
            for name, goal in zip(names, _GOALS, strict=True)
        ]
    dataset = catalog.load("mnist")
    reached = []
    for seed in range(1, seeds + 1):
        measuring.tell(f"seed {seed}")
        reached.append(train(replace(settings, seed=seed), dataset))
    early, late, seconds, soon = (list(column) for column in zip(*reached, strict=True))
    return [
        # The worst seed has to do, as a person has but one.
        Figure(names[0], "%", min(early), _GOALS[0], more_is_better=True, note=_spread(early)),
        Figure(names[1], "%", min(late), _GOALS[1], more_is_better=True, note=_spread(late)),
        Figure(f"to {_SOON:g} %, the slowest seed", "s", max(soon), _SOON_SECONDS, note=_spread(soon)),
        Figure("the whole run, median", "s", measuring.median(seconds)),
    ]


def measure_best(seeds: int) -> list[Figure]:
    """Train the preset that a patient person takes, with so many seeds."""
    name = f"best preset on MNIST, its end, median of {seeds}"
    if not measuring.find_mnist():
        return [Figure(name, "%", None, _BEST, more_is_better=True, note=measuring.WITHOUT_MNIST)]
    settings, dataset = preset("best").hyperparameters, catalog.load("mnist")
    reached = []
    for seed in range(1, seeds + 1):
        measuring.tell(f"best, seed {seed}")
        reached.append(train(replace(settings, seed=seed), dataset))
    _, late, seconds, _ = (list(column) for column in zip(*reached, strict=True))
    return [
        Figure(name, "%", measuring.median(late), _BEST, more_is_better=True, note=_spread(late)),
        Figure("the same, the slowest run", "s", max(seconds), _BEST_SECONDS),
    ]


def _spread(values: list[float]) -> str:
    return "seeds: " + ", ".join(f"{value:.2f}" for value in values)


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, the worst of which counts (1)")
    parser.add_argument("--best", action="store_true", help="the preset best as well, some ten minutes a seed")
    options = parser.parse_args()
    figures = measure(options.seeds) + (measure_best(options.seeds) if options.best else [])
    measuring.report(figures, options.json)


if __name__ == "__main__":
    main()
