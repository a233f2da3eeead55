"""The plain engine: training as the textbook has it, to read and to check the fast one against."""

import math
from collections.abc import Sequence

import numpy as np

from core.arrays import Arrays, Bytes
from core.hyperparameters import Hyperparameters
from core.network.backprop import gradients, one_hot
from core.network.dropout import keeps
from core.network.images import Order, TrainingImages
from core.network.network import Network, as_inputs
from core.parts.clipping import clip


class PlainEngine:
    """The textbook: an :class:`~core.network.engine.Engine` that computes gradients, then lets the optimizer step."""

    def __init__(self, settings: Hyperparameters, network: Network, memory: Arrays, images: TrainingImages) -> None:
        self._settings, self._images = settings, images
        self._network = network.working_copy()
        self._memory = tuple(array.copy() for array in memory)
        self._order: Order = np.arange(len(images))

    def begin_epoch(self, order: Order) -> None:
        """Take the training images in this order from now on."""
        self._order = order

    def train(self, start: int, stop: int, size: int, rates: Sequence[float], epoch: int = 0) -> int:
        """Train on the images at some places, batch after batch, and return how many batches were done."""
        chosen = self._order[start:stop]
        return self.train_on(self._images.images[chosen], self._images.labels[chosen], size, rates, epoch, start)

    def train_on(
        self, images: Bytes, labels: Bytes, size: int, rates: Sequence[float], epoch: int = 0, start: int = 0
    ) -> int:
        """Train on these images, batch after batch, and return how many batches were done."""
        for done, (first, rate) in enumerate(zip(range(0, len(images), size), rates, strict=True)):
            batch = slice(first, first + size)
            kept = self._keeps(len(labels[batch]), epoch, start + first)
            if not self.step(images[batch], labels[batch], rate, kept):
                return done
        return len(rates)

    def network(self) -> Network:
        """Return a copy of the network as it is now."""
        return self._network.frozen_copy()

    def memory(self) -> Arrays:
        """Return a copy of the optimizer's memory as it is now."""
        return tuple(array.copy() for array in self._memory)

    @property
    def trouble(self) -> str:
        """Nothing: it needs no other process."""
        return ""

    def close(self) -> None:
        """Do nothing: there is no process to let go of."""

    def _keeps(self, images: int, epoch: int, place: int) -> Arrays:
        settings = self._settings
        hidden = self._network.sizes[1:-1]
        return keeps(settings.seed, epoch, place, images, hidden, settings.dropout) if settings.dropout else ()

    def step(self, images: Bytes, labels: Bytes, rate: float, kept: Arrays = ()) -> bool:
        """Train on one batch, of which dropout keeps this, and return whether it was done."""
        settings = self._settings
        x, y = as_inputs(images), one_hot(labels, self._network.classes)
        batch = gradients(self._network, settings.cost, x, y, kept)
        if not (math.isfinite(batch.cost) and np.isfinite(batch.slopes[-1]).all()):
            return False
        parameters, slopes, memory = self._network.parameters, batch.slopes, self._memory
        if settings.frozen:
            chosen = [2 * layer + which for layer in settings.moving_layers for which in (0, 1)]  # weights and biases
            memory = settings.optimizer.memory_of(memory, len(parameters), chosen)
            parameters, slopes = (tuple(arrays[index] for index in chosen) for arrays in (parameters, slopes))
        if settings.clip_norm:
            clip(slopes, settings.clip_norm)
        if settings.weight_decay:
            settings.optimizer.decay_weights(parameters[::2], slopes[::2], settings.weight_decay, rate)
        if settings.l1:
            settings.optimizer.shrink_weights(parameters[::2], slopes[::2], settings.l1, rate)
        settings.optimizer.step(parameters, slopes, memory, rate)
        return True
