"""Layer and Network: from pixels to an output for each class.

A network is a list of layers; a layer multiplies its inputs by weights, adds
biases, and applies an activation: ``z = x @ w + b`` and ``a = activation(z)``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array, Arrays, Bytes, read_only
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.network.processors import free_memory
from core.network.scaling import Scaling
from core.parts.activations import Activation
from core.parts.initializers import first_biases
from core.parts.outputs import Output

PIXELS = 28 * 28

MOST_PARAMETERS = 2**30
LARGEST_WEIGHT = 1e30
"""Largest weight that can be reckoned with: the sum of what a hundred thousand neurons send through it stays finite."""

_VALUES = 3 * 2 * 2048  # sums, values and slopes of the images worked on at a time, however large the batch
_COPIES = 6  # training holds a network up to so many times over: gradients, two moments, two snapshots


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of neurons.

    Attributes
    ----------
    weights : ndarray, shape (inputs, outputs), float32
        What each input counts for each neuron.
    biases : ndarray, shape (outputs,), float32
        What is added to each neuron's sum.
    activation : Activation
        What each neuron does with its sum.
    """

    weights: Array
    biases: Array
    activation: Activation

    def sums(self, x: Array) -> Array:
        """Return ``z = x @ w + b``, shape (n, outputs), of inputs ``x``, shape (n, inputs)."""
        z: Array = x @ self.weights
        z += self.biases
        return z


@dataclass(frozen=True, slots=True)
class Activity:
    """Every layer's values for given images.

    Attributes
    ----------
    inputs : ndarray, shape (n, 784), float32
        The images as the first layer receives them: 0 (paper) to 1 (ink), or standardized.
    sums, values : tuple of ndarray, shape (n, neurons)
        ``z`` and ``a`` of each layer, first hidden layer first, outputs last.
    """

    inputs: Array
    sums: Arrays
    values: Arrays

    @property
    def outputs(self) -> Array:
        """The outputs for each image, one a class, shape (n, classes)."""
        return self.values[-1]


