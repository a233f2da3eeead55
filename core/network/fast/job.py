"""Job: mini-batches in a row, as blocks of images and steps in them, the same for every shard."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.network.dropout import PIECE

BLOCK = 256
"""Images converted from bytes at a time, at least: enough that the few numpy calls cost nothing per image."""

# A batch of more than PIECE images is done in pieces whose slopes add up: so many images' values are held at a time.
ROWS = max(BLOCK, PIECE)
"""Most images of a block."""


@dataclass(frozen=True, slots=True)
class Job:
    """Mini-batches in a row.

    Raises
    ------
    ValueError
        When there are not as many rates as batches.
    """

    is_given: bool  # whether the images are those given for this job, not the training images in the epoch's order
    start: int
    stop: int
    size: int  # images of a batch; the last one may be smaller
    rates: tuple[float, ...]  # the learning rate of each batch
    epoch: int = 0  # which it is
    before: int = 0  # images of the epoch that come before those given

    def __post_init__(self) -> None:
        if len(self.rates) != -(-(self.stop - self.start) // self.size):
            raise ValueError("there have to be as many rates as batches")


@dataclass(frozen=True, slots=True)
class Step:
    """A batch, or a piece of a very large one."""

    first: int  # of the rows of its block
    last: int
    part: float  # of its batch
    is_first: bool  # of the pieces of its batch
    is_last: bool
    rate: float
    place: int  # of its first image in the epoch


def blocks(job: Job) -> Iterator[tuple[int, list[Step]]]:
    """Yield the place of each block's first image, and what is done with the block."""
    begin, steps = job.start, list[Step]()
    for batch, rate in zip(range(job.start, job.stop, job.size), job.rates, strict=True):
        end = min(batch + job.size, job.stop)
        for piece in range(batch, end, PIECE):
            piece_end = min(piece + PIECE, end)
            if steps and piece_end - begin > BLOCK:
                yield begin, steps
                begin, steps = piece, []
            part, place = (piece_end - piece) / (end - batch), piece + job.before
            steps.append(Step(piece - begin, piece_end - begin, part, piece == batch, piece_end == end, rate, place))
    if steps:
        yield begin, steps
