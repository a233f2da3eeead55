"""Gradient clipping: a gradient that is too long is shortened, so that a step goes its way, but not so far.

Algorithm 1 of Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013:

``norm = sqrt(sum(g**2))``, of the slopes ``g`` of all weights and biases together

``g <- g * largest / norm``, where ``norm > largest``

It comes before weight decay and L1 are added, as for whoever calls PyTorch's ``clip_grad_norm_``, which divides by
``norm + 1e-6`` instead.
"""

import math
from collections.abc import Iterable

import numpy as np

from core.arrays import Array, Arrays

CLIPPED = "dw = dw * largest / max(norm, largest)"
"""What clipping does to a slope, as a formula of one number; a gradient of zeros has no norm to divide by."""


def sum_of_squares(slopes: Array) -> float:
    """Return the sum of the squares of an array, any shape, in float64: of float32 they would soon be infinite."""
    return float(np.square(slopes, dtype=np.float64).sum())


def norm_of(gradient: Iterable[Array]) -> float:
    """Return how long a gradient is, given all of its arrays."""
    return math.sqrt(sum(map(sum_of_squares, gradient)))


def clipping(norm: float, largest: float) -> float:
    """Return what a gradient so long is to be multiplied with: 1, but less where it is longer than ``largest``.

    Of a norm that is not a number it is 1, and of an infinite one 0: neither makes such a gradient finite again, so
    that the next batch is refused as it is without clipping.
    """
    return largest / norm if norm > largest else 1.0


def clip(gradient: Arrays, largest: float) -> None:
    """Shorten a gradient, all of its arrays together and in place, where it is longer than ``largest``."""
    factor = clipping(norm_of(gradient), largest)
    if factor != 1:
        for slopes in gradient:
            slopes *= factor


def clip_lines(largest: float) -> tuple[str, ...]:
    """Return the lines of numpy for :func:`clip`, of the list ``gradients``."""
    return (
        "norm = math.sqrt(sum(float(np.square(g, dtype=np.float64).sum()) for g in gradients))",
        f"if norm > {largest!r}:",
        "    for g in gradients:",
        f"        g *= {largest!r} / norm",
    )
