import numpy as np
import pytest

from core.data import writing
from core.data.frame import BOX, CENTER
from core.data.templates import STYLES, Style


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.digit} {style.name}")
def test_digits_stand_in_the_frame_of_mnist(style: Style, generator: np.random.Generator) -> None:
    images = writing.draw(style, 20, generator)
    weights = images.astype(float)
    for axis in (1, 2):
        profile = weights.sum(axis=3 - axis)
        middle = profile @ np.arange(28) / profile.sum(axis=1)
        assert np.abs(middle - CENTER).max() <= 0.5
    sides = [np.ptp(np.flatnonzero(image.any(axis=axis))) + 1 for image in images for axis in (0, 1)]
    longer = np.array(sides).reshape(-1, 2).max(axis=1)
    # A pen that presses harder just beside the edge may reach a pixel farther.
    assert np.median(longer) == BOX
    assert np.abs(longer - BOX).max() <= 2


def test_pens_are_as_wide_as_those_of_mnist(generator: np.random.Generator) -> None:
    widths = writing._pen_widths(5000, generator)
    assert widths.min() >= writing.THINNEST
    assert widths.max() <= writing.THICKEST
    assert widths.mean() == pytest.approx(2.46, abs=0.05)


def test_no_two_writings_are_equal(generator: np.random.Generator) -> None:
    images = writing.draw(STYLES[0], 50, generator)
    assert len(np.unique(images.reshape(50, -1), axis=0)) == 50


def test_same_seed_draws_the_same() -> None:
    first, second = (writing.draw(STYLES[5], 10, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(first, second)
