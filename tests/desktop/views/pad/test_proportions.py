"""What is how large in the column of the pad."""

import pytest

from desktop.views.pad.proportions import proportions


def test_in_the_usual_window_everything_has_its_usual_size() -> None:
    sizes = proportions(290, 690, 15, 1.0)
    assert sizes.growth == pytest.approx(1.0, abs=0.1)
    assert (sizes.zoom, sizes.columns) == (3, 1)


def test_beside_a_large_pad_the_verdict_and_the_preview_are_large() -> None:
    sizes = proportions(1000, 2040, 15, 1.0)
    assert sizes.growth > 3
    assert sizes.zoom >= 9


def test_large_text_gives_the_paper_the_room_of_half_the_bars() -> None:
    assert proportions(320, 650, 28, 1.75).columns == 2
    assert proportions(320, 1500, 28, 1.75).columns == 1, "there is room for all"
    assert proportions(150, 650, 28, 1.75).columns == 1, "a bar of no length says nothing"


def test_in_a_low_window_the_preview_is_small() -> None:
    assert proportions(200, 400, 15, 1.0).zoom == 2


def test_all_but_continuous_in_the_size_of_the_column() -> None:
    growths = [proportions(side, 2.2 * side, 15, 1.0).growth for side in range(200, 1200, 10)]
    assert growths == sorted(growths)
    assert max(after - before for before, after in zip(growths, growths[1:], strict=False)) < 0.05
