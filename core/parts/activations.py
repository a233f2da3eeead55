"""What a neuron does with its weighted sum: hidden activations, and outputs.

``z`` is the weighted sum a neuron receives and ``a`` the value it passes on.
Every activation works on float32 and float64 alike, and on any ``z`` without
overflow, which is why the sigmoid is written with a hyperbolic tangent.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.arrays import Array
from core.knob import knob
from core.registry import Part, Registry


class Activation(Part):
    """A function applied to each weighted sum on its own."""

    __slots__ = ()

    @abstractmethod
    def values(self, z: Array) -> Array:
        """Return ``a``, the values passed on.

        Parameters
        ----------
        z : ndarray, shape (n, neurons)
            Weighted sums, one row per image.

        Returns
        -------
        ndarray, shape (n, neurons)
            A new array of the same dtype.
        """

    @abstractmethod
    def backward(self, z: Array, a: Array, slope: Array) -> None:
        """Turn the cost's slope with respect to ``a`` into that with respect to ``z``, in place.

        Parameters
        ----------
        z, a : ndarray, shape (n, neurons)
            Weighted sums, and what :meth:`values` made of them.
        slope : ndarray, shape (n, neurons)
            On entry the cost per unit of ``a``, on return the cost per unit of ``z`` (the chain rule).
        """


class Output(Activation):
    """What the ten output neurons do with their weighted sums.

    Class attributes
    ----------------
    is_probability : bool
        Whether every output lies between 0 and 1, so that cross-entropy has a meaning.
    """

    __slots__ = ()

    is_probability: ClassVar[bool] = False

    def cross_entropy(self, z: Array, y: Array) -> Array:
        """Return the cross-entropy of each image, computed from ``z`` so that no logarithm meets zero.

        Parameters
        ----------
        z, y : ndarray, shape (n, 10)
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


activations: Registry[Activation] = Registry("activation")
outputs: Registry[Output] = Registry("output")


def _sigmoid(z: Array) -> Array:
    """Return ``1 / (1 + exp(-z))`` as ``(1 + tanh(z / 2)) / 2``, which cannot overflow."""
    a: Array = np.tanh(0.5 * z)
    a += 1
    a *= 0.5
    return a


@activations.register(
    "sigmoid",
    label="Sigmoid",
    help="Squashes the sum smoothly to between 0 and 1. The classic; learns slowly in deep networks.",
)
@dataclass(frozen=True, slots=True)
class Sigmoid(Activation):
    """``a = 1 / (1 + exp(-z))``."""

    def values(self, z: Array) -> Array:
        return _sigmoid(z)

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        slope *= a * (1 - a)


@activations.register(
    "tanh",
    label="Tanh",
    help="Squashes the sum smoothly to between -1 and 1. Like the sigmoid, but centered on zero.",
)
@dataclass(frozen=True, slots=True)
class Tanh(Activation):
    """``a = tanh(z)``."""

    def values(self, z: Array) -> Array:
        return np.tanh(z)

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        slope *= 1 - a * a


@activations.register(
    "relu",
    label="ReLU",
    help="Passes positive sums on and turns negative ones to zero. Quick to compute and to learn; a good first choice.",
)
@dataclass(frozen=True, slots=True)
class ReLU(Activation):
    """``a = max(z, 0)`` (Nair and Hinton, 2010). The slope at exactly zero is taken as 0."""

    def values(self, z: Array) -> Array:
        return np.maximum(z, 0)

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        slope *= a > 0


@activations.register(
    "leaky-relu",
    label="Leaky ReLU",
    help="Like ReLU, but lets a little of a negative sum through, so that no neuron can die.",
)
@dataclass(frozen=True, slots=True)
class LeakyReLU(Activation):
    """``a = z`` where ``z > 0``, else ``leak * z`` (Maas, Hannun and Ng, 2013)."""

    leak: float = knob(
        0.01, label="Leak", help="How much of a negative sum is let through.", low=0.0, high=0.5, live=False
    )

    def values(self, z: Array) -> Array:
        # The larger of the two is z where z > 0 and leak * z elsewhere, as long as leak <= 1.
        a: Array = np.maximum(z, self.leak * z)
        return a

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        np.multiply(slope, self.leak, out=slope, where=z <= 0)


