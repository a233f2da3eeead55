"""What the strokes of a style mean."""

import numpy as np

from core.data.writer.style import Style


def test_points_are_in_digit_heights_one_row_for_each_variant() -> None:
    style = Style(1, "for this test", 1, (("50,0 50,100", "0,50 | -20,40"), ("40,0 60,100", "10,50 | 0,25")))
    expected = [[(0.5, 0), (0.5, 1), (0, 0.5), (-0.2, 0.4)], [(0.4, 0), (0.6, 1), (0.1, 0.5), (0, 0.25)]]
    np.testing.assert_array_equal(style.points, np.array(expected, np.float32))
    assert style.sections == ((0, 0, 2), (1, 2, 3), (1, 2, 4))


def test_corner_belongs_to_both_sections() -> None:
    style = Style(7, "for this test", 1, (("0,0 50,0 | 40,100", "10,50 60,50"),))
    assert style.sections == ((0, 0, 2), (0, 1, 3), (1, 3, 5))
    assert np.array_equal(style.points[0][:2], np.array([(0, 0), (0.5, 0)], np.float32))
