"""What was opened: images to train on and to test with, of any classes, and what is to be said of how they came."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, read_only
from core.data.classes import DIGITS
from core.data.dataset import IMAGE_SHAPE, Dataset, Split

_SHOWN = 6


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Images and their labels, read-only.

    Attributes
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        0 is paper, 255 is full ink, unless they are the other way round.
    labels : ndarray, shape (n,), uint8
        The places of their classes' names.
    """

    images: Bytes = field(repr=False)
    labels: Bytes = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "images", read_only(self.images))
        object.__setattr__(self, "labels", read_only(self.labels))

    def __len__(self) -> int:
        return len(self.labels)

    def only(self, places: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> "Labelled":
        """Return some of them."""
        return Labelled(self.images[places], self.labels[places])

    @classmethod
    def empty(cls) -> "Labelled":
        """Return none."""
        return cls(np.zeros((0, *IMAGE_SHAPE), np.uint8), np.zeros(0, np.uint8))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """A data set as it was opened, or as it was put right then.

    Attributes
    ----------
    path : Path
        What was opened.
    name : str
        That of the file or folder, harmless.
    train, test : Labelled
        There is at least one image to train on; there may be none to test with.
    class_names : tuple of str, 2 to 100
        What the labels stand for.
    found : str
        What it is, in a sentence.
    taken : str
        What was taken for training and for testing, in a sentence.
    notes : tuple of str
        What was converted or left out on the way, a sentence each.
    """

    path: Path
    name: str
    train: Labelled
    test: Labelled
    class_names: tuple[str, ...]
    found: str
    taken: str
    notes: tuple[str, ...] = ()

    @property
    def are_digits(self) -> bool:
        """Whether every class is a digit."""
        return set(self.class_names) <= set(DIGITS)

    def dataset(self) -> Dataset:
        """Return what the engine trains on: a network has an output for each of its classes."""
        train, test = self.train, self.test
        return Dataset(
            self.name,
            self.name,
            Split(train.images, train.labels),
            Split(test.images, test.labels),
            self.class_names,
        )


def classes_in_words(names: tuple[str, ...]) -> str:
    """Return how many classes there are and what they are called: "26 classes (A/a, B/b, C/c, … Z/z)"."""
    shown = ", ".join(names) if len(names) <= 2 * _SHOWN else f"{', '.join(names[:3])}, … {names[-1]}"
    return f"{len(names)} classes ({shown})"
