from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.data.frame import BOX, CENTER
from core.data.ink.steps import ALL_STEPS, Steps
from core.data.ink.strokes import SMALLEST, Ink, prepare


def _ink(*strokes: npt.ArrayLike) -> Ink:
    return Ink(tuple(np.asarray(stroke, float) for stroke in strokes))


def _seven(scale: float = 0.6, x: float = 0.2, y: float = 0.1, points: int = 40) -> Ink:
    bar = np.linspace((0.0, 0.05), (0.7, 0.0), points)
    stem = np.linspace((0.7, 0.0), (0.3, 1.0), points)
    return _ink(np.concatenate([bar, stem]) * scale + (x, y))


def _center_of_mass(image: np.ndarray) -> np.ndarray:
    weights = image.astype(float)
    return np.array([(weights.sum(axis=1 - axis) * np.arange(28)).sum() for axis in (0, 1)]) / weights.sum()


def test_ink_is_replaced_and_never_changed() -> None:
    ink = Ink((np.array([(0.1, 0.2), (0.3, 0.4)]),))
    assert Ink().is_empty
    assert not ink.is_empty
    with pytest.raises(ValueError, match="read-only"):
        ink.strokes[0][0] = 0


def test_points_given_as_an_array_may_change_afterwards() -> None:
    points = np.array([(0.1, 0.2), (0.3, 0.4)])
    ink = Ink((points,))
    points[:] = 0.9
    assert ink.strokes[0][0, 0] == 0.1


def test_points_that_are_no_numbers_are_dropped() -> None:
    ink = _ink([(0.1, 0.1), (np.nan, 0.5), (0.5, np.inf), (0.2, 0.9), (1e300, -1e300)])
    assert np.array_equal(ink.strokes[0], [(0.1, 0.1), (0.2, 0.9)])
    assert _ink([(np.nan, np.nan)]).is_empty
    assert _ink([]).is_empty


def test_stroke_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        _ink([(1, 2, 3)])


def test_empty_ink_gives_an_empty_image() -> None:
    image = prepare(Ink())
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert not image.any()


def test_digit_fills_the_frame_as_in_mnist() -> None:
    image = prepare(_seven())
    assert np.ptp(np.flatnonzero(image.any(axis=1))) + 1 == BOX
    assert np.abs(_center_of_mass(image) - CENTER).max() <= 0.5
    assert image.max() == 255


@pytest.mark.parametrize(("scale", "x", "y"), [(0.05, 0.9, 0.02), (1.0, 0.0, 0.0), (3.0, -2.0, 0.7), (0.6, 0.33, 0.21)])
def test_place_and_size_on_the_pad_make_no_difference(scale: float, x: float, y: float) -> None:
    difference = np.abs(prepare(_seven(scale, x, y)).astype(int) - prepare(_seven()))
    assert difference.max() <= 1


def test_pace_of_the_mouse_makes_no_difference() -> None:
    difference = np.abs(prepare(_seven(points=2)).astype(int) - prepare(_seven(points=300)))
    assert difference.max() <= 12


@pytest.mark.parametrize("points", [[(0.9, 0.1)], [(0.9, 0.1)] * 5, [(0.9, 0.1), (0.9 + SMALLEST / 20, 0.1)]])
def test_dot_stays_a_dot_in_the_middle(points: list[tuple[float, float]]) -> None:
    image = prepare(_ink(points))
    assert 4 <= np.count_nonzero(image) <= 25
    assert np.abs(_center_of_mass(image) - CENTER).max() <= 0.5


def test_strokes_are_not_joined() -> None:
    ink = _ink([(0, 0), (0, 1)], [(1, 0), (1, 1)])
    assert not prepare(ink)[:, 12:16].any()


def test_scribble_of_very_many_points_is_drawn(generator: np.random.Generator) -> None:
    scribble = _ink(generator.random((50_000, 2)))
    assert np.count_nonzero(prepare(scribble)) == BOX * BOX


