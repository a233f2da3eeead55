"""Where tiles lie: on whole device pixels, none on top of another, all in sight where that is possible."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.tiles.layout import lay_out

counts = st.integers(0, 5000)
sizes = st.tuples(st.integers(1, 4000), st.integers(1, 3000))
ratios = st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0])
edges = st.none() | st.integers(1, 300)


@given(counts, sizes, ratios, edges)
def test_every_tile_is_found_at_its_own_place(
    count: int, size: tuple[int, int], ratio: float, edge: int | None
) -> None:
    layout = lay_out(count, (28, 28), size, ratio, edge=edge)
    for index in {0, count // 3, count - 1} if count else set():
        x, y = layout.corner(index)
        assert layout.tile_at(x, y) == index
        assert layout.tile_at(x + layout.width - 1, y + layout.height - 1) == index
        assert index in layout.visible(y, y + 1)


@given(st.integers(1, 5000), st.tuples(st.integers(200, 4000), st.integers(100, 3000)), ratios)
def test_no_row_is_wider_than_the_place(count: int, size: tuple[int, int], ratio: float) -> None:
    layout = lay_out(count, (28, 28), size, ratio)
    last_of_row = min(count, layout.columns) - 1
    assert layout.corner(last_of_row)[0] + layout.width <= size[0]


@pytest.mark.parametrize("count", [1, 10, 16, 128])
def test_a_usual_layer_is_seen_whole(count: int) -> None:
    layout = lay_out(count, (28, 28), (640, 300), 1.0)
    assert layout.total_height <= 300


def test_too_many_tiles_keep_a_size_that_can_be_read() -> None:
    assert lay_out(5000, (28, 28), (640, 300), 1.0).width == 56


def test_more_tiles_than_fit_are_all_the_larger_the_more_there_are_to_scroll_through() -> None:
    widths = [lay_out(count, (28, 28), (500, 60), 1.0).width for count in (128, 200, 400, 800, 5000)]
    assert widths == sorted(widths)
    assert (widths[0], widths[-1]) == (28, 56)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("count", [16, 60, 128])
def test_a_little_more_room_makes_tiles_a_little_larger_and_never_smaller(count: int, ratio: float) -> None:
    heights = range(40, 900, 6)
    widths = [lay_out(count, (28, 28), (round(700 * ratio), round(high * ratio)), ratio).width for high in heights]
    assert widths == sorted(widths)
    steps = {after / before for before, after in itertools.pairwise(widths)}
    assert max(steps) < 1.5, "no flip between two sizes"
    assert len(set(widths)) > 8, "in many steps"


@pytest.mark.parametrize("count", [60, 128])
def test_tiles_fill_the_place(count: int) -> None:
    for size in ((506, 300), (728, 380), (1147, 412), (2520, 990)):
        layout = lay_out(count, (28, 28), size, 1.0)
        taken = layout.rows * layout.columns * (layout.width + layout.gap_x) * layout.row_height
        assert layout.total_height <= size[1]
        assert taken > 0.7 * size[0] * size[1]


def test_between_tiles_there_is_none() -> None:
    layout = lay_out(128, (28, 28), (640, 300), 1.0)
    x, y = layout.corner(1)
    assert layout.tile_at(x - 1, y) is None
    assert layout.tile_at(x, y - 1) is None
