"""Activations against their textbook formulas."""

import math
from typing import Any

import numpy as np
import pytest

from core.parts.activations import GELU, Activation, LeakyReLU, ReLU, Sigmoid, Tanh, activations
from core.parts.outputs import LinearOutput, ReLUOutput, SigmoidOutput, outputs

Z = np.linspace(-8, 8, 161).reshape(7, 23)


@pytest.mark.parametrize(
    ("activation", "formula"),
    [
        (Sigmoid(), lambda z: 1 / (1 + math.exp(-z))),
        (Tanh(), math.tanh),
        (ReLU(), lambda z: z if z > 0 else 0.0),
        (LeakyReLU(), lambda z: z if z > 0 else 0.01 * z),
        (LeakyReLU(leak=0.5), lambda z: z if z > 0 else 0.5 * z),
        (LeakyReLU(leak=0.0), lambda z: z if z > 0 else 0.0),
        (GELU(), lambda z: z / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))),
        (SigmoidOutput(), lambda z: 1 / (1 + math.exp(-z))),
        (ReLUOutput(), lambda z: z if z > 0 else 0.0),
        (LinearOutput(), lambda z: z),
    ],
    ids=lambda value: repr(value) if isinstance(value, Activation) else "",
)
def test_values_are_those_of_the_formula(activation: Activation, formula: Any) -> None:
    expected = np.array([formula(z) for z in Z.flat]).reshape(Z.shape)
    np.testing.assert_allclose(activation.values(Z), expected, rtol=1e-13, atol=1e-15)
    single = activation.values(Z.astype(np.float32))
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, expected, rtol=1e-5, atol=1e-6)


def test_gelu_is_near_the_exact_one() -> None:
    exact = np.array([z * (1 + math.erf(z / math.sqrt(2))) / 2 for z in Z.flat]).reshape(Z.shape)
    assert np.abs(GELU().values(Z) - exact).max() < 0.0005


@pytest.mark.parametrize("kind", [*activations, *outputs], ids=lambda k: k.__name__)
def test_backward_multiplies_what_is_there_in_place(kind: type[Activation], generator: np.random.Generator) -> None:
    z = generator.normal(size=(5, 10))
    a = kind().values(z)
    upstream = generator.normal(size=(5, 10))
    whole, twice = upstream.copy(), 2 * upstream
    assert kind().backward(z, a, whole) is None
    kind().backward(z, a, twice)
    np.testing.assert_allclose(twice, 2 * whole, rtol=1e-12)


@pytest.mark.parametrize(("kind", "slope"), [(ReLU(), 0.0), (ReLUOutput(), 0.0), (LeakyReLU(leak=0.25), 0.25)])
def test_the_slope_at_exactly_zero_is_that_of_the_left(kind: Activation, slope: float) -> None:
    z = np.zeros((1, 10))
    upstream = np.ones_like(z)
    kind.backward(z, kind.values(z), upstream)
    np.testing.assert_array_equal(upstream, slope)
