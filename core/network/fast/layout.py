"""How a network's numbers are laid out for the fast engine, and cut into shards.

Three things differ from the plain layout of :class:`~core.network.network.Network`:

- The **biases of the first layer are one more row of its weights**, for an input that is
  always one. So adding them, and their slopes, come with the matrix products for free.
- **Pixels that no training image ever inks are left out** (67 of MNIST's 784). Their
  slopes are exactly zero, so their weights never move; but where pixels are standardized,
  paper is no zero, and all are kept. Rows of pixels are padded with zeros to a multiple of
  16 numbers, the width of a processor's vector register.
- **All numbers of a shard stand in one piece of memory**, so that an optimizer moves
  them with few numpy calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array, Arrays
from core.network.images import Columns, padded_length
from core.network.memory import in_vectors

_FEWEST_UNITS = 32  # of a shard: with fewer the products are so narrow that meeting costs more than it saves


@dataclass(frozen=True, slots=True)
class Layout:
    """The shapes of all that belongs to one shard."""

    sizes: tuple[int, ...]  # values of each layer of the network, from the inputs to the outputs
    units: slice  # of the first layer: those that the shard has
    pixels: int  # that are kept

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """Inputs and units of each of the shard's matrices."""
        own = self.units.stop - self.units.start
        inputs = [padded_length(self.pixels), own, *self.sizes[2:-1]]
        return tuple(zip(inputs, (own, *self.sizes[2:]), strict=False))

    @property
    def room(self) -> int:
        """How many numbers its weights and biases take."""
        return self._starts()[-1]

    def pieces(self, layers: Sequence[int]) -> tuple[slice, ...]:
        """Return where some of the layers stand, in their order; those that are neighbors are one piece."""
        starts, pieces = self._starts(), list[slice]()
        for layer in layers:
            begin = pieces.pop().start if pieces and pieces[-1].stop == starts[layer] else starts[layer]
            pieces.append(slice(begin, starts[layer + 1]))
        return tuple(pieces)

    def _starts(self) -> list[int]:
        # Every layer's biases stand behind its weights; the first layer's are a row of its matrix.
        rooms = [(rows + (layer > 0)) * units for layer, (rows, units) in enumerate(self.shapes)]
        return [int(start) for start in np.cumsum([0, *(in_vectors(room) for room in rooms)])]


def shards_for(sizes: Sequence[int], most: int) -> int:
    """Return into how many shards a network is cut where there is work for ``most``; one without a hidden layer.

    Every shard repeats the layers after the second. Of a deep network there are so few that this is no more work, for
    one process that does them all, than the first two layers are.
    """
    if len(sizes) < 3:
        return 1
    cut_layers, later = (
        sum(before * after for before, after in pairs)
        for pairs in (zip(sizes[:2], sizes[1:3], strict=True), zip(sizes[2:], sizes[3:], strict=False))
    )
    bearable = 1 + cut_layers // later if later else most
    return max(1, min(most, sizes[1] // _FEWEST_UNITS, bearable))


def cut(sizes: Sequence[int], shards: int, pixels: int) -> tuple[Layout, ...]:
    """Return the layout of each shard: as nearly as many units as of the others."""
    units = sizes[1]
    places = [units * shard // shards for shard in range(shards + 1)]
    return tuple(Layout(tuple(sizes), slice(*pair), pixels) for pair in zip(places, places[1:], strict=False))


class Packed:
    """A shard's weights and biases (or their slopes, or velocities) as views of one piece of memory.

    Each layer's inputs are multiplied with one of the ``matrices``, shape (inputs, units): the first has the row of
    biases and the padding. Of ``weights`` and ``biases`` there is a view for each layer as well.
    """

    def __init__(self, layout: Layout, flat: Array) -> None:
        self.flat, self._layout = flat, layout
        matrices, weights, biases = [], [], []
        for layer, (start, (rows, units)) in enumerate(zip(layout._starts(), layout.shapes, strict=False)):
            matrix = flat[start : start + rows * units].reshape(rows, units)
            behind = flat[start + rows * units : start + (rows + 1) * units]
            matrices.append(matrix)
            weights.append(matrix if layer else matrix[: layout.pixels])
            biases.append(behind if layer else matrix[layout.pixels])
        self.matrices, self.weights, self.biases = tuple(matrices), tuple(weights), tuple(biases)

    def load(self, plain: Arrays, columns: Columns) -> None:
        """Take the shard's numbers out of plain arrays ``(w_0, b_0, w_1, b_1, ...)``."""
        for own, place, whole in self._places(plain, columns):
            own[...] = whole[place]

    def store(self, plain: Arrays, columns: Columns) -> None:
        """Put the shard's numbers into plain arrays; what it does not hold is left as it is."""
        for own, place, whole in self._places(plain, columns):
            whole[place] = own

    def _places(self, plain: Arrays, columns: Columns) -> list[tuple[Array, Any, Array]]:
        """Return for each of the shard's arrays where in which plain array it belongs."""
        units, everything = self._layout.units, slice(None)
        places: list[tuple[Array, Any, Array]] = []
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            rows = (columns, units)[layer] if layer < 2 else everything
            places.append((w, (rows, everything if layer else units), plain[2 * layer]))
            places.append((b, everything if layer else units, plain[2 * layer + 1]))
        return places
