"""What all contestants begin with: images, weights, the order of each epoch; and how well a network reads.

Nothing but numpy is needed here, so that contestants run in environments without Inkling.
"""

import gzip
import os
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np

from tests.benchmarks.race.rows import EPOCH, Row

_ROOT = Path(__file__).resolve().parents[3]
_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)


@dataclass(frozen=True)
class Images:
    """MNIST: pixels as bytes, shape (images, 784), and what they show."""

    pixels: np.ndarray
    labels: np.ndarray
    test_pixels: np.ndarray
    test_labels: np.ndarray

    @cached_property
    def rows(self) -> np.ndarray:
        """The training images as float32, 0 to 1."""
        return as_numbers(self.pixels)


def as_numbers(pixels: np.ndarray) -> np.ndarray:
    """Return pixels as float32, 0 to 1."""
    return pixels.astype(np.float32) / np.float32(255)


def find_mnist(told: Path | None = None) -> Path | None:
    """Return the folder of MNIST's four files: the one told, that of INKLING_DATA, or beside the repository."""
    home = os.environ.get("INKLING_DATA")
    folders = [told, *((Path(home) / "mnist", Path(home)) if home else ()), _ROOT.parent / "shared/mnist"]
    return next((folder for folder in folders if folder and all((folder / name).exists() for name in _FILES)), None)


def read_images(folder: Path) -> Images:
    """Read MNIST."""
    parts = []
    for name in _FILES:
        with gzip.open(folder / name) as file:
            is_labels = "labels" in name
            values = np.frombuffer(file.read(), np.uint8, offset=8 if is_labels else 16)
            parts.append(values if is_labels else values.reshape(-1, 784))
    return Images(*parts)


def first_weights(row: Row) -> list[np.ndarray]:
    """Return where training begins, as ``w_0, b_0, w_1, b_1, ...`` with weights of shape (inputs, units)."""
    chance = np.random.default_rng(1)
    weights: list[np.ndarray] = []
    for before, after in pairwise(row.sizes):
        weights += [
            chance.normal(0, np.sqrt(2 / before), (before, after)).astype(np.float32),
            np.zeros(after, np.float32),
        ]
    return weights


def order_of(epoch: int) -> np.ndarray:
    """Return in which order an epoch takes the images."""
    return np.random.default_rng(100 + epoch).permutation(EPOCH)


def accuracy(weights: list[np.ndarray], images: Images) -> float:
    """Return what part of the test images a network with these weights reads right."""
    x = as_numbers(images.test_pixels)
    for place in range(0, len(weights), 2):
        x = (np.maximum(x, 0) if place else x) @ weights[place] + weights[place + 1]
    return float((x.argmax(axis=1) == images.test_labels).mean())
