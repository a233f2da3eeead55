"""What the default preset reaches on MNIST, after five epochs and at its end, for one seed or several."""

import argparse
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
_GOALS = (97.5, 98.0)


def train(settings: Hyperparameters, dataset: Dataset) -> tuple[float, float, float]:
    """Return test accuracy in percent after five epochs and at the end, and the seconds it took."""
    start = time.perf_counter()
    trainer = Trainer(settings, dataset)
    with limit_blas():
        while not trainer.is_finished:
            trainer.advance()
    curves = trainer.snapshot().curves
    return _accuracy_at(curves, _EARLY), _accuracy_at(curves, settings.epochs), time.perf_counter() - start


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
    early, late, seconds = (list(column) for column in zip(*reached, strict=True))
    return [
        # The worst seed has to do, as a person has but one.
        Figure(names[0], "%", min(early), _GOALS[0], more_is_better=True, note=_spread(early)),
        Figure(names[1], "%", min(late), _GOALS[1], more_is_better=True, note=_spread(late)),
        Figure("the whole run, median", "s", measuring.median(seconds)),
    ]


def _spread(values: list[float]) -> str:
    return "seeds: " + ", ".join(f"{value:.2f}" for value in values)


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, the worst of which counts (1)")
    options = parser.parse_args()
    measuring.report(measure(options.seeds), options.json)


if __name__ == "__main__":
    main()
