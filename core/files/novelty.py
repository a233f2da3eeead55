"""What a weight file says of the unknown: made where a network is saved, made up for where a file does not have it."""

from dataclasses import replace

import numpy as np

from core.data import catalog
from core.data.classes import are_digits
from core.data.dataset import Dataset, Split
from core.data.writer import synthetic
from core.errors import InklingError
from core.files.second_opinion import second_for
from core.insight import novelty_training
from core.insight.novelty import NoveltyDetector
from core.training.snapshot import Snapshot

_SEED = 33
_DRAWN = 4000  # digits to show what is known by, and again to check, where the data set is not here


def with_novelty(snapshot: Snapshot, dataset: Dataset) -> Snapshot:
    """Return a moment with what tells drawings that are like none its network has learned from.

    It takes some seconds of a network that reads its data, and a millisecond of one that does not, which is returned as
    it is; so is one of other data.
    """
    if snapshot.novelty is not None or dataset.fingerprint != snapshot.data_fingerprint:
        return snapshot
    return replace(snapshot, novelty=_made(snapshot, dataset))


def novelty_of(snapshot: Snapshot) -> NoveltyDetector | None:
    """Return what tells the unknown to a network that was read from a file; none where nothing can be told.

    An earlier Inkling did not write it, nor does another program. It is made then of the data set that was trained on,
    where that is on this machine and needs no download; else, where there are ten classes and they are the digits, of
    digits drawn by the built-in hand.
    """
    if snapshot.novelty is not None:
        return snapshot.novelty
    dataset = _own_data(snapshot)
    if dataset is None:
        if not (are_digits(snapshot.class_names) and novelty_training.reads_drawn(snapshot.network)):
            return None
        chance = np.random.default_rng(_SEED)
        shown, checked = (Split(*synthetic.make_images(_DRAWN, chance)) for _ in range(2))
        dataset = Dataset(synthetic.NAME, synthetic.TITLE, shown, checked)
    return _made(snapshot, dataset)


def _made(snapshot: Snapshot, dataset: Dataset) -> NoveltyDetector | None:
    if not novelty_training.could_tell(snapshot.network, dataset):
        return None
    shown = novelty_training.examples(dataset, second=second_for(dataset.class_names))
    return novelty_training.detector(snapshot.network, shown)


def _own_data(snapshot: Snapshot) -> Dataset | None:
    """Return the data set that a network was trained on, if it is found by its name and is still the same."""
    try:
        if snapshot.data_name not in catalog.names() or not catalog.find(snapshot.data_name).is_ready:
            return None
        dataset = catalog.load(snapshot.data_name)
    except InklingError:  # damaged, say: of the images nothing is asked for that could not be done without
        return None
    return dataset if dataset.fingerprint == snapshot.data_fingerprint else None
