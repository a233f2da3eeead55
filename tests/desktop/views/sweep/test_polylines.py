"""Many lines as one path, and the nearest of them to a point."""

import numpy as np
import pytest

from desktop.views.sweep.polylines import nearest_segment, path_across, polyline


def test_the_nearest_piece_is_found_beside_it_and_beyond_its_ends() -> None:
    begins = np.array([0.0, 0.0, np.nan]), np.array([0.0, 10.0, 5.0])
    ends = np.array([10.0, 10.0, 3.0]), np.array([0.0, 20.0, 5.0])
    assert nearest_segment((5.0, 2.0), begins, ends) == (0, 2.0)
    assert nearest_segment((13.0, 4.0), begins, ends) == (0, 5.0)
    place, away = nearest_segment((5.0, 14.0), begins, ends) or (-1, 0.0)
    assert (place, away) == (1, pytest.approx(2**-0.5))


def test_a_piece_of_no_length_is_a_point_and_without_pieces_there_is_none() -> None:
    point = np.array([3.0]), np.array([4.0])
    assert nearest_segment((0.0, 0.0), point, point) == (0, 5.0)
    nothing = np.empty(0), np.empty(0)
    assert nearest_segment((0.0, 0.0), nothing, nothing) is None


def test_lines_across_axes_are_one_path_and_end_before_what_is_not_known() -> None:
    path = path_across(np.array([0.0, 10.0, 20.0]), np.array([[1.0, 2.0, 3.0], [4.0, 5.0, np.nan]]))
    drawn = [path.elementAt(place) for place in range(path.elementCount())]
    lines = [(a.x, a.y, b.x, b.y) for a, b in zip(drawn, drawn[1:], strict=False) if b.isLineTo()]
    assert lines == [(0, 1, 10, 2), (10, 2, 20, 3), (0, 4, 10, 5)]


def test_a_line_leaves_out_points_that_are_not_known() -> None:
    points = polyline(np.array([0.0, 1.0, 2.0]), np.array([5.0, np.nan, 7.0]))
    assert [(point.x(), point.y()) for point in points.toList()] == [(0, 5), (2, 7)]
