"""A shard: half of a network, and all that one thread does with it in a step.

A shard has half of the hidden units and trains them on every image of the batch. What
it lacks is the other half's part of the sums, so it lays its own part out for the other
to see; when both have done so, each adds the two and goes on by itself. Both add in the
same order, so both get the same sums to the last bit.

What is done at the outputs is many short numpy calls, which two threads do slower
than one (:mod:`core.network.fast.team`). So the first shard alone does them, and shows the
slopes that it found; meanwhile the other shard is idle, which is when it converts images
(:mod:`core.network.fast.batch_plan`).

A step is written down as a :class:`Recipe` once and read off ever after; see
:mod:`core.network.fast.calls`. It consists of *stretches*, and between two of them the
shards meet. With one or two hidden layers there are two meetings a step.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.arrays import Array, Arrays
from core.hyperparameters import Hyperparameters
from core.network.fast.calls import Call, Calls
from core.network.fast.packing import Packed, Piece
from core.network.fast.pixels import Block


class UnsoundError(ArithmeticError):
    """A slope at the outputs is not a finite number; nothing of this batch has changed the weights."""


@dataclass(frozen=True, slots=True)
class Table:
    """Where the shards lay out partial sums for each other.

    Two recipes that follow each other need two tables: a shard that is ahead writes the
    next step's sums while the other may still be reading this step's.

    Attributes
    ----------
    shards : int
        How many shards there are.
    """

    shards: int
    _arrays: dict[tuple[str, tuple[int, ...]], list[Array]] = field(default_factory=dict)

    def places(self, name: str, shape: tuple[int, ...]) -> list[Array]:
        """Return one array per shard, the same ones for the same name and shape, whichever thread asks."""
        # setdefault is one indivisible step, so two threads that ask at the same moment get the same arrays.
        return self._arrays.setdefault((name, shape), [np.empty(shape, np.float32) for _ in range(self.shards)])


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a shard does with one batch, or a piece of a very large one, to find its slopes.

    Attributes
    ----------
    stretches : tuple of (Calls, bool)
        Between two stretches the shards meet. With each of the calls goes whether the shard
        has to wait for the other at the meeting that follows.
    last : Calls
        What is done after the last meeting.
    idle : int
        At which of the stretches this shard has nothing to do, -1 for none.
    """

    stretches: tuple[tuple[Calls, bool], ...]
    last: Calls
    idle: int


class _Writer:
    """Writes calls down, and where the shards meet."""

    def __init__(self, table: Table, shard: int) -> None:
        self._table, self._shard = table, shard
        self._stretches: list[tuple[Calls, bool]] = []
        self._calls: list[Call] = []
        self._idle = -1

    def add(self, *calls: Call) -> None:
        self._calls += calls

    def meet(self, *, waits: bool) -> None:
        """Meet the other shard, if there is one."""
        if self._table.shards > 1:
            self._stretches.append((tuple(self._calls), waits))
            self._calls = []

    def rest(self) -> None:
        """Do nothing until the next meeting, and wait there."""
        self._idle = len(self._stretches)
        self.meet(waits=True)

    def common(self, name: str, shape: tuple[int, ...]) -> Array:
        """Return an array that all shards see."""
        return self._table.places(name, shape)[0]

    def partial_sums(self, name: str, result: Array) -> Array:
        """Return where this shard's part of a sum goes, to be followed by :meth:`sum_up`."""
        return self._table.places(name, result.shape)[self._shard] if self._table.shards > 1 else result

    def sum_up(self, name: str, result: Array, *, here: bool = True) -> None:
        """Meet, and add all shards' parts, always in the same order; unless only the other shard needs the sum."""
        self.meet(waits=here)
        if here and self._table.shards > 1:
            first, second = self._table.places(name, result.shape)
            self.add((np.add, (first, second, result)))

    def recipe(self) -> Recipe:
        return Recipe(tuple(self._stretches), tuple(self._calls), self._idle)


