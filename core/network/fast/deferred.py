"""Deferred updates: small batches of plain gradient descent, with the large multiplications of large ones.

Of a step on 16 images, most of the work is to multiply them with the 784 rows of the
first layer's weights, and to move those weights by what was learned from them. Both are
slow for few images. But plain gradient descent is *linear*: after some batches the
weights are the first ones, ``W``, plus what each batch added, ``x_s.T @ d_s``, where
``d_s`` is its slope at the first layer's sums, times minus the learning rate. So the
sums of a later batch's images ``x_t`` are

    x_t @ (W + x_1.T @ d_1 + x_2.T @ d_2 + ...)
        = x_t @ W + (x_t @ x_1.T) @ d_1 + (x_t @ x_2.T) @ d_2 + ...

For a *block* of some batches, ``x @ W`` is one large product, and so is the table of all
``x_t @ x_s.T`` (the images' *Gram matrix*; the part above its diagonal is never needed).
Then the batches' steps are small products, and at last ``W += x.T @ d`` is one large
product again. That is exact, not an approximation: the numbers differ from those of the
plain order only as sums do that are added up in another order. The idea, that a change
of low rank need not be written into the matrix at once, is that of delayed updates in
quantum Monte Carlo (McDaniel et al., *Journal of Chemical Physics* 147, 174107, 2017).

Two workers share the work. Each has half of the first layer's units for the two large
products. In between, the first takes the small steps of all the layers, one after the
other, while the second converts the next block's images and makes their table. So they
meet twice a block, not once a batch.

A block may be left in the middle, to be gone on with in the next call; it is always
written into the weights whole, so that how the batches are divided into calls does not
show in a single bit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Arrays
from core.data.augment import Unchanged
from core.hyperparameters import Hyperparameters
from core.network.fast import fused_parts
from core.network.fast.calls import Call, Calls, run
from core.network.fast.packing import Columns, padded_length
from core.network.fast.pixels import Block, Source
from core.network.fast.share import UnsoundError, check_sound
from core.network.network import DIGITS, Layer, Network
from core.parts.optimizers import GradientDescent

MOST_IMAGES = 32  # with larger batches the table costs more than the large products gain

_FEWEST_ROWS = 64  # images of a block: more make the table too large, fewer the products too small
_FEWEST_BATCHES = 2
_TABLE_ROWS = 8  # rows of the table made at a time, at least


def can_defer(settings: Hyperparameters, network: Network) -> bool:
    """Return whether a run's updates can be deferred: only where a step is linear in the slopes."""
    return (
        type(settings.optimizer) is GradientDescent
        and settings.weight_decay == 0
        and isinstance(settings.augmentation, Unchanged)
        and len(network.layers) > 1
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """Some images of a source that make a block.

    Attributes
    ----------
    start, stop : int
        From which of the source's images up to which.
    slot : int
        Which of the two places they are converted to.
    """

    start: int
    stop: int
    slot: int

    @property
    def rows(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class _Visit:
    """What one call has to do with one block.

    Attributes
    ----------
    span : _Span
        The block.
    batches : tuple of (int, int, float)
        For each batch its first row, its last, and its learning rate.
    opens : bool
        Whether the block is new. If not, it was left in the middle.
    is_filled : bool
        Whether its images are there already.
    has_former : bool
        Whether a whole block before it has yet to be written into the weights.
    following : _Span, optional
        The block to be filled in the meantime.
    """

    span: _Span
    batches: tuple[tuple[int, int, float], ...]
    opens: bool
    is_filled: bool
    has_former: bool
    following: _Span | None


class Deferred:
    """Trains a network with updates of the first layer deferred; see this file's beginning.

    Parameters
    ----------
    settings : Hyperparameters
        Activation, output, cost.
    network : Network
        Where training starts; it is copied.
    columns : ndarray of int
        Which pixels the first layer receives.

    Attributes
    ----------
    batches_done : int
        How many batches of the latest call were done.
    """

    def __init__(self, settings: Hyperparameters, network: Network, columns: Columns) -> None:
        self._columns, self._length = columns, padded_length(len(columns))
        first, *rest = network.layers
        self._units = first.biases.size
        self._parts = (slice(0, self._units // 2), slice(self._units // 2, self._units))
        self._weights = tuple(_rows_of(first, columns, self._length, part) for part in self._parts)
        self._changes = tuple(np.empty_like(w) for w in self._weights)
        self._rest = _Rest(settings, rest)
        self.batches_done = 0
        # What the latest call left: which images in batches of which size, which block, how many of its rows are done.
        self._source: Source | None = None
        self._size = self._done = 0
        self._span = _Span(0, 0, 0)
        self._filled: set[_Span] = set()
        self._is_unsound = False
        self._is_ended = True  # the latest call; after an interruption nothing can be taken for converted

    def begin(
        self, source: Source, start: int, stop: int, size: int, rates: Sequence[float]
    ) -> tuple[Iterator[bool], ...]:
        """Return what the two workers have to do: generators that yield where they meet."""
        self.batches_done = 0
        visits = tuple(self._visits(source, start, stop, size, rates))
        self._is_ended = False
        return tuple(self._work(worker, visits) for worker in range(len(self._parts)))

    def store(self, parameters: Arrays) -> None:
        """Put the weights and biases as they are now into plain arrays ``(w_0, b_0, w_1, b_1, ...)``."""
        pixels = len(self._columns)
        for weights, part in zip(self._weights, self._parts, strict=True):
            present = weights
            if self._done:
                x, slopes = self._learned(part)
                present = weights + x.T @ slopes
            parameters[0][self._columns, part] = present[:pixels]
            parameters[1][part] = present[pixels]
        self._rest.store(parameters[2:])

    def store_memory(self, memory: Arrays) -> Arrays:
        """Return the optimizer's memory: plain gradient descent has none."""
        return memory

    def _visits(self, source: Source, start: int, stop: int, size: int, rates: Sequence[float]) -> Iterator[_Visit]:
        """Plan a call: divide its batches among blocks, which begin where they would in any other division."""
        goes_on = self._goes_on(source, start, size)
        if not goes_on:
            self._start_afresh(source, size)
        usual = self._rows
        rate = iter(rates)
        span, place = self._span, start
        while place < stop:
            opens = not goes_on or place == span.stop
            has_former = goes_on and opens
            if opens:
                span = _Span(place, min(place + usual, len(source)), 1 - span.slot)
            end = min(stop, span.stop)
            batches = tuple(
                (a - span.start, min(a + size, end) - span.start, next(rate)) for a in range(place, end, size)
            )
            is_filled = span in self._filled
            following = None
            if opens:
                self._filled = {span}
                if span.stop < len(source):
                    following = _Span(span.stop, min(span.stop + usual, len(source)), 1 - span.slot)
                    self._filled.add(following)
            yield _Visit(span, batches, opens, is_filled, has_former, following)
            goes_on, place = True, end

    def _goes_on(self, source: Source, start: int, size: int) -> bool:
        """Return whether a call continues where the latest one ended."""
        is_same = self._source is source and self._size == size and self._is_ended and not self._is_unsound
        return (
            is_same
            and start == self._span.start + self._done
            and (self._done % size == 0 or self._done == self._span.rows)
        )

    def _start_afresh(self, source: Source, size: int) -> None:
        """Write down what was learned, and make room for blocks of batches of this size."""
        if self._done:
            for worker in range(len(self._parts)):
                self._write_down(worker)
        self._done, self._is_unsound, self._filled = 0, False, set()
        if size != self._size:
            rows = size * max(_FEWEST_BATCHES, round(_FEWEST_ROWS / size))
            self._rows, self._recipes = rows, dict[tuple[int, int, int], Calls]()
            self._blocks = tuple(Block(rows, self._length) for _ in range(2))
            self._tables: Arrays = tuple(np.zeros((rows, rows), np.float32) for _ in range(2))
            self._sums: Array = np.empty((rows, self._units), np.float32)
            self._slopes: Array = np.empty((rows, self._units), np.float32)
        self._source, self._size = source, size

    def _work(self, worker: int, visits: tuple[_Visit, ...]) -> Iterator[bool]:
        for visit in visits:
            if visit.opens:
                if not visit.is_filled:
                    if worker == 1:
                        self._fill(visit.span)
                    yield True
                self._open(worker, visit)
                yield True
            if worker == 0:
                self._take_steps(visit)
            elif visit.following:
                self._fill(visit.following)
            yield True
            if self._is_unsound:
                break
        self._is_ended = True

    def _fill(self, span: _Span) -> None:
        """Convert a block's images, and make the table of their products with those of earlier batches."""
        assert self._source is not None
        block, table, rows = self._blocks[span.slot], self._tables[span.slot], span.rows
        block.fill(self._source, span.start, 0, rows)
        stretch = self._size * -(-_TABLE_ROWS // self._size)
        # Batches smaller than a stretch need some of the products within it.
        inner = stretch if stretch > self._size else 0
        for first in range(0 if inner else stretch, rows, stretch):
            last = min(first + stretch, rows)
            before = min(first + inner, rows)
            np.matmul(block.x[first:last], block.x[:before].T, table[first:last, :before])

    def _open(self, worker: int, visit: _Visit) -> None:
        """Write the block before into a half of the weights, and multiply this one with it."""
        if visit.has_former:
            self._write_down(worker)
        x = self._blocks[visit.span.slot].x[: visit.span.rows]
        np.matmul(x, self._weights[worker], self._sums[: visit.span.rows, self._parts[worker]])

    def _write_down(self, worker: int) -> None:
        """Move a half of the weights by what was learned from the latest block."""
        weights, change = self._weights[worker], self._changes[worker]
        x, slopes = self._learned(self._parts[worker])
        np.matmul(x.T, slopes, change)
        np.add(weights, change, weights)

    def _learned(self, part: slice) -> tuple[Array, Array]:
        """Return the latest block's images, as far as they are done, and their slopes at some of the units."""
        return self._blocks[self._span.slot].x[: self._done], self._slopes[: self._done, part]

    def _take_steps(self, visit: _Visit) -> None:
        """Train on a block's batches, one after the other."""
        if visit.opens:
            self._span, self._done = visit.span, 0
        for first, last, rate in visit.batches:
            self._rest.aim(rate, last - first)
            try:
                run(self._recipe(visit.span.slot, first, last))
            except UnsoundError:
                self._is_unsound = True
                return
            self._done = last
            self.batches_done += 1

    def _recipe(self, slot: int, first: int, last: int) -> Calls:
        key = slot, first, last
        recipe = self._recipes.get(key)
        if recipe is None:
            table, y = self._tables[slot][first:last, :first], self._blocks[slot].y[:, first:last]
            sums, slopes = self._sums[first:last], self._slopes[first:last]
            # What earlier batches of the block would have changed in these sums.
            correct: Calls = ()
            if first:
                missing: Array = np.empty_like(sums)
                correct = (np.matmul, (table, self._slopes[:first], missing)), (np.add, (sums, missing, sums))
            recipe = self._recipes[key] = (*correct, *self._rest.recipe(sums, y, slopes))
        return recipe


@dataclass(frozen=True, slots=True)
class _Room:
    """The values of every layer but the outputs, with an input that is always one, and the sums and slopes."""

    values: list[Array]
    sums: list[Array]
    slopes: list[Array]


class _Rest:
    """The layers behind the first one, each with its biases as one more row of its weights."""

    def __init__(self, settings: Hyperparameters, layers: Sequence[Layer]) -> None:
        self._settings = settings
        shapes = [(layer.weights.shape[0] + 1, layer.weights.shape[1]) for layer in layers]
        self._flat, self._matrices = _matrices(shapes)
        self._flat_slopes, self._slopes = _matrices(shapes)
        for matrix, layer in zip(self._matrices, layers, strict=True):
            matrix[:-1], matrix[-1] = layer.weights, layer.biases
        self._factor: Array = np.zeros((), np.float32)
        self._rooms: dict[int, _Room] = {}

    def aim(self, rate: float, images: int) -> None:
        """Prepare for a recipe: the learning rate, and how many images the batch has."""
        self._factor[()] = -rate / images

    def store(self, parameters: Arrays) -> None:
        """Put the weights and biases into plain arrays."""
        for matrix, w, b in zip(self._matrices, parameters[::2], parameters[1::2], strict=True):
            w[...], b[...] = matrix[:-1], matrix[-1]

    def recipe(self, first_sums: Array, y: Array, first_slopes: Array) -> Calls:
        """Write down a step: from the first layer's sums to the slopes there, and the move of all layers behind it.

        Parameters
        ----------
        first_sums : ndarray, shape (n, units)
            What the first layer's units receive.
        y : ndarray, shape (10, n)
            Targets.
        first_slopes : ndarray, shape (n, units)
            Where the slopes of the first layer's sums go, times minus the learning rate.
        """
        room = self._room(len(first_sums))
        sums, slopes = [first_sums, *room.sums], [first_slopes, *room.slopes]
        return (
            *self._forward(sums, room.values),
            *fused_parts.output_slope(
                self._settings.output, self._settings.cost, sums[-1], y, self._factor, slopes[-1]
            ),
            *self._backward(sums, slopes, room.values),
            (np.add, (self._flat, self._flat_slopes, self._flat)),
        )

    def _forward(self, sums: list[Array], values: list[Array]) -> Iterator[Call]:
        last = len(self._matrices) - 1
        for layer, (matrix, a) in enumerate(zip(self._matrices, values, strict=True)):
            yield from fused_parts.forward(self._settings.activation, sums[layer], a[:, :-1])
            # The outputs stand in columns, as in the other recipes.
            z = sums[layer + 1]
            yield (np.matmul, (matrix.T, a.T, z)) if layer == last else (np.matmul, (a, matrix, z))

    def _backward(self, sums: list[Array], slopes: list[Array], values: list[Array]) -> Iterator[Call]:
        last = len(self._matrices) - 1
        for layer in range(last, -1, -1):
            slope = slopes[layer + 1].T if layer == last else slopes[layer + 1]
            a, before = values[layer], slopes[layer]
            yield np.matmul, (a.T, slope, self._slopes[layer])
            if layer == last:
                yield check_sound, (self._slopes[layer][-1],)
            yield np.matmul, (slope, self._matrices[layer][:-1].T, before)
            yield from fused_parts.backward(self._settings.activation, sums[layer], a[:, :-1], before)

    def _room(self, n: int) -> _Room:
        if n not in self._rooms:
            units = [matrix.shape[0] for matrix in self._matrices]
            values: list[Array] = [np.ones((n, count), np.float32) for count in units]
            shapes = [*((n, count - 1) for count in units[1:]), (DIGITS, n)]
            sums, slopes = ([np.empty(shape, np.float32) for shape in shapes] for _ in range(2))
            self._rooms[n] = _Room(values, sums, slopes)
        return self._rooms[n]


def _rows_of(layer: Layer, columns: Columns, length: int, part: slice) -> Array:
    """Return some units' weights of the pixels that matter, their biases as one more row, and padding."""
    rows: Array = np.zeros((length, part.stop - part.start), np.float32)
    rows[: len(columns)] = layer.weights[columns, part]
    rows[len(columns)] = layer.biases[part]
    return rows


def _matrices(shapes: Sequence[tuple[int, int]]) -> tuple[Array, Arrays]:
    """Return one piece of memory, and matrices of these shapes in it."""
    starts = np.cumsum([0, *(rows * units for rows, units in shapes)])
    flat: Array = np.zeros(int(starts[-1]), np.float32)
    pieces = zip(starts, shapes, strict=False)
    return flat, tuple(flat[start : start + rows * units].reshape(rows, units) for start, (rows, units) in pieces)
