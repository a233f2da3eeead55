"""Packed and unpacked again, a network is the same; and shards hold what they should."""

import numpy as np
import pytest

from core.network.fast.layout import Layout, Packed, cut, shards_for
from core.network.images import padded_length

COLUMNS = np.array([1, 2, 5, 6])


def plain(sizes: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    chance = np.random.default_rng(0)
    arrays: list[np.ndarray] = []
    for before, after in zip(sizes, sizes[1:], strict=False):
        arrays += [chance.random((before, after), np.float32), chance.random(after, np.float32)]
    return tuple(arrays)


def empty(layout: Layout) -> Packed:
    return Packed(layout, np.zeros(layout.room, np.float32))


@pytest.mark.parametrize("sizes", [(8, 10), (8, 6, 10), (8, 5, 7, 10), (8, 4, 3, 3, 10)])
@pytest.mark.parametrize("shards", [1, 2, 4])
def test_packing_and_unpacking_gives_the_same_numbers(sizes: tuple[int, ...], shards: int) -> None:
    arrays = plain(sizes)
    found = tuple(np.full_like(array, np.nan) for array in arrays)
    for layout in cut(sizes, shards if len(sizes) > 2 else 1, len(COLUMNS)):
        packed = empty(layout)
        packed.load(arrays, COLUMNS)
        packed.store(found, COLUMNS)
    np.testing.assert_array_equal(found[0][COLUMNS], arrays[0][COLUMNS])
    assert np.isnan(np.delete(found[0], COLUMNS, axis=0)).all(), "rows left out are left alone"
    for one, other in zip(found[1:], arrays[1:], strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_first_layers_units_are_shared_out_and_what_comes_after_the_second_is_had_by_all() -> None:
    first, second, third = cut((784, 20, 30, 40, 10), 3, 784)
    assert (first.units, second.units, third.units) == (slice(0, 6), slice(6, 13), slice(13, 20))
    assert first.shapes == ((800, 6), (6, 30), (30, 40), (40, 10))
    assert second.shapes == ((800, 7), (7, 30), (30, 40), (40, 10))


def test_a_network_is_cut_as_far_as_there_is_work_for_each() -> None:
    assert shards_for((784, 10), 8) == 1
    assert shards_for((784, 1, 10), 8) == 1
    assert shards_for((784, 128, 10), 1) == 1
    assert shards_for((784, 128, 10), 2) == 2
    assert shards_for((784, 128, 10), 64) == 4
    assert shards_for((784, 800, 10), 16) == 16


def test_of_a_deep_network_there_are_few_shards_since_each_repeats_its_later_layers() -> None:
    assert shards_for((784, 512, 512, 512, 512, 10), 16) == 2
    assert shards_for((784, 256, 256, 10), 16) == 8
    assert shards_for((784, 64, *[64] * 40, 10), 16) == 1


def test_a_matrix_product_adds_the_first_layers_biases() -> None:
    (layout,) = cut((8, 3, 10), 1, len(COLUMNS))
    packed, arrays = empty(layout), plain((8, 3, 10))
    packed.load(arrays, COLUMNS)
    x = np.zeros((1, padded_length(len(COLUMNS))), np.float32)
    x[0, : len(COLUMNS)], x[0, len(COLUMNS)] = [1, 2, 3, 4], 1
    expected = np.array([[1, 2, 3, 4]]) @ arrays[0][COLUMNS] + arrays[1]
    np.testing.assert_allclose(x @ packed.matrices[0], expected, rtol=1e-6)


def test_layers_that_are_neighbors_are_one_piece() -> None:
    (layout,) = cut((8, 5, 7, 6, 10), 1, len(COLUMNS))
    packed = empty(layout)
    assert layout.pieces((0, 1, 2, 3)) == (slice(0, layout.room),)
    first, last = layout.pieces((1, 3))
    packed.flat[first], packed.flat[last] = 1, 2
    for w, b, value in zip(packed.weights, packed.biases, (0, 1, 0, 2), strict=True):
        assert (w == value).all()
        assert (b == value).all()
    (middle,) = layout.pieces((1, 2))
    assert (middle.start, middle.stop) == (first.start, last.start)
