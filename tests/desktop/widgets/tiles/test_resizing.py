"""Pictures at any size: sharp, even, and as bright as they were."""

import numpy as np
import pytest

from desktop.widgets.tiles.resizing import resized


def checks(side: int = 28) -> np.ndarray:
    board = (np.indices((side, side)).sum(axis=0) % 2 * 255).astype(np.uint8)
    return np.stack([board, 255 - board])


@pytest.mark.parametrize("width", [29, 37, 50, 61, 83])
def test_every_pixel_is_as_wide_as_its_neighbor(width: int) -> None:
    """Each column of a picture takes the same share of the screen, which squares of whole pixels do not."""
    for column in range(28):
        picture = np.zeros((1, 28, 28), np.uint8)
        picture[:, :, column] = 255
        ink = resized(picture, width, width)[0].astype(float).sum(axis=1) / 255
        assert ink == pytest.approx(width / 28, abs=0.02)


@pytest.mark.parametrize("width", [37, 61])
def test_nothing_is_blurred_but_the_pixels_on_an_edge(width: int) -> None:
    stripes = np.zeros((1, 28, 28), np.uint8)
    stripes[:, :, ::2] = 255
    row = resized(stripes, width, width)[0, 0]
    assert np.count_nonzero((row != 0) & (row != 255)) <= 27


def test_an_even_picture_stays_even() -> None:
    for level in (0, 1, 128, 255):
        assert (resized(np.full((3, 28, 28), level, np.uint8), 45, 45) == level).all()


@pytest.mark.parametrize("size", [(28, 28), (56, 56), (84, 112), (110, 110), (1000, 1000)])
def test_what_the_painter_draws_evenly_by_itself_is_left_to_it(size: tuple[int, int]) -> None:
    pictures = checks()
    assert resized(pictures, *size) is pictures


def test_a_picture_of_another_shape_is_resized_too() -> None:
    assert resized(np.zeros((4, 10, 20), np.uint8), 31, 15).shape == (4, 15, 31)
