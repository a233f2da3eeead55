"""What the output neurons do with their weighted sums.

An output is an activation (:mod:`core.parts.activations`) that may also look at all
sums of an image together. ``z`` is the weighted sums and ``p`` what the network says.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.arrays import Array
from core.parts.activations import Activation, ReLU, Sigmoid
from core.parts.lines import Lines
from core.registry import Registry


class Output(Activation):
    """What the output neurons do with their weighted sums.

    Class attributes
    ----------------
    is_probability : bool
        Whether every output lies between 0 and 1, so that cross-entropy has a meaning.
    numpy : Lines
        As for an activation; and for a probability ``cross_entropy``, which makes ``costs`` of ``z`` and ``y``.
    formulas : Lines
        As for an activation; of an output that looks at all sums there is no ``slope`` of one alone.
    """

    __slots__ = ()

    is_probability: ClassVar[bool] = False

    def cross_entropy(self, z: Array, y: Array) -> Array:
        """Return the cross-entropy of each image, computed from ``z`` so that no logarithm meets zero.

        Parameters
        ----------
        z, y : ndarray, shape (n, classes)
            Weighted sums of the output neurons, and targets.

        Returns
        -------
        ndarray, shape (n,)
            Natural logarithms are used: the unit is the nat.

        Raises
        ------
        ValueError
            For an output that is not a probability.
        """
        raise ValueError(f"cross-entropy has no meaning for the output {self.name!r}")


outputs: Registry[Output] = Registry("output")


@outputs.register(
    "softmax",
    label="Softmax",
    help="Probabilities that add up to 100 %, one for each class. The natural choice with cross-entropy.",
)
@dataclass(frozen=True, slots=True)
class Softmax(Output):
    """``p_i = exp(z_i) / sum_j exp(z_j)``, one distribution per image.

    A slope ``d`` becomes ``p_i * (d_i - sum_j d_j * p_j)``: Bishop, *Pattern Recognition and Machine Learning*
    (2006), equation 4.106.
    """

    is_probability: ClassVar[bool] = True

    numpy: ClassVar[Lines] = Lines(
        values="""\
a = np.exp(z - z.max(axis=1, keepdims=True))
a /= a.sum(axis=1, keepdims=True)""",
        backward="""\
d -= (d * a).sum(axis=1, keepdims=True)
d *= a""",
        cross_entropy="""\
shifted = z - z.max(axis=1, keepdims=True)
costs = np.log(np.exp(shifted).sum(axis=1)) - (y * shifted).sum(axis=1)""",
    )
    formulas: ClassVar[Lines] = Lines(values="a = exp(z - top) / total")

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``exp(z_i) / sum_j exp(z_j)`` for each row."""
        # Taking the row's maximum away changes nothing in the ratio, and exp cannot overflow.
        p: Array = np.subtract(z, z.max(axis=1, keepdims=True), out=out)
        np.exp(p, out=p)
        p /= p.sum(axis=1, keepdims=True)
        return p

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Turn each row ``d`` of ``slope`` into ``p_i * (d_i - sum_j d_j * p_j)``; ``a`` is ``p`` here."""
        slope -= np.multiply(slope, a, out=scratch).sum(axis=1, keepdims=True)
        slope *= a

    def cross_entropy(self, z: Array, y: Array) -> Array:
        """Return ``-sum_i y_i log p_i`` of each image; see :meth:`Output.cross_entropy`."""
        shifted = z - z.max(axis=1, keepdims=True)
        log_sum: Any = np.log(np.exp(shifted).sum(axis=1))
        costs: Array = log_sum - (y * shifted).sum(axis=1)
        return costs


@outputs.register("sigmoid", label="Sigmoid", help="Independent values between 0 and 1, one yes-or-no for each class.")
@dataclass(frozen=True, slots=True)
class SigmoidOutput(Sigmoid, Output):
    """``p = 1 / (1 + exp(-z))``, each class judged on its own."""

    is_probability: ClassVar[bool] = True

    numpy: ClassVar[Lines] = Lines(
        **Sigmoid.numpy,
        cross_entropy="costs = (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z).sum(axis=1)",
    )

    def cross_entropy(self, z: Array, y: Array) -> Array:
        """Return ``-sum_i (y_i log p_i + (1 - y_i) log(1 - p_i))`` of each image.

        Written as ``log(1 + exp(z)) - y z``, in the form that does not overflow for either sign of ``z``.
        """
        softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
        costs: Array = (softplus - y * z).sum(axis=1)
        return costs


@outputs.register("relu", label="ReLU", help="Values of zero or more. Works with squared errors only.")
@dataclass(frozen=True, slots=True)
class ReLUOutput(ReLU, Output):
    """``p = max(z, 0)``."""


@outputs.register("linear", label="Linear", help="The sums as they are. Works with squared errors only.")
@dataclass(frozen=True, slots=True)
class LinearOutput(Output):
    """``p = z``."""

    numpy: ClassVar[Lines] = Lines(values="a = z", backward="")
    formulas: ClassVar[Lines] = Lines(values="a = z", slope="slope = 1")

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``z``, in an array of its own."""
        return np.positive(z, out=out)

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Leave ``slope`` as it is: ``a`` and ``z`` are the same."""
