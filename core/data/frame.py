"""MNIST's frame: ink whose longer side is 20 pixels, its centre of mass at pixel 14 of 28.

Pad drawings, image files and synthetic digits all pass through here, so that a
network meets one geometry whatever the source. Checked against MNIST's 60,000
training images: the longer side is 20 in all but a handful, and the centre of
mass, with pixels counted from 0, lies within half a pixel of 14 in every one.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes

SIDE = 28
"""Pixels on a side of the image a network sees."""

BOX = 20
"""Pixels on the longer side of the ink."""

CENTER = 14
"""Row and column, counted from 0, that the centre of mass is moved to."""

MARGIN = (SIDE - BOX) // 2
"""Where the box begins before the ink is centred, in pixels."""

Shifts: TypeAlias = npt.NDArray[np.intp]


def centering_shifts(images: Bytes) -> Shifts:
    """Return by how many whole pixels each image must move to be centred.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        0 is paper, 255 is full ink.

    Returns
    -------
    ndarray, shape (n, 2), int
        Rows down and columns right. Never so far that ink would leave the
        image: a very lopsided drawing stays whole, and a little off center.
    """
    shifts = np.zeros((len(images), 2), np.intp)
    for axis in (0, 1):
        profile = images.sum(axis=2 - axis, dtype=np.float32)
        mass = np.maximum(profile.sum(axis=1), 1.0)
        middle = profile @ np.arange(SIDE, dtype=np.float32) / mass
        inked = profile > 0
        first = inked.argmax(axis=1)
        last = SIDE - 1 - inked[:, ::-1].argmax(axis=1)
        shifts[:, axis] = np.clip(np.rint(CENTER - middle), -first, SIDE - 1 - last)
    return shifts


def moved(images: Bytes, shifts: Shifts) -> Bytes:
    """Return the images moved by whole pixels; what comes in from outside is paper.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
    shifts : ndarray, shape (n, 2), int
        Rows down and columns right.

    Returns
    -------
    ndarray, shape (n, 28, 28), uint8
    """
    at = np.arange(SIDE)
    rows = at - shifts[:, :1]
    columns = at - shifts[:, 1:]
    # Taking modulo 28 wraps around, which is harmless: shifts keep all ink inside, so only paper wraps.
    picked: np.ndarray[Any, np.dtype[np.uint8]] = images[
        np.arange(len(images))[:, None, None], (rows % SIDE)[:, :, None], (columns % SIDE)[:, None, :]
    ]
    return picked


def centered(images: Bytes) -> Bytes:
    """Return the images with their centres of mass at pixel 14, moved by whole pixels.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        0 is paper, 255 is full ink. An image without ink stays as it is.

    Returns
    -------
    ndarray, shape (n, 28, 28), uint8
    """
    return moved(images, centering_shifts(images))
