"""Engine: trains a network on mini-batches. A plain one to read, a fast one to use.

:class:`~core.network.plain.PlainEngine` is the textbook: gradients, then the optimizer's step. It is the
reference. :class:`FastEngine` computes the same, and agrees with it to rounding errors.

What is promised about the numbers: each engine gives the same weights, bit for bit, for
the same start and the same batches on one machine, however the batches are divided into
calls. The fast engine does so whether one thread works or two, so it may choose at any
moment. An engine that is made from another's weights and memory goes on exactly. The two
engines differ from each other in the last bits, since they add up in different orders;
and so may machines whose processors have other vector units.
"""

import os
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from core.arrays import Array, Arrays, Bytes
from core.data.augment import Unchanged
from core.hyperparameters import Hyperparameters
from core.network.fast.autotune import Autotune
from core.network.fast.packing import Columns, most_shards
from core.network.fast.pixels import Given, Order, Source, TrainingImages
from core.network.fast.shards import Shards
from core.network.fast.team import Alone, Crew, Pair
from core.network.network import Network
from core.network.plain import PlainEngine
from core.parts.optimizers import Optimizer

WAYS = ("measured", "one thread", "two threads", "plain")
"""How training may use the processor; the first is the default, and chooses among the three after it."""


class Engine(Protocol):
    """Trains a network, mini-batch by mini-batch."""

    def begin_epoch(self, order: Order) -> None:
        """Say in which order the training images come, shape (images,)."""

    def train(self, start: int, stop: int, size: int, rates: Sequence[float]) -> int:
        """Train on some of the images, from place ``start`` of the epoch up to ``stop``.

        Parameters
        ----------
        start, stop : int
            Places in the order given last.
        size : int
            Images of a batch; the last one may be smaller.
        rates : sequence of float
            The learning rate of each batch.

        Returns
        -------
        int
            How many batches were done. If it is not all of them, the slopes at the outputs
            were no longer finite numbers, and from there on the weights were left alone.
        """

    def train_on(self, images: Bytes, labels: Bytes, size: int, rates: Sequence[float]) -> int:
        """Train on other images, such as changed ones.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28), uint8
            Pixels.
        labels : ndarray, shape (n,), uint8
            What they show.
        size : int
            Images of a batch; the last one may be smaller.
        rates : sequence of float
            The learning rate of each batch.

        Returns
        -------
        int
            How many batches were done; see :meth:`train`.
        """

    def network(self) -> Network:
        """Return the network as it is now, in arrays of its own that refuse to be written to."""

    def memory(self) -> Arrays:
        """Return the optimizer's memory as it is now, copied, as :meth:`Optimizer.begin` lays it out."""

    def close(self) -> None:
        """Let go of threads; the engine can still be used."""


def make_engine(
    settings: Hyperparameters,
    network: Network,
    memory: Arrays,
    images: TrainingImages,
    *,
    way: str = "measured",
    clock: Callable[[], float] = time.perf_counter,
) -> Engine:
    """Make an engine.

    Parameters
    ----------
    settings : Hyperparameters
        Optimizer, cost and weight decay are taken from here; batch size and schedule are the caller's.
    network, memory : Network, tuple of ndarray
        Where training starts; they are copied.
    images : TrainingImages
        What to train on.
    way : str
        One of :data:`WAYS`.
    clock : callable
        Returns seconds, for the way ``"measured"``.
    """
    if way not in WAYS:
        raise ValueError(f"no such way: {way!r}")
    if way == "plain":
        return PlainEngine(settings, network, memory, images)
    return FastEngine(settings, network, memory, images, way=way, clock=clock)


class FastEngine:
    """The same arithmetic rearranged: an :class:`Engine` for one thread or two, told of in :mod:`core.network.fast`."""

    def __init__(
        self,
        settings: Hyperparameters,
        network: Network,
        memory: Arrays,
        images: TrainingImages,
        *,
        way: str,
        clock: Callable[[], float],
    ) -> None:
        self._images = images
        self._start_network, self._start_memory = network.frozen_copy(), tuple(array.copy() for array in memory)
        self._columns = _columns_to_keep(settings, network, memory, images)
        self._shards = Shards(settings, network, memory, self._columns)
        self._crews = _crews(way, most_shards(network.sizes))
        self._autotune = Autotune(len(self._crews), clock)
        self._source: Source | None = None

    def begin_epoch(self, order: Order) -> None:
        """Take the training images in this order from now on; they are fetched as they are needed."""
        self._source = self._images.in_order(self._columns, order)

    def train(self, start: int, stop: int, size: int, rates: Sequence[float]) -> int:
        """Train on the images at some places, as a job for the crew at hand; return how many batches were done."""
        if self._source is None:
            self.begin_epoch(np.arange(len(self._images)))
        assert self._source is not None
        return self._do(self._source, start, stop, size, rates)

    def train_on(self, images: Bytes, labels: Bytes, size: int, rates: Sequence[float]) -> int:
        """Train on these images, as a job for the crew at hand; return how many batches were done.

        Raises
        ------
        ValueError
            When pixels were left out, since the engine was made for settings without augmentation.
        """
        if len(self._columns) < images[0].size:
            raise ValueError("this engine has left pixels out; it was made for images without augmentation")
        return self._do(Given(images, labels), 0, len(images), size, rates)

    def network(self) -> Network:
        """Return the network as it is now, put together from its shards."""
        trained = self._start_network.working_copy()
        self._shards.store(trained.parameters)
        return trained.frozen_copy()

    def memory(self) -> Arrays:
        """Return the optimizer's memory as it is now, put together from the shards."""
        return self._shards.store_memory(tuple(array.copy() for array in self._start_memory))

    def close(self) -> None:
        """Send the crews' threads home; they come back when the engine is used again."""
        for crew in self._crews:
            crew.close()

    def _do(self, source: Source, start: int, stop: int, size: int, rates: Sequence[float]) -> int:
        works = self._shards.begin(source, start, stop, size, rates)
        crew = self._crews[self._autotune.way]
        self._autotune.start()
        crew.do(works)
        self._autotune.stop(stop - start)
        return self._shards.batches_done


def _crews(way: str, shards: int) -> tuple[Crew, ...]:
    """Return the crews to choose from."""
    crews: dict[str, Callable[[], Crew]] = {
        "one thread": Alone,
        "two threads": Pair,
    }
    if shards < 2:
        return (Alone(),)
    if way in crews:
        return (crews[way](),)
    return tuple(crew() for crew in crews.values()) if (os.cpu_count() or 1) > 1 else (Alone(),)


def _columns_to_keep(settings: Hyperparameters, network: Network, memory: Arrays, images: TrainingImages) -> Columns:
    """Return the pixels that matter: those ever inked, or all where the weights of the others would move too."""
    inked = images.inked_columns
    left_out = np.ones(network.sizes[0], np.bool_)
    left_out[inked] = False
    first_layers = memory[: len(memory) - len(memory) % len(network.parameters) : len(network.parameters)]
    moves_on = any(array[left_out].any() for array in first_layers)  # a velocity from other data
    is_augmented = not isinstance(settings.augmentation, Unchanged)
    if settings.weight_decay or is_augmented or moves_on or not _leaves_resting_weights(settings.optimizer):
        return images.all_columns
    return inked


def _leaves_resting_weights(optimizer: Optimizer) -> bool:
    """Return whether a weight without a slope stays where it is."""
    weight: Array = np.ones(1, np.float32)
    memory = optimizer.begin((weight,))
    for _ in range(3):
        optimizer.step((weight,), (np.zeros(1, np.float32),), memory, 0.1)
    return bool(weight[0] == 1)
