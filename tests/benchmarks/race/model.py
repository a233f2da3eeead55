"""A model of a step of Inkling's engine: how long an epoch takes with as many workers as one likes.

``N`` workers share out the shards of a network. A worker's step is the sum of

- the **arithmetic** of its shards: additions and multiplications, at the rate that products of just these shapes reach;
- its part of the **images**, and its **optimizer**'s passes over its weights: bytes, at the rate at which they pass;
- what is done **elementwise**;
- the **meetings**: one a step and one a block of images, each the cost of a meeting of two, and a knock at the door of
  every further worker;
- **Python**'s own time between numpy's calls, for each shard.

All of these are measured on the machine, each alone and on one processor (:mod:`.pieces`, :mod:`.meetings`): nothing is
fitted to the times of an epoch. The model leaves out that workers wait for the slowest of them, that several processors
share a cache and the way to memory, and that a processor may slow down when its neighbours work. So it says too little,
and the more so the more workers there are; how far it is off with one worker and with two is told beside its figures.
Where layers are too narrow to be cut into as many shards, the further workers have nothing to do.
"""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.race.pieces import BLOCK, INPUTS, KINDS
from tests.benchmarks.race.rounds import Outcome
from tests.benchmarks.race.rows import Row
from tests.benchmarks.race.table import markdown

WORKERS = 1, 2, 4, 8, 16
_FEWEST_UNITS = 32  # of a shard, as the engine cuts a network
_PASSES = {"gd": 3, "adam": 28}  # numbers that numpy's calls read and write for each weight

Pieces = Callable[[Row, int, int, int], dict[str, float]]
"""Returns the seconds of a step by kind, for a row, units of a shard, shards of a worker, and shards in all."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What holds for all rows.

    Attributes
    ----------
    processors : int
        How many there are; the engine cuts a network for as many workers.
    meeting, knock : float
        Seconds of a meeting of two, and of what each further worker adds.
    between : float
        Seconds of Python for a step of a shard.
    """

    processors: int
    meeting: float
    knock: float
    between: float


@dataclass(frozen=True, slots=True)
class Step:
    """What a step takes one worker: seconds of each kind, with ``meetings`` and ``python``."""

    row: Row
    seconds: dict[str, float]
    operations: float
    bytes_moved: float

    @property
    def epoch(self) -> float:
        """Seconds of an epoch."""
        return self.row.steps * sum(self.seconds.values())

    @property
    def gflops(self) -> float:
        return 1e-9 * self.operations / self.seconds["products"]

    @property
    def gigabytes(self) -> float:
        """Gigabytes a second in the optimizer."""
        return 1e-9 * self.bytes_moved / self.seconds["optimizer"]


def step(row: Row, workers: int, machine: Machine, pieces: Pieces) -> Step:
    """Return a step of a row with so many workers, on a machine like this with at least as many processors."""
    shards = max(1, min(max(workers, machine.processors), row.hidden[0] // _FEWEST_UNITS))
    units, own = math.ceil(row.hidden[0] / shards), math.ceil(shards / workers)
    seconds = dict(pieces(row, units, own, shards))
    blocks = 1 / max(BLOCK // row.batch, 1)
    further = min(workers, shards) - 2
    seconds["meetings"] = (1 + blocks) * (machine.meeting + further * machine.knock) if further >= 0 else 0.0
    seconds["python"] = own * machine.between
    sizes = (INPUTS, units, *row.sizes[2:])
    weights = [before * after for before, after in zip(sizes, sizes[1:], strict=False)]
    operations = 2.0 * row.batch * own * (2 * weights[0] + 3 * sum(weights[1:]))
    return Step(row, seconds, operations, 4.0 * own * sum(weights) * _PASSES[row.optimizer])


def report(outcomes: Sequence[Outcome], ways: Mapping[int, str], machine: Machine, pieces: Pieces) -> str:
    """Return the model beside what was measured, and what a step is made of.

    ``ways`` tells who raced with how many workers.
    """
    rows = [outcome.row for outcome in outcomes]
    counts = sorted({*WORKERS, *ways})
    steps = {row: {workers: step(row, workers, machine, pieces) for workers in counts} for row in rows}
    measured = [{workers: _best(outcome, way) for workers, way in ways.items()} for outcome in outcomes]
    lines = [("network, optimizer, batch", *(_head(workers) for workers in counts))]
    errors: dict[int, list[float]] = {}
    for row, found in zip(rows, measured, strict=True):
        cells = []
        for workers in counts:
            told, seen = steps[row][workers].epoch, found.get(workers)
            cells.append(f"{told:.3f}" + (f" / {seen:.3f}" if seen else ""))
            if seen:
                errors.setdefault(workers, []).append(told / seen - 1)
        lines.append((row.title, *cells))
    return "\n\n".join((markdown(lines), _words_on(errors), _ingredients([steps[row][2] for row in rows])))


def _head(workers: int) -> str:
    return f"{workers} worker{'s' * (workers > 1)}"


def _best(outcome: Outcome, way: str) -> float | None:
    result = outcome.results.get(way)
    return min(result.seconds) if result and result.seconds else None


def _words_on(errors: dict[int, list[float]]) -> str:
    """Return how far the model is off, in sentences."""
    return " ".join(
        f"With {_head(workers)} it is off by {100 * statistics.mean(found):+.0f} % on average, "
        f"from {100 * min(found):+.0f} to {100 * max(found):+.0f} %."
        for workers, found in errors.items()
    )


def _ingredients(steps: Sequence[Step]) -> str:
    kinds = (*KINDS, "meetings", "python")
    lines = [("microseconds of a step with two workers", *kinds, "GFLOP/s in products", "GB/s in the optimizer")]
    for each in steps:
        micro = (f"{1e6 * each.seconds[kind]:.1f}" for kind in kinds)
        lines.append((each.row.title, *micro, f"{each.gflops:.0f}", f"{each.gigabytes:.0f}"))
    return markdown(lines)
