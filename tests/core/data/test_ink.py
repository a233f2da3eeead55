import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.data.frame import BOX, CENTER
from core.data.ink import SMALLEST, Ink, preparation, prepare


def _seven(scale: float = 0.6, x: float = 0.2, y: float = 0.1, points: int = 40) -> Ink:
    bar = np.linspace((0.0, 0.05), (0.7, 0.0), points)
    stem = np.linspace((0.7, 0.0), (0.3, 1.0), points)
    return Ink().with_stroke(np.concatenate([bar, stem]) * scale + (x, y))


def _center_of_mass(image: np.ndarray) -> np.ndarray:
    weights = image.astype(float)
    return np.array([(weights.sum(axis=1 - axis) * np.arange(28)).sum() for axis in (0, 1)]) / weights.sum()


def test_ink_is_replaced_and_never_changed() -> None:
    empty = Ink()
    one = empty.with_stroke([(0.1, 0.2), (0.3, 0.4)])
    two = one.with_stroke([(0.5, 0.5)])
    assert empty.is_empty
    assert not one.is_empty
    assert [len(ink.strokes) for ink in (empty, one, two, two.without_last(), empty.without_last())] == [0, 1, 2, 1, 0]
    with pytest.raises(ValueError, match="read-only"):
        one.strokes[0][0] = 0


def test_points_given_as_an_array_may_change_afterwards() -> None:
    points = np.array([(0.1, 0.2), (0.3, 0.4)])
    ink, direct = Ink().with_stroke(points), Ink((points,))
    points[:] = 0.9
    assert ink.strokes[0][0, 0] == direct.strokes[0][0, 0] == 0.1


def test_points_that_are_no_numbers_are_dropped() -> None:
    ink = Ink().with_stroke([(0.1, 0.1), (np.nan, 0.5), (0.5, np.inf), (0.2, 0.9), (1e300, -1e300)])
    assert np.array_equal(ink.strokes[0], [(0.1, 0.1), (0.2, 0.9)])
    assert Ink().with_stroke([(np.nan, np.nan)]).is_empty
    assert Ink().with_stroke([]).is_empty


def test_stroke_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"\(n, 2\)"):
        Ink().with_stroke([(1, 2, 3)])


def test_empty_ink_gives_an_empty_image() -> None:
    image = prepare(Ink())
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert not image.any()
    with pytest.raises(ValueError, match="empty"):
        preparation(Ink())


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
    image = prepare(Ink().with_stroke(points))
    assert 4 <= np.count_nonzero(image) <= 25
    assert np.abs(_center_of_mass(image) - CENTER).max() <= 0.5


def test_strokes_are_not_joined() -> None:
    ink = Ink().with_stroke([(0, 0), (0, 1)]).with_stroke([(1, 0), (1, 1)])
    assert not prepare(ink)[:, 12:16].any()


def test_scribble_of_very_many_points_is_drawn(generator: np.random.Generator) -> None:
    scribble = Ink().with_stroke(generator.random((50_000, 2)))
    assert np.count_nonzero(prepare(scribble)) == BOX * BOX


@pytest.mark.parametrize("points", [30, 30_000])
def test_number_of_points_hardly_matters(points: int) -> None:
    def ring(points: int) -> Ink:
        angles = np.linspace(0, 6, points)
        return Ink().with_stroke(np.stack([0.5 + 0.3 * np.cos(angles), 0.5 + 0.4 * np.sin(angles)], axis=1))

    difference = np.abs(prepare(ring(300)).astype(int) - prepare(ring(points)))
    assert difference.max() <= 40
    assert difference.mean() <= 2


def test_preparation_tells_where_each_point_went() -> None:
    ink = _seven()
    steps = preparation(ink)
    image = prepare(ink)
    assert steps.box == pytest.approx((0.2, 0.1, 0.62, 0.7))
    for column, row in steps.to_pixels(ink.strokes[0]).astype(int):
        assert image[row, column] > 100


@settings(max_examples=40, deadline=None)
@given(st.lists(arrays(np.float64, st.tuples(st.integers(0, 6), st.just(2))), max_size=4))
def test_any_strokes_give_an_image_without_a_warning(strokes: list[np.ndarray]) -> None:
    ink = Ink()
    for stroke in strokes:
        ink = ink.with_stroke(stroke)
    assert prepare(ink).any() == (not ink.is_empty)
