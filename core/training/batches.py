"""Training images in a seeded order, cut into mini-batches.

The order of an epoch depends on nothing but the seed and the epoch's number, and
the changes made to a batch on nothing but these and the batch's place. So there
is no generator whose state would have to be saved: who knows where a run stands
can go on from there exactly.
"""

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes
from core.data.dataset import Split
from core.hyperparameters import Hyperparameters
from core.network.backprop import one_hot
from core.network.network import as_inputs

# One seed is split per purpose, so that changing what one is used for leaves the others alone.
WEIGHTS, SHUFFLING, AUGMENTATION, SAMPLING = range(4)


def generator_for(seed: int, purpose: int, *places: int) -> np.random.Generator:
    """Return the generator for one purpose at one place of a run, such as an epoch's number."""
    return np.random.default_rng((seed, purpose, *places))


class Batches:
    """The training images, epoch after epoch.

    Parameters
    ----------
    split : Split
        Images and labels to train on.
    """

    def __init__(self, split: Split) -> None:
        self._images = split.images
        self._targets = one_hot(split.labels)
        self._order: npt.NDArray[np.intp] = np.arange(len(split))
        self._order_is_of: tuple[int, int] | None = None

    def __len__(self) -> int:
        return len(self._images)

    def take(self, hyperparameters: Hyperparameters, epoch: int, position: int) -> tuple[Array, Array]:
        """Return one mini-batch.

        Parameters
        ----------
        hyperparameters : Hyperparameters
            Batch size, seed, shuffling and augmentation.
        epoch : int
            Which epoch, from 0.
        position : int
            How many images of this epoch were shown before.

        Returns
        -------
        x : ndarray, shape (n, 784), float32
            Pixels from 0 to 1. The last batch of an epoch may be smaller than the others.
        y : ndarray, shape (n, 10), float32
            One-hot targets.
        """
        size = hyperparameters.batch_size or len(self)
        places: slice | npt.NDArray[np.intp] = slice(position, position + size)
        if hyperparameters.shuffle:
            places = self._shuffled(hyperparameters.seed, epoch)[places]
        images: Bytes = self._images[places]
        chance = generator_for(hyperparameters.seed, AUGMENTATION, epoch, position)
        return as_inputs(hyperparameters.augmentation.apply(images, chance)), self._targets[places]

    def _shuffled(self, seed: int, epoch: int) -> npt.NDArray[np.intp]:
        if self._order_is_of != (seed, epoch):
            self._order = generator_for(seed, SHUFFLING, epoch).permutation(len(self))
            self._order_is_of = (seed, epoch)
        return self._order
