"""What twenty drawings of each of five symbols, by one person, teach a fresh network about that person's others."""

import argparse
import time

import numpy as np

from core.data.dataset import Dataset
from core.files.pages import Pages
from core.files.samples import Sample
from core.files.symbols import dataset_of
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.network.network import Network
from core.network.processors import limit_blas
from core.training.own_classes import settings_for
from core.training.trainer import Trainer
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Figure
from tests.benchmarks.symbol_writers import NAMES, SymbolWriter

_EACH, _OTHERS = 20, 40  # of each symbol: to keep, to test with
_LEAST = 95.0  # percent of a person's other drawings
_MOST_SECONDS = 30.0


def kept(writer: SymbolWriter, each: int, chance: np.random.Generator) -> Dataset:
    """Return the data set that drawings kept in the window become."""
    symbols = [symbol for _ in range(each) for symbol in range(len(NAMES))]
    samples = [Sample.now(NAMES[symbol], writer.write(symbol, chance)) for symbol in symbols]
    return dataset_of("symbols", Pages.of(samples, NAMES))


def train(dataset: Dataset, settings: Hyperparameters) -> Network:
    """Train a fresh network to the end."""
    trainer = Trainer(settings, dataset)
    with limit_blas():
        while not trainer.is_finished:
            trainer.advance()
    trainer.close()
    return trainer.snapshot().network


def measure(writers: int, each: int = _EACH) -> list[Figure]:
    """Train a network for each of so many people."""
    rows = []
    for number in range(writers):
        chance = np.random.default_rng((9, number))
        writer = SymbolWriter.draw(chance)
        dataset = kept(writer, each, chance)
        settings = settings_for(len(dataset.train))
        began = time.perf_counter()
        network = train(dataset, settings)
        seconds = time.perf_counter() - began
        others = writer.pages(_OTHERS, chance)
        read = 100 * evaluate(network, settings.cost, others.images, others.labels).accuracy
        measuring.tell(f"{len(dataset.train)} to train on, {settings.epochs} epochs: {read:.1f} %, {seconds:.1f} s")
        rows.append((read, seconds))
    read, seconds = np.array(rows).T
    what = f"other drawings of the same person, {each} of each of {len(NAMES)} symbols kept"
    return [
        Figure(f"{what}, mean", "%", float(read.mean()), _LEAST, more_is_better=True, note=f"{writers} people"),
        Figure(f"{what}, the person read worst", "%", float(read.min())),
        Figure("training on them, longest", "s", float(seconds.max()), _MOST_SECONDS),
    ]


def main() -> None:
    """Take the figures and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--writers", type=int, default=8, help="how many people (8)")
    parser.add_argument("--each", type=int, default=_EACH, help=f"how many drawings of each symbol ({_EACH})")
    options = parser.parse_args()
    measuring.report(measure(options.writers, options.each), options.json)


if __name__ == "__main__":
    main()
