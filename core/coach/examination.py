"""Examination: all that is to be known about a moment of a run before it can be judged."""

from functools import cache

import numpy as np

from core.coach.finding import Known
from core.coach.start import look_at_start
from core.data.dataset import Dataset, Split
from core.insight.confusion import read
from core.insight.labels import agreement
from core.insight.liveliness import liveliness
from core.insight.own_outputs import own_outputs
from core.insight.statistics import statistics
from core.training.fitting import used_of
from core.training.history import Curves
from core.training.snapshot import Snapshot

_MOST_IMAGES = 500  # to judge neurons and answers by: enough for the rules, and a few milliseconds' work
_MOST_FOR_SLOPES = 256
_FEWEST_TO_COMPARE = 100  # images, of which the most similar is looked for
_VERY_POOR = 0.5  # accuracy from which labels are beyond doubt


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
    # Spread evenly each time: a file may be in the order of the classes.
    train = used_of(dataset.train, settings).spread(_MOST_IMAGES)
    few, test = train.spread(_MOST_FOR_SLOPES), dataset.test.spread(_MOST_IMAGES)
    return Known(
        hyperparameters=settings,
        curves=snapshot.curves,
        has_failed=has_failed,
        ended=snapshot.end_of_run,
        reading=read(network, test.images, test.labels) if len(test) else None,
        liveliness=liveliness(network, train.images),
        statistics=statistics(network, settings.cost, few.images, few.labels),
        update_ratios=snapshot.updates,
        class_names=snapshot.class_names,
        own_outputs=own_outputs(network, train.images, train.labels),
        start_of=cache(lambda others: look_at_start(others, train.images, train.labels, network.classes)),
        **_agreements(snapshot, train, test),
    )


def _agreements(snapshot: Snapshot, train: Split, test: Split) -> dict[str, float]:
    """Return how far labels go with images, where a run does so badly that it is to be asked."""
    if snapshot.step == 0 or _accuracy(snapshot.curves) >= _VERY_POOR or len(train) < _FEWEST_TO_COMPARE:
        return {}
    found = {"train_agreement": agreement(train.images, train.labels, train.images, train.labels)}
    if len(test) >= _FEWEST_TO_COMPARE:
        found["test_agreement"] = agreement(test.images, test.labels, train.images, train.labels)
    return found


def _accuracy(curves: Curves) -> float:
    """Return the latest accuracy, on training or test images, whichever is worse; 0 where none was measured."""
    known = [value for name in ("train_accuracy", "test_accuracy") if np.isfinite(value := curves.last(name))]
    return min(known, default=0.0)
