"""Start: what a run's settings mean for its first weights, made again from the seed.

Where a network is ruined, what can be measured of it tells little of the cause: a step of neurons that are all at an
end is short whatever the rate. Its first weights were sound, and they can be had again.
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes
from core.data.dataset import Split
from core.hyperparameters import Hyperparameters
from core.network.backprop import gradients, one_hot
from core.network.network import Network, as_inputs
from core.network.scaling import scaling_for
from core.parts.clipping import clip
from core.training.batches import WEIGHTS, generator_for

_STEPS = 10  # in the same direction: momentum has got up to two thirds of its speed by then
_FEWEST, _MOST = 10, 256  # images of a batch


@dataclass(frozen=True, slots=True)
class Start:
    """The first weights of a run, and the steps that its settings ask for there.

    Attributes
    ----------
    step : float
        How large a step is next to the weights it changes, in the layer where it is largest, once the optimizer has got
        up speed; NaN where the weights are all zero or the slopes not finite.
    signal : float
        How much of what differs from image to image is left at the last hidden layer, in parts of what there is at the
        first; 1 with fewer than two.
    """

    step: float
    signal: float


def look_at_start(settings: Hyperparameters, images: Bytes, labels: Bytes, classes: int) -> Start:
    """Return what there is to know about the first weights.

    Parameters
    ----------
    settings : Hyperparameters
        The experiment.
    images : ndarray, shape (n, 28, 28), uint8
        Training images; at least one. As many are used as a batch has, spread evenly.
    labels : ndarray, shape (n,), uint8
        What they show.
    classes : int
        How many classes there are.
    """
    count = min(max(settings.batch_size or _MOST, _FEWEST), _MOST)
    few = Split(images, labels).spread(count)
    x, y = as_inputs(few.images), one_hot(few.labels, classes)
    chance, scaling = generator_for(settings.seed, WEIGHTS), scaling_for(settings, few.images)
    network = Network.create(settings, chance, classes=classes, scaling=scaling)
    with np.errstate(all="ignore"):  # first weights may be so large that no number is finite
        spreads = [_spread(values) for values in network.activity(x).values[:-1]]
        signal = spreads[-1] / spreads[0] if len(spreads) > 1 and spreads[0] > 0 else 1.0
        return Start(_step(settings, network, x, y), signal if np.isfinite(signal) else 1.0)


def _step(settings: Hyperparameters, network: Network, x: Array, y: Array) -> float:
    """Return the length of a step over that of the weights it changes, in the layer where that is largest."""
    slopes = gradients(network, settings.cost, x, y).slopes
    if settings.clip_norm:
        clip(
            tuple(slopes[2 * layer + which] for layer in settings.moving_layers for which in (0, 1)), settings.clip_norm
        )
    moved = tuple(np.zeros_like(array) for array in network.parameters)  # how far these have come
    memory = settings.optimizer.begin(moved)
    for _ in range(_STEPS):
        before = tuple(array.copy() for array in moved[::2])
        settings.optimizer.step(moved, tuple(slope.copy() for slope in slopes), memory, settings.learning_rate)
    lengths = [float(np.linalg.norm(w - earlier)) for w, earlier in zip(moved[::2], before, strict=True)]
    sizes = [float(np.linalg.norm(layer.weights)) for layer in network.layers]
    ratios = [lengths[layer] / sizes[layer] for layer in settings.moving_layers if sizes[layer] > 0]
    return max((ratio for ratio in ratios if np.isfinite(ratio)), default=float("nan"))


def _spread(values: Array) -> float:
    """Return how much the values of a layer's neurons differ from image to image, shape (images, neurons)."""
    return float(np.sqrt(np.mean(np.var(values, axis=0, dtype=np.float64))))