@dataclass(frozen=True, slots=True, repr=False)
class Network:
    """A fully connected network of any depth.

    Attributes
    ----------
    layers : tuple of Layer
        Hidden layers first to last, then the output layer.
    scaling : Scaling or None
        What is done to the pixels before the first layer receives them; None where it receives them as they are.
    """

    layers: tuple[Layer, ...]
    scaling: Scaling | None = None

    def __repr__(self) -> str:
        return f"<Network {'-'.join(map(str, self.sizes))}>"

    @classmethod
    def create(
        cls,
        hyperparameters: Hyperparameters,
        generator: np.random.Generator,
        *,
        inputs: int = PIXELS,
        classes: int = 10,
        scaling: Scaling | None = None,
    ) -> "Network":
        """Make an untrained network.

        Parameters
        ----------
        hyperparameters : Hyperparameters
            Sizes, activations, and how the weights start.
        generator : numpy.random.Generator
            Where chance comes from.
        inputs : int
            How many pixels an image has.
        classes : int
            How many classes it is to tell apart; ten, as there are digits, unless said.
        scaling : Scaling, optional
            What is done to the pixels first; see :func:`core.network.scaling.scaling_for`.

        Raises
        ------
        TrainingError
            When the network would not fit in memory; it tells the figures.
        """
        sizes = (inputs, *hyperparameters.hidden, classes)
        _refuse_too_large(sizes)
        weights = tuple(
            hyperparameters.initializer.weights(before, after, generator)
            for before, after in zip(sizes, sizes[1:], strict=False)
        )
        biases = first_biases(sizes[1:], hyperparameters.first_biases, generator)
        activations, output = hyperparameters.layer_activations, hyperparameters.output
        return cls.assemble(weights, biases, activations, output, scaling)

    @classmethod
    def assemble(
        cls,
        weights: Arrays,
        biases: Arrays,
        activation: Activation | Sequence[Activation],
        output: Output,
        scaling: Scaling | None = None,
    ) -> "Network":
        """Make a network of arrays there are already; see :class:`Layer` for their shapes.

        The activation is one for all hidden layers, or there is one for each.
        """
        hidden = len(weights) - 1
        kinds = (*([activation] * hidden if isinstance(activation, Activation) else activation), output)
        return cls(tuple(Layer(w, b, kind) for w, b, kind in zip(weights, biases, kinds, strict=True)), scaling)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many values each layer has, from the pixels to the outputs: (784, 128, 10)."""
        return (self.layers[0].weights.shape[0], *(layer.weights.shape[1] for layer in self.layers))

    @property
    def classes(self) -> int:
        """How many classes it tells apart: its outputs."""
        return int(self.layers[-1].weights.shape[1])

    @property
    def parameters(self) -> Arrays:
        """Weights and biases, layer by layer: ``(w_0, b_0, w_1, b_1, ...)``."""
        return tuple(array for layer in self.layers for array in (layer.weights, layer.biases))

    @property
    def is_sound(self) -> bool:
        """Whether every weight can be reckoned with: it is finite, and of a size that sums stay finite with."""
        # NaN among them is their minimum and their maximum, and lies within no bounds.
        return all(array.min() > -LARGEST_WEIGHT and array.max() < LARGEST_WEIGHT for array in self.parameters)

    @property
    def parameter_count(self) -> int:
        """How many weights and biases there are."""
        return sum(array.size for array in self.parameters)

    @property
    def output(self) -> Output:
        """What the last layer does with its sums."""
        kind = self.layers[-1].activation
        if not isinstance(kind, Output):
            raise ValueError(f"the last layer's activation is not an output: {kind!r}")
        return kind

    def inputs(self, images: Bytes | Array) -> Array:
        """Return images as the first layer receives them, shape (n, 784); see :func:`as_inputs` for what is given."""
        rows = as_inputs(images)
        return rows if self.scaling is None else self.scaling.scaled(rows)

    def activity(self, images: Bytes | Array, keeps: Arrays = ()) -> Activity:
        """Return every layer's values for the given images.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28) or (n, 784)
            Bytes from 0 to 255, or floats from 0 to 1.
        keeps : tuple of ndarray, shape (n, neurons), optional
            What each hidden layer's values are multiplied by on their way to the next layer, while training with
            dropout: see :func:`core.network.dropout.keeps`. The values returned are those before that.
        """
        x = self.inputs(images)
        sums: list[Array] = []
        values: list[Array] = []
        a = x
        for index, layer in enumerate(self.layers):
            z = layer.sums(a)
            a = layer.activation.values(z)
            sums.append(z)
            values.append(a)
            if index < len(keeps):
                a = a * keeps[index]
        return Activity(x, tuple(sums), tuple(values))

    def outputs(self, images: Bytes | Array) -> Array:
        """Return the outputs for each image, shape (n, classes); see :meth:`activity`."""
        a = self.inputs(images)
        for layer in self.layers:
            a = layer.activation.values(layer.sums(a))
        return a

    def frozen_copy(self) -> "Network":
        """Return a copy whose arrays refuse to be written to."""
        return Network(
            tuple(
                Layer(read_only(layer.weights.copy()), read_only(layer.biases.copy()), layer.activation)
                for layer in self.layers
            ),
            self.scaling,
        )

    def working_copy(self) -> "Network":
        """Return a copy whose arrays can be trained."""
        return Network(
            tuple(Layer(layer.weights.copy(), layer.biases.copy(), layer.activation) for layer in self.layers),
            self.scaling,
        )


def as_inputs(images: Bytes | Array) -> Array:
    """Return images as rows of numbers from 0 to 1.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28) or (n, 784)
        Bytes from 0 (paper) to 255 (ink), or floats, which are taken as they are.

    Returns
    -------
    ndarray, shape (n, 784)
        float32 for bytes, else the dtype given.
    """
    rows: Any = images.reshape(len(images), math.prod(images.shape[1:]))  # a size of -1 fails for no images
    if rows.dtype == np.uint8:
        rows = np.multiply(rows, np.float32(1 / 255), dtype=np.float32)
    inputs: Array = rows
    return inputs


def for_plain_pixels(network: Network) -> Network:
    """Return a network that does with plain pixels, 0 to 1, what this one does with standardized ones.

    ``((x - mean) / spread) @ w + b`` is ``x @ (w / spread) + (b - mean / spread * w.sum(axis=0))``, so the first layer
    takes in what is done to the pixels. The outputs are the same to rounding errors.
    """
    if network.scaling is None:
        return network
    mean, spread = network.scaling.mean, network.scaling.spread
    first, *others = network.layers
    weights = first.weights / np.float32(spread)
    biases = first.biases - mean / spread * first.weights.sum(axis=0, dtype=np.float64)
    return Network((Layer(weights, biases.astype(first.biases.dtype), first.activation), *others)).frozen_copy()


def memory_to_train(sizes: tuple[int, ...]) -> int:
    """Return about how many bytes it takes to train a network with so many values in each layer."""
    return 4 * (_parameters_of(sizes) * _COPIES + sum(sizes) * _VALUES)


def _parameters_of(sizes: tuple[int, ...]) -> int:
    return sum((before + 1) * after for before, after in zip(sizes, sizes[1:], strict=False))


def _refuse_too_large(sizes: tuple[int, ...]) -> None:
    parameters, needed, free = _parameters_of(sizes), memory_to_train(sizes), free_memory()
    if parameters > MOST_PARAMETERS or needed > free:
        raise TrainingError(
            f"A network of {'-'.join(map(str, sizes))} has {parameters:,} weights and needs about "
            f"{needed / 2**30:,.1f} GiB of memory to train; {free / 2**30:,.1f} GiB are free.",
            "Use fewer or smaller hidden layers.",
        )
