"""What a hidden neuron does with its weighted sum.

``z`` is the weighted sum a neuron receives and ``a`` the value it passes on.
Every activation works on float32 and float64 alike, and on any ``z`` without
overflow, which is why the sigmoid is written with a hyperbolic tangent.

These lines are the ones that train, whichever engine is used: given arrays for
their results, they make none themselves. Without them numpy makes new ones.
"""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.knob import knob
from core.parts.lines import Lines
from core.registry import Part, Registry


class Activation(Part):
    """A function applied to each weighted sum on its own.

    Class attributes
    ----------------
    numpy : Lines
        ``values`` makes ``a`` of ``z``; ``backward`` changes ``d`` in place.
    formulas : Lines
        ``values`` makes ``a`` of ``z``; ``slope`` makes ``slope``, the activation's own, of ``z`` and ``a``, and ends
        with what can stand in a product.
    """

    __slots__ = ()

    numpy: ClassVar[Lines]
    formulas: ClassVar[Lines]

    @abstractmethod
    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``a``, the values passed on.

        Parameters
        ----------
        z : ndarray, shape (n, neurons)
            Weighted sums, one row per image; left as they are.
        out : ndarray, shape (n, neurons), optional
            Where the values go, another array than ``z``; without it, a new one is made.

        Returns
        -------
        ndarray, shape (n, neurons)
            ``out``, or a new array of the dtype of ``z``.
        """

    @abstractmethod
    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Turn the cost's slope with respect to ``a`` into that with respect to ``z``, in place.

        Parameters
        ----------
        z, a : ndarray, shape (n, neurons)
            Weighted sums, and what :meth:`values` made of them; left as they are.
        slope : ndarray, shape (n, neurons)
            On entry the cost per unit of ``a``, on return the cost per unit of ``z`` (the chain rule).
        scratch : ndarray, shape (n, neurons), optional
            Space to work in, another array than the others; without it, it is made if needed.
        """


activations: Registry[Activation] = Registry("activation")


@activations.register(
    "sigmoid",
    label="Sigmoid",
    help="Squashes the sum smoothly to between 0 and 1. The classic; learns slowly in deep networks.",
)
@dataclass(frozen=True, slots=True)
class Sigmoid(Activation):
    """``a = 1 / (1 + exp(-z))``, with the slope ``a * (1 - a)``.

    It is computed as ``(1 + tanh(z / 2)) / 2``, which is the same and cannot overflow.
    """

    numpy: ClassVar[Lines] = Lines(
        values="a = (np.tanh(z * 0.5) + 1) * 0.5  # is 1 / (1 + np.exp(-z)), and cannot overflow",
        backward="d *= (1 - a) * a",
    )
    formulas: ClassVar[Lines] = Lines(values="a = 1 / (1 + exp(-z))", slope="slope = a * (1 - a)")

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``1 / (1 + exp(-z))``."""
        a: Array = np.multiply(z, 0.5, out=out)
        np.tanh(a, out=a)
        a += 1
        a *= 0.5
        return a

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Multiply ``slope`` by ``a * (1 - a)``."""
        own = np.subtract(1, a, out=scratch)
        own *= a
        slope *= own


@activations.register(
    "tanh",
    label="Tanh",
    help="Squashes the sum smoothly to between -1 and 1. Like the sigmoid, but centered on zero.",
)
@dataclass(frozen=True, slots=True)
class Tanh(Activation):
    """``a = tanh(z)``, with the slope ``1 - a**2``."""

    numpy: ClassVar[Lines] = Lines(values="a = np.tanh(z)", backward="d *= 1 - a * a")
    formulas: ClassVar[Lines] = Lines(values="a = tanh(z)", slope="slope = (1 - a**2)")

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``tanh(z)``."""
        return np.tanh(z, out=out)

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Multiply ``slope`` by ``1 - a**2``."""
        own = np.multiply(a, a, out=scratch)
        np.subtract(1, own, out=own)
        slope *= own


@activations.register(
    "relu",
    label="ReLU",
    help="Passes positive sums on and turns negative ones to zero. Quick to compute and to learn; a good first choice.",
)
@dataclass(frozen=True, slots=True)
class ReLU(Activation):
    """``a = max(z, 0)``, with the slope 1 where ``z > 0`` and 0 elsewhere.

    Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010. The slope at
    exactly zero, where there is none, is taken as 0.
    """

    numpy: ClassVar[Lines] = Lines(values="a = np.maximum(z, 0)", backward="d *= a > 0")
    formulas: ClassVar[Lines] = Lines(values="a = max(z, 0)", slope="slope = where(a > 0, 1, 0)")

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``max(z, 0)``."""
        return np.maximum(z, 0, out=out)

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Multiply ``slope`` by 1 where ``a > 0``, which is where ``z > 0``, and by 0 elsewhere."""
        slope *= np.greater(a, 0, out=scratch)


