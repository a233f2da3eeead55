"""Health: sees in time when a network can no longer learn, though its numbers are finite.

Numbers that are no longer finite are noticed by the engine, at the next batch. Two other
troubles are silent. All neurons of a layer may *die*: none leaves zero for any image, so
no slope gets through them, ever again (Lu et al., *Dying ReLU and initialization*, 2019);
which neuron is dead is told by :mod:`core.insight.liveliness`. And the slopes may *vanish*:
so many times smaller at the first layer than at the outputs that it does not learn
(Hochreiter, 1991). A few training images tell both.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes
from core.data.dataset import Split
from core.hyperparameters import Hyperparameters, derived
from core.insight.liveliness import liveliness
from core.network.backprop import one_hot
from core.network.network import Network, as_inputs
from core.parts.costs import Cost

IMAGES = 64
VANISHED = 1e-5
"""Slopes at the first layer this many times smaller than at the outputs hardly move it."""
USUAL_LARGEST = 1.0
"""What the norm of a gradient is often clipped to."""

_PRICE = 0.005  # of the time of training: so much looking may take


@dataclass(frozen=True, slots=True)
class Health:
    """How well slopes get through a network.

    Attributes
    ----------
    dead : tuple of float
        For each hidden layer which part of its neurons is dead, from 0 to 1.
    flow : float
        The root mean square of the slopes at the first layer's sums, divided by that at the outputs' sums;
        1 without a hidden layer, NaN where the outputs have no slope.
    """

    dead: tuple[float, ...]
    flow: float


def examine(network: Network, cost: Cost, images: Bytes, labels: Bytes) -> Health:
    """Return how well slopes get through a network for some images.

    Parameters
    ----------
    network : Network
        The network to look at.
    cost : Cost
        What is made small.
    images : ndarray, shape (n, 28, 28), uint8
        Training images; at least one.
    labels : ndarray, shape (n,), uint8
        What they show.
    """
    activity = network.activity(as_inputs(images))
    slope = cost.slope(network.output, activity.sums[-1], activity.outputs, one_hot(labels, network.classes))
    at_outputs = _size(slope)
    for index in reversed(range(len(network.layers) - 1)):
        slope = slope @ network.layers[index + 1].weights.T
        network.layers[index].activation.backward(activity.sums[index], activity.values[index], slope)
    flow = _size(slope) / at_outputs if at_outputs else float("nan")
    return Health(tuple(float(layer.is_dead.mean()) for layer in liveliness(network, images)), flow)


def warning_for(health: Health, settings: Hyperparameters) -> str:
    """Return what there is to say of it in a sentence or two, with figures; empty where all is well."""
    lowest = settings.moving_layers[0]  # layers before it are not to learn
    dead = [layer for layer, part in enumerate(health.dead) if part == 1 and layer >= lowest]
    if dead:
        layer, count = dead[0], settings.hidden[dead[0]]
        who = f"All {count:,} neurons" if count > 1 else "The one neuron"
        rate = settings.learning_rate
        smaller = derived(settings, learning_rate=float(f"{rate / 10:.2g}")).learning_rate
        # At most a tenth, as the trainer says of a cost that is no number; the coach works out how much less it is.
        remedy = f"a learning rate of {smaller:g} or less instead of {rate:g}" if smaller < rate else "leaky ReLU"
        return (
            f"{who} of hidden layer {layer + 1} {'are' if count > 1 else 'is'} silent: none of the {IMAGES} training "
            f"images looked at can change {'their' if count > 1 else 'its'} weights, so the layers up to there learn "
            f"nothing any more. Most likely a step was too large. Start over with {remedy}."
        )
    if health.flow < VANISHED and lowest == 0:
        times = f"{1 / health.flow:,.0f} times" if health.flow else "infinitely"
        layers = f"{len(settings.hidden)} hidden layers" if len(settings.hidden) > 1 else "a hidden layer"
        kinds = " and ".join(dict.fromkeys(each.name for each in settings.layer_activations))
        return (
            f"The first layer hardly learns: the slopes that reach it are {times} smaller than those at the outputs. "
            f"With {layers} of {kinds} neurons they vanish on the way. "
            "Try ReLU with He's first weights, or fewer layers."
        )
    return ""


def remedy_for_long_steps(settings: Hyperparameters) -> str:
    """Return what to try where the steps were so long that the cost is no longer a finite number."""
    smaller = derived(settings, learning_rate=settings.learning_rate / 10).learning_rate
    if smaller < settings.learning_rate:
        cure = f"Try a learning rate of {smaller:g} or less, from the last sound weights or anew."
        return cure + hint_of_clipping(settings)
    return "No learning rate is smaller: begin anew with other first weights, such as He or Xavier, or fewer layers."


def hint_of_clipping(settings: Hyperparameters) -> str:
    """Return a further sentence where clipping could have kept the steps short, empty elsewhere.

    An optimizer that divides a slope by what it remembers of its size makes steps that no longer slopes lengthen. And
    even a clipped step is as long as the rate: of one beyond 1 there is nothing to hope for.
    """
    could_help = settings.optimizer.is_linear and settings.learning_rate <= 1
    if not could_help or 0 < settings.clip_norm <= USUAL_LARGEST:
        return ""
    return f" If it happens now and then in a run that learns, a largest gradient of {USUAL_LARGEST:g} helps as well."


class HealthCheck:
    """Looks at a network now and then, at a price below a hundredth of the time of training.

    Parameters
    ----------
    split : Split
        Training images, of which the first few are used.
    clock : callable
        Returns seconds.

    Attributes
    ----------
    warning : str
        What there is to say about the latest look; empty where all was well.
    """

    def __init__(self, split: Split, clock: Callable[[], float] = time.perf_counter) -> None:
        self._images, self._labels = split.images[:IMAGES], split.labels[:IMAGES]
        self._clock = clock
        self._next = clock()
        self.warning = ""

    def look(self, network: Callable[[], Network], settings: Hyperparameters) -> None:
        """Look, if it is time again; ``network`` returns the network as it is."""
        began = self._clock()
        if began < self._next or not len(self._labels):
            return
        health = examine(network(), settings.cost, self._images, self._labels)
        self.warning = warning_for(health, settings)
        ended = self._clock()
        self._next = ended + (ended - began) / _PRICE


def _size(slopes: Array) -> float:
    return float(np.sqrt(np.mean(np.square(slopes, dtype=np.float64))))
