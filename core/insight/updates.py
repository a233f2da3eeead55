"""Updates: how large the next step of training is, next to the weights it changes."""

import numpy as np

from core.arrays import Arrays, Bytes
from core.hyperparameters import Hyperparameters
from core.insight.statistics import update_ratios
from core.network.backprop import gradients, one_hot
from core.network.network import Network, as_inputs

MOST_IMAGES = 256
"""Images of a batch that is tried; larger ones, or all images, have nearly the same slopes as so many."""
REFILLS = 16
"""Steps after which a lost memory is about what it was."""


def next_update(
    network: Network,
    settings: Hyperparameters,
    epoch: float,
    memory: Arrays,
    images: Bytes,
    labels: Bytes,
) -> tuple[float, ...]:
    """Return the size of the next step over the size of the weights, for each layer.

    The step is taken, on a copy. Two moments of a recording could be compared instead, but hundreds of
    steps lie between them that partly undo each other, so that the figure would be far too small.

    Parameters
    ----------
    network : Network
        The network at the moment looked at.
    settings : Hyperparameters
        Cost, optimizer, learning rate and schedule in force there.
    epoch : float
        Where the run stands.
    memory : tuple of ndarray
        What the optimizer has learned. Where it is empty, and the optimizer keeps one, some steps are
        taken to fill it, and the last of these is told: within about a factor of two (measured on MNIST,
        with Adam and momentum, from the tenth step to the fourth epoch).
    images, labels : ndarray, shapes (n, 28, 28) and (n,), uint8
        Training images to cut batches from; there is at least one.

    Returns
    -------
    tuple of float
        See :func:`core.insight.statistics.update_ratios`; NaN where a step cannot be told.
    """
    size = min(settings.batch_size or MOST_IMAGES, MOST_IMAGES, len(images))
    rate = settings.learning_rate * settings.schedule.factor(epoch, settings.epochs)
    fresh = settings.optimizer.begin(network.parameters)
    is_lost = bool(fresh) and len(memory) != len(fresh)
    memory = fresh if is_lost else tuple(array.copy() for array in memory)
    before = stepped = network
    with np.errstate(all="ignore"):  # a network that diverged may be looked at as well
        for start in range(0, size * (REFILLS if is_lost else 1), size):
            places = np.arange(start, start + size) % len(images)
            before, stepped = stepped, stepped.working_copy()
            _take_step(stepped, settings, rate, memory, images[places], labels[places])
    return update_ratios(before, stepped)


def _take_step(
    network: Network, settings: Hyperparameters, rate: float, memory: Arrays, images: Bytes, labels: Bytes
) -> None:
    """Do what :class:`core.network.engine.PlainEngine` does with one batch, weight decay included."""
    slopes = gradients(network, settings.cost, as_inputs(images), one_hot(labels)).slopes
    decay = settings.weight_decay
    for layer, slope in zip(network.layers, slopes[::2], strict=True):
        if decay and settings.optimizer.decouples_decay:
            np.multiply(layer.weights, 1 - rate * decay, out=layer.weights)
        elif decay:
            slope += decay * layer.weights
    settings.optimizer.step(network.parameters, slopes, memory, rate)
