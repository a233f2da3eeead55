"""Where tiles lie: on whole device pixels, none on top of another, all in sight where that is possible."""

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


@given(counts, sizes, ratios, edges)
def test_a_picture_pixel_covers_whole_device_pixels(
    count: int, size: tuple[int, int], ratio: float, edge: int | None
) -> None:
    layout = lay_out(count, (28, 28), size, ratio, edge=edge)
    assert layout.scale >= 1
    assert (layout.width, layout.height) == (28 * layout.scale, 28 * layout.scale)


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


def test_between_tiles_there_is_none() -> None:
    layout = lay_out(128, (28, 28), (640, 300), 1.0)
    x, y = layout.corner(1)
    assert layout.tile_at(x - 1, y) is None
    assert layout.tile_at(x, y - 1) is None
