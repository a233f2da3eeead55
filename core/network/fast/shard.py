"""A shard: part of a network, and all that is done with it in a step.

The package's page tells the way of a batch; here it stands line by line.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Arrays, Bytes
from core.network.backprop import one_hot
from core.network.dropout import drawn_once
from core.network.fast.ground import Ground
from core.network.fast.job import ROWS, Job, Step, blocks
from core.network.fast.layout import Packed
from core.network.fast.pixels import convert
from core.parts.clipping import clipping, sum_of_squares

_MOST_ROOMS = 5  # sizes of batches for which arrays are kept
_SQUARES = 16_384  # numbers squared at a time, which a processor's cache holds


@dataclass(frozen=True, slots=True)
class _Room:
    """Sums, values and slopes of every layer for a batch of one size; those of the outputs are turned, (classes, n).

    What is done per image at the outputs (a maximum, a sum) runs along whole rows then. Of all shards' parts of the
    second layer's sums there are two, which take turns; they have a shard's number before the shape of those sums.
    """

    parts: tuple[Array, Array]
    sums: list[Array]
    values: list[Array]
    sent: list[Array]  # values as the next layer receives them: the same, but for what dropout leaves out
    slopes: list[Array]
    scratch: list[Array]
    ones: Array


@dataclass(frozen=True, slots=True)
class _Moving:
    """What of a shard learns: all in one piece, or where layers are frozen, a piece for the others between them.

    The optimizer is given the pieces, and so has nothing to do with what is frozen: neither a velocity nor a decay
    moves it.
    """

    layers: tuple[int, ...]
    parameters: Arrays
    slopes: Arrays
    memory: Arrays
    weights: Arrays
    weight_slopes: Arrays

    @classmethod
    def of(cls, ground: Ground, index: int, parameters: Packed, slopes: Packed) -> "_Moving":
        layers, remembered = ground.settings.moving_layers, ground.remembered(index)
        pieces = ground.layouts[index].pieces(layers)
        once = ground.settings.optimizer.memory_of(remembered, 1, ())  # as a count of steps
        return cls(
            layers,
            tuple(parameters.flat[piece] for piece in pieces),
            tuple(slopes.flat[piece] for piece in pieces),
            (*(kind[piece] for kind in remembered[: len(remembered) - len(once)] for piece in pieces), *once),
            tuple(parameters.weights[layer] for layer in layers),
            tuple(slopes.weights[layer] for layer in layers),
        )


class Shard:
    """One shard of a network in training. All that a worker does share ``draw``: dropout keeps the same for each."""

    def __init__(self, ground: Ground, index: int, draw: Callable[..., Arrays] | None = None) -> None:
        self._ground, self._index, self._settings = ground, index, ground.settings
        self._draw = draw or drawn_once()
        layout = ground.layouts[index]
        self._units = [units for _, units in layout.shapes]
        self._activations = ground.settings.layer_activations
        self._parameters = ground.parameters(index)
        self._slopes = Packed(layout, np.zeros(layout.room, np.float32))
        self._moving = _Moving.of(ground, index, self._parameters, self._slopes)
        self._total, self._scratch = (np.zeros(layout.room, np.float32) for _ in range(2))
        self._nothing: Array = np.zeros(self._units[-1], np.float32)
        self._second = min(1, len(self._units) - 1)  # the layer whose sums the shards add up
        self._rooms: dict[int, _Room] = {}
        length, shards = layout.shapes[0][0], len(ground.layouts)
        self._raw: Bytes = np.empty((-(-ROWS // shards), length), np.uint8)
        self._y: Array = np.empty(self._units[-1] * ROWS, np.float32)
        self._targets = one_hot(np.arange(self._units[-1], dtype=np.uint8), self._units[-1])
        self.batches_done = 0  # of the latest job

    def work(self, job: Job) -> Iterator[None]:
        """Train on a job's batches; yields wherever the shards meet, and ends where numbers are no longer finite."""
        self.batches_done = 0
        turn = 0
        for number, (start, steps) in enumerate(blocks(job)):
            x = self._ground.converted[number % 2]
            y = self._y[: self._units[-1] * steps[-1].last].reshape(self._units[-1], -1)
            self._convert(job, start, x[: steps[-1].last], y)
            yield
            for step in steps:
                batch = x[step.first : step.last], y[:, step.first : step.last]
                # A shard that is ahead writes the next step's part while others may still read this one's.
                turn = 1 - turn
                room = self._room(step.last - step.first)
                keeps = self._keeps(job, step) if self._settings.dropout else ()
                self._lay_out_part(batch[0], room, room.parts[turn][self._index], keeps)
                yield
                add_up(room.parts[turn], room.sums[self._second])
                if not self._find_slopes(*batch, room, step, keeps):
                    return
                if not self._gather(step):
                    continue
                if self._settings.clip_norm:
                    self._lay_out_squares()
                    yield
                    self._clip(step)
                self._move(step)

    def _convert(self, job: Job, start: int, x: Array, y: Array) -> None:
        """Convert this shard's part of a block's pixels for all, and all its labels for itself."""
        (rows, labels), images = self._ground.images(is_given=job.is_given), len(x)
        chosen = np.arange(start, start + images) if job.is_given else self._ground.order[start : start + images]
        shards = len(self._ground.layouts)
        own = slice(images * self._index // shards, images * (self._index + 1) // shards)
        convert(rows, chosen[own], self._raw[: own.stop - own.start], x[own])
        if (scaling := self._ground.scaling) is not None:  # neither the always-on input nor the padding
            pixels = x[own, : self._ground.layouts[0].pixels]
            scaling.scaled(pixels, pixels)
        np.take(self._targets, labels[chosen], axis=1, out=y, mode="clip")

    def _keeps(self, job: Job, step: Step) -> Arrays:
        """Return what dropout multiplies the values of each hidden layer by: of the first, those of this shard."""
        layout = self._ground.layouts[self._index]
        images, settings = step.last - step.first, self._settings
        every = self._draw(settings.seed, job.epoch, step.place, images, layout.sizes[1:-1], settings.dropout)
        return (every[0][:, layout.units], *every[1:]) if every else ()

    def _lay_out_part(self, x: Array, room: _Room, part: Array, keeps: Arrays) -> None:
        """Go from the pixels to this shard's part of the second layer's sums, or of the outputs' in a single layer."""
        a, w = x, self._parameters.matrices
        if len(w) > 1:
            np.matmul(x, w[0], room.sums[0])
            a = self._activations[0].values(room.sums[0], room.values[0])
            if keeps:
                a = np.multiply(a, keeps[0], room.sent[0])
        self._multiply(a, self._second, part)

    def _multiply(self, a: Array, layer: int, z: Array) -> None:
        """Multiply values with a layer's weights."""
        w = self._parameters.matrices[layer]
        if layer == len(self._units) - 1:
            np.matmul(w.T, a.T, z)
        else:
            np.matmul(a, w, z)

    def _find_slopes(self, x: Array, y: Array, room: _Room, step: Step, keeps: Arrays) -> bool:
        """Go on from the second layer's sums to the slopes of this shard's weights; return whether these are finite."""
        last = len(self._units) - 1
        for layer in range(self._second, last + 1):
            z, a, b = room.sums[layer], room.values[layer], self._parameters.biases[layer]
            if layer > self._second:
                self._multiply(room.sent[layer - 1], layer, z)
            if layer:
                np.add(z, b[:, None] if layer == last else b, z)
            if layer < last:
                self._activations[layer].values(z, a)
                if keeps:
                    np.multiply(a, keeps[layer], room.sent[layer])
        self._find_output_slope(y, room, step)
        total = room.slopes[last].sum(axis=1, out=self._slopes.biases[last])
        # Zero times a number is zero, but not a number if that was infinite. One call, where numpy.isfinite needs two.
        if not math.isfinite(total.dot(self._nothing)):
            return False
        self._go_back(x, room, keeps)
        return True

    def _find_output_slope(self, y: Array, room: _Room, step: Step) -> None:
        """BP1 of :mod:`core.network.backprop`, times a factor.

        The chain rule carries a factor at the outputs to the slope of every weight. So if the optimizer would
        multiply all of these by the rate, it is done here, and costs nothing.
        """
        settings, z, p, slope = self._settings, room.sums[-1], room.values[-1], room.slopes[-1]
        settings.output.values(z.T, p.T)
        settings.cost.slope(settings.output, z.T, p.T, y.T, slope.T, room.scratch[-1].T)
        factor = step.part * step.rate if settings.optimizer.is_linear else step.part
        if factor != 1:
            np.multiply(slope, np.float32(factor), slope)

    def _go_back(self, x: Array, room: _Room, keeps: Arrays) -> None:
        """BP4, BP3 and BP2 of :mod:`core.network.backprop`, from the last layer to the first."""
        slope = room.slopes[-1].T
        layers, lowest, last = self._moving.layers, self._moving.layers[0], len(self._units) - 1
        for layer in reversed(range(lowest, len(self._units))):
            if layer in layers:
                received = room.sent[layer - 1] if layer else x
                np.matmul(received.T, slope, self._slopes.matrices[layer])
                if 0 < layer < last:
                    np.matmul(room.ones, slope, self._slopes.biases[layer])
            if layer == lowest:  # those before it stay as they are
                return
            before = room.slopes[layer - 1]
            np.matmul(slope, self._parameters.matrices[layer].T, before)
            if keeps:
                np.multiply(before, keeps[layer - 1], before)
            z, a = room.sums[layer - 1], room.values[layer - 1]
            self._activations[layer - 1].backward(z, a, before, room.scratch[layer - 1])
            slope = before

    def _gather(self, step: Step) -> bool:
        """Add up the slopes of a batch's pieces; return whether these were all."""
        slopes, total = self._slopes.flat, self._total
        if not step.is_last:
            np.copyto(total, slopes) if step.is_first else np.add(total, slopes, total)
            return False
        if not step.is_first:
            np.add(total, slopes, slopes)
        return True

    def _lay_out_squares(self) -> None:
        """Lay out for all what this shard's slopes add to the square of the gradient's norm.

        Slopes that all shards have are those of the first. Of what stands between a layer's numbers and the next
        one's in the flat array nothing is counted: it is no slope. Nor is what would move a layer that stays.
        """
        counted = [self._slopes.matrices[layer] for layer in self._moving.layers if layer < 2 or not self._index]
        counted += [self._slopes.biases[layer] for layer in self._moving.layers if layer and not self._index]
        # There is one place for each shard, without turns: who writes the next batch's has met all others since they
        # read this one's, at the sums.
        self._ground.squares[self._index] = sum(map(_sum_of_squares, counted))

    def _clip(self, step: Step) -> None:
        """Shorten the gradient, as :mod:`core.parts.clipping` has it; every shard by the same factor."""
        largest = self._settings.clip_norm
        if self._settings.optimizer.is_linear:  # then the rate is in the slopes
            largest *= step.rate
        # Added up one by one, in the same order by all.
        factor = clipping(math.sqrt(sum(self._ground.squares.tolist())), largest)
        if factor != 1:
            np.multiply(self._slopes.flat, np.float32(factor), self._slopes.flat)

    def _move(self, step: Step) -> None:
        """Let the optimizer take its step."""
        settings, moving, rate = self._settings, self._moving, step.rate
        optimizer, decay, l1 = settings.optimizer, settings.weight_decay, settings.l1
        if optimizer.is_linear:  # then the rate is in the slopes
            decay, l1, rate = decay * rate, l1 * rate, 1.0
        if decay:
            optimizer.decay_weights(moving.weights, moving.weight_slopes, decay, rate, self._scratch)
        if l1:
            optimizer.shrink_weights(moving.weights, moving.weight_slopes, l1, rate, self._scratch)
        optimizer.step(moving.parameters, moving.slopes, moving.memory, rate, self._scratch)
        self.batches_done += 1

    def _room(self, n: int) -> _Room:
        if n not in self._rooms:
            if len(self._rooms) >= _MOST_ROOMS:
                self._rooms.clear()
            shapes = [*((n, units) for units in self._units[:-1]), (self._units[-1], n)]
            sums, values, slopes = ([np.empty(shape, np.float32) for shape in shapes] for _ in range(3))
            longest: Array = np.empty(max(rows * columns for rows, columns in shapes), np.float32)
            scratch = [longest[: rows * columns].reshape(rows, columns) for rows, columns in shapes]
            first, second = (self._ground.sums(turn, shapes[self._second]) for turn in range(2))
            sent = [np.empty_like(a) for a in values[:-1]] if self._settings.dropout else values
            self._rooms[n] = _Room((first, second), sums, values, sent, slopes, scratch, np.ones(n, np.float32))
        return self._rooms[n]


def _sum_of_squares(slopes: Array) -> float:
    """Return the sum of squares of an array, a piece at a time: numbers of float64 take room."""
    flat = slopes.reshape(-1)
    return sum(sum_of_squares(flat[start : start + _SQUARES]) for start in range(0, flat.size, _SQUARES))


def add_up(parts: Array, out: Array) -> None:
    """Add all shards' parts, shape (shards, ...), always in the same order."""
    if len(parts) == 1:
        np.copyto(out, parts[0])
        return
    np.add(parts[0], parts[1], out)
    for part in parts[2:]:
        np.add(out, part, out)
