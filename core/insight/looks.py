"""Looks: the five images by which a drawing is read: as it is, and moved by a pixel to each side.

What a network says to a digit hardly changes with a pixel's move, and where it does, chance has a part in it: the mean
of five answers is right a little more often than one. Answers to what is no digit waver.
"""

from typing import Any

import numpy as np

from core.arrays import Array, Bytes
from core.data.dataset import IMAGE_SHAPE
from core.network.network import Network

MOVES = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0))
"""By how many pixels an image is moved for each look: rows down, columns right."""


def looks(image: Bytes) -> Bytes:
    """Return the five images, the one as it is first; ink that leaves the image is lost, paper comes in.

    Parameters
    ----------
    image : ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink.

    Returns
    -------
    ndarray, shape (5, 28, 28), uint8
    """
    height, width = IMAGE_SHAPE
    around = np.zeros((height + 2, width + 2), np.uint8)
    around[1:-1, 1:-1] = image
    return np.stack([around[1 - down : 1 - down + height, 1 - right : 1 - right + width] for down, right in MOVES])


def outputs_of_looks(network: Network, image: Bytes) -> Array:
    """Return what a network says to each of the five looks, shape (5, classes), in one pass of all of them."""
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged may be asked as well
        return network.outputs(looks(image))


def mean_of(outputs: Array) -> Array:
    """Return the mean of the outputs of several looks, shape (classes,); of equal ones exactly that."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean: np.ndarray[Any, np.dtype[np.float32]] = outputs.mean(axis=0, dtype=np.float64).astype(outputs.dtype)
    return mean