@activations.register(
    "leaky-relu",
    label="Leaky ReLU",
    help="Like ReLU, but lets a little of a negative sum through, so that no neuron can die.",
)
@dataclass(frozen=True, slots=True)
class LeakyReLU(Activation):
    """``a = z`` where ``z > 0``, else ``leak * z``; with the slope 1 and ``leak``.

    Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", ICML 2013.
    """

    numpy: ClassVar[Lines] = Lines(
        values="a = np.maximum(z * {leak}, z)",
        backward="d *= np.maximum(np.sign(z), {leak})  # 1 where z > 0, else the leak",
    )
    formulas: ClassVar[Lines] = Lines(values="a = max(z, leak * z)", slope="slope = where(z > 0, 1, leak)")

    leak: float = knob(
        0.01, label="Leak", help="How much of a negative sum is let through.", low=0.0, high=0.5, live=False
    )

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``max(z, leak * z)``."""
        # The larger of the two is z where z > 0 and leak * z elsewhere, as long as leak <= 1.
        a: Array = np.multiply(z, self.leak, out=out)
        return np.maximum(a, z, out=a)

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Multiply ``slope`` by 1 where ``z > 0``, by ``leak`` elsewhere."""
        # The sign is 1 where z > 0, and elsewhere 0 or -1, of which the leak is the larger.
        own = np.sign(z, out=scratch)
        np.maximum(own, self.leak, out=own)
        slope *= own


@activations.register(
    "gelu",
    label="GELU",
    help="A smooth ReLU with a small dip below zero. The choice of many language models.",
)
@dataclass(frozen=True, slots=True)
class GELU(Activation):
    """``a = z * gate`` with ``gate = (1 + tanh(s * (z + c * z**3))) / 2``, ``s = sqrt(2 / pi)`` and ``c = 0.044715``.

    The slope is ``gate * (1 + (1 - gate) * 2 * z * s * (1 + 3 * c * z**2))``.

    Hendrycks and Gimpel, "Gaussian error linear units (GELUs)", arXiv:1606.08415 (2016). This is their form with
    the tangent, not the exact one with the error function, which numpy does not have; they differ by less than
    0.0005.
    """

    numpy: ClassVar[Lines] = Lines(
        values="""\
s, near = math.sqrt(2 / math.pi), np.clip(z, -20, 20)
gate = (np.tanh((near * near * (s * 0.044715) + s) * near) + 1) * 0.5
a = gate * z""",
        backward="""\
s, near = math.sqrt(2 / math.pi), np.clip(z, -20, 20)
gate = (np.tanh((near * near * (s * 0.044715) + s) * near) + 1) * 0.5
d *= gate
d *= (near * near * (6 * s * 0.044715) + 2 * s) * near * (1 - gate) + 1""",
    )
    formulas: ClassVar[Lines] = Lines(
        values="""\
gate = (1 + tanh(0.79788456 * (z + 0.044715 * z**3))) / 2
a = z * gate""",
        slope="""\
gate = (1 + tanh(0.79788456 * (z + 0.044715 * z**3))) / 2
slope = gate * (1 + (1 - gate) * 2 * z * 0.79788456 * (1 + 3 * 0.044715 * z**2))""",
    )

    def values(self, z: Array, out: Array | None = None) -> Array:
        """Return ``z * gate``."""
        a = self._gate(z, out)
        a *= z
        return a

    def backward(self, z: Array, a: Array, slope: Array, scratch: Array | None = None) -> None:
        """Multiply ``slope`` by ``gate * (1 + (1 - gate) * 2 * z * s * (1 + 3 * c * z**2))``."""
        gate = self._gate(z, scratch)
        slope *= gate
        own = self._cubic(z, 2 * _SCALE, 6 * _SCALE * _CUBE)
        np.subtract(1, gate, out=gate)
        own *= gate
        own += 1
        slope *= own

    def _gate(self, z: Array, out: Array | None) -> Array:
        gate = self._cubic(z, _SCALE, _SCALE * _CUBE, out)
        np.tanh(gate, out=gate)
        gate += 1
        gate *= 0.5
        return gate

    def _cubic(self, z: Array, linear: float, cubic: float, out: Array | None = None) -> Array:
        """Return ``linear * z + cubic * z**3``, less steep beyond +-_FAR, where the gate is 0 or 1 to the last bit."""
        # The cube itself could overflow.
        result: Array = np.clip(z, -_FAR, _FAR, out=out)
        result *= result
        result *= cubic
        result += linear
        result *= z
        return result


_SCALE = math.sqrt(2 / math.pi)
_CUBE = 0.044715
_FAR = 20.0
