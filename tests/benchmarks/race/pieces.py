"""What the pieces of a step take, each timed in its place in a step: a program that :mod:`.model` is reckoned with.

Told a row, how many units of the first layer a shard has, how many shards a worker does and how many there are, it goes
through steps of the same shapes as the engine's, in one process that meets nobody, and answers with the seconds of each
kind of work:

- products: the matrix products, each at its very shape; narrow ones are slower for each number;
- images: bytes fetched in shuffled order and converted to numbers, by all workers together;
- elementwise: activations, outputs, cost, the sums of all shards' parts;
- optimizer: its passes over weights, slopes and memory.

Formulas are those of ``core/parts``. Kinds are timed in the order of a step, since it matters what is in the cache.
"""

import math
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.hyperparameters import Hyperparameters
from core.network.processors import limit_blas
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent
from tests.benchmarks.race.contestant import answer
from tests.benchmarks.race.meetings import knock_seconds, meeting_seconds
from tests.benchmarks.race.rows import CLASSES, Row

INPUTS = 720
"""The pixels that are ever inked in MNIST, the one for the biases, and what fills a vector register."""
BLOCK = 256
"""Images converted at a time, or one batch where that is larger."""
KINDS = "products", "images", "elementwise", "optimizer"
_IMAGES = 40_000  # more than a cache holds
_SECONDS = 0.6  # of measuring one combination


@dataclass
class Laps:
    """Seconds of each kind of work."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    _last: float = field(default_factory=time.perf_counter)

    def __call__(self, kind: str) -> None:
        """Count the time since the call before as work of this kind."""
        now = time.perf_counter()
        self.seconds[kind] += now - self._last
        self._last = now


class Shard:
    """Arrays of a shard's shapes, and a step over them without meetings."""

    def __init__(self, row: Row, units: int, inputs: int) -> None:
        chance, n = np.random.default_rng(0), row.batch
        optimizer = Adam() if row.optimizer == "adam" else GradientDescent()
        self._settings = Hyperparameters(hidden=row.hidden, optimizer=optimizer)
        sizes = (inputs, units, *row.sizes[2:])
        self._shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
        rooms = [before * after for before, after in self._shapes]
        self._flat = chance.normal(0, 0.01, sum(rooms)).astype(np.float32)
        self._slopes, self._scratch = (np.zeros_like(self._flat) for _ in range(2))
        self._memory = optimizer.begin((self._flat,))
        starts = np.cumsum([0, *rooms])
        places = list(zip(starts[:-1], starts[1:], self._shapes, strict=True))
        self._w, self._dw = (
            [flat[start:stop].reshape(shape) for start, stop, shape in places] for flat in (self._flat, self._slopes)
        )
        # Those of the outputs are turned, as the engine has them.
        shapes = [*((n, size) for size in sizes[1:-1]), (CLASSES, n)]
        self._z, self._a, self._d, self._s = ([np.zeros(shape, np.float32) for shape in shapes] for _ in range(4))
        self._ones = np.ones(n, np.float32)
        self._biases = [np.zeros(size, np.float32) for size in sizes[1:]]

    def step(self, x: np.ndarray, y: np.ndarray, shards: int, lap: Laps) -> None:
        """Train on a batch, and count what each kind of work takes."""
        settings, last = self._settings, len(self._w) - 1
        np.matmul(x, self._w[0], self._z[0])
        lap("products")
        settings.activation.values(self._z[0], self._a[0])
        lap("elementwise")
        for layer in range(1, last + 1):
            self._forward(layer)
            lap("products")
            if layer == 1:
                for _ in range(shards - 1):
                    np.add(self._z[1], self._d[1], self._z[1])
            np.add(
                self._z[layer], self._biases[layer][:, None] if layer == last else self._biases[layer], self._z[layer]
            )
            if layer < last:
                settings.activation.values(self._z[layer], self._a[layer])
            lap("elementwise")
        self._find_output_slope(y)
        lap("elementwise")
        self._go_back(x, lap)
        settings.optimizer.step((self._flat,), (self._slopes,), self._memory, 1e-6, self._scratch)
        lap("optimizer")

    def _forward(self, layer: int) -> None:
        if layer == len(self._w) - 1:
            np.matmul(self._w[layer].T, self._a[layer - 1].T, self._z[layer])
        else:
            np.matmul(self._a[layer - 1], self._w[layer], self._z[layer])

    def _find_output_slope(self, y: np.ndarray) -> None:
        settings, z, p, d = self._settings, self._z[-1].T, self._a[-1].T, self._d[-1].T
        settings.output.values(z, p)
        settings.cost.slope(settings.output, z, p, y.T, d, self._s[-1].T)
        np.multiply(self._d[-1], np.float32(1 / len(y.T)), self._d[-1])
        self._d[-1].sum(axis=1, out=self._biases[-1])

    def _go_back(self, x: np.ndarray, lap: Laps) -> None:
        slope = self._d[-1].T
        for layer in reversed(range(len(self._w))):
            np.matmul((self._a[layer - 1] if layer else x).T, slope, self._dw[layer])
            if 0 < layer < len(self._w) - 1:
                np.matmul(self._ones, slope, self._biases[layer])
            if layer:
                np.matmul(slope, self._w[layer].T, self._d[layer - 1])
            lap("products")
            if layer:
                slope = self._d[layer - 1]
                self._settings.activation.backward(self._z[layer - 1], self._a[layer - 1], slope, self._s[layer - 1])
                lap("elementwise")