@dataclass(frozen=True, slots=True)
class _Room:
    """The values and slopes of every layer for a batch of one size; those of the outputs are turned, (classes, n)."""

    sums: list[Array]
    values: list[Array]
    slopes: list[Array]
    scratch: list[Array]
    ones: Array


class Shard:
    """One shard of a network in training.

    Parameters
    ----------
    index : int
        Which shard it is, from 0.
    pieces : sequence of Piece
        What it holds of each layer.
    settings : Hyperparameters
        Activation, output, cost.
    parameters, slopes : Packed
        Its weights and biases, and where each step's slopes go.
    memory : tuple of ndarray
        What the optimizer remembers of the parameters' chunks.
    """

    def __init__(
        self,
        index: int,
        pieces: Sequence[Piece],
        settings: Hyperparameters,
        parameters: Packed,
        slopes: Packed,
        memory: Arrays,
    ) -> None:
        self.index, self.parameters = index, parameters
        self._pieces, self._settings = pieces, settings
        self._slopes = slopes
        self._moved = parameters.chunks, slopes.chunks, memory
        self._factor: Array = np.zeros((), np.float32)
        self._nothing: Array = np.zeros(pieces[-1].units.stop - pieces[-1].units.start, np.float32)
        self._rooms: dict[int, _Room] = {}
        self._total: Array | None = None
        longest = max(w.size for w in parameters.weights) if settings.weight_decay else 0
        self._scratch: Array = np.empty(max(longest, parameters.chunks[0].size), np.float32)

    def aim(self, rate: float, part: float) -> None:
        """Prepare for a recipe: the learning rate, and which part of a batch its images are.

        The chain rule carries a factor at the outputs to the slope of every weight. So if the optimizer would
        multiply all of these by the rate, it is done there, and costs nothing.
        """
        self._factor[()] = part * rate if self._settings.optimizer.is_linear else part

    def recipe(self, block: Block, first: int, last: int, table: Table) -> Recipe:
        """Write down how to find the slopes for the images in a block's rows from ``first`` up to ``last``."""
        x, y = block.x[first:last], block.y[:, first:last]
        room = self._room(last - first)
        writer = _Writer(table, self.index)
        values = self._write_hidden(writer, x, room)
        slope = self._write_outputs(writer, values, y, room)
        self._write_backward(writer, x, slope.T, room)
        return writer.recipe()

    def add_up(self, *, is_first: bool, is_last: bool) -> None:
        """Add the slopes of one piece of a large batch to those of the pieces before."""
        slopes = self._slopes.flat
        if self._total is None:
            self._total = np.empty_like(slopes)
        if is_first:
            np.copyto(self._total, slopes)
        elif is_last:
            np.add(self._total, slopes, slopes)
        else:
            np.add(self._total, slopes, self._total)

    def move(self, rate: float) -> None:
        """Let the optimizer take its step."""
        optimizer, decay = self._settings.optimizer, self._settings.weight_decay
        if optimizer.is_linear:
            decay, rate = decay * rate, 1.0
        if decay:
            optimizer.decay_weights(self.parameters.weights, self._slopes.weights, decay, rate, self._scratch)
        optimizer.step(*self._moved, rate, self._scratch)

    def _write_hidden(self, writer: _Writer, x: Array, room: _Room) -> Array:
        """Write down the way from the pixels to the values of the last hidden layer, and return these."""
        a = x
        for layer, piece in enumerate(self._pieces[:-1]):
            z = room.sums[layer]
            out = writer.partial_sums(f"sums {layer}", z) if piece.is_cut_by_inputs else z
            writer.add((np.matmul, (a, self.parameters.matrices[layer], out)))
            if piece.is_cut_by_inputs:
                writer.sum_up(f"sums {layer}", z)
            if layer > 0:
                writer.add((np.add, (z, self.parameters.biases[layer], z)))
            a = room.values[layer]
            writer.add((self._settings.activation.values, (z, a)))
        return a

    def _write_outputs(self, writer: _Writer, values: Array, y: Array, room: _Room) -> Array:
        """Write down how the slopes at the outputs come about, and return where they stand, shape (10, n)."""
        z = room.sums[-1]
        slope, total = writer.common("slopes at the outputs", z.shape), self._slopes.biases[-1]
        is_first, is_cut = self.index == 0, self._pieces[-1].is_cut_by_inputs
        if is_first or is_cut:
            # The outputs stand in columns: what is done per image (a maximum, a sum) runs along whole rows then.
            out = writer.partial_sums("outputs", z) if is_cut else z
            writer.add((np.matmul, (self.parameters.matrices[-1].T, values.T, out)))
        if is_cut:
            writer.sum_up("outputs", z, here=is_first)
        if not is_first:
            writer.rest()
            writer.add((np.add.reduce, (slope, 1, None, total)))
            return slope
        if len(self._pieces) > 1:
            writer.add((np.add, (z, self.parameters.biases[-1][:, None], z)))
        output, p = self._settings.output, room.values[-1]
        # BP1 of core/network/backprop.py, times the factor.
        writer.add(
            (output.values, (z.T, p.T)),
            (self._settings.cost.slope, (output, z.T, p.T, y.T, slope.T, room.scratch[-1].T)),
            (np.multiply, (slope, self._factor, slope)),
        )
        writer.add((np.add.reduce, (slope, 1, None, total)), (check_sound, (total, self._nothing)))
        writer.meet(waits=False)
        return slope

    def _write_backward(self, writer: _Writer, x: Array, slope: Array, room: _Room) -> None:
        """Write down BP4, BP3 and BP2 of :mod:`core.network.backprop`, from the last layer to the first."""
        for layer in reversed(range(len(self._pieces))):
            received = room.values[layer - 1] if layer else x
            writer.add((np.matmul, (received.T, slope, self._slopes.matrices[layer])))
            if layer == 0:
                return
            if layer < len(self._pieces) - 1:
                writer.add((np.matmul, (room.ones, slope, self._slopes.biases[layer])))
            slope = self._write_layer_backward(writer, layer, slope, room)

    def _write_layer_backward(self, writer: _Writer, layer: int, slope: Array, room: _Room) -> Array:
        """Write down BP2: the way from the slope of one layer's sums to that of the layer before."""
        before, w = room.slopes[layer - 1], self.parameters.matrices[layer]
        is_partial = self._pieces[layer].is_cut_by_units
        out = writer.partial_sums(f"slopes {layer}", before) if is_partial else before
        writer.add((np.matmul, (slope, w.T, out)))
        if is_partial:
            writer.sum_up(f"slopes {layer}", before)
        z, a = room.sums[layer - 1], room.values[layer - 1]
        writer.add((self._settings.activation.backward, (z, a, before, room.scratch[layer - 1])))
        return before

    def _room(self, n: int) -> _Room:
        if n not in self._rooms:
            if len(self._rooms) > 4:  # sizes of batches tried earlier
                self._rooms.clear()
            units = [piece.units.stop - piece.units.start for piece in self._pieces]
            shapes = [*((n, count) for count in units[:-1]), (units[-1], n)]
            sums, values, slopes = ([np.empty(shape, np.float32) for shape in shapes] for _ in range(3))
            longest: Array = np.empty(max(rows * columns for rows, columns in shapes), np.float32)
            scratch = [longest[: rows * columns].reshape(rows, columns) for rows, columns in shapes]
            self._rooms[n] = _Room(sums, values, slopes, scratch, np.ones(n, np.float32))
        return self._rooms[n]


def check_sound(slopes: Array, nothing: Array) -> None:
    """Raise :class:`UnsoundError` unless these slopes are finite numbers; ``nothing`` is as many zeros."""
    # Zero times a number is zero, but not a number if that was infinite. One call, where numpy.isfinite needs two.
    if not math.isfinite(slopes.dot(nothing)):
        raise UnsoundError
