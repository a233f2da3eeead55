"""Two colors: how they mix, and how well one is read upon the other."""

import pytest

from desktop.look.contrast import contrast, mix


def test_black_on_white_has_the_largest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    assert contrast("#ffffff", "#000000") == contrast("#000000", "#ffffff")


def test_a_mixture_lies_between_and_ends_at_the_two() -> None:
    ends = "#102030", "#506070"
    assert [mix(*ends, share) for share in (0.0, 0.5, 1.0)] == ["#102030", "#304050", "#506070"]
