import numpy as np
import pytest

from core.data.frame import SIDE
from core.data.ink.pen import DOT_SPACING, WIDEST, draw_dots


def _line(width: float, *, row: float = 14.5) -> np.ndarray:
    columns = np.arange(4, 24, DOT_SPACING)
    dots = np.stack([columns, np.full_like(columns, row)], axis=1)[None]
    return draw_dots(dots, np.array([[width]]))[0]


@pytest.mark.parametrize("width", [1.0, 1.6, 2.4, 3.3, WIDEST])
def test_line_has_the_width_of_the_pen(width: float) -> None:
    assert _line(width)[:, 14].sum() / 255 == pytest.approx(width, abs=0.06)


def test_line_between_pixels_is_antialiased() -> None:
    on, between = _line(2.0, row=14.5)[:, 14].astype(int), _line(2.0, row=14.75)[:, 14].astype(int)
    assert on.sum() == pytest.approx(between.sum(), rel=0.03)
    assert len(np.unique(between)) > 2


def test_overlapping_dots_are_no_darker_than_one() -> None:
    dot = np.full((1, 1, 2), 14.2)
    once = draw_dots(dot, np.array([[2.4]]))
    assert np.array_equal(draw_dots(np.repeat(dot, 50, axis=1), np.array([[2.4]])), once)


def test_dots_outside_go_to_the_edge() -> None:
    image = draw_dots(np.array([[[-50.0, 14.0], [1e6, 14.0]]]), np.array([[2.0]]))[0]
    assert image[14, 0] > 0
    assert image[14, SIDE - 1] > 0
    assert not image[:, 5:20].any()


def test_images_do_not_touch_each_other() -> None:
    dots = np.array([[[0.1, 0.1]], [[14.0, 14.0]], [[27.9, 27.9]]])
    together = draw_dots(dots, np.array([[3.0]]))
    for number in range(3):
        assert np.array_equal(together[number], draw_dots(dots[number : number + 1], np.array([[3.0]]))[0])
