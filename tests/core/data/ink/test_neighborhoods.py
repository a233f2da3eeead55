"""Neighborhoods and connected pixels are those that SciPy finds."""

import numpy as np
import pytest
from scipy import ndimage

from core.data.ink import connected, neighborhoods


@pytest.mark.parametrize("size", [1, 2, 3, 6, 25, 80])
@pytest.mark.parametrize("shape", [(40, 57), (3, 90), (1, 1)])
def test_the_highest_and_the_lowest_around_a_pixel(
    size: int, shape: tuple[int, int], generator: np.random.Generator
) -> None:
    shades = generator.random(shape, np.float32)
    np.testing.assert_array_equal(neighborhoods.closed(shades, size), ndimage.grey_closing(shades, (size, size)))
    np.testing.assert_array_equal(neighborhoods.opened(shades, size), ndimage.grey_opening(shades, (size, size)))
    mask = shades > 0.9
    odd = size + 1 - size % 2
    np.testing.assert_array_equal(neighborhoods.highest(mask, odd), ndimage.maximum_filter(mask, odd))
    np.testing.assert_array_equal(neighborhoods.lowest(mask, odd), ndimage.minimum_filter(mask, odd))


def test_holes_are_what_cannot_be_reached_from_outside(generator: np.random.Generator) -> None:
    mask = generator.random((60, 50)) > 0.4
    filled = connected.without_holes(mask)
    assert filled.sum() > mask.sum()
    np.testing.assert_array_equal(filled, ndimage.binary_fill_holes(mask))


def test_what_hangs_together_with_a_start_is_reached_by_corners_too() -> None:
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 1]], bool)
    start = np.zeros_like(mask)
    start[:2, 0] = True
    np.testing.assert_array_equal(connected.reached(mask, start), [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]])
    assert not connected.reached(np.zeros_like(mask), start).any()
