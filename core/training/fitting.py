"""What of an experiment, a network and a data set fits together; said before anything is trained."""

from dataclasses import replace

from core.arrays import place_of
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters, label_of
from core.network.network import Network
from core.network.processors import free_memory
from core.training import validation

_COPIES = 2  # of images that are brought into memory: as they are, and as the engine packs them
_BATCHES = 8  # in an epoch, at least, where nobody has chosen how many images are in one


def used_of(train: Split, hyperparameters: Hyperparameters) -> Split:
    """Return those of the training images that a run with these settings is trained on: of those not held out."""
    count, rest = hyperparameters.train_images, validation.rest_of(train, hyperparameters.validation_split)
    return rest.first(count) if hyperparameters.first_images else rest.spread(count)


def images_used(hyperparameters: Hyperparameters, images: int) -> int:
    """Return on how many of so many training images a run with these settings is trained."""
    rest = images - validation.count(images, hyperparameters.validation_split)
    return min(hyperparameters.train_images or rest, rest)


def check_batch(hyperparameters: Hyperparameters, dataset: Dataset) -> None:
    """Refuse a batch of more images than there are to train on.

    Raises
    ------
    TrainingError
        It tells both figures.
    """
    images = images_used(hyperparameters, len(dataset.train))
    if hyperparameters.batch_size > images:
        which = "that are used" if images < len(dataset.train) else f"of {dataset.title}"
        raise TrainingError(
            f"A batch of {hyperparameters.batch_size:,} images is more than the {images:,} training images {which}.",
            f"Choose a batch size up to {images:,}, or 0 for all images at once.",
        )


def check_room(hyperparameters: Hyperparameters, dataset: Dataset) -> None:
    """Refuse to take some of very many images out of their file where memory has no room for them.

    Raises
    ------
    TrainingError
        It tells both figures.
    """
    settings, train = hyperparameters, dataset.train
    is_spread = 0 < settings.train_images < len(train) and not settings.first_images
    if place_of(train.images) is None or not (settings.validation_split or is_spread):
        return
    kept = 1 - settings.validation_split / 100
    images = min(settings.train_images or len(train), round(len(train) * kept))
    needed, free = _COPIES * images * train.images[0].size, free_memory()
    if needed > free:
        raise TrainingError(
            f"{dataset.title} is so large that it stays in its file. To use a part of it that lies all over the file "
            f"takes {needed / 2**30:,.1f} GiB of memory; {free / 2**30:,.1f} GiB are free.",
            "Hold no images out, and use all training images, or the first ones only.",
        )


def check_stopping(hyperparameters: Hyperparameters, dataset: Dataset) -> None:
    """Refuse to end a run by its accuracy, or to keep its best, where there are no images to measure that with.

    Raises
    ------
    TrainingError
        It names the settings.
    """
    needing = ("target_accuracy", "patience", "keep_best")
    asked = [label_of(name).lower() for name in needing if getattr(hyperparameters, name)]
    if asked and not len(dataset.test) and not hyperparameters.validation_split:
        raise TrainingError(
            f"{dataset.title} has no test images, and {' and '.join(asked)} needs an accuracy to go by.",
            f"Hold out some training images for validation, leave {'that' if len(asked) == 1 else 'them'} off, or "
            "choose a data set with test images.",
        )


def with_fitting_batch(hyperparameters: Hyperparameters, dataset: Dataset) -> Hyperparameters:
    """Return settings whose batch is not more than there is to train on: where it was, an eighth, a power of two."""
    images = images_used(hyperparameters, len(dataset.train))
    if hyperparameters.batch_size <= images:
        return hyperparameters
    return replace(hyperparameters, batch_size=1 << (max(1, images // _BATCHES).bit_length() - 1))


def check_classes(network: Network, dataset: Dataset) -> None:
    """Refuse a data set that has not as many classes as a network has outputs.

    Raises
    ------
    TrainingError
        It tells both figures.
    """
    if network.classes != len(dataset.class_names):
        raise TrainingError(
            f"The network tells {network.classes} classes apart, and {dataset.title} has {len(dataset.class_names)}.",
            "Choose the data set that the network was trained on, or begin a new network.",
        )
