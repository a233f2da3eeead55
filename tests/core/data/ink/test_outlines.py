"""A digit of which the edge alone is drawn is filled, whatever its bends; rings stay rings."""

import numpy as np
from PIL import Image, ImageDraw

from core.data.ink.outlines import Mask, filled

SEVEN = [(20, 20), (110, 20), (112, 50), (70, 150), (35, 150), (66, 62), (20, 60)]
DENTED_RING = [(20, 20), (60, 45), (100, 20), (85, 60), (100, 100), (60, 75), (20, 100), (35, 60)]


def outline(corners: list[tuple[int, int]], *more: tuple[int, int]) -> Mask:
    """Return a closed line through corners, and another one."""
    picture = Image.new("L", (150, 220))
    brush = ImageDraw.Draw(picture)
    brush.line([*corners, *corners[:2]], fill=255, width=6, joint="curve")
    if more:
        brush.line(more, fill=255, width=6)
    return np.asarray(picture) > 0


def test_a_broad_outline_with_bends_is_filled() -> None:
    seven = outline(SEVEN)
    whole = filled(seven)
    assert whole[40, 100]
    assert whole[140, 50]
    assert not whole[100, 30]
    assert whole.sum() > 2.5 * seven.sum()


def test_a_ring_with_a_stroke_beside_it_is_not() -> None:
    assert filled(outline(DENTED_RING)).sum() > filled(outline(DENTED_RING, (100, 100), (110, 210))).sum()
    nine = outline(DENTED_RING, (100, 100), (110, 210))
    np.testing.assert_array_equal(filled(nine), nine)


def test_a_round_ring_is_not() -> None:
    round_one = [(int(75 + 40 * np.cos(turn)), int(90 + 60 * np.sin(turn))) for turn in np.arange(0, 6.2, 0.2)]
    np.testing.assert_array_equal(filled(outline(round_one)), outline(round_one))
