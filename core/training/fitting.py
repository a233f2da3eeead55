"""What of an experiment, a network and a data set fits together; said before anything is trained."""

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.network.network import Network


def check_batch(hyperparameters: Hyperparameters, dataset: Dataset) -> None:
    """Refuse a batch of more images than there are to train on.

    Raises
    ------
    TrainingError
        It tells both figures.
    """
    images = min(hyperparameters.train_images or len(dataset.train), len(dataset.train))
    if hyperparameters.batch_size > images:
        which = "that are used" if images < len(dataset.train) else f"of {dataset.title}"
        raise TrainingError(
            f"A batch of {hyperparameters.batch_size:,} images is more than the {images:,} training images {which}.",
            f"Choose a batch size up to {images:,}, or 0 for all images at once.",
        )


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