@pytest.mark.parametrize("points", [30, 30_000])
def test_number_of_points_hardly_matters(points: int) -> None:
    def ring(points: int) -> Ink:
        angles = np.linspace(0, 6, points)
        return _ink(np.stack([0.5 + 0.3 * np.cos(angles), 0.5 + 0.4 * np.sin(angles)], axis=1))

    difference = np.abs(prepare(ring(300)).astype(int) - prepare(ring(points)))
    assert difference.max() <= 40
    assert difference.mean() <= 2


@settings(max_examples=40)
@given(st.lists(arrays(np.float64, st.tuples(st.integers(0, 6), st.just(2))), max_size=4))
def test_any_strokes_give_an_image_without_a_warning(strokes: list[np.ndarray]) -> None:
    ink = Ink(tuple(strokes))
    assert prepare(ink).any() == (not ink.is_empty)


def test_a_million_points_are_thinned_and_look_the_same() -> None:
    def spiral(points: int) -> Ink:
        angles = np.linspace(0, 12, points)
        return _ink(np.stack([angles * np.cos(angles), angles * np.sin(angles)], axis=1) / 30 + 0.5)

    many = spiral(1_000_000)
    assert len(many.strokes[0]) <= 20_001
    np.testing.assert_allclose(many.strokes[0][[0, -1]], spiral(2).strokes[0])
    assert np.abs(prepare(many).astype(int) - prepare(spiral(5_000))).max() <= 40


def _extent(image: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def test_without_any_step_the_pad_is_the_frame() -> None:
    image = prepare(_seven(), Steps(box=False, size=False, center=False, gray=False))
    expected = np.array([0.2, 0.1, 0.62, 0.7]) * 28 + np.array([-1, -1, 1, 1]) * 1.2
    np.testing.assert_allclose(_extent(image), expected, atol=1)
    assert set(np.unique(image)) == {0, 255}


def test_without_the_box_the_place_on_the_pad_matters() -> None:
    steps = ALL_STEPS.without("box").without("center")
    left, right = (_extent(prepare(_seven(x=x), steps)) for x in (0.0, 0.4))
    assert right[0] - left[0] >= 6


def test_without_size_small_ink_stays_small_and_in_the_middle() -> None:
    image = prepare(_seven(scale=0.25, x=0.7, y=0.0), ALL_STEPS.without("size"))
    left, top, right, bottom = _extent(image)
    assert max(right - left, bottom - top) <= 11
    assert np.abs(_center_of_mass(image) - CENTER).max() <= 0.5


def test_without_centering_the_box_lies_in_the_corner_of_its_margin() -> None:
    one = _ink([(0.5, 0.1), (0.5, 0.9)])
    assert _extent(prepare(one, ALL_STEPS.without("center")))[0] in (3, 4)
    assert _extent(prepare(one))[0] >= 11


def test_without_gray_all_pixels_are_black_or_white() -> None:
    assert set(np.unique(prepare(_seven(), ALL_STEPS.without("gray")))) == {0, 255}


def test_ink_beyond_the_frame_is_cut_off_and_not_piled_up_at_its_edge() -> None:
    outside = _ink([(1.2, 0.2), (1.2, 0.8)])
    assert not prepare(outside, Steps(box=False, size=False, center=False)).any()


def test_a_picture_is_its_own_image_and_ink_is_added_where_it_lies(generator: np.random.Generator) -> None:
    picture = generator.integers(0, 256, (28, 28), dtype=np.uint8)
    ink = Ink(picture=picture)
    assert not ink.is_empty
    assert np.array_equal(prepare(ink), picture)
    drawn = prepare(replace(ink, strokes=(np.array([(0.5, 0.0), (0.5, 1.0)]),)))
    assert (drawn >= picture).all()
    assert (drawn[2:-2, 13:15] == 255).all()
    assert np.array_equal(drawn[:, :10], picture[:, :10])


def test_a_picture_without_ink_is_none_and_one_of_another_shape_is_refused() -> None:
    assert Ink(picture=np.zeros((28, 28), np.uint8)).is_empty
    with pytest.raises(ValueError, match="28"):
        Ink(picture=np.zeros((27, 28), np.uint8))
