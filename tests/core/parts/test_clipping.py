"""Gradient clipping shortens what is too long, all of it by the same factor, and nothing else."""

import math
from typing import Any

import numpy as np
import pytest

from core.arrays import Arrays
from core.parts.clipping import clip, clip_lines, clipping, norm_of


@pytest.fixture
def gradient(generator: np.random.Generator) -> Arrays:
    return tuple(generator.normal(0, 1, shape).astype(np.float32) for shape in ((5, 7), (7,), (7, 10), (10,)))


def test_a_long_gradient_goes_the_same_way_but_as_far_as_it_may(gradient: Arrays) -> None:
    before = np.concatenate([array.ravel() for array in gradient]).astype(np.float64)
    assert norm_of(gradient) == pytest.approx(np.linalg.norm(before))
    clip(gradient, 0.5)
    after = np.concatenate([array.ravel() for array in gradient])
    assert np.linalg.norm(after) == pytest.approx(0.5)
    np.testing.assert_allclose(after, before * 0.5 / np.linalg.norm(before), rtol=1e-6)


def test_a_gradient_that_is_short_enough_stays_to_the_last_bit(gradient: Arrays) -> None:
    before = [array.copy() for array in gradient]
    clip(gradient, norm_of(gradient))
    for array, kept in zip(gradient, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_squares_beyond_float32_are_added_up() -> None:
    assert norm_of((np.full(4, 3e30, np.float32),)) == pytest.approx(6e30)


def test_what_is_not_finite_does_not_become_finite() -> None:
    for value in (math.nan, math.inf):
        (slopes,) = (np.array([value, 1.0], np.float32),)
        with np.errstate(invalid="ignore"):
            clip((slopes,), 1.0)
        assert not np.isfinite(slopes[0])
    assert clipping(math.inf, 1.0) == 0
    assert clipping(math.nan, 1.0) == 1


@pytest.mark.parametrize("largest", [0.5, 100.0])
def test_its_lines_of_numpy_do_it(largest: float, gradient: Arrays) -> None:
    names: dict[str, Any] = {"np": np, "math": math, "gradients": [array.copy() for array in gradient]}
    exec("\n".join(clip_lines(largest)), names)
    clip(gradient, largest)
    for found, expected in zip(names["gradients"], gradient, strict=True):
        np.testing.assert_array_equal(found, expected)
