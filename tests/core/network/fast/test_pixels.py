"""Bytes become numbers from 0 to 1, of images in memory and of those that stay in their file."""

import numpy as np
import pytest

from core.network.fast.pixels import convert
from core.network.images import padded_length

PIXELS = 20


@pytest.mark.parametrize("is_in_a_file", [False, True])
def test_both_kinds_of_rows_become_the_same_inputs(is_in_a_file: bool, generator: np.random.Generator) -> None:
    ink = generator.integers(0, 256, (6, PIXELS), np.uint8)
    chosen, length = np.array([4, 0, 4]), padded_length(PIXELS)
    packed = np.zeros((6, length), np.uint8)
    packed[:, :PIXELS], packed[:, PIXELS] = ink, 255
    x = np.full((3, length), np.nan, np.float32)
    convert(ink if is_in_a_file else packed, chosen, np.empty((3, length), np.uint8), x)
    np.testing.assert_allclose(x[:, :PIXELS], ink[chosen] / 255, rtol=1e-6)
    assert (x[:, PIXELS] == 1).all()
    assert not x[:, PIXELS + 1 :].any()
