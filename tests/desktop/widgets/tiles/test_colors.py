import numpy as np
import pytest
from PySide6.QtGui import QColor

from desktop.look.theme import DARK, LIGHT
from desktop.widgets.tiles.colors import TileColors, is_signed, largest


def signed(*levels: float) -> np.ndarray:
    return np.repeat(np.array(levels, np.float32), 4).reshape(-1, 2, 2)


def color_of(colors: TileColors, values: np.ndarray, tile: int) -> QColor:
    return colors.strip(values, range(len(values)), (2, 2)).pixelColor(0, 2 * tile)


def test_pictures_lie_below_one_another_in_the_image() -> None:
    image = TileColors(LIGHT).strip(np.zeros((5, 2, 3), np.uint8), range(1, 4), (3, 2))
    assert (image.width(), image.height()) == (3, 6)


def test_on_a_common_scale_the_same_value_has_the_same_color() -> None:
    colors, values = TileColors(LIGHT), signed(1.0, 2.0, 1.0)
    colors.set_scale("common", 2.0)
    assert color_of(colors, values, 0) == color_of(colors, values, 2) != color_of(colors, values, 1)


def test_each_on_a_scale_of_its_own_reaches_the_full_color() -> None:
    colors, values = TileColors(LIGHT), signed(1.0, 2.0)
    colors.set_scale("each", 0.0)
    assert color_of(colors, values, 0) == color_of(colors, values, 1)


def test_colors_are_kept_until_something_changes() -> None:
    colors, values = TileColors(LIGHT), signed(1.0)
    before = colors.strip(values, range(1), (5, 5))
    assert colors.strip(values, range(1), (5, 5)) is before
    assert colors.strip(values, range(1), (3, 3)) is not before
    before = colors.strip(values, range(1), (5, 5))
    colors.set_theme(DARK)
    assert colors.strip(values, range(1), (5, 5)) is not before


def test_pictures_are_made_in_the_size_they_are_shown_in() -> None:
    image = TileColors(LIGHT).strip(np.zeros((2, 28, 28), np.uint8), range(2), (37, 37))
    assert (image.width(), image.height()) == (37, 74)


def test_ink_is_not_signed() -> None:
    assert not is_signed(np.zeros((1, 2, 2), np.uint8))
    assert is_signed(signed(1.0))


@pytest.mark.parametrize(
    ("levels", "expected"), [((1.0, -3.0), 3.0), ((1.0, np.inf, np.nan), 1.0), ((np.nan,), 0.0), ((), 0.0)]
)
def test_the_largest_magnitude_is_finite(levels: tuple[float, ...], expected: float) -> None:
    assert largest(signed(*levels)) == expected
