"""Examination: all that is to be known about a moment of a run before it can be judged."""

from core.arrays import Bytes
from core.coach.finding import Known
from core.data.dataset import Dataset, Split
from core.insight.confusion import read
from core.insight.liveliness import liveliness
from core.insight.statistics import statistics
from core.training.snapshot import Snapshot

_MOST_IMAGES = 500  # to judge neurons and answers by: enough for the rules, and a few milliseconds' work
_MOST_FOR_SLOPES = 256


def examine(snapshot: Snapshot, dataset: Dataset, *, has_failed: bool = False) -> Known:
    """Return what the coach's rules look at.

    Parameters
    ----------
    snapshot : Snapshot
        The moment.
    dataset : Dataset
        What the network was trained on; it has training images, and perhaps no test images.
    has_failed : bool
        Whether training cannot go on from there.
    """
    network, settings, test = snapshot.network, snapshot.hyperparameters, dataset.test
    images, labels = _sample(dataset.train.spread(settings.train_images))
    slopes = statistics(network, settings.cost, images[:_MOST_FOR_SLOPES], labels[:_MOST_FOR_SLOPES])
    return Known(
        hyperparameters=settings,
        curves=snapshot.curves,
        has_failed=has_failed,
        reading=read(network, *_sample(test)) if len(test) else None,
        liveliness=liveliness(network, images),
        statistics=slopes,
        update_ratios=snapshot.updates,
    )


def _sample(split: Split) -> tuple[Bytes, Bytes]:
    """Return some images and their labels, spread evenly: a file may be in the order of the digits."""
    pace = max(1, len(split) // _MOST_IMAGES)
    return split.images[::pace][:_MOST_IMAGES], split.labels[::pace][:_MOST_IMAGES]
