"""Passage: all that is reckoned for a walk, before anything is written about it."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Arrays, Bytes, read_only
from core.hyperparameters import Hyperparameters
from core.insight.walk.choice import Chosen, Followed, follow
from core.insight.walk.update import Moment, Update, mean_cost, update
from core.network.backprop import Gradients, LayerSlopes, backward, gradients, one_hot
from core.network.dropout import keeps
from core.network.network import Activity, Network, as_inputs


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One image on its way through a network and back, alone and as one of a batch.

    Attributes
    ----------
    network : Network
        The network before the step.
    settings : Hyperparameters
        The settings at this moment.
    image, label : ndarray, shape (28, 28), uint8, and int
        The image, and what it shows.
    class_names : tuple of str
        What the outputs stand for.
    images : int
        How many images the batch has.
    activity : Activity
        Every layer's values for the image; arrays of one row.
    keeps : tuple of ndarray, shape (1, neurons)
        What dropout multiplies the image's values of each hidden layer by; empty without dropout.
    y : ndarray, shape (classes,), read-only
        What the outputs are compared with: the target, softened where the cost does so.
    slopes : tuple of LayerSlopes
        The image's own, first layer first.
    mean : Gradients
        Of the whole batch.
    followed : Followed
        Neuron and link that are written out.
    cosine : float
        How far the slopes of the image and of the batch point the same way: 1 for the same way, 0 for none in
        common, -1 for the opposite; NaN where one of them is nothing or not finite.
    alone, together : Update
        The step with this image alone, and that with the batch; one and the same for a batch of one.
    image_costs, batch_costs : (float, float)
        Before and after the step: of the image when the step was made for it alone, and the batch's mean when it was
        made for all; with the same neurons left out, where there is dropout.
    """

    network: Network
    settings: Hyperparameters
    image: Bytes
    label: int
    class_names: tuple[str, ...]
    images: int
    activity: Activity
    keeps: Arrays
    y: Array
    slopes: tuple[LayerSlopes, ...]
    mean: Gradients
    followed: Followed
    cosine: float
    alone: Update
    together: Update
    image_costs: tuple[float, float]
    batch_costs: tuple[float, float]

    @property
    def is_finite(self) -> bool:
        """Whether sums and slopes are numbers, so that the image can teach something."""
        parts = (*self.activity.sums, *self.activity.values, *(array for one in self.slopes for array in _arrays(one)))
        return all(bool(np.isfinite(array).all()) for array in parts)

    @property
    def sent(self) -> Activity:
        """The activity with the values that each layer sends to the next: those that dropout keeps."""
        kept = tuple(a * keep for a, keep in zip(self.activity.values, self.keeps, strict=False))
        return replace(self.activity, values=(*kept, *self.activity.values[len(kept) :]))

    def received(self, layer: int) -> Array:
        """Return what a layer receives of the image, shape (inputs,)."""
        values: Array = (self.sent.values[layer - 1] if layer else self.activity.inputs)[0]
        return values

    def kept(self, layer: int, index: int) -> float:
        """Return what dropout multiplies the value of a hidden neuron by; 1 without dropout."""
        return float(self.keeps[layer][0, index]) if self.keeps else 1.0

    def own_slopes(self, layer: int) -> Array:
        """Return the slope of the activation of each neuron of a layer, where it stands, shape (neurons,)."""
        z, a = self.activity.sums[layer], self.activity.values[layer]
        slope = np.ones_like(a)
        with np.errstate(all="ignore"):
            self.network.layers[layer].activation.backward(z, a, slope)
        own: Array = slope[0]
        return own

    def slopes_back(self, layer: int) -> Array:
        """Return by how much what comes back to a hidden layer is multiplied, shape (neurons,): slope and dropout."""
        own = self.own_slopes(layer)
        return own * self.keeps[layer][0] if self.keeps else own


def passage(moment: Moment, images: Bytes, labels: Bytes, chosen: Chosen) -> Passage:
    """Return what happens to one image of a batch.

    Raises
    ------
    ValueError
        When there is no such image, neuron or link.
    """
    if not 0 <= chosen.image < len(images):
        raise ValueError(f"images are 0 to {len(images) - 1}, not {chosen.image}")
    settings, network = moment.hyperparameters, moment.network
    one = slice(chosen.image, chosen.image + 1)
    label = int(labels[chosen.image])
    is_alone = len(images) == 1
    share, hidden = settings.dropout, network.sizes[1:-1]
    kept = keeps(settings.seed, moment.whole_epochs, moment.position, len(images), hidden, share) if share else ()
    kept_of_one = tuple(keep[one] for keep in kept)
    with np.errstate(all="ignore"):  # a network that diverged may be walked through as well
        activity = network.activity(images[one], kept_of_one)
        y = one_hot(labels, network.classes, activity.outputs.dtype.type)
        slopes = tuple(reversed(list(backward(network, settings.cost, activity, y[one], kept_of_one))))
        mean = gradients(network, settings.cost, as_inputs(images), y, kept)
        cosine = _cosine(tuple(array for layer in slopes for array in (layer.weights, layer.biases)), mean.slopes)
    alone = update(moment, images[one], labels[one], kept_of_one)
    together = alone if is_alone else update(moment, images, labels, kept)

    def costs(step: Update, some: slice) -> tuple[float, float]:
        left = tuple(keep[some] for keep in kept)
        both = step.before, step.after
        before, after = (mean_cost(settings, network, images[some], labels[some], left) for network in both)
        return before, after

    image_costs = costs(alone, one)
    return Passage(
        network,
        settings,
        images[chosen.image],
        label,
        moment.class_names,
        len(images),
        replace(activity, inputs=read_only(activity.inputs)),
        kept_of_one,
        read_only(settings.cost.targets(y)[chosen.image]),
        slopes,
        mean,
        follow(network, slopes, chosen, label),
        cosine,
        alone,
        together,
        image_costs,
        image_costs if is_alone else costs(together, slice(None)),
    )


def _arrays(slopes: LayerSlopes) -> Arrays:
    return slopes.d, slopes.weights, slopes.biases


def _cosine(ones: Arrays, others: Arrays) -> float:
    pairs = [(one.ravel(), other.ravel()) for one, other in zip(ones, others, strict=True)]
    dot, first, second = (
        sum(float(np.einsum("i,i->", left, right, dtype=np.float64)) for left, right in these)
        for these in (pairs, [(one, one) for one, _ in pairs], [(other, other) for _, other in pairs])
    )
    length = float(np.sqrt(first * second))
    return min(1.0, max(-1.0, dot / length)) if np.isfinite(length) and length > 0 else float("nan")
