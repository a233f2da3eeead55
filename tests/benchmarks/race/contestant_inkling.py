"""Inkling's engine in each of its ways: ``python -m tests.benchmarks.race.contestant_inkling ROW MNIST WAY``.

It is called as the training thread calls it, some batches at a time. The way "measured" chooses anew after some
seconds; those in which others have their turn do not count for that, since in training nobody has a turn between.
"""

import time

import numpy as np

from core.hyperparameters import Hyperparameters
from core.network.engine import make_engine
from core.network.images import TrainingImages
from core.network.network import Layer, Network
from core.network.processors import limit_blas
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent
from tests.benchmarks.race.contestant import blas, compete
from tests.benchmarks.race.rows import Row
from tests.benchmarks.race.start import Images, as_numbers, first_weights

_CALL = 6_000  # images: ten calls an epoch, of 10 to 40 ms, as the terminal's


class Watch:
    """A clock that stands still while others have their turn."""

    def __init__(self) -> None:
        self._stood = 0.0  # seconds in all
        self._halted: float | None = None

    def __call__(self) -> float:
        now = time.perf_counter() if self._halted is None else self._halted
        return now - self._stood

    def go(self) -> None:
        if self._halted is not None:
            self._stood += time.perf_counter() - self._halted
        self._halted = None

    def halt(self) -> None:
        self._halted = time.perf_counter()


class Inkling:
    """An engine."""

    def __init__(self, row: Row, images: Images, way: str) -> None:
        self._row, self._images, self._watch = row, images, Watch()
        self._call = max(_CALL // row.batch, 1) * row.batch
        optimizer = Adam() if row.optimizer == "adam" else GradientDescent()
        settings = Hyperparameters(hidden=row.hidden, optimizer=optimizer)
        network = _with(Network.create(settings, np.random.default_rng(1)), first_weights(row))
        packed = TrainingImages(images.pixels.reshape(-1, 28, 28), images.labels)
        memory = optimizer.begin(network.parameters)
        self._engine = make_engine(settings, network, memory, packed, way=way, clock=self._watch)
        if hasattr(self._engine, "wait"):  # where it may have helpers
            self._engine.wait()
        trouble = getattr(self._engine, "trouble", "")
        self.facts = f"numpy {np.__version__} with {blas()}, of which each process takes one. {trouble}".rstrip()
        self._watch.halt()

    def loss(self, places: np.ndarray) -> float:
        x, labels = as_numbers(self._images.pixels[places]), self._images.labels[places]
        outputs = self._engine.network().activity(x).outputs
        return float(-np.log(outputs[np.arange(len(x)), labels]).mean())

    def epoch(self, order: np.ndarray) -> None:
        self._watch.go()
        batch, rate = self._row.batch, self._row.rate
        with limit_blas(), np.errstate(all="ignore"):
            self._engine.begin_epoch(order)
            for start in range(0, len(order), self._call):
                stop = min(start + self._call, len(order))
                self._engine.train(start, stop, batch, [rate] * -(-(stop - start) // batch))
        self._watch.halt()

    def weights(self) -> list[np.ndarray]:
        return list(self._engine.network().parameters)


def _with(network: Network, weights: list[np.ndarray]) -> Network:
    """Return a network of the same shape with other weights."""
    pairs = zip(network.layers, weights[::2], weights[1::2], strict=True)
    return Network(tuple(Layer(w, b, layer.activation) for layer, w, b in pairs))


if __name__ == "__main__":
    compete(Inkling)
