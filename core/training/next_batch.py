"""The step that follows a moment of a run: with which settings it is taken, and the images of its batch."""

from dataclasses import replace

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters, needs_new_network
from core.training.batches import Batches
from core.training.fitting import used_of
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
        What they show.
    """
    settings = snapshot.hyperparameters
    batches = Batches(used_of(dataset.train, settings))
    start = snapshot.position
    return batches.changed(settings, snapshot.whole_epochs, start, min(start + batch_length(snapshot), len(batches)))


def batch_length(snapshot: Snapshot) -> int:
    """Return how many images the batch has that follows a moment of a run; the last of an epoch may be smaller."""
    left = snapshot.train_images - snapshot.position
    return min(snapshot.hyperparameters.batch_size or snapshot.train_images, left)


def going_on_with(snapshot: Snapshot, settings: Hyperparameters) -> Snapshot:
    """Return a moment as training goes on from it with other settings; the moment itself where it cannot.

    Parameters
    ----------
    snapshot : Snapshot
        The moment.
    settings : Hyperparameters
        What is in force by now. Another optimizer begins without a memory, as in the trainer.
    """
    before = snapshot.hyperparameters
    if settings == before or needs_new_network(before, settings):
        return snapshot
    is_same_optimizer = type(settings.optimizer) is type(before.optimizer)
    return replace(snapshot, hyperparameters=settings, memory=snapshot.memory if is_same_optimizer else ())
