"""Validation images: some of the training images, held out to judge a run by.

Whoever chooses by the test images when to stop, or which moment to keep, has no honest figure left: the moment that
happened to read most of them is the one told. So some of the training images are never trained on, choosing goes by
these, and the test images are left for the end (Goodfellow, Bengio, Courville, *Deep Learning*, 2016, 5.3).
"""

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters


def count(images: int, percent: float) -> int:
    """Return how many of so many training images are held out; at most half of them are."""
    return round(images * percent / 100)


def is_held_out(labels: Bytes, percent: float) -> npt.NDArray[np.bool_]:
    """Return which of the training images are held out, shape (n,).

    They are spread evenly over the images in the order of their classes, so that each class has its share of them
    whatever order the file is in. Chance has no part in it: all runs that hold out as many are judged by the same.

    Parameters
    ----------
    labels : ndarray, shape (n,), uint8
        What the training images show.
    percent : float
        How many are held out, 0 to 50.
    """
    held = np.zeros(len(labels), np.bool_)
    if some := count(len(labels), percent):
        by_class = np.argsort(labels, kind="stable")
        held[by_class[np.arange(some) * len(labels) // some]] = True
    return held


def rest_of(train: Split, percent: float) -> Split:
    """Return the training images that are not held out: the split itself where none are."""
    return train.only(~is_held_out(train.labels, percent)) if percent else train


def validation_of(train: Split, hyperparameters: Hyperparameters) -> Split | None:
    """Return the training images that a run with these settings is judged by; none where none are held out."""
    percent = hyperparameters.validation_split
    return train.only(is_held_out(train.labels, percent)) if percent else None


def check_validation(hyperparameters: Hyperparameters, dataset: Dataset) -> None:
    """Refuse to hold out so few images that not every class can be among them.

    Raises
    ------
    TrainingError
        It tells both figures.
    """
    percent, images, classes = hyperparameters.validation_split, len(dataset.train), len(dataset.class_names)
    if percent and (some := count(images, percent)) < classes:
        raise TrainingError(
            f"{percent:g} % of the {images:,} training images of {dataset.title} are {some}, too few to judge "
            f"{classes} classes by.",
            "Hold out a larger part of them, or none: 0.",
        )
