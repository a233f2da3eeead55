"""What ten digits of each kind, written by someone whom the network misreads, do for that hand and to MNIST."""

import argparse
import time

import numpy as np

from core.data import catalog
from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.network.processors import limit_blas
from core.presets import preset
from core.training import personal
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure
from tests.benchmarks.writers import Writer

_MISREAD = 92.0  # percent: a hand read better than this needs no help
_OWN, _OTHERS = 10, 30  # of each digit: to train on, to test with
_MOST_LOST = 0.3  # points of MNIST's test accuracy
_LEAST_WON = 5.0  # points of the writer's other digits


def train(settings: Hyperparameters, dataset: Dataset, start: Snapshot | None = None) -> Snapshot:
    """Train to the end, from the first weights or from where another run stood."""
    trainer = Trainer(settings, dataset, start=start)
    with limit_blas():
        while not trainer.is_finished:
            trainer.advance()
    trainer.close()
    return trainer.snapshot()


def accuracy(snapshot: Snapshot, split: Split) -> float:
    """Return which part is read correctly, in percent."""
    return 100 * evaluate(snapshot.network, snapshot.hyperparameters.cost, split.images, split.labels).accuracy


def misread_writers(start: Snapshot, count: int) -> list[tuple[Writer, np.random.Generator, Split]]:
    """Return writers whom the network misreads, each with what it is tested on, in the order they come."""
    found = []
    for number in range(20 * count):
        chance = np.random.default_rng((5, number))
        writer = Writer.draw(chance)
        others = writer.pages(_OTHERS, chance)
        if accuracy(start, others) < _MISREAD:
            found.append((writer, chance, others))
        if len(found) == count:
            break
    return found


def measure(count: int) -> list[Figure]:
    """Teach the hands of so many writers, each to the same network."""
    names = [
        "own hand before, mean of writers",
        "own hand after, other digits than those taught, mean",
        "won by the writer who wins least",
        "MNIST test before",
        "MNIST test lost, the writer who costs most",
        "mixing and training on, mean",
    ]
    if not measuring.find_mnist():
        return [Figure(name, "", None, note=measuring.WITHOUT_MNIST) for name in names]
    dataset, settings = catalog.load("mnist"), preset("default").hyperparameters
    measuring.tell("training the network that everyone begins with")
    start = train(settings, dataset)
    on_mnist = accuracy(start, dataset.test)
    rows = []
    for writer, chance, others in misread_writers(start, count):
        began = time.perf_counter()
        mixed = personal.mix(dataset, writer.pages(_OWN, chance), settings.seed)
        after = train(personal.further(settings, start.epoch), mixed, start)
        seconds = time.perf_counter() - began
        rows.append((accuracy(start, others), accuracy(after, others), accuracy(after, dataset.test), seconds))
        measuring.tell("hand {:.1f} % → {:.1f} %, MNIST {:.2f} %, {:.1f} s".format(*rows[-1]))
    before, own, mnist, seconds = np.array(rows).T
    hands = ", ".join(f"{a:.0f} → {b:.0f}" for a, b in zip(before, own, strict=True))
    return [
        Figure(names[0], "%", float(before.mean()), note=f"{len(rows)} writers read worse than {_MISREAD:g} %"),
        Figure(names[1], "%", float(own.mean()), note=hands),
        Figure(names[2], "points", float((own - before).min()), _LEAST_WON, more_is_better=True),
        Figure(names[3], "%", on_mnist, note="default preset, 20 epochs"),
        Figure(names[4], "points", float(on_mnist - mnist.min()), _MOST_LOST, note=f"mean {mnist.mean():.2f} % after"),
        Figure(names[5], "s", float(seconds.mean()), note=f"{personal.EPOCHS} epochs"),
    ]


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--writers", type=int, default=8, help="how many writers (8)")
    options = parser.parse_args()
    measuring.report(measure(options.writers), options.json)


if __name__ == "__main__":
    main()