def measure(row: Row, units: int, copies: int, shards: int, inputs: int = INPUTS) -> dict[str, float]:
    """Return the seconds of a step of each kind, for a worker that does so many of the shards."""
    chance = np.random.default_rng(0)
    own = [Shard(row, units, inputs) for _ in range(copies)]
    rows = chance.integers(0, 255, (_IMAGES, inputs), np.uint8)
    per_block = max(BLOCK // row.batch, 1)
    block = per_block * row.batch
    converted = np.zeros((2, block, inputs), np.float32)
    raw = np.zeros((max(block * copies // shards, 1), inputs), np.uint8)
    y = np.zeros((CLASSES, row.batch), np.float32)
    y[0] = 1
    best = dict.fromkeys(KINDS, math.inf)
    end = time.perf_counter() + _SECONDS
    while time.perf_counter() < end:
        order, lap = chance.integers(0, _IMAGES, (2, len(raw))), Laps()
        for chosen, x in zip(order, converted, strict=True):
            np.take(rows, chosen, axis=0, out=raw, mode="clip")
            np.copyto(x[: len(raw)], raw)
            np.multiply(x[: len(raw)], np.float32(1 / 255), x[: len(raw)])
            lap("images")
            for start in range(0, block, row.batch):
                for shard in own:
                    shard.step(x[start : start + row.batch], y, shards, lap)
        best = {kind: min(seconds, lap.seconds[kind]) for kind, seconds in best.items()}
    return {kind: seconds / (2 * per_block) for kind, seconds in best.items()}


def between_calls() -> float:
    """Return what a step of a shard takes beside the calls that are timed here: Python's own time.

    It is the step of the engine with a network and images so small that there is next to nothing to be reckoned with,
    less that step's pieces.
    """
    from core.network.engine import WAYS, make_engine
    from core.network.images import TrainingImages
    from core.network.network import Network

    row, steps = Row((16,), "gd", 16), 50
    settings = Hyperparameters(hidden=row.hidden, optimizer=GradientDescent())
    pixels: Any = np.zeros((steps * row.batch, 28, 28), np.uint8)
    pixels[:, 14, 14] = 255
    images = TrainingImages(pixels, np.zeros(len(pixels), np.uint8))
    engine = make_engine(settings, Network.create(settings, np.random.default_rng(1)), (), images, way=WAYS[1])
    engine.begin_epoch(np.arange(len(pixels)))
    seconds = []
    for _ in range(100):
        began = time.perf_counter()
        engine.train(0, len(pixels), row.batch, [1e-6] * steps)
        seconds.append(time.perf_counter() - began)
    return max(min(seconds) / steps - sum(measure(row, 16, 1, 1, inputs=16).values()), 0.0)


def main() -> None:
    """Tell what holds for all rows, then answer each line ``ROW UNITS COPIES SHARDS`` with the pieces of a step."""
    with limit_blas(), np.errstate(all="ignore"):
        answer(between=between_calls(), meeting=meeting_seconds(), knock=knock_seconds())
        for line in sys.stdin:
            name, *numbers = line.split()
            units, copies, shards = map(int, numbers)
            answer(**measure(Row.parse(name), units, copies, shards))


if __name__ == "__main__":
    main()
