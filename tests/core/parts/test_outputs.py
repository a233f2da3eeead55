"""Outputs against their textbook formulas."""

from typing import Any

import numpy as np
import pytest

from core.arrays import Array
from core.network.backprop import one_hot
from core.parts.outputs import LinearOutput, ReLUOutput, SigmoidOutput, Softmax


def test_softmax_is_a_distribution_that_ignores_a_common_shift(generator: np.random.Generator) -> None:
    z = generator.normal(0, 5, (40, 10))
    p = Softmax().values(z)
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-12)
    assert (p > 0).all()
    np.testing.assert_allclose(Softmax().values(z + 1000), p, rtol=1e-9)
    np.testing.assert_allclose(p, np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), rtol=1e-12)


def test_softmax_backward_is_the_jacobian(generator: np.random.Generator) -> None:
    z, upstream = generator.normal(size=(2, 3, 10))
    p = Softmax().values(z)
    expected = np.stack([(np.diag(row) - np.outer(row, row)) @ up for row, up in zip(p, upstream, strict=True)])
    found = upstream.copy()
    Softmax().backward(z, p, found)
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("output", [Softmax(), SigmoidOutput()], ids=lambda o: o.name)
def test_cross_entropy_is_that_of_the_logarithms(output: Any, generator: np.random.Generator) -> None:
    z = generator.normal(0, 3, (30, 10))
    y = one_hot(generator.integers(0, 10, 30).astype(np.uint8), 10, np.float64)
    p: Array = output.values(z)
    parts = y * np.log(p) if isinstance(output, Softmax) else y * np.log(p) + (1 - y) * np.log(1 - p)
    np.testing.assert_allclose(output.cross_entropy(z, y), -parts.sum(axis=1), rtol=1e-10)


def test_cross_entropy_of_what_is_no_probability_is_a_mistake_of_the_programmer() -> None:
    z = np.zeros((1, 10))
    for output in (LinearOutput(), ReLUOutput()):
        assert not output.is_probability
        with pytest.raises(ValueError, match="no meaning"):
            output.cross_entropy(z, z)
