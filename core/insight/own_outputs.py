"""Own outputs: how much each output says where it should say the most."""

import numpy as np

from core.arrays import Array, Bytes, read_only
from core.network.network import Network


def own_outputs(network: Network, images: Bytes, labels: Bytes) -> Array:
    """Return the mean value of each output over the images of its own class, shape (classes,); NaN for one without any.

    Parameters
    ----------
    network : Network
        The network to ask; one that diverged may be asked as well.
    images : ndarray, shape (n, 28, 28), uint8
        Images.
    labels : ndarray, shape (n,), uint8
        What they show.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        values = network.outputs(images)[np.arange(len(labels)), labels].astype(np.float64)
        totals = np.bincount(labels, weights=values, minlength=network.classes)
    counts = np.bincount(labels, minlength=network.classes)
    means: Array = np.full(network.classes, np.nan)
    np.divide(totals, counts, out=means, where=counts > 0)
    return read_only(means)
