"""What books, papers and examples say of such networks, beside what Inkling comes to with the same settings.

    python -m tests.benchmarks.bench_published [--seeds 3] [--only NAME ...]

Each row trains on MNIST with what its source tells: sizes, activation, outputs, cost, first weights, optimizer, rate,
batches, epochs and images. Some sources judge by their best epoch, or by the last 10,000 training images; what differs
is told. Ours is the accuracy on all test images at the end, or that of the best epoch where the source has it so.

Left out: He et al. (2015), who show no fully connected network on MNIST; Kingma and Ba (2015), who show it as curves of
the cost alone; Glorot and Bengio (2010), whose four layers of 1,000 neurons with batches of ten take an hour here; and
what does not tell its settings, as the fully connected networks of LeCun et al. (1998), of which Simard et al. say the
same with better figures.
"""

import argparse
import statistics
import sys
from dataclasses import dataclass, replace

import numpy as np

from core.data import catalog
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.processors import limit_blas
from core.parts.activations import Sigmoid
from core.parts.adaptive import RMSProp
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.initializers import Normal, Xavier
from core.parts.optimizers import GradientDescent, Nesterov
from core.parts.outputs import SigmoidOutput
from core.parts.schedules import Constant
from core.training.trainer import Trainer
from tests.benchmarks import measuring

_CALL = 0.05  # seconds of training at a time

_NIELSEN = Hyperparameters(
    hidden=(30,),
    activation=Sigmoid(),
    output=SigmoidOutput(),
    cost=SquaredError(),
    initializer=Normal(deviation=1.0),
    first_biases=1.0,
    optimizer=GradientDescent(),
    schedule=Constant(),
    learning_rate=3.0,
    batch_size=10,
    epochs=30,
    train_images=50_000,
    first_images=True,
)
_ENTROPY = replace(_NIELSEN, hidden=(100,), cost=CrossEntropy(), learning_rate=0.5)


@dataclass(frozen=True, slots=True)
class Row:
    """One published figure."""

    name: str
    source: str
    what: str
    published: float  # percent of the test images
    settings: Hyperparameters
    is_best: bool = False  # whether the best epoch counts, as in the source
    note: str = ""


ROWS = (
    Row("nielsen-30", "Nielsen 2015, chapter 1", "784-30-10, squared error", 95.42, _NIELSEN, is_best=True),
    Row(
        "nielsen-100",
        "Nielsen 2015, chapter 1",
        "784-100-10, squared error",
        96.59,
        replace(_NIELSEN, hidden=(100,)),
        is_best=True,
        note="the book: runs vary a lot, some are much worse",
    ),
    Row(
        "nielsen-entropy",
        "Nielsen 2015, chapter 3",
        "784-100-10, cross-entropy",
        96.82,
        _ENTROPY,
        is_best=True,
    ),
    Row(
        "nielsen-decay",
        "Nielsen 2015, chapter 3",
        "784-100-10, weight decay, 60 epochs",
        98.04,
        replace(_ENTROPY, learning_rate=0.1, weight_decay=5.0 / 50_000, epochs=60),
        is_best=True,
        note="the book judges by other 10,000 images",
    ),
    Row(
        "scikit-learn",
        "scikit-learn's example, to 0.23",
        "784-50-10, momentum",
        97.00,
        Hyperparameters(
            hidden=(50,),
            initializer=Xavier(),
            optimizer=Nesterov(),
            schedule=Constant(),
            learning_rate=0.1,
            batch_size=200,
            epochs=10,
            weight_decay=1e-4 / 200,
        ),
    ),
    Row(
        "keras",
        "Keras's example mnist_mlp",
        "784-512-512-10, dropout, RMSProp",
        98.40,
        Hyperparameters(
            hidden=(512, 512),
            initializer=Xavier(),
            optimizer=RMSProp(),
            schedule=Constant(),
            learning_rate=0.001,
            batch_size=128,
            epochs=20,
            dropout=0.2,
        ),
    ),
    Row(
        "simard",
        "Simard, Steinkraus and Platt 2003",
        "784-800-10, cross-entropy, not distorted",
        98.40,
        Hyperparameters(hidden=(800,), epochs=20),
        note="its settings are not told; ours are the default's",
    ),
)


def reach(row: Row, dataset: Dataset, seed: int) -> float:
    """Train to the end and return the accuracy in percent."""
    with limit_blas():
        trainer = Trainer(replace(row.settings, seed=seed), dataset)
        while not trainer.is_finished:
            trainer.advance(trainer.batches_in(_CALL))
        trainer.close()
    curves = trainer.snapshot().curves
    accuracy = 100 * curves.column("test_accuracy")[curves.column("whole") == 1]
    return float(np.nanmax(accuracy) if row.is_best else accuracy[-1])


def main() -> None:
    """Train what is asked for and print the table, a row at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, from 1 on (1)")
    parser.add_argument("--only", nargs="*", default=[], help=f"only these: {', '.join(row.name for row in ROWS)}")
    options = parser.parse_args()
    if not measuring.find_mnist():
        sys.exit(measuring.WITHOUT_MNIST)
    dataset = catalog.load("mnist")
    measuring.say("| source | network | published | ours | |\n|---|---|---|---|---|")
    for row in ROWS:
        if options.only and row.name not in options.only:
            continue
        found = sorted(reach(row, dataset, seed) for seed in range(1, options.seeds + 1))
        spread = f" ({found[0]:.2f} to {found[-1]:.2f})" if len(found) > 1 else ""
        note = "; ".join(filter(None, ["the best epoch" if row.is_best else "the last epoch", row.note]))
        ours = f"{statistics.median(found):.2f} %{spread}"
        measuring.say(f"| {row.source} | {row.what} | {row.published:.2f} % | {ours} | {note} |")


if __name__ == "__main__":
    main()
