"""Examination: all that is to be known about a moment of a run before it can be judged."""

from core.coach.finding import Known
from core.data.dataset import Dataset
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
    network, settings = snapshot.network, snapshot.hyperparameters
    # Spread evenly each time: a file may be in the order of the digits.
    train = dataset.train.spread(settings.train_images).spread(_MOST_IMAGES)
    few, test = train.spread(_MOST_FOR_SLOPES), dataset.test.spread(_MOST_IMAGES)
    return Known(
        hyperparameters=settings,
        curves=snapshot.curves,
        has_failed=has_failed,
        reading=read(network, test.images, test.labels) if len(test) else None,
        liveliness=liveliness(network, train.images),
        statistics=statistics(network, settings.cost, few.images, few.labels),
        update_ratios=snapshot.updates,
    )
