"""How a network's numbers are laid out for the fast engine, and cut into shards.

Three things differ from the plain layout of :class:`~core.network.network.Network`:

- The **biases of the first layer are one more row of its weights**, for an input that is
  always one. So adding them, and their slopes, come with the matrix products for free.
- **Pixels that no training image ever inks are left out** (67 of MNIST's 784). Their
  slopes are exactly zero, so their weights never move. Rows of pixels are padded with
  zeros to a multiple of 16 numbers, the width of a processor's vector register.
- **All numbers of a shard stand in one piece of memory**, so that an optimizer moves
  them with few numpy calls, on stretches as long as the processor's cache likes them.

The layers are cut in pairs, as Megatron-LM does it (Shoeybi et al., 2019, section 3).
The first of a pair is cut by its units: each shard has all inputs and half of the
units. The second is cut by its inputs: each shard receives just the units that it has
itself, and makes a partial sum for every unit. So the two shards meet once a pair, to
add their partial sums, and not once a layer. A last layer without a partner is not cut:
both shards do it, with the same result.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Arrays

VECTOR = 16  # float32 numbers in a vector register of 512 bits

# Sweeps over a stretch this long find it in the processor's cache, where the sweep before left it. Shorter ones
# would be more calls, after each of which a thread may have to wait for the interpreter lock.
CHUNK = 48 * 1024

Columns = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Piece:
    """What one shard holds of one layer.

    Attributes
    ----------
    inputs, units : slice
        Which of the layer's inputs and of its units.
    is_cut_by_units, is_cut_by_inputs : bool
        How the layer is cut among the shards; neither for a layer that every shard has whole.
    """

    inputs: slice
    units: slice
    is_cut_by_units: bool = False
    is_cut_by_inputs: bool = False


def most_shards(sizes: Sequence[int]) -> int:
    """Return into how many shards a network can be cut: two, or one where there is nothing to halve."""
    halved = sizes[1:-1:2]
    return 2 if halved and min(halved) >= 2 else 1


def cut(sizes: Sequence[int], shards: int) -> tuple[tuple[Piece, ...], ...]:
    """Return for each shard its piece of every layer.

    Parameters
    ----------
    sizes : sequence of int
        Values of each layer from the inputs to the outputs.
    shards : int
        One or two.
    """
    return tuple(_pieces_of(sizes, shards, shard) for shard in range(shards))


def _pieces_of(sizes: Sequence[int], shards: int, shard: int) -> tuple[Piece, ...]:
    layers = len(sizes) - 1
    pieces = []
    for layer, (inputs, units) in enumerate(zip(sizes, sizes[1:], strict=False)):
        whole = Piece(slice(0, inputs), slice(0, units))
        has_partner = layer % 2 == 1 or layer + 1 < layers
        if shards == 1 or not has_partner:
            pieces.append(whole)
        elif layer % 2 == 0:
            pieces.append(Piece(whole.inputs, _part(units, shards, shard), is_cut_by_units=True))
        else:
            pieces.append(Piece(_part(inputs, shards, shard), whole.units, is_cut_by_inputs=True))
    return tuple(pieces)


def _part(size: int, shards: int, shard: int) -> slice:
    return slice(size * shard // shards, size * (shard + 1) // shards)


class Packed:
    """A shard's weights and biases (or their slopes, or velocities) in one piece of memory.

    Parameters
    ----------
    pieces : sequence of Piece
        What the shard holds of each layer.
    columns : ndarray of int
        Which pixels the first layer receives.

    Attributes
    ----------
    flat : ndarray, one-dimensional, float32
        All the numbers.
    matrices : tuple of ndarray, shape (inputs, units)
        What is multiplied with each layer's inputs; the first one has the row of biases and the padding.
    weights, biases : tuple of ndarray
        Views of each layer's, shapes (inputs, units) and (units,).
    """

    def __init__(self, pieces: Sequence[Piece], columns: Columns) -> None:
        self._pieces, self._columns = pieces, columns
        shapes = [_shape(piece) for piece in pieces]
        shapes[0] = (padded_length(len(columns)), shapes[0][1])
        # Every layer's biases stand behind its weights; the first layer's are inside its matrix.
        rooms = [rows * units + (units if layer else 0) for layer, (rows, units) in enumerate(shapes)]
        starts = np.cumsum([0, *(_round_up(room) for room in rooms)])
        self.flat: Array = np.zeros(int(starts[-1]), np.float32)
        pixels = len(columns)
        matrices, weights, biases = [], [], []
        for layer, ((rows, units), start) in enumerate(zip(shapes, starts, strict=False)):
            matrix = self.flat[start : start + rows * units].reshape(rows, units)
            matrices.append(matrix)
            weights.append(matrix if layer else matrix[:pixels])
            behind = self.flat[start + rows * units : start + (rows + 1) * units]
            biases.append(behind if layer else matrix[pixels])
        self.matrices, self.weights, self.biases = tuple(matrices), tuple(weights), tuple(biases)

    @property
    def chunks(self) -> Arrays:
        """All the numbers again, as views of at most :data:`CHUNK` numbers: what an optimizer is given."""
        return tuple(self.flat[start : start + CHUNK] for start in range(0, self.flat.size, CHUNK))

    def like(self) -> "Packed":
        """Return another one of the same shape, all zero."""
        return Packed(self._pieces, self._columns)

    def load(self, plain: Arrays) -> None:
        """Take this shard's numbers out of plain arrays ``(w_0, b_0, w_1, b_1, ...)``."""
        for layer, piece in enumerate(self._pieces):
            w, b = plain[2 * layer : 2 * layer + 2]
            self.weights[layer][...] = w[self._rows(layer), piece.units]
            self.biases[layer][...] = b[piece.units]

    def store(self, plain: Arrays) -> None:
        """Put this shard's numbers into plain arrays; what the shard does not hold is left as it is."""
        for layer, piece in enumerate(self._pieces):
            w, b = plain[2 * layer : 2 * layer + 2]
            w[self._rows(layer), piece.units] = self.weights[layer]
            b[piece.units] = self.biases[layer]

    def _rows(self, layer: int) -> slice | Columns:
        return self._pieces[layer].inputs if layer else self._columns


def padded_length(pixels: int) -> int:
    """Return how long a row of so many pixels is with its bias input and its padding."""
    return _round_up(pixels + 1)


def _shape(piece: Piece) -> tuple[int, int]:
    return piece.inputs.stop - piece.inputs.start, piece.units.stop - piece.units.start


def _round_up(size: int) -> int:
    return -(-size // VECTOR) * VECTOR
