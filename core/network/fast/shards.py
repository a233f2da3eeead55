"""Shards: the network cut in two, each half trained on every image of the batch.

Serves every optimizer and every batch size. What a worker does in a step is in
:mod:`core.network.fast.shard`, when it does it and when it meets the other in
:mod:`core.network.fast.batch_plan`, and how the network is cut in :mod:`core.network.fast.packing`.
"""

from collections.abc import Iterator, Sequence

from core.arrays import Arrays
from core.hyperparameters import Hyperparameters
from core.network.fast.batch_plan import BatchPlan, plan
from core.network.fast.packing import Columns, Packed, Piece, cut, most_shards, padded_length
from core.network.fast.pixels import Source
from core.network.fast.shard import Shard
from core.network.network import Network


class Shards:
    """Trains a network in two halves, or whole where there is nothing to halve.

    Parameters
    ----------
    settings : Hyperparameters
        Activation, output, cost, optimizer, weight decay.
    network, memory : Network, tuple of ndarray
        Where training starts; they are copied.
    columns : ndarray of int
        Which pixels the first layer receives.
    """

    def __init__(self, settings: Hyperparameters, network: Network, memory: Arrays, columns: Columns) -> None:
        pieces = cut(network.sizes, most_shards(network.sizes))
        self._layers = len(network.layers)
        self._members = tuple(_Member(settings, network, memory, own, columns) for own in pieces)
        shards = [member.shard(index, settings) for index, member in enumerate(self._members)]
        self._batch_plan = BatchPlan(shards, padded_length(len(columns)), network.classes)

    @property
    def batches_done(self) -> int:
        """How many batches of the latest call were done."""
        return self._batch_plan.batches_done[0]

    def begin(
        self, source: Source, start: int, stop: int, size: int, rates: Sequence[float]
    ) -> tuple[Iterator[bool], ...]:
        """Return what each worker has to do: generators that yield where they meet."""
        return self._batch_plan.begin(plan(source, start, stop, size, rates))

    def store(self, parameters: Arrays) -> None:
        """Put the weights and biases as they are now into plain arrays ``(w_0, b_0, w_1, b_1, ...)``."""
        for member in self._members:
            member.parameters.store(parameters)

    def store_memory(self, memory: Arrays) -> Arrays:
        """Return the optimizer's memory as it is now, in these plain arrays."""
        count = 2 * self._layers
        for member in self._members:
            for kind, packed in enumerate(member.velocities):
                packed.store(memory[kind * count : (kind + 1) * count])
        rest = self._members[0].rest_of_memory
        return (*memory[: len(memory) - len(rest)], *(array.copy() for array in rest))


class _Member:
    """What one shard of the network consists of.

    Attributes
    ----------
    parameters : Packed
        Weights and biases.
    velocities : tuple of Packed
        The parts of the optimizer's memory that are laid out like the parameters.
    rest_of_memory : tuple of ndarray
        The other parts, such as Adam's count of steps.
    """

    def __init__(
        self, settings: Hyperparameters, network: Network, memory: Arrays, pieces: Sequence[Piece], columns: Columns
    ) -> None:
        self._pieces = pieces
        plain = network.parameters
        self.parameters = Packed(pieces, columns)
        self.parameters.load(plain)
        begun = settings.optimizer.begin((self.parameters.flat,))
        kinds = _kinds_like_parameters(len(memory), len(begun), len(plain))
        self.velocities = tuple(self.parameters.like() for _ in range(kinds))
        for kind, packed in enumerate(self.velocities):
            packed.load(memory[kind * len(plain) : (kind + 1) * len(plain)])
        self.rest_of_memory: Arrays = tuple(array.copy() for array in memory[kinds * len(plain) :])

    def shard(self, index: int, settings: Hyperparameters) -> Shard:
        """Return the shard that trains it."""
        slopes = self.parameters.like()
        memory = (*(chunk for packed in self.velocities for chunk in packed.chunks), *self.rest_of_memory)
        return Shard(index, self._pieces, settings, self.parameters, slopes, memory)


def _kinds_like_parameters(plain_memory: int, flat_memory: int, parameters: int) -> int:
    """Return how many arrays an optimizer remembers for each parameter.

    Its memory is so many arrays per parameter, first all of one kind, then all of the
    next, and perhaps a few others at the end. With ``k`` kinds and ``r`` others it has
    ``k * parameters + r`` arrays, or ``k + r`` for a single parameter.
    """
    return (plain_memory - flat_memory) // (parameters - 1)
