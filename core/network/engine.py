"""Engine: trains a network on mini-batches. A plain one to read, a fast one to use.

:class:`~core.network.plain.PlainEngine` is the textbook: gradients, then the optimizer's step. It is the
reference. :class:`FastEngine` computes the same, and agrees with it to rounding errors.

What is promised about the numbers: each engine gives the same weights, bit for bit, for
the same start and the same batches on one machine, however the batches are divided into
calls. The fast engine does so whether one process works or several, so it may choose at any
moment. An engine that is made from another's weights and memory goes on exactly. The two
engines differ from each other in the last bits, since they add up in different orders;
and so may machines whose processors have other vector units.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

import numpy as np

from core.arrays import Array, Arrays, Bytes
from core.data.augment import Unchanged
from core.hyperparameters import Hyperparameters
from core.network.dropout import PIECE
from core.network.fast.ground import Ground, room_for_work
from core.network.fast.job import Job
from core.network.fast.layout import cut, shards_for
from core.network.images import Columns, Order, TrainingImages, room_for_rows
from core.network.memory import Memory
from core.network.network import Network
from core.network.parallel.labor import REFUSED, Labor
from core.network.plain import PlainEngine
from core.network.processors import usable
from core.parts.optimizers import Optimizer

WAYS = ("measured", "one process", "several processes", "plain")
"""How training may use the processors; the first is the default, and chooses between the two after it."""

_FORMER_WAYS = {"one thread": WAYS[1], "two threads": WAYS[2]}  # as version 0.1 called them


def way_called(name: str) -> str:
    """Return the way of this name, or the one that took the place of a way that was called so; others as they are."""
    return _FORMER_WAYS.get(name, name)


class Engine(Protocol):
    """Trains a network, mini-batch by mini-batch."""

    def begin_epoch(self, order: Order) -> None:
        """Say in which order the training images come, shape (images,)."""

    def train(self, start: int, stop: int, size: int, rates: Sequence[float], epoch: int = 0) -> int:
        """Train on some of the images, from place ``start`` of the epoch up to ``stop``.

        Parameters
        ----------
        start, stop : int
            Places in the order given last.
        size : int
            Images of a batch; the last one may be smaller.
        rates : sequence of float
            The learning rate of each batch.
        epoch : int
            Which epoch it is, from 0: what dropout leaves out follows from it.

        Returns
        -------
        int
            How many batches were done. If it is not all of them, the slopes at the outputs
            were no longer finite numbers, and from there on the weights were left alone.
        """

    def train_on(
        self, images: Bytes, labels: Bytes, size: int, rates: Sequence[float], epoch: int = 0, start: int = 0
    ) -> int:
        """Train on other images, such as changed ones.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28), uint8
            Pixels. They must not be written to afterwards: they may be needed once more.
        labels : ndarray, shape (n,), uint8
            What they show; nor must these.
        size : int
            Images of a batch; the last one may be smaller.
        rates : sequence of float
            The learning rate of each batch.
        epoch, start : int
            Which epoch it is, and which place of it the first image has; see :meth:`train`.

        Returns
        -------
        int
            How many batches were done; see :meth:`train`.
        """

    def network(self) -> Network:
        """Return the network as it is now, in arrays of its own that refuse to be written to."""

    def memory(self) -> Arrays:
        """Return the optimizer's memory as it is now, copied, as :meth:`Optimizer.begin` lays it out."""

    @property
    def trouble(self) -> str:
        """What is to be told of the way it works; empty where there is nothing."""

    def close(self) -> None:
        """Let go of processes; the engine can still be used."""


def make_engine(
    settings: Hyperparameters,
    network: Network,
    memory: Arrays,
    images: TrainingImages,
    *,
    way: str = "measured",
    is_modest: bool = False,
    clock: Callable[[], float] = time.perf_counter,
    shards: int | None = None,
) -> Engine:
    """Make an engine.

    Parameters
    ----------
    settings : Hyperparameters
        Optimizer, cost, weight decay, L1 and clipping are taken from here; batch size and schedule are the caller's.
    network, memory : Network, tuple of ndarray
        Where training starts; they are copied.
    images : TrainingImages
        What to train on.
    way : str
        One of :data:`WAYS`.
    is_modest : bool
        Whether its helpers leave the processors to a window, and to other programs, that want them.
    clock : callable
        Returns seconds, for the way ``"measured"``.
    shards : int, optional
        Into how many the network is cut; by the machine's processors without it.
    """
    if way not in WAYS:
        raise ValueError(f"no such way: {way!r}")
    if way == "plain":
        return PlainEngine(settings, network, memory, images)
    return FastEngine(settings, network, memory, images, way=way, is_modest=is_modest, clock=clock, shards=shards)


