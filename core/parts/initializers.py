"""Where the weights start, before the first batch; where the biases do is told at the end."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array, Arrays
from core.knob import knob
from core.parts.lines import Lines
from core.registry import Part, Registry


class Initializer(Part):
    """A way to choose the first weights of a layer.

    Class attributes
    ----------------
    numpy : Lines
        ``weights`` makes ``w``, of ``inputs``, ``outputs`` and the generator ``chance``.
    """

    __slots__ = ()

    numpy: ClassVar[Lines]

    @abstractmethod
    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return the first weights of a layer.

        Parameters
        ----------
        inputs, outputs : int
            How many values the layer receives, and how many neurons it has.
        generator : numpy.random.Generator
            Where chance comes from.

        Returns
        -------
        ndarray, shape (inputs, outputs), float32
        """


initializers: Registry[Initializer] = Registry("initializer")


@initializers.register("he", label="He", help="Random, scaled for ReLU: signals keep their size from layer to layer.")
@dataclass(frozen=True, slots=True)
class He(Initializer):
    """Normal with variance ``2 / inputs`` (He, Zhang, Ren and Sun, 2015, equation 10)."""

    numpy: ClassVar[Lines] = Lines(
        weights="w = chance.standard_normal((inputs, outputs), dtype=np.float32) * math.sqrt(2 / inputs)"
    )

    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return normal numbers with standard deviation ``sqrt(2 / inputs)``."""
        return _normal(inputs, outputs, float(np.sqrt(2 / inputs)), generator)


@initializers.register(
    "xavier", label="Xavier", help="Random, scaled for sigmoid and tanh: signals keep their size both ways."
)
@dataclass(frozen=True, slots=True)
class Xavier(Initializer):
    """Uniform in ``±sqrt(6 / (inputs + outputs))`` (Glorot and Bengio, 2010, equation 16)."""

    numpy: ClassVar[Lines] = Lines(
        weights="""\
limit = math.sqrt(6 / (inputs + outputs))
w = chance.random((inputs, outputs), dtype=np.float32) * (2 * limit) - limit"""
    )

    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return uniform numbers within ``±sqrt(6 / (inputs + outputs))``."""
        return _uniform(inputs, outputs, float(np.sqrt(6 / (inputs + outputs))), generator)


@initializers.register(
    "lecun",
    label="LeCun",
    help="Random, with a spread of 1/√n for n inputs, so that sums stay near 1. For sigmoid and tanh.",
)
@dataclass(frozen=True, slots=True)
class LeCun(Initializer):
    """Normal with variance ``1 / inputs`` (LeCun, Bottou, Orr and Müller, "Efficient BackProp", 1998, equation 16).

    The paper asks for a distribution of this deviation, and does not say which; a normal one, as in Nielsen's *Neural
    Networks and Deep Learning* (2015), chapter 3.
    """

    numpy: ClassVar[Lines] = Lines(
        weights="w = chance.standard_normal((inputs, outputs), dtype=np.float32) * math.sqrt(1 / inputs)"
    )

    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return normal numbers with standard deviation ``sqrt(1 / inputs)``."""
        return _normal(inputs, outputs, float(np.sqrt(1 / inputs)), generator)


@initializers.register(
    "uniform", label="Uniform", help="Random between minus and plus the limit, whatever the layer's size."
)
@dataclass(frozen=True, slots=True)
class Uniform(Initializer):
    """Uniform in ``±limit``."""

    limit: float = knob(
        0.05,
        label="Limit",
        help="The largest first weight.",
        low=0.0001,
        high=10.0,
        live=False,
        logarithmic=True,
    )

    numpy: ClassVar[Lines] = Lines(
        weights="w = chance.random((inputs, outputs), dtype=np.float32) * (2 * {limit}) - {limit}"
    )

    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return uniform numbers within ``±limit``."""
        return _uniform(inputs, outputs, self.limit, generator)


@initializers.register("normal", label="Normal", help="Random from a bell curve, whatever the layer's size.")
@dataclass(frozen=True, slots=True)
class Normal(Initializer):
    """Normal with standard deviation ``deviation``."""

    deviation: float = knob(
        0.05,
        label="Deviation",
        help="How far the first weights spread around zero. 1 is too much: the sums become huge.",
        low=0.0001,
        high=10.0,
        live=False,
        logarithmic=True,
    )

    numpy: ClassVar[Lines] = Lines(
        weights="w = chance.standard_normal((inputs, outputs), dtype=np.float32) * {deviation}"
    )

    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return normal numbers with standard deviation ``deviation``."""
        return _normal(inputs, outputs, self.deviation, generator)


@initializers.register(
    "zeros",
    label="Zeros",
    help="All weights zero. A lesson: with a hidden layer, all its neurons stay the same.",
)
@dataclass(frozen=True, slots=True)
class Zeros(Initializer):
    """Every weight 0, so that no neuron of a layer can become different from its neighbor."""

    numpy: ClassVar[Lines] = Lines(weights="w = np.zeros((inputs, outputs), dtype=np.float32)")

    def weights(self, inputs: int, outputs: int, generator: np.random.Generator) -> Array:
        """Return zeros; the generator is not used."""
        return np.zeros((inputs, outputs), dtype=np.float32)


def first_biases(sizes: Sequence[int], deviation: float, generator: np.random.Generator) -> Arrays:
    """Return the first biases of each layer: zeros, or normal numbers.

    They are thrown after all weights, so that these are the same with any deviation.

    Parameters
    ----------
    sizes : sequence of int
        How many neurons each layer has.
    deviation : float
        How far they spread around zero; 0 for zeros, for which no chance is used.
    generator : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    tuple of ndarray, shape (neurons,), float32
    """
    if not deviation:
        return tuple(np.zeros(size, dtype=np.float32) for size in sizes)
    return tuple(generator.standard_normal(size, dtype=np.float32) * np.float32(deviation) for size in sizes)


def first_biases_line(deviation: float) -> str:
    """Return the line of numpy for :func:`first_biases`: what makes those of a layer, of ``size`` and ``chance``."""
    if not deviation:
        return "np.zeros(size, dtype=np.float32)"
    return f"chance.standard_normal(size, dtype=np.float32) * {deviation!r}"


def _uniform(inputs: int, outputs: int, limit: float, generator: np.random.Generator) -> Array:
    weights = generator.random((inputs, outputs), dtype=np.float32)
    weights *= 2 * limit
    weights -= limit
    return weights


def _normal(inputs: int, outputs: int, deviation: float, generator: np.random.Generator) -> Array:
    weights = generator.standard_normal((inputs, outputs), dtype=np.float32)
    weights *= deviation
    return weights
