"""Novelty: whether a drawing is like what a network has learned from, judged by its hidden neurons.

A network is often sure of a drawing that is like nothing it has seen: it says "8" to a smiley, as one of its outputs
has to be the largest. Its hidden neurons tell more than its outputs. So a second, small network looks at their values:
it was shown those for images that the first reads rightly, and those for outliers: letters, and characters that stand
for nothing. It says how much more a drawing is like these. It looks at all hidden layers: the last one has forgotten
already what tells no digit from another, and with it alone four letters in a hundred more are taken for digits.

That is out-of-distribution detection by outlier exposure (Hendrycks, Mazeika and Dietterich, "Deep anomaly detection
with outlier exposure", ICLR 2019), on features of the network itself. Distances among these, without any outliers,
were tried first: to the classes' means by one covariance (Lee et al., "A simple unified framework for detecting
out-of-distribution samples and adversarial attacks", NeurIPS 2018), beside that to the mean of all (Ren et al., "A
simple fix to Mahalanobis distance for improving near-OOD detection", 2021), and to the nearest neighbours (Sun et al.,
"Out-of-distribution detection with deep nearest neighbors", ICML 2022). At one right answer in a hundred held back,
they hold back a tenth, a quarter and two fifths of the letters. How a detector comes about,
:mod:`core.insight.novelty_training` says.
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes
from core.data.frame import moved
from core.hyperparameters import Hyperparameters
from core.insight.looks import MOVES
from core.network.network import Activity, Network

HEAD_SETTINGS = Hyperparameters(hidden=(96,), learning_rate=0.002)
"""What the head is: rectifiers, then softmax; and how it is trained: by Adam, for cross-entropy."""

MOST_NEURONS = 4096
"""Hidden neurons that are looked at: with more, a head would be larger than most networks."""

_BLOCK = 200  # images at a time


@dataclass(frozen=True, slots=True, eq=False)
class NoveltyDetector:
    """Tells a drawing that is like none a network has learned from.

    Attributes
    ----------
    network : Network
        The network whose values are looked at: the one they were taken from, for training moves on.
    head : Network
        The second network: from the values of the hidden layers to one output for each class of the first network,
        and then one for each kind of outlier.
    threshold : float
        The strangeness above which a drawing is like none it has learned from.
    second : NoveltyDetector or None
        That of another network with the same classes, whose opinion counts as much as the own one.
    """

    network: Network
    head: Network
    threshold: float
    second: "NoveltyDetector | None" = None

    def is_novel(self, image: Bytes) -> bool:
        """Return whether an image, shape (28, 28), uint8, is like none that the network has learned from."""
        return bool(self.strangeness(image[np.newaxis])[0] > self.threshold)

    def strangeness(self, images: Bytes) -> Array:
        """Return how much more images are like outliers than like what is known, shape (n,).

        It is the logarithm of how many times likelier the head takes an image for any outlier than for any class,
        averaged over the image as it is and moved by a pixel to each side, and over both opinions where there are two.
        """
        total = np.zeros(len(images))
        for start in range(0, len(images), _BLOCK):
            block = images[start : start + _BLOCK]
            shown = moved(np.tile(block, (len(MOVES), 1, 1)), np.repeat(MOVES, len(block), axis=0))
            values = odds(self.head, features(self.network.activity(shown), self.head.sizes[0]), self.network.classes)
            total[start : start + _BLOCK] = values.reshape(len(MOVES), len(block)).mean(axis=0)
        return total if self.second is None else together(total, self.second.strangeness(images))


def together(own: Array, second: Array) -> Array:
    """Return how strange images are to two detectors."""
    mean: Array = (own + second) / 2
    return mean


def features(activity: Activity, inputs: int) -> Array:
    """Return what a head of so many inputs looks at, shape (n, inputs): values of all hidden layers, or of the last.

    Of a network without a hidden layer they are the outputs' sums.
    """
    *hidden, _ = activity.values
    if not hidden:
        return activity.sums[-1]
    return hidden[-1] if hidden[-1].shape[1] == inputs else np.concatenate(hidden, axis=1)


def head_inputs(network: Network) -> int:
    """Return how many values a new head looks at: all hidden layers', or the last one's where those are too many."""
    together = sum(network.sizes[1:-1])
    return together if 0 < together <= MOST_NEURONS else _last_values(network)


def has_inputs(inputs: int, network: Network) -> bool:
    """Return whether a head may have so many inputs; an earlier Inkling's looks at the last hidden layer alone."""
    return inputs in (head_inputs(network), _last_values(network))


def _last_values(network: Network) -> int:
    return network.sizes[-2] if len(network.layers) > 1 else network.classes


def odds(head: Network, values: Array, known: int) -> Array:
    """Return the logarithm of how many times likelier outliers are than what is known, shape (n,)."""
    sums = head.activity(values).sums[-1]
    difference: Array = _log_of_sum(sums[:, known:]) - _log_of_sum(sums[:, :known])
    return difference


def _log_of_sum(z: Array) -> Array:
    """Return ``log(sum(exp(z)))`` of each row, without overflow."""
    largest = z.max(axis=1, keepdims=True)
    logarithm: Array = np.log(np.exp(z - largest).sum(axis=1)) + largest[:, 0]
    return logarithm
