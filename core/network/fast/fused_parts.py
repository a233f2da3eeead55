"""Activations and outputs as lists of numpy calls that make no new arrays.

The forms here compute what the parts themselves compute (``core/parts/activations.py``,
``core/parts/costs.py``), into arrays made beforehand. A part without a form here is
called as it is, so a new part works at once and is made fast later, if ever.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.arrays import Array
from core.network.fast.calls import Call, Calls
from core.parts.activations import Activation, LeakyReLU, Output, ReLU, Sigmoid, Softmax, Tanh
from core.parts.costs import Cost, CrossEntropy

_ZERO, _HALF, _ONE = np.float32(0), np.float32(0.5), np.float32(1)


def forward(activation: Activation, z: Array, a: Array) -> Calls:
    """Return the calls that turn sums ``z`` into values ``a``, both of shape (n, neurons)."""
    form = _FORWARD.get(type(activation))
    return form(activation, z, a) if form else ((_forward_by_part, (activation, z, a)),)


def backward(activation: Activation, z: Array, a: Array, slope: Array) -> Calls:
    """Return the calls that turn the cost per unit of ``a`` into that per unit of ``z``, in place."""
    form = _BACKWARD.get(type(activation))
    return form(activation, z, a, slope) if form else ((activation.backward, (z, a, slope)),)


def output_slope(output: Output, cost: Cost, z: Array, y: Array, factor: Array, slope: Array) -> Calls:
    """Return the calls that turn the outputs' sums into the slope of the images' summed cost, times a factor.

    Parameters
    ----------
    output, cost : Output, Cost
        What the last layer does, and what is to be made small.
    z, y, slope : ndarray, shape (10, n)
        Sums, targets, and where the result goes: images stand in columns, so that what is
        done once for each of them (the largest sum, a division) is done on long rows.
    factor : ndarray, shape ()
        What the slope is multiplied with, read at each step; it contains the division by the number of images.
    """
    if type(output) is Softmax and type(cost) is CrossEntropy:
        return _softmax_slope(z, y, factor, slope)
    return ((_slope_by_parts, (output, cost, z.T, y.T, factor, slope.T)),)


def _softmax_slope(z: Array, y: Array, factor: Array, slope: Array) -> Calls:
    row: Array = np.empty(z.shape[1], np.float32)  # the largest sum of each image, then the sum of its exponentials
    return (
        (np.maximum.reduce, (z, 0, None, row)),
        (np.subtract, (z, row, slope)),
        (np.exp, (slope, slope)),
        (np.add.reduce, (slope, 0, None, row)),
        (np.divide, (slope, row, slope)),
        (np.subtract, (slope, y, slope)),
        (np.multiply, (slope, factor, slope)),
    )


def _slope_by_parts(output: Output, cost: Cost, z: Array, y: Array, factor: Array, slope: Array) -> None:
    # The part gives the slope of the mean cost.
    np.multiply(cost.slope(output, z, output.values(z), y), factor * len(z), slope)


def _forward_by_part(activation: Activation, z: Array, a: Array) -> None:
    a[...] = activation.values(z)


def _relu(activation: Activation, z: Array, a: Array) -> Calls:
    return ((partial(np.maximum, out=a), (z, _ZERO)),)


def _relu_back(activation: Activation, z: Array, a: Array, slope: Array) -> Calls:
    # The values are never negative, so seen as integers they are above zero just where they are as floats. The
    # negative of such an integer has its sign bit set; shifted to the right it becomes ones in all 32 places, and
    # all zeros elsewhere. So three calls on whole vectors select the slopes, with no conversion from booleans.
    bits, slope_bits = a.view(np.int32), slope.view(np.int32)
    mask = np.empty_like(bits)
    return (
        (np.negative, (bits, mask)),
        (np.right_shift, (mask, np.int32(31), mask)),
        (np.bitwise_and, (slope_bits, mask, slope_bits)),
    )


def _leaky(activation: Activation, z: Array, a: Array) -> Calls:
    leak = np.float32(_leak_of(activation))
    return (np.multiply, (z, leak, a)), (partial(np.maximum, out=a), (z, a))


def _leaky_back(activation: Activation, z: Array, a: Array, slope: Array) -> Calls:
    # A product with a mask is many times faster than a call restricted by `where`.
    leak = np.float32(_leak_of(activation))
    is_on, passed = np.empty(a.shape, np.bool_), np.empty_like(a)
    return (
        (np.greater, (z, _ZERO, is_on)),
        (np.multiply, (is_on, _ONE - leak, passed)),
        (np.add, (passed, leak, passed)),
        (np.multiply, (slope, passed, slope)),
    )


def _leak_of(activation: Activation) -> float:
    assert isinstance(activation, LeakyReLU)
    return activation.leak


def _sigmoid(activation: Activation, z: Array, a: Array) -> Calls:
    return (
        (np.multiply, (z, _HALF, a)),
        (np.tanh, (a, a)),
        (np.add, (a, _ONE, a)),
        (np.multiply, (a, _HALF, a)),
    )


def _sigmoid_back(activation: Activation, z: Array, a: Array, slope: Array) -> Calls:
    s = np.empty_like(a)
    return (np.subtract, (_ONE, a, s)), (np.multiply, (s, a, s)), (np.multiply, (slope, s, slope))


def _tanh(activation: Activation, z: Array, a: Array) -> Calls:
    return ((np.tanh, (z, a)),)


def _tanh_back(activation: Activation, z: Array, a: Array, slope: Array) -> Calls:
    s = np.empty_like(a)
    return (np.multiply, (a, a, s)), (np.subtract, (_ONE, s, s)), (np.multiply, (slope, s, slope))


# Only for exactly these classes: a part derived from one of them may compute something else.
_FORWARD: dict[type[Activation], Callable[[Activation, Array, Array], tuple[Call, ...]]] = {
    ReLU: _relu,
    LeakyReLU: _leaky,
    Sigmoid: _sigmoid,
    Tanh: _tanh,
}
_BACKWARD: dict[type[Activation], Callable[[Any, Array, Array, Array], tuple[Call, ...]]] = {
    ReLU: _relu_back,
    LeakyReLU: _leaky_back,
    Sigmoid: _sigmoid_back,
    Tanh: _tanh_back,
}
