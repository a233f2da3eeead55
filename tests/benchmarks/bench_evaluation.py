"""What looking at the network costs beside training it, and what a step of training allocates.

``python tests/benchmarks/bench_evaluation.py``: on MNIST, 784-128-10, batches of 64.
"""

import sys
import time
import tracemalloc
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(_REPOSITORY))

import numpy as np  # noqa: E402  # the path has to be set first

from core import workers  # noqa: E402
from core.data import catalog  # noqa: E402
from core.data.dataset import Dataset  # noqa: E402
from core.hyperparameters import Hyperparameters  # noqa: E402
from core.insight.evaluation import evaluate  # noqa: E402
from core.network.engine import make_engine  # noqa: E402
from core.network.images import TrainingImages  # noqa: E402
from core.network.network import Network  # noqa: E402
from core.network.processors import limit_blas  # noqa: E402
from core.parts.optimizers import GradientDescent  # noqa: E402
from core.training.trainer import Trainer  # noqa: E402
from tests.benchmarks import measuring  # noqa: E402

_EPOCHS, _ROUNDS, _CALL = 20, 9, 0.02
_SETTINGS = Hyperparameters(
    hidden=(128,), optimizer=GradientDescent(), batch_size=64, learning_rate=0.05, epochs=_EPOCHS
)


def share_of_a_run(dataset: Dataset) -> float:
    """Return which part of the time of a whole run went into looking, from 0 to 1."""
    with limit_blas():
        trainer = Trainer(_SETTINGS, dataset)
        start = time.perf_counter()
        while not trainer.is_finished:
            trainer.advance(trainer.batches_in(_CALL))
        elapsed = time.perf_counter() - start
        trainer.close()
    return 1 - trainer.snapshot().seconds / elapsed


def whole_look(dataset: Dataset) -> tuple[float, float]:
    """Return the seconds of a look at all 70,000 images, and of an epoch; the best of several, taken in turn."""
    images = TrainingImages(dataset.train.images, dataset.train.labels)
    network = Network.create(_SETTINGS, np.random.default_rng(1))
    engine = make_engine(_SETTINGS, network, (), images)
    looks, epochs = [], []
    with limit_blas():
        for number in range(_ROUNDS):
            engine.begin_epoch(np.random.default_rng(number).permutation(len(images)))
            start = time.perf_counter()
            for first in range(0, len(images), 4096):
                last = min(first + 4096, len(images))
                engine.train(first, last, 64, [0.05] * -(-(last - first) // 64))
            middle = time.perf_counter()
            for split in (dataset.train, dataset.test):
                evaluate(network, _SETTINGS.cost, split.images, split.labels, workers.MOST)
            epochs.append(middle - start)
            looks.append(time.perf_counter() - middle)
    engine.close()
    return min(looks), min(epochs)


def allocated_by_a_step(dataset: Dataset, batch: int) -> int:
    """Return the most bytes that numpy and Python allocated at a time during steps in the steady state."""
    images = TrainingImages(dataset.train.images[:8192], dataset.train.labels[:8192])
    network = Network.create(_SETTINGS, np.random.default_rng(1))
    engine = make_engine(_SETTINGS, network, (), images, way="one process")
    rates = [0.05] * (4096 // batch)
    stop = len(rates) * batch
    for _ in range(3):
        engine.train(0, stop, batch, rates)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        engine.train(0, stop, batch, rates)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def main() -> None:
    """Take the figures and print them."""
    if not measuring.find_mnist():
        sys.exit(measuring.WITHOUT_MNIST)
    dataset = catalog.load("mnist")
    look, epoch = whole_look(dataset)
    print(f"70,000 images looked at: {look:.3f} s, {look / epoch:.0%} of an epoch of {epoch:.3f} s at batch 64")  # noqa: T201
    print(f"all looking in a run of {_EPOCHS} epochs: {share_of_a_run(dataset):.1%} of its time")  # noqa: T201
    for batch in (16, 64, 1000):
        used = allocated_by_a_step(dataset, batch)
        outputs = 4 * 10 * batch
        print(f"a call of steps at batch {batch}: {used:,} bytes at most; the outputs have {outputs:,}")  # noqa: T201


if __name__ == "__main__":
    main()
