"""Labels: whether they go with their images, which no look at a network can tell."""

import numpy as np

from core.arrays import Bytes
from core.network.network import as_inputs


def agreement(images: Bytes, labels: Bytes, among: Bytes, among_labels: Bytes) -> float:
    """Return for which part of some images the most similar other one has the same label, from 0 to 1.

    Digits that look alike mostly are the same digit, so of sound labels far more than half agree, of MNIST's more than
    four fifths among five hundred; of labels that came out of step with their images, a tenth. This is one nearest
    neighbor: Cover and Hart, "Nearest neighbor pattern classification", *IEEE Transactions on Information Theory* 13
    (1967).

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        Images; at least one.
    labels : ndarray, shape (n,), uint8
        What they are said to show.
    among, among_labels : ndarray, shapes (m, 28, 28) and (m,), uint8
        Where the most similar one is looked for; at least two. An image is not compared to one that is the same in
        every pixel, as it is to itself.
    """
    one, other = as_inputs(images), as_inputs(among)
    # |a - b|^2 = |a|^2 - 2 a.b + |b|^2, of which the first is the same for all that an image is compared to.
    distances = np.square(other).sum(axis=1) - 2 * one @ other.T
    distances[distances + np.square(one).sum(axis=1, keepdims=True) < _SAME] = np.inf
    return float(np.mean(among_labels[distances.argmin(axis=1)] == labels))


_SAME = 1e-3  # squared distance: below are rounding errors of float32, and far above it the images that differ
