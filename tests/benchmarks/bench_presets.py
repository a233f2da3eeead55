"""What every preset reaches on MNIST: ``python tests/benchmarks/bench_presets.py [--seeds 5] [--only NAME ...]``.

A line for each seed as it is done, so that a long table can be watched and interrupted:
test accuracy after 5 and 20 epochs and at the end, training and test cost at the end, the
seconds of training after which the curve passed 97 and 98 %, in how many epochs the
training cost rose, and images a second. Then a line for each preset: median, and from
the smallest to the largest.
"""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_REPOSITORY))

import numpy as np  # noqa: E402  # the path has to be set first

from core.data import catalog  # noqa: E402
from core.data.dataset import Dataset  # noqa: E402
from core.hyperparameters import Hyperparameters  # noqa: E402
from core.network.processors import limit_blas  # noqa: E402
from core.presets import PRESETS  # noqa: E402
from core.training.trainer import Trainer  # noqa: E402
from tests.benchmarks import measuring  # noqa: E402

_CALL = 0.05  # seconds of training at a time


@dataclass(frozen=True)
class Result:
    """What one run reached; accuracies in percent, times in seconds of training, NaN for never."""

    after_5: float
    after_20: float
    end: float
    train_cost: float
    test_cost: float
    to_97: float
    to_98: float
    rises: float
    seconds: float
    images_per_second: float


_HEADS = ("@5 %", "@20 %", "end %", "train cost", "test cost", "s to 97 %", "s to 98 %", "rises", "seconds", "images/s")


def run(settings: Hyperparameters, dataset: Dataset) -> Result:
    """Train to the end and return what was reached."""
    with limit_blas():
        trainer = Trainer(settings, dataset)
        while not trainer.is_finished:
            trainer.advance(trainer.batches_in(_CALL))
        trainer.close()
    moment = trainer.snapshot()
    column = moment.curves.column
    whole, epochs = column("whole") == 1, column("epoch")

    def after(epoch: int) -> float:
        found = 100 * column("test_accuracy")[whole & (epochs == epoch)]
        return float(found[0]) if len(found) else float("nan")

    def time_to(accuracy: float) -> float:
        # Only looks at all test images count: a sample may be lucky.
        there = column("seconds")[whole & (column("test_accuracy") >= accuracy)]
        return float(there[0]) if len(there) else float("nan")

    cost = column("train_cost")
    return Result(
        after(5),
        after(20),
        after(settings.epochs),
        float(cost[-1]),
        float(column("test_cost")[-1]),
        time_to(0.97),
        time_to(0.98),
        float((np.diff(cost[whole]) > 0).sum()),
        moment.seconds,
        moment.step * (settings.batch_size or len(dataset.train)) / moment.seconds,
    )


def _row(result: Result) -> str:
    values = [getattr(result, name) for name in Result.__dataclass_fields__]
    return "".join(f"{value:12,.4g}" if value < 1e5 else f"{value:12,.0f}" for value in values)


def _spread(results: list[Result]) -> str:
    cells = []
    for name in ("end", "train_cost", "test_cost"):
        values = [getattr(result, name) for result in results]
        cells.append(f"{name} {np.median(values):.4g} ({min(values):.4g} to {max(values):.4g})")
    return ", ".join(cells)


def main() -> None:
    """Run the presets and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    if not measuring.find_mnist():
        sys.exit(measuring.WITHOUT_MNIST)
    dataset = catalog.load("mnist")
    print(f"{'preset':22}{'seed':>4}{''.join(f'{head:>12}' for head in _HEADS)}")  # noqa: T201
    for preset in PRESETS:
        if options.only and preset.name not in options.only:
            continue
        results = []
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            results.append(run(replace(preset.hyperparameters, seed=seed), dataset))
            print(f"{preset.name:22}{seed:4}{_row(results[-1])}", flush=True)  # noqa: T201
        print(f"{preset.name:22} all{'':4}{_spread(results)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
