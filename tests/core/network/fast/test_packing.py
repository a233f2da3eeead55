"""Packed and unpacked again, a network is the same; and shards hold what they should."""

import numpy as np
import pytest

from core.network.fast.packing import VECTOR, Packed, cut, most_shards, padded_length

COLUMNS = np.array([1, 2, 5, 6])


def plain(sizes: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    chance = np.random.default_rng(0)
    arrays: list[np.ndarray] = []
    for before, after in zip(sizes, sizes[1:], strict=False):
        arrays += [chance.random((before, after), np.float32), chance.random(after, np.float32)]
    return tuple(arrays)


@pytest.mark.parametrize("sizes", [(8, 10), (8, 6, 10), (8, 5, 7, 10), (8, 2, 3, 3, 10)])
def test_packing_and_unpacking_gives_the_same_numbers(sizes: tuple[int, ...]) -> None:
    arrays = plain(sizes)
    found = tuple(np.full_like(array, np.nan) for array in arrays)
    for pieces in cut(sizes, most_shards(sizes)):
        packed = Packed(pieces, COLUMNS)
        packed.load(arrays)
        packed.store(found)
    np.testing.assert_array_equal(found[0][COLUMNS], arrays[0][COLUMNS])
    assert np.isnan(np.delete(found[0], COLUMNS, axis=0)).all(), "rows left out are left alone"
    for one, other in zip(found[1:], arrays[1:], strict=True):
        np.testing.assert_array_equal(one, other)


def test_layers_are_cut_in_pairs() -> None:
    for shard in cut((784, 20, 30, 40, 50, 10), 2):
        assert [piece.is_cut_by_units for piece in shard] == [True, False, True, False, False]
        assert [piece.is_cut_by_inputs for piece in shard] == [False, True, False, True, False]
    first, second = cut((784, 5, 10), 2)
    assert (first[0].units, second[0].units) == (slice(0, 2), slice(2, 5))
    assert (first[1].inputs, second[1].inputs) == (slice(0, 2), slice(2, 5))


def test_what_cannot_be_halved_stays_whole() -> None:
    assert most_shards((784, 10)) == 1
    assert most_shards((784, 1, 10)) == 1
    assert most_shards((784, 2, 10)) == 2
    assert most_shards((784, 20, 1, 10)) == 2
    assert most_shards((784, 20, 20, 1, 10)) == 1


def test_a_matrix_product_adds_the_first_layers_biases() -> None:
    (pieces,) = cut((8, 3, 10), 1)
    packed = Packed(pieces, COLUMNS)
    arrays = plain((8, 3, 10))
    packed.load(arrays)
    x = np.zeros((1, padded_length(len(COLUMNS))), np.float32)
    x[0, : len(COLUMNS)], x[0, len(COLUMNS)] = [1, 2, 3, 4], 1
    expected = np.array([[1, 2, 3, 4]]) @ arrays[0][COLUMNS] + arrays[1]
    np.testing.assert_allclose(x @ packed.matrices[0], expected, rtol=1e-6)


def test_rows_are_whole_vectors() -> None:
    assert [padded_length(pixels) for pixels in (0, 15, 16, 717, 784)] == [16, 16, 32, 720, 800]
    assert all(padded_length(pixels) % VECTOR == 0 for pixels in range(100))


def test_another_one_alike_is_empty() -> None:
    (pieces,) = cut((8, 3, 10), 1)
    packed = Packed(pieces, COLUMNS)
    packed.load(plain((8, 3, 10)))
    alike = packed.like()
    assert alike.flat.shape == packed.flat.shape
    assert not alike.flat.any()
