import numpy as np
import pytest

from core.data.ink.eraser import RADIUS, rest_of_picture, rest_of_stroke

LINE = np.array([[0.0, 0.5], [1.0, 0.5]])


def test_a_stroke_that_is_not_touched_is_returned_itself() -> None:
    (rest,) = rest_of_stroke(LINE, (0.5, 0.9), (0.6, 0.9))
    assert rest is LINE


def test_the_middle_rubbed_out_leaves_two_ends() -> None:
    left, right = rest_of_stroke(LINE, (0.5, 0.3), (0.5, 0.7))
    assert left[0, 0] == 0
    assert left[-1, 0] == pytest.approx(0.5 - RADIUS, abs=RADIUS / 2)
    assert right[0, 0] == pytest.approx(0.5 + RADIUS, abs=RADIUS / 2)
    assert right[-1, 0] == 1


def test_a_quick_move_rubs_out_all_on_its_way() -> None:
    assert rest_of_stroke(LINE, (0.0, 0.5), (1.0, 0.5)) == []


def test_a_dot_is_rubbed_out() -> None:
    assert rest_of_stroke(np.array([[0.5, 0.5]]), (0.5, 0.5), (0.5, 0.5)) == []


def test_further_columns_are_cut_and_interpolated_with_the_places() -> None:
    left, _ = rest_of_stroke(np.column_stack([LINE, [0.0, 1.0]]), (0.5, 0.5), (0.5, 0.5))
    np.testing.assert_allclose(left[:, 2], left[:, 0])


def test_points_far_from_the_cut_stay_as_they_were() -> None:
    stroke = np.array([[0.0, 0.1], [0.0, 0.9], [1.0, 0.9]])
    left, right = rest_of_stroke(stroke, (0.5, 0.9), (0.5, 0.9))
    np.testing.assert_array_equal(left[:2], stroke[:2])
    np.testing.assert_array_equal(right[-1], stroke[-1])


def test_a_picture_loses_its_ink_under_the_eraser_only() -> None:
    picture = np.full((28, 28), 200, np.uint8)
    left = rest_of_picture(picture, (0.0, 0.5), (1.0, 0.5))
    assert not left[14].any()
    assert (left[:10] == 200).all()
    assert rest_of_picture(left, (0.5, 0.5), (0.5, 0.5)) is left
