"""The images of the batch that a run would be trained on next."""

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.training.batches import Batches
from core.training.snapshot import Snapshot


def next_batch(snapshot: Snapshot, dataset: Dataset) -> tuple[Bytes, Bytes]:
    """Return images and labels of the batch that follows a moment of a run, in their order and after augmentation.

    Parameters
    ----------
    snapshot : Snapshot
        The moment.
    dataset : Dataset
        What the run is trained on.

    Returns
    -------
    images : ndarray, shape (n, 28, 28), uint8
        Pixels.
    labels : ndarray, shape (n,), uint8
        Their digits.
    """
    settings = snapshot.hyperparameters
    batches = Batches(dataset.train.spread(settings.train_images))
    start = snapshot.position
    return batches.changed(settings, snapshot.whole_epochs, start, min(start + batch_length(snapshot), len(batches)))


def batch_length(snapshot: Snapshot) -> int:
    """Return how many images the batch has that follows a moment of a run; the last of an epoch may be smaller."""
    left = snapshot.train_images - snapshot.position
    return min(snapshot.hyperparameters.batch_size or snapshot.train_images, left)
