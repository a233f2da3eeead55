"""Where in an image most of something is, in words."""

import numpy as np
import pytest

from core.insight.regions import loudest_region


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