@activations.register(
    "gelu",
    label="GELU",
    help="A smooth ReLU with a small dip below zero. The choice of many language models.",
)
@dataclass(frozen=True, slots=True)
class GELU(Activation):
    """``a = z / 2 * (1 + tanh(sqrt(2 / pi) * (z + 0.044715 * z**3)))``.

    This is the tangent form of Hendrycks and Gimpel (2016), not the exact one with
    the error function, which numpy does not have; they differ by less than 0.0005.
    """

    def values(self, z: Array) -> Array:
        gate = self._gate(z)
        gate += 1
        gate *= 0.5
        gate *= z
        return gate

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        tangent = self._gate(z)
        near = np.clip(z, -_FAR, _FAR)
        inner = _GELU_SCALE * (1 + 3 * _GELU_CUBE * near * near)
        slope *= 0.5 * (1 + tangent) + 0.5 * near * (1 - tangent * tangent) * inner

    def _gate(self, z: Array) -> Array:
        # Beyond +-_FAR the tangent is +-1 to the last bit, and z**3 could overflow.
        near = np.clip(z, -_FAR, _FAR)
        gate: Array = np.tanh(_GELU_SCALE * (near + _GELU_CUBE * near * near * near))
        return gate


_GELU_SCALE = float(np.sqrt(2 / np.pi))
_GELU_CUBE = 0.044715
_FAR = 20.0


@outputs.register(
    "softmax",
    label="Softmax",
    help="Ten probabilities that add up to 100 %. The natural choice with cross-entropy.",
)
@dataclass(frozen=True, slots=True)
class Softmax(Output):
    """``p_i = exp(z_i) / sum_j exp(z_j)``, one distribution per image."""

    is_probability: ClassVar[bool] = True

    def values(self, z: Array) -> Array:
        # Taking the row's maximum away changes nothing in the ratio, and exp cannot overflow.
        p: Array = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        return p

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        slope -= (slope * a).sum(axis=1, keepdims=True)
        slope *= a

    def cross_entropy(self, z: Array, y: Array) -> Array:
        """Return ``-sum_i y_i log p_i`` of each image; see :meth:`Output.cross_entropy`."""
        shifted = z - z.max(axis=1, keepdims=True)
        log_sum: Any = np.log(np.exp(shifted).sum(axis=1))
        costs: Array = log_sum - (y * shifted).sum(axis=1)
        return costs


@outputs.register(
    "sigmoid", label="Sigmoid", help="Ten independent values between 0 and 1, one yes-or-no for each digit."
)
@dataclass(frozen=True, slots=True)
class SigmoidOutput(Sigmoid, Output):
    """``p = 1 / (1 + exp(-z))``, each digit judged on its own."""

    is_probability: ClassVar[bool] = True

    def cross_entropy(self, z: Array, y: Array) -> Array:
        """Return ``-sum_i (y_i log p_i + (1 - y_i) log(1 - p_i))`` of each image.

        Written as ``log(1 + exp(z)) - y z``, in the form that does not overflow for either sign of ``z``.
        """
        softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
        costs: Array = (softplus - y * z).sum(axis=1)
        return costs


@outputs.register("relu", label="ReLU", help="Ten values of zero or more. Works with squared errors only.")
@dataclass(frozen=True, slots=True)
class ReLUOutput(ReLU, Output):
    """``p = max(z, 0)``."""


@outputs.register("linear", label="Linear", help="The ten sums as they are. Works with squared errors only.")
@dataclass(frozen=True, slots=True)
class LinearOutput(Output):
    """``p = z``."""

    def values(self, z: Array) -> Array:
        return z.copy()

    def backward(self, z: Array, a: Array, slope: Array) -> None:
        """Leave ``slope`` as it is: ``a`` and ``z`` are the same."""
