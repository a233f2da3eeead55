"""Ids of runs whose files do not say one: made of what is in them, so that opening one twice gives one run."""

from hashlib import sha256
from uuid import UUID, uuid5

import numpy as np

from core.files.plausible import drawable
from core.training.history import Curves

_SPACE = UUID("6f1d6f3e-5a0b-4f6e-9a35-0d3b7c2f8e41")


def content_id(data_fingerprint: str, curves: Curves, otherwise: bytes) -> UUID:
    """Return an id that is the same for the same run in a weight file and in a file of runs.

    What was measured, the seconds among it, makes a run that run.

    Parameters
    ----------
    data_fingerprint : str
        That of the data set trained on.
    curves : Curves
        Everything measured, as it was or as a file keeps it.
    otherwise : bytes
        What tells it from others where nothing was measured after a step of training.
    """
    table = drawable(curves.first_columns)
    table = np.where(np.isnan(table), np.nan, table).astype("<f8")  # there are several kinds of NaN
    told = data_fingerprint.encode() + np.ascontiguousarray(table).tobytes()
    has_measured = bool((curves.column("step") > 0).any())
    return uuid5(_SPACE, sha256(told if has_measured else told + otherwise).hexdigest())
