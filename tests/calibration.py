"""Whether a network is as often right as it is sure."""

import numpy as np

_BINS = 15


def calibration_error(shares: np.ndarray, is_right: np.ndarray) -> float:
    """Return the expected calibration error: how far sureness is from being right, mean over images, in bins.

    Guo and others, "On calibration of modern neural networks" (2017).

    Parameters
    ----------
    shares : ndarray, shape (n,)
        The highest share of each image.
    is_right : ndarray of bool, shape (n,)
        Whether the answer with that share is the right one.
    """
    numbers = np.minimum((shares * _BINS).astype(np.intp), _BINS - 1)
    apart = np.bincount(numbers, shares - is_right, _BINS)
    return float(np.abs(apart).sum() / len(shares))
