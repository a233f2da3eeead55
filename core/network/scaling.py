"""Scaling: by how much all pixels are moved and divided before a network sees them."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes
from core.hyperparameters import Hyperparameters

_FULL = 255
_BLOCK = 4096  # images whose bytes are counted at a time


@dataclass(frozen=True, slots=True)
class Scaling:
    """The two numbers that standardize pixels: ``(x - mean) / spread``.

    One pair for all pixels, as in PyTorch's example for MNIST, where they are 0.1307 and 0.3081. Why inputs around
    zero are learned from sooner: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.3.

    Attributes
    ----------
    mean : float
        Mean of the pixels trained on, from 0 (paper) to 1 (ink).
    spread : float
        Their standard deviation; above zero.
    """

    mean: float
    spread: float

    @classmethod
    def of(cls, images: Bytes) -> "Scaling":
        """Return mean and standard deviation over all pixels of all images.

        Found from how often each of the 256 values of a byte occurs, so they are exact but for the last bits of a
        float64, and do not depend on the order of the images.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28), uint8
            The images trained on. Where all pixels are alike, or there are none, the spread is 1.
        """
        counts = np.zeros(_FULL + 1, np.int64)
        for start in range(0, len(images), _BLOCK):
            counts += np.bincount(images[start : start + _BLOCK].ravel(), minlength=_FULL + 1)
        total, values = max(1, int(counts.sum())), np.arange(_FULL + 1) / _FULL
        mean = float(counts @ values) / total
        is_plain = np.count_nonzero(counts) < 2
        return cls(mean, 1.0 if is_plain else float(np.sqrt(counts @ (values - mean) ** 2 / total)))

    def scaled(self, x: Array, out: Array | None = None) -> Array:
        """Return ``(x - mean) / spread`` of pixels from 0 to 1, in their dtype; in ``out``, which may be ``x``."""
        moved = np.subtract(x, self.mean, out)
        scaled: Array = np.divide(moved, self.spread, moved)
        return scaled


def scaling_for(settings: Hyperparameters, images: Bytes) -> Scaling | None:
    """Return the scaling of a network that begins with these settings on these images; None where there is none."""
    return Scaling.of(images) if settings.standardize else None
