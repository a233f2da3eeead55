import numpy as np

from core.data.writer.curves import sampling_matrix

CORNER = np.array([(0, 0), (0.5, 0.1), (1, 0), (1, 0.5), (1, 1)], np.float32)


def test_curve_passes_through_every_point() -> None:
    matrix, _ = sampling_matrix(CORNER, [(0, 0, 3), (0, 2, 5)], 0.05)
    places = matrix @ CORNER
    distances = np.hypot(*(places[:, None] - CORNER[None]).transpose(2, 0, 1))
    assert distances.min(axis=0).max() < 1e-6


def test_every_place_is_a_mixture_of_points() -> None:
    matrix, strokes = sampling_matrix(CORNER, [(0, 0, 3), (1, 3, 5)], 0.05)
    assert np.allclose(matrix.sum(axis=1), 1, atol=1e-6)
    assert set(strokes) == {0, 1}


def test_places_are_no_farther_apart_than_asked() -> None:
    matrix, _ = sampling_matrix(CORNER, [(0, 0, 3), (0, 2, 5)], 0.05)
    assert np.hypot(*np.diff(matrix @ CORNER, axis=0).T).max() <= 0.06


def test_two_points_make_a_straight_line() -> None:
    line = np.array([(0, 0), (1, 2)], np.float32)
    matrix, _ = sampling_matrix(line, [(0, 0, 2)], 0.1)
    places = matrix @ line
    assert np.allclose(places[:, 1], 2 * places[:, 0], atol=1e-6)
    assert np.all(np.diff(places[:, 0]) > 0)


def test_corner_stays_sharp() -> None:
    corner = np.array([(0, 0), (1, 0), (1, 1)], np.float32)
    matrix, _ = sampling_matrix(corner, [(0, 0, 2), (0, 1, 3)], 0.05)
    x, y = (matrix @ corner).T
    assert np.abs(np.minimum(y, 1 - x)).max() < 1e-6
