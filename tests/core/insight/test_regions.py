"""Where in an image most of something is, in words."""

import numpy as np
import pytest

from core.insight.regions import loudest_region, smoothed


@pytest.mark.parametrize(
    ("row", "column", "name"), [(4, 4, "top left"), (4, 14, "top"), (14, 24, "right"), (14, 14, "middle")]
)
def test_the_region_with_most_is_named(row: int, column: int, name: str):
    push = np.zeros((28, 28), np.float32)
    push[4:25, 4:25] = -0.01  # the box that the ink fills
    push[row, column] = 2
    assert loudest_region(push) == name


def test_it_is_a_region_of_the_ink_and_not_of_the_frame():
    push = np.zeros((28, 28), np.float32)
    push[2, 2], push[2, 8] = -1, 3
    assert "right" in loudest_region(push)


def test_where_nothing_is_above_zero_there_is_no_region():
    assert loudest_region(np.zeros((28, 28), np.float32)) == ""
    assert loudest_region(np.full((28, 28), -1.0, np.float32)) == ""
    assert loudest_region(np.full((28, 28), np.nan, np.float32)) == ""


def test_a_change_beside_the_drawing_is_told_by_the_drawing():
    image, change = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.float32)
    image[5:20, 10:15] = 255
    change[6, 16] = 1
    assert loudest_region(change, image) == "top right"
    assert loudest_region(change, np.zeros_like(image)) == loudest_region(change)


def test_smoothing_by_hand():
    push = np.zeros((28, 28), np.float32)
    push[10, 10:13] = 3, -1, 5
    found = smoothed(push)
    np.testing.assert_allclose(found[10, 10:13], [(2 * 3 - 1) / 3, (3 - 2 + 5) / 4, (10 - 1) / 3], rtol=1e-6)
    assert np.count_nonzero(found) == 3, "paper stays paper"
    push[10, 11] = np.nan
    assert np.isfinite(smoothed(push)).all()


def test_smoothing_leaves_an_even_area_as_it_is():
    push = np.zeros((28, 28), np.float32)
    push[3:9, 4:20] = 2
    np.testing.assert_allclose(smoothed(push), push, rtol=1e-6)
