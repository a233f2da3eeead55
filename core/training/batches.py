"""Training images in a seeded order, and changed ones in mini-batches.

The order of an epoch depends on nothing but the seed and the epoch's number, and
the changes made to an image on nothing but these and the image's place. So there
is no generator whose state would have to be saved: who knows where a run stands
can go on from there exactly.
"""

import numpy as np

from core.arrays import Bytes
from core.data.dataset import Split
from core.hyperparameters import Hyperparameters
from core.network.images import Order, TrainingImages

# One seed is split per purpose, so that changing what one is used for leaves the others alone. The next is dropout's.
WEIGHTS, SHUFFLING, AUGMENTATION, SAMPLING = range(4)

BLOCK = 2048
"""How many images are augmented at a time."""


def generator_for(seed: int, purpose: int, *places: int) -> np.random.Generator:
    """Return the generator for one purpose at one place of a run, such as an epoch's number."""
    return np.random.default_rng((seed, purpose, *places))


class Batches:
    """The training images, epoch after epoch.

    Parameters
    ----------
    split : Split
        Images and labels to train on.
    packed : TrainingImages, optional
        Images that are packed already; they are used where they are those of the split.

    Attributes
    ----------
    images : TrainingImages
        The same images, for an engine.
    """

    def __init__(self, split: Split, packed: TrainingImages | None = None) -> None:
        is_packed = packed is not None and packed.images is split.images
        self.images = packed if packed is not None and is_packed else TrainingImages(split.images, split.labels)
        self._unshuffled: Order = np.arange(len(split))
        self._order = self._unshuffled
        self._order_is_of: tuple[int, int] | None = None
        self._block: tuple[Bytes, Bytes] = (split.images[:0], split.labels[:0])
        self._block_is_of: tuple[object, ...] | None = None

    def __len__(self) -> int:
        return len(self.images)

    def order(self, hyperparameters: Hyperparameters, epoch: int) -> Order:
        """Return which image comes when in an epoch, counted from 0; one place for every image."""
        if not hyperparameters.shuffle:
            return self._unshuffled
        return self._shuffled(hyperparameters.seed, epoch)

    def changed(
        self,
        hyperparameters: Hyperparameters,
        epoch: int,
        start: int,
        stop: int,
        threads: int = 1,
    ) -> tuple[Bytes, Bytes]:
        """Return some of the images of an epoch after their augmentation.

        Parameters
        ----------
        hyperparameters : Hyperparameters
            Seed, shuffling and augmentation.
        epoch : int
            Which epoch, from 0.
        start, stop : int
            From which place of the epoch up to which. Up to the end of a block of ``BLOCK`` places nothing is copied.
        threads : int
            How many threads change them; the result is the same to the last bit.

        Returns
        -------
        images : ndarray, shape (n, 28, 28), uint8
            Pixels.
        labels : ndarray, shape (n,), uint8
            What they show.
        """
        first, last = start // BLOCK, (stop - 1) // BLOCK
        blocks = [self._changed_block(hyperparameters, epoch, index, threads) for index in range(first, last + 1)]
        inside = slice(start - first * BLOCK, stop - first * BLOCK)
        if len(blocks) == 1:
            images, labels = blocks[0]
        else:
            images = np.concatenate([block[0] for block in blocks])
            labels = np.concatenate([block[1] for block in blocks])
        return images[inside], labels[inside]

    def _changed_block(
        self, hyperparameters: Hyperparameters, epoch: int, index: int, threads: int
    ) -> tuple[Bytes, Bytes]:
        """Return ``BLOCK`` places of an epoch after their augmentation, and keep them for the batches to come.

        What an image is changed to depends on its place in the epoch, and not on how the
        epoch is cut into batches; and a large block is changed much faster than small ones.
        """
        key = (hyperparameters.seed, hyperparameters.shuffle, hyperparameters.augmentation, epoch, index)
        if key != self._block_is_of:
            places = self.order(hyperparameters, epoch)[index * BLOCK : (index + 1) * BLOCK]
            chance = generator_for(hyperparameters.seed, AUGMENTATION, epoch, index)
            images = hyperparameters.augmentation.apply(self.images.images[places], chance, threads)
            self._block, self._block_is_of = (images, self.images.labels[places]), key
        return self._block

    def _shuffled(self, seed: int, epoch: int) -> Order:
        if self._order_is_of != (seed, epoch):
            self._order = generator_for(seed, SHUFFLING, epoch).permutation(len(self))
            self._order_is_of = (seed, epoch)
        return self._order
