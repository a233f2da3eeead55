"""First weights have the spread that was promised, from the chance that was given."""

import math

import numpy as np
import pytest

from core.parts.initializers import He, Initializer, LeCun, Normal, Uniform, Xavier, Zeros, first_biases, initializers

INPUTS, NEURONS = 400, 250
# The standard deviation of so many numbers is known to about a part in 450; five times that is no chance.
TOLERANCE = 5 / math.sqrt(2 * INPUTS * NEURONS)


@pytest.mark.parametrize("kind", list(initializers), ids=lambda k: k.name)
def test_shape_type_and_chance(kind: type[Initializer]) -> None:
    first = kind().weights(30, 20, np.random.default_rng(1))
    assert first.shape == (30, 20)
    assert first.dtype == np.float32
    assert np.isfinite(first).all()
    assert first.flags.writeable
    np.testing.assert_array_equal(first, kind().weights(30, 20, np.random.default_rng(1)))
    if kind is not Zeros:
        assert (first != kind().weights(30, 20, np.random.default_rng(2))).any()
        assert len(np.unique(first)) > 500


@pytest.mark.parametrize("kind", list(initializers), ids=lambda k: k.name)
def test_the_smallest_layer_works(kind: type[Initializer]) -> None:
    assert np.isfinite(kind().weights(1, 1, np.random.default_rng(1))).all()


@pytest.mark.parametrize(
    ("initializer", "deviation"),
    [
        (He(), math.sqrt(2 / INPUTS)),
        (LeCun(), math.sqrt(1 / INPUTS)),
        (Xavier(), math.sqrt(2 / (INPUTS + NEURONS))),
        (Uniform(), 0.05 / math.sqrt(3)),
        (Uniform(limit=2.0), 2 / math.sqrt(3)),
        (Normal(), 0.05),
        (Normal(deviation=3.0), 3.0),
    ],
    ids=repr,
)
def test_the_spread_is_as_promised(initializer: Initializer, deviation: float, generator: np.random.Generator) -> None:
    weights = initializer.weights(INPUTS, NEURONS, generator).astype(np.float64)
    assert weights.std() == pytest.approx(deviation, rel=TOLERANCE)
    assert abs(weights.mean()) < 5 * deviation / math.sqrt(weights.size)


@pytest.mark.parametrize(
    ("initializer", "limit"), [(Xavier(), math.sqrt(6 / (INPUTS + NEURONS))), (Uniform(limit=0.5), 0.5)], ids=repr
)
def test_a_uniform_one_fills_its_range_and_stays_in_it(
    initializer: Initializer, limit: float, generator: np.random.Generator
) -> None:
    weights = initializer.weights(INPUTS, NEURONS, generator)
    assert np.abs(weights).max() <= np.float32(limit) * (1 + 1e-6)
    assert weights.max() > 0.99 * limit
    assert weights.min() < -0.99 * limit


@pytest.mark.parametrize("initializer", [He(), LeCun(), Normal()], ids=repr)
def test_a_normal_one_is_a_bell_curve(initializer: Initializer, generator: np.random.Generator) -> None:
    weights = initializer.weights(INPUTS, NEURONS, generator).astype(np.float64)
    inside = np.mean(np.abs(weights) < weights.std())
    assert inside == pytest.approx(0.6827, abs=0.008)


def test_zeros_are_zeros() -> None:
    assert not Zeros().weights(3, 4, np.random.default_rng(1)).any()


def test_first_biases_are_zero_without_any_chance_or_spread_as_promised(generator: np.random.Generator) -> None:
    before = generator.bit_generator.state
    assert not any(biases.any() for biases in first_biases((3, 2), 0.0, generator))
    assert generator.bit_generator.state == before
    (biases,) = first_biases((INPUTS * NEURONS,), 0.5, generator)
    assert biases.dtype == np.float32
    assert biases.std(dtype=np.float64) == pytest.approx(0.5, rel=TOLERANCE)
