"""Batch plan: which images a shard takes when, where it meets the other, when its weights move.

A job is a number of mini-batches in a row. It is planned once, and each shard follows
the plan as a generator that yields wherever it has to meet the others. Whoever drives
the generators decides how: one thread may take turns between them, or each has a
thread of its own (:mod:`core.network.fast.team`). The numbers come out the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.network.fast.calls import Calls, run
from core.network.fast.pixels import Block, Source
from core.network.fast.shard import Recipe, Shard, Table

BLOCK = 64  # images converted from bytes at a time, at least
PIECE = 2048  # images whose values are held at a time; a larger batch is done in pieces whose slopes add up

_AHEAD = 2  # blocks that the second shard converts ahead, in the time in which it is idle
_MOST_AHEAD = 512  # images of a block for which that is done: idle time is too short for more

_MOST_RECIPES = 4096


@dataclass(frozen=True, slots=True)
class Step:
    """A batch, or a piece of a very large one.

    Attributes
    ----------
    first, last : int
        Which rows of the block it is.
    images : int
        How many images its batch has.
    is_first, is_last : bool
        Whether it is the first, the last piece of its batch.
    rate : float
        The learning rate.
    """

    first: int
    last: int
    images: int
    is_first: bool
    is_last: bool
    rate: float


@dataclass(frozen=True, slots=True)
class Job:
    """Mini-batches in a row.

    Attributes
    ----------
    source : Source
        Where the images come from.
    blocks : tuple of (int, tuple of Step)
        For each block of images the place of its first one in the source, and what is done with it.
    """

    source: Source
    blocks: tuple[tuple[int, tuple[Step, ...]], ...]

    @property
    def largest(self) -> int:
        """How many images the largest block has."""
        return max((steps[-1].last for _, steps in self.blocks), default=0)


def plan(source: Source, start: int, stop: int, size: int, rates: Sequence[float]) -> Job:
    """Return the job of training on batches of ``size`` images, the last one perhaps smaller.

    Parameters
    ----------
    source : Source
        Where the images come from.
    start, stop : int
        From which of the source's images up to which.
    size : int
        Images of a batch.
    rates : sequence of float
        The learning rate of each batch.

    Raises
    ------
    ValueError
        When there are not as many rates as batches.
    """
    blocks: list[tuple[int, tuple[Step, ...]]] = []
    begin, steps = start, list[Step]()
    for batch, rate in zip(range(start, stop, size), rates, strict=True):
        end = min(batch + size, stop)
        for piece in range(batch, end, PIECE):
            piece_end = min(piece + PIECE, end)
            if steps and piece_end - begin > BLOCK:
                blocks.append((begin, tuple(steps)))
                begin, steps = piece, []
            first, last = piece - begin, piece_end - begin
            steps.append(Step(first, last, end - batch, piece == batch, piece_end == end, rate))
    if steps:
        blocks.append((begin, tuple(steps)))
    return Job(source, tuple(blocks))


class BatchPlan:
    """What the shards have in common: images, places for partial sums.

    There are two tables of places, used in turn. A shard that is ahead may write to one
    while the other shard still reads the one before; that a meeting lies between two
    turns keeps it from getting further ahead than that. With blocks of images it is the
    same where both shards convert them and then meet.

    Small blocks the second shard converts alone, in the time in which it is idle, two
    blocks ahead. There are four of them then: one is filled, one has to be ready by the
    next meeting in which the first shard waits, one is read, and one may still be.

    Parameters
    ----------
    shards : sequence of Shard
        All shards of the network.
    length : int
        How long a row of pixels is.
    classes : int
        How many outputs there are.

    Attributes
    ----------
    batches_done : list of int
        For each shard, after how many batches of the latest job it has moved its weights.
    """

    def __init__(self, shards: Sequence[Shard], length: int, classes: int) -> None:
        self._shards, self._length, self._classes = shards, length, classes
        self._blocks: tuple[Block, ...] = ()
        self._tables = (Table(len(shards)), Table(len(shards)))
        self._recipes: tuple[dict[tuple[int, int, int, int], Recipe], ...] = tuple({} for _ in shards)
        self.batches_done = [0 for _ in shards]
        self._table_turns = [0 for _ in shards]

    def begin(self, job: Job) -> tuple[Iterator[bool], ...]:
        """Return what each shard has to do: generators that yield where the shards meet."""
        largest = job.largest
        ahead = _AHEAD if len(self._shards) > 1 and largest <= _MOST_AHEAD else 0
        if len(self._blocks) != ahead + 2 or len(self._blocks[0].x) < largest:
            self._blocks = tuple(Block(largest, self._length, self._classes) for _ in range(ahead + 2))
            for recipes in self._recipes:
                recipes.clear()
        # After trouble the shards may have stopped in different turns; now all are at rest.
        for counts in (self.batches_done, self._table_turns):
            counts[:] = [0] * len(counts)
        return tuple(self._follow(shard, job, ahead) for shard in self._shards)

    def _follow(self, shard: Shard, job: Job, ahead: int) -> Iterator[bool]:
        for number, (_, steps) in enumerate(job.blocks):
            if number == 0 or not ahead:
                for other in range(number, min(number + max(ahead, 1), len(job.blocks))):
                    run(self._filling(job, other, shard.index, len(self._shards)))
                yield True
            is_filled = not ahead or shard.index == 0 or number + ahead >= len(job.blocks)
            calls = () if is_filled else self._filling(job, number + ahead)
            at_a_time = -(-len(calls) // len(steps))
            for place, step in enumerate(steps):
                meanwhile = calls[place * at_a_time : (place + 1) * at_a_time]
                yield from self._take(shard, number % len(self._blocks), step, meanwhile)

    def _filling(self, job: Job, number: int, part: int = 0, parts: int = 1) -> Calls:
        """Return the calls that convert one of so many equal parts of a block's images."""
        start, steps = job.blocks[number]
        rows = steps[-1].last
        block = self._blocks[number % len(self._blocks)]
        return block.filling(job.source, start, rows * part // parts, rows * (part + 1) // parts)

    def _take(self, shard: Shard, block_turn: int, step: Step, meanwhile: Calls) -> Iterator[bool]:
        recipe = self._recipe(shard, block_turn, step.first, step.last)
        shard.aim(step.rate, (step.last - step.first) / step.images)
        for number, (calls, waits) in enumerate(recipe.stretches):
            run(calls)
            if number == recipe.idle:
                run(meanwhile)
            yield waits
        run(recipe.last)
        if not (step.is_first and step.is_last):
            shard.add_up(is_first=step.is_first, is_last=step.is_last)
        if step.is_last:
            shard.move(step.rate)
            self.batches_done[shard.index] += 1

    def _recipe(self, shard: Shard, block_turn: int, first: int, last: int) -> Recipe:
        index = shard.index
        turn = self._table_turns[index] = 1 - self._table_turns[index]
        recipes = self._recipes[index]
        key = block_turn, turn, first, last
        recipe = recipes.get(key)
        if recipe is None:
            if len(recipes) >= _MOST_RECIPES:
                recipes.clear()
            recipe = recipes[key] = shard.recipe(self._blocks[block_turn], first, last, self._tables[turn])
        return recipe
