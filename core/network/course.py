"""The course of a job: which images a share takes when, where it meets the other, when its weights move.

A job is a number of mini-batches in a row. It is planned once, and each share follows
the plan as a generator that yields wherever it has to meet the others. Whoever drives
the generators decides how: one thread may take turns between them, or each has a
thread of its own (:mod:`core.network.team`). The numbers come out the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.network.calls import Calls, run
from core.network.pixels import Block, Source
from core.network.share import Recipe, Share, Table

BLOCK = 256  # images converted from bytes at a time, at least
_STEPS = 4  # batches in a block, at least, unless they are larger than that
PIECE = 2048  # images whose values are held at a time; a larger batch is done in pieces whose slopes add up

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
    room = max(BLOCK, _STEPS * size) if size <= BLOCK else BLOCK
    for batch, rate in zip(range(start, stop, size), rates, strict=True):
        end = min(batch + size, stop)
        for piece in range(batch, end, PIECE):
            piece_end = min(piece + PIECE, end)
            if steps and piece_end - begin > room:
                blocks.append((begin, tuple(steps)))
                begin, steps = piece, []
            first, last = piece - begin, piece_end - begin
            steps.append(Step(first, last, end - batch, piece == batch, piece_end == end, rate))
    if steps:
        blocks.append((begin, tuple(steps)))
    return Job(source, tuple(blocks))


class Course:
    """What the shares have in common: images, places for partial sums.

    There are two of each, used in turn. A share that is ahead may fill one block, or
    write to one table, while the other share still reads the one before; that a meeting
    lies between two turns keeps it from getting further ahead than that.

    Parameters
    ----------
    shares : sequence of Share
        All shares of the network.
    length : int
        How long a row of pixels is.

    Attributes
    ----------
    batches_done : list of int
        For each share, after how many batches of the latest job it has moved its weights.
    """

    def __init__(self, shares: Sequence[Share], length: int) -> None:
        self._shares, self._length = shares, length
        self._blocks = (Block(0, length), Block(0, length))
        self._tables = (Table(len(shares)), Table(len(shares)))
        self._recipes: tuple[dict[tuple[int, int, int, int], Recipe], ...] = tuple({} for _ in shares)
        self.batches_done = [0 for _ in shares]
        self._table_turns = [0 for _ in shares]

    def begin(self, job: Job) -> tuple[Iterator[bool], ...]:
        """Return what each share has to do: generators that yield where the shares meet."""
        largest = job.largest
        if len(self._blocks[0].x) < largest:
            self._blocks = (Block(largest, self._length), Block(largest, self._length))
            for recipes in self._recipes:
                recipes.clear()
        # After trouble the shares may have stopped in different turns; now all are at rest.
        for counts in (self.batches_done, self._table_turns):
            counts[:] = [0] * len(counts)
        return tuple(self._follow(share, job) for share in self._shares)

    def _follow(self, share: Share, job: Job) -> Iterator[bool]:
        is_filled = False
        for number, (_, steps) in enumerate(job.blocks):
            if not is_filled:
                self._fill(share, job, number)
                yield True
            is_filled = len(self._shares) > 1 and len(steps) > 2
            ahead = self._filling_ahead(job, number) if is_filled and share.index == 1 else ()
            for place, step in enumerate(steps):
                yield from self._take(share, number % 2, step, ahead[place] if ahead else ())

    def _fill(self, share: Share, job: Job, number: int) -> None:
        """Convert this share's part of a block's images."""
        start, steps = job.blocks[number]
        rows, shares = steps[-1].last, len(self._shares)
        first, last = rows * share.index // shares, rows * (share.index + 1) // shares
        self._blocks[number % 2].fill(job.source, start, first, last)

    def _filling_ahead(self, job: Job, number: int) -> tuple[Calls, ...]:
        """Return for each step of a block what the second share does when idle: it converts the next block's images.

        Not in the first step, when the other share may still read the images of the block before. Not in the last
        one either, so that a meeting is left in which the other share waits; so this costs no meeting of its own.
        """
        if number + 1 == len(job.blocks):
            return ()
        start, steps = job.blocks[number + 1]
        calls = self._blocks[(number + 1) % 2].filling(job.source, start, 0, steps[-1].last)
        between = len(job.blocks[number][1]) - 2
        at_a_time = -(-len(calls) // between)
        return ((), *(calls[i * at_a_time : (i + 1) * at_a_time] for i in range(between)), ())

    def _take(self, share: Share, block_turn: int, step: Step, meanwhile: Calls) -> Iterator[bool]:
        recipe = self._recipe(share, block_turn, step.first, step.last)
        share.aim(step.rate, step.images)
        for number, (calls, waits) in enumerate(recipe.stretches):
            run(calls)
            if number == recipe.idle:
                run(meanwhile)
            yield waits
        run(recipe.last)
        if not (step.is_first and step.is_last):
            share.add_up(is_first=step.is_first, is_last=step.is_last)
        if step.is_last:
            share.move(step.rate)
            self.batches_done[share.index] += 1

    def _recipe(self, share: Share, block_turn: int, first: int, last: int) -> Recipe:
        index = share.index
        turn = self._table_turns[index] = 1 - self._table_turns[index]
        recipes = self._recipes[index]
        key = block_turn, turn, first, last
        recipe = recipes.get(key)
        if recipe is None:
            if len(recipes) >= _MOST_RECIPES:
                recipes.clear()
            recipe = recipes[key] = share.recipe(self._blocks[block_turn], first, last, self._tables[turn])
        return recipe
