"""What a search for a counterfactual asks is answered rightly."""

import numpy as np
import pytest

from core.insight.flips import (
    digit_read,
    is_flipped,
    leads_and_slopes,
    nearest_rivals,
    rivals_of,
    told,
    whole_bytes,
)
from core.network.network import Network


@pytest.fixture
def x() -> np.ndarray:
    """Return an image that the pixel reader takes for a 3, before a 5, an 8 and a 1."""
    x = np.zeros((1, 784), np.float32)
    x[0, [3, 5, 8, 1]] = 1.0, 0.8, 0.4, 0.2
    return x


def test_rivals_are_all_others_or_the_class_asked_for(pixel_reader: Network, x: np.ndarray) -> None:
    assert rivals_of(pixel_reader, 3, None) == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert rivals_of(pixel_reader, 3, 7) == [7]
    assert nearest_rivals(pixel_reader, x, 3, None) == [5, 8, 1]
    assert nearest_rivals(pixel_reader, x, 3, 0) == [0]


def test_leads_and_their_slopes_by_hand(pixel_reader: Network, x: np.ndarray) -> None:
    leads, slopes = leads_and_slopes(pixel_reader, x, [5, 1])
    np.testing.assert_allclose(leads, [0.2, 0.8], rtol=1e-6)
    expected = np.zeros((2, 784))
    expected[0, [5, 3]] = expected[1, [1, 3]] = 1, -1
    np.testing.assert_array_equal(slopes, expected)


def test_an_answer_is_flipped_when_it_is_another_or_the_one_asked_for(pixel_reader: Network, x: np.ndarray) -> None:
    assert digit_read(pixel_reader, x) == 3
    assert not is_flipped(pixel_reader, x, 3, None)
    assert is_flipped(pixel_reader, x, 4, None)
    assert is_flipped(pixel_reader, x, 4, 3)
    assert not is_flipped(pixel_reader, x, 4, 5)
    x[0, 0] = np.nan
    assert digit_read(pixel_reader, x) is None
    assert not is_flipped(pixel_reader, x, 4, None), "no number is no answer"


def test_a_change_is_told_in_full_pixels(pixel_reader: Network, x: np.ndarray) -> None:
    changed = x.copy()
    changed[0, [3, 7]] = 0.6, 0.32
    found = told(pixel_reader, x, changed, 3)
    assert (found.before, found.after, found.pixels) == (3, 5, 2)
    assert (found.added, found.removed, found.distance) == pytest.approx((0.32, 0.4, np.hypot(0.32, 0.4)))
    assert found.image.shape == (28, 28)
    assert (found.image[0, 3], found.image[0, 7]) == (153, 82)


def test_pixels_are_as_a_file_would_hold_them() -> None:
    found = whole_bytes(np.array([[-0.2, 0.3985, 1.7]], np.float32))
    np.testing.assert_allclose(found, [[0, 102 / 255, 1]], rtol=1e-6)
