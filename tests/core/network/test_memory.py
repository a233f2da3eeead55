"""Arrays side by side in one piece of memory, shared or not."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from core.arrays import Place
from core.network.memory import Mapped, Memory

SHAPES = {"weights": ((3, 5), np.float32), "count": ((1,), np.float64), "bytes": ((7,), np.uint8)}


@pytest.mark.parametrize("is_shared", [False, True])
def test_the_arrays_are_there_empty_apart_and_always_the_same(is_shared: bool) -> None:
    room = Memory(SHAPES, is_shared=is_shared)
    arrays = room.arrays()
    assert {name: (array.shape, array.dtype) for name, array in arrays.items()} == SHAPES
    assert all(not array.any() and array.ctypes.data % 64 == 0 for array in arrays.values())
    arrays["weights"][...] = 1
    assert not arrays["count"].any()
    assert not arrays["bytes"].any()
    assert (room.arrays()["weights"] == 1).all()
    assert (room.is_shared, room.length("weights")) == (is_shared, 3)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="this system does not tell what is open")
def test_memory_that_nobody_has_is_given_back_with_its_file() -> None:
    before = os.listdir("/proc/self/fd")
    for _ in range(20):
        Memory({"much": ((1_000_000,), np.uint8)}, is_shared=True).arrays()["much"][...] = 1
    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_images_in_a_file_travel_as_the_place_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "images").write_bytes(bytes(range(24)))
    place = Place(str(tmp_path / "images"), 8, (2, 2, 4))
    mapped = Mapped(place, place.array(), np.array([3, 4], np.uint8))
    assert mapped.arrays()["rows"].tolist() == [list(range(8, 16)), list(range(16, 24))]
    sent = pickle.dumps(mapped)
    there = pickle.loads(sent)
    assert there.is_shared
    assert there.length("rows") == 2
    for name in ("rows", "labels"):
        np.testing.assert_array_equal(there.arrays()[name], mapped.arrays()[name])
