import numpy as np

from core.data.frame import CENTER, SIDE, centered, centering_shifts, moved


def _image(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    image = np.zeros((1, SIDE, SIDE), np.uint8)
    for top, left, bottom, right in boxes:
        image[0, top:bottom, left:right] = 255
    return image


def _center_of_mass(image: np.ndarray) -> np.ndarray:
    return np.argwhere(image > 0).mean(axis=0)


def test_ink_anywhere_is_centered_within_half_a_pixel() -> None:
    for top, left in ((0, 0), (0, 20), (18, 3), (9, 9)):
        image = centered(_image((top, left, top + 10, left + 7)))[0]
        assert np.abs(_center_of_mass(image) - CENTER).max() <= 0.5


def test_lopsided_ink_stays_whole() -> None:
    image = _image((4, 4, 24, 6), (23, 4, 24, 28), (4, 4, 24, 5))
    assert centered(image).sum() == image.sum()


def test_blank_image_stays_where_it_is() -> None:
    blank = np.zeros((2, SIDE, SIDE), np.uint8)
    assert not centering_shifts(blank).any()
    assert not centered(blank).any()


def test_each_image_moves_by_its_own_shift() -> None:
    images = np.concatenate([_image((10, 10, 12, 12))] * 2)
    there = moved(images, np.array([[0, 5], [-3, 0]]))
    assert np.array_equal(there[0], _image((10, 15, 12, 17))[0])
    assert np.array_equal(there[1], _image((7, 10, 9, 12))[0])