class FastEngine:
    """The same arithmetic rearranged: an :class:`Engine` for one process or several, see :mod:`core.network.fast`.

    Parameters
    ----------
    shards : int, optional
        Into how many the network is cut; by the machine's processors without it.
    """

    def __init__(
        self,
        settings: Hyperparameters,
        network: Network,
        memory: Arrays,
        images: TrainingImages,
        *,
        way: str,
        is_modest: bool = False,
        clock: Callable[[], float] = time.perf_counter,
        shards: int | None = None,
    ) -> None:
        self._start_network, self._start_memory = network.frozen_copy(), tuple(array.copy() for array in memory)
        self._images, self._columns = images, _columns_to_keep(settings, network, memory, images)
        shards = shards or shards_for(network.sizes, os.cpu_count() or 1)
        # With a single processor for all, another process would only be one more.
        helpers = 0 if way == "one process" or usable() < 2 else min(shards, usable())
        self._is_shared = helpers > 0
        try:
            self._ground = self._make_ground(settings, shards)
        except OSError:
            if not self._is_shared:
                raise
            self._is_shared = False
            self._ground = self._make_ground(settings, shards)
        self._is_refused = helpers > 0 and not self._is_shared
        self._begin_labor = partial(
            Labor,
            helpers=helpers if self._is_shared else 0,
            is_measured=way == "measured",
            is_modest=is_modest,
            clock=clock,
        )
        self._ground.load(network.parameters, memory, self._columns)
        self._ground.order[...] = np.arange(len(images))
        self._labor = self._begin_labor(self._ground)

    def _make_ground(self, settings: Hyperparameters, shards: int) -> Ground:
        layouts = cut(self._start_network.sizes, shards, len(self._columns))
        is_changed, images = not isinstance(settings.augmentation, Unchanged), self._images
        return Ground(
            settings,
            layouts,
            train=self._room(1) if is_changed else images.packed(self._columns, is_shared=self._is_shared),
            given=self._room(PIECE if is_changed else 1),
            memory=room_for_work(settings, layouts, len(images), is_shared=self._is_shared),
            scaling=self._start_network.scaling,
        )

    @property
    def trouble(self) -> str:
        """What is to be told of the way it works; empty where there is nothing."""
        return REFUSED if self._is_refused else self._labor.trouble

    def begin_epoch(self, order: Order) -> None:
        """Take the training images in this order from now on; they are fetched as they are needed."""
        self._ground.order[...] = order
        self._labor.forget()

    def train(self, start: int, stop: int, size: int, rates: Sequence[float], epoch: int = 0) -> int:
        """Train on the images at some places; return how many batches were done."""
        if self._ground.train.length("rows") < len(self._images):
            train = self._images.packed(self._columns, is_shared=self._is_shared)
            self._move_to(replace(self._ground, train=train))
        return self._labor.do(Job(False, start, stop, size, tuple(rates), epoch), stop - start)

    def train_on(
        self, images: Bytes, labels: Bytes, size: int, rates: Sequence[float], epoch: int = 0, start: int = 0
    ) -> int:
        """Train on these images; return how many batches were done.

        Raises
        ------
        ValueError
            When pixels were left out, since the engine was made for settings without augmentation.
        """
        if len(self._columns) < images[0].size:
            raise ValueError("this engine has left pixels out; it was made for images without augmentation")
        if self._ground.given.length("rows") < len(images):
            self._move_to(replace(self._ground, given=self._room(len(images))))
        job = Job(True, 0, len(images), size, tuple(rates), epoch, start)
        return self._labor.do(job, len(images), (images, labels))

    def network(self) -> Network:
        """Return the network as it is now, put together from its shards."""
        trained = self._start_network.working_copy()
        self._ground.store(trained.parameters, self._columns)
        return trained.frozen_copy()

    def memory(self) -> Arrays:
        """Return the optimizer's memory as it is now, put together from the shards."""
        memory = tuple(array.copy() for array in self._start_memory)
        self._ground.store_memory(memory, len(self._start_network.parameters), self._columns)
        return memory

    def wait(self) -> None:
        """Return when its helpers are there, where it is to have any: for who measures it."""
        self._labor.wait()

    def close(self) -> None:
        """Send the helpers home; they come back when the engine is used again."""
        self._labor.close()

    def _room(self, images: int) -> Memory:
        return room_for_rows(images, len(self._columns), is_shared=self._is_shared)

    def _move_to(self, ground: Ground) -> None:
        """Have images in other memory, of which helpers are told when they are started."""
        self._labor.close()
        self._ground, self._labor = ground, self._begin_labor(ground)


def _columns_to_keep(settings: Hyperparameters, network: Network, memory: Arrays, images: TrainingImages) -> Columns:
    """Return the pixels that matter: those ever inked, or all where the weights of the others would move too."""
    inked = images.inked_columns
    left_out = np.ones(network.sizes[0], np.bool_)
    left_out[inked] = False
    first_layers = memory[: len(memory) - len(memory) % len(network.parameters) : len(network.parameters)]
    moves_on = any(array[left_out].any() for array in first_layers)  # a velocity from other data
    is_augmented = not isinstance(settings.augmentation, Unchanged)
    if network.scaling is not None:  # then paper is no zero
        return images.all_columns
    decays = settings.weight_decay or settings.l1
    if decays or is_augmented or moves_on or not _leaves_resting_weights(settings.optimizer):
        return images.all_columns
    return inked


def _leaves_resting_weights(optimizer: Optimizer) -> bool:
    """Return whether a weight without a slope stays where it is."""
    weight: Array = np.ones(1, np.float32)
    memory = optimizer.begin((weight,))
    for _ in range(3):
        optimizer.step((weight,), (np.zeros(1, np.float32),), memory, 0.1)
    return bool(weight[0] == 1)
