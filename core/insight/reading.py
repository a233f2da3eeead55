"""Reading: how a network reads digits that are looked at one by one, such as a person's own."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import read_only
from core.data.dataset import Split
from core.network.network import Network

_BLOCK = 256  # images at a time: their values stay in the processor's cache

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a network takes some digits for.

    Attributes
    ----------
    digits : ndarray, shape (n,), uint8, read-only
        What each is taken for, 0 to 9.
    is_right : ndarray, shape (n,), bool, read-only
        Whether that is what it is.
    is_held_back : ndarray, shape (n,), bool, read-only
        Whether it is kept from training.
    """

    digits: npt.NDArray[np.uint8]
    is_right: Flags
    is_held_back: Flags

    def __len__(self) -> int:
        return len(self.digits)

    @property
    def accuracy(self) -> float:
        """Which part is read correctly, from 0 to 1; NaN for none."""
        return _share(self.is_right)

    @property
    def held_back(self) -> int:
        """How many are kept from training."""
        return int(self.is_held_back.sum())

    @property
    def held_back_accuracy(self) -> float:
        """Which part of those is read correctly, from 0 to 1; NaN for none."""
        return _share(self.is_right[self.is_held_back])


def read(network: Network, split: Split, is_held_back: Flags) -> Reading:
    """Return what a network takes images for.

    Parameters
    ----------
    network : Network
        The network to ask.
    split : Split
        Images, and what they show.
    is_held_back : ndarray, shape (n,), bool
        Which of them are kept from training.
    """
    digits = np.zeros(len(split), np.uint8)
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged may be asked as well
        for start in range(0, len(split), _BLOCK):
            block = slice(start, start + _BLOCK)
            digits[block] = network.outputs(split.images[block]).argmax(axis=1)
    return Reading(read_only(digits), read_only(digits == split.labels), read_only(is_held_back))


def _share(is_so: Flags) -> float:
    return float(is_so.mean()) if len(is_so) else float("nan")
