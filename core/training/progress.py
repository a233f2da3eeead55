"""How far a run is along its curves: in epochs, in images shown, in steps or in seconds of training.

A rate that is right for one batch size is not for another, and an epoch of one run may take ten times as long as one
of another: which of two runs is quicker depends on what is counted.
"""

from typing import Literal, get_args

import numpy as np

from core.data.dataset import Dataset
from core.training.fitting import images_used
from core.training.history import Column, Curves
from core.training.run import Run

Measure = Literal["epochs", "images", "steps", "seconds"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
_COLUMNS = {"epochs": "epoch", "images": "epoch", "steps": "step", "seconds": "seconds"}


def along(curves: Curves, measure: Measure, images: int) -> Column:
    """Return where each measurement stands.

    Parameters
    ----------
    curves : Curves
        The measurements.
    measure : str
        One of ``MEASURES``.
    images : int
        How many images an epoch has.

    Returns
    -------
    ndarray, shape (n,), float64
        Never falling; seconds are those of training without evaluation.
    """
    column = curves.column(_COLUMNS[measure])
    return column * images if measure == "images" else column


def place(epoch: float, curves: Curves, measure: Measure, images: int) -> float:
    """Return where a moment of the run stands that is known by its epoch: between the measurements around it."""
    if measure == "epochs" or not len(curves):
        return epoch
    return float(np.interp(epoch, curves.column("epoch"), along(curves, measure, images)))


def images_in_epoch(run: Run, dataset: Dataset | None) -> int | None:
    """Return how many images an epoch of a run has, as one of its moments tells, or its data; None where none does."""
    if run.latest is not None:
        return run.latest.train_images
    if dataset is None or dataset.fingerprint != run.data_fingerprint:
        return None
    return images_used(run.settings, len(dataset.train))
