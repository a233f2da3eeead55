"""What is paper is thrown away, whatever its shade and the light on it, and ink is left."""

import numpy as np
import pytest

from core.data.ink.paper import SMALL, without_paper
from core.errors import FileError


def bar(side: int) -> np.ndarray:
    """Return a picture of an upright bar: 1 where there is ink."""
    ink = np.zeros((side, side), np.float32)
    ink[side // 5 : -side // 5, side // 2 - side // 25 : side // 2 + side // 25 + 1] = 1
    return ink


@pytest.mark.parametrize("side", [28, SMALL + 136])
@pytest.mark.parametrize(("paper", "pen"), [(1.0, 0.0), (0.0, 1.0), (0.8, 0.5), (0.3, 0.6)])
def test_ink_is_full_and_paper_is_bare_whichever_is_darker(paper: float, pen: float, side: int) -> None:
    ink = bar(side)
    found = without_paper(np.float32(paper) + np.float32(pen - paper) * ink, "seven.png").ink
    np.testing.assert_allclose(found, ink, atol=0.05)


def test_a_shadow_with_an_edge_is_no_ink() -> None:
    ink, light = bar(200), np.ones((200, 200), np.float32)
    light[:, 150:] = 0.6  # beside the bar
    light *= np.linspace(1, 0.8, 200, dtype=np.float32)[:, None]
    found = without_paper(light * (1 - 0.8 * ink), "seven.png").ink
    assert found[ink == 1].mean() > 0.9
    assert (found > 0.3)[:, 165:].mean() < 0.01
    assert (found > 0.3)[:, :80].mean() < 0.01


def test_noise_is_no_ink(generator: np.random.Generator) -> None:
    noisy = np.clip(0.9 - 0.7 * bar(200) + generator.normal(0, 0.02, (200, 200)), 0, 1).astype(np.float32)
    found = without_paper(noisy, "seven.png").ink
    assert (found[bar(200) == 0] > 0.1).mean() < 0.01


@pytest.mark.parametrize("side", [28, 200])
def test_where_nothing_stands_out_there_is_no_digit(side: int) -> None:
    blank = np.full((side, side), 0.7, np.float32)
    blank[3, 3] = 0.65
    with pytest.raises(FileError, match=r"empty\.png is blank"):
        without_paper(blank, "empty.png")
