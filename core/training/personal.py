"""Training further on a person's own handwriting, without forgetting everyone else's.

A network that is shown a hundred new digits and nothing else learns them by heart and forgets the
rest. So it goes on with the images it knows, among which the new ones are mixed: each many times, bent
anew every time, until they are a certain share of an epoch. The rate is small, for the network is good
already and should only move a little.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Bytes
from core.data.augment import Augmentation, Elastic
from core.data.classes import are_digits
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters, derived
from core.parts.schedules import Constant
from core.training.batches import generator_for
from core.training.stopping import RULES
from core.training.validation import rest_of

SHARE = 0.1
"""Which part of an epoch a person's own digits are, however few there are."""

EPOCHS = 3
"""How many epochs the network goes on for."""

SLOWDOWN = 0.2
"""What the learning rate is multiplied by."""

BENDING = Elastic(rotation=7.0, scale=0.1, shear=0.1, shift=0.5, thickness=0.3, strength=0.5)
"""How a person's own digits differ from one showing to the next: less than one hand from another."""

_MIXING = 100  # a purpose of the seed, beside those of core.training.batches
_NAME = " and my handwriting"
_CHANGED = (
    "learning_rate",
    "schedule",
    "train_images",
    "validation_split",
    "epochs",
    *RULES,
    "keep_best",
)  # by further()


@dataclass(frozen=True, slots=True)
class HandTraining:
    """What a run had before a person's own digits were mixed among its images.

    Attributes
    ----------
    data_fingerprint : str
        Its data set, without those digits.
    hyperparameters : Hyperparameters
        Its settings, to which a new network goes back where the person has changed nothing since.
    taught : Hyperparameters
        The settings it was taught with, by which is told what the person has changed since.
    """

    data_fingerprint: str
    hyperparameters: Hyperparameters
    taught: Hyperparameters

    def usual(self, settings: Hyperparameters) -> Hyperparameters:
        """Return settings for a new network: what :func:`further` changed, and nobody since, is as it was before."""
        untouched = (name for name in _CHANGED if getattr(settings, name) == getattr(self.taught, name))
        return replace(settings, **{name: getattr(self.hyperparameters, name) for name in untouched})


def mix(
    dataset: Dataset,
    own: Split,
    seed: int,
    *,
    train_images: int = 0,
    first_images: bool = False,
    validation_split: float = 0.0,
    share: float = SHARE,
    augmentation: Augmentation = BENDING,
) -> Dataset:
    """Return a data set with a person's own digits mixed among its training images.

    Parameters
    ----------
    dataset : Dataset
        What the network was trained on. Its test images stay as they are.
    own : Split
        The person's digits; at least one.
    seed : int
        Where chance starts.
    train_images : int
        How many of the training images the network was trained on; 0 for all.
    first_images : bool
        Whether these were the first ones, and not spread evenly.
    validation_split : float
        What percentage of the training images is held out, and not to be mixed in.
    share : float
        Which part of the training images is to be the person's, above 0 and below 1.
    augmentation : Augmentation
        How each showing of a digit differs from the others.

    Returns
    -------
    Dataset
        The training images that were used of ``dataset``, then the person's digits again and again, so that each is
        there as often as any other, give or take one.

    Raises
    ------
    TrainingError
        When there are no digits, or the data set is not of digits.
    """
    if not len(own):
        raise TrainingError("There is no handwriting of yours to train on yet.", "Write some digits first.")
    if not are_digits(dataset.class_names):
        raise TrainingError(
            f"{dataset.title} is not made of digits, so digits cannot be mixed into it.",
            "Choose a data set of digits, such as MNIST.",
        )
    rest = rest_of(dataset.train, validation_split)
    known = rest.first(train_images) if first_images else rest.spread(train_images)
    count = max(len(own), round(len(known) * share / (1 - share)))
    which = np.arange(count) % len(own)
    bent = _bent(own.images[which], augmentation, seed)
    train = Split(np.concatenate([known.images, bent]), np.concatenate([known.labels, own.labels[which]]))
    return Dataset(dataset.name + _NAME, dataset.title + _NAME, train, dataset.test)


def is_mixed(data_name: str) -> bool:
    """Return whether a data set of this name, as a snapshot has it, holds a person's own digits."""
    return data_name.endswith(_NAME)


def base_name(data_name: str) -> str:
    """Return the name of the data set that own digits were mixed into; any other name as it is."""
    return data_name.removesuffix(_NAME)


def further(settings: Hyperparameters, epoch: float, *, is_again: bool = False) -> Hyperparameters:
    """Return settings to go on with on a mixed data set: a small and constant rate, a few epochs more, all images.

    Parameters
    ----------
    settings : Hyperparameters
        Those in force.
    epoch : float
        Where the run stands.
    is_again : bool
        Whether they were made for a mixed data set already, and the rate is small as it is.
    """
    # Constant, because the other schedules have come near zero at the end of the run, and would go on from there.
    return derived(
        settings,
        learning_rate=settings.learning_rate * (1.0 if is_again else SLOWDOWN),
        schedule=Constant(),
        train_images=0,  # those that were not used are not in the mixed data set
        validation_split=0.0,  # nor are those that were held out
        epochs=math.ceil(epoch) + EPOCHS,
        keep_best=False,  # the test images are of other hands
        **dict.fromkeys(RULES, 0),  # they were meant for the run before
    )


def _bent(images: Bytes, augmentation: Augmentation, seed: int) -> Bytes:
    """Return the images, each changed in its own way, a block at a time: all at once would take much memory."""
    block = 2048
    chances = (generator_for(seed, _MIXING, start) for start in range(0, len(images), block))
    starts = range(0, len(images), block)
    return np.concatenate(
        [
            augmentation.apply(images[start : start + block], chance)
            for start, chance in zip(starts, chances, strict=True)
        ]
    )
