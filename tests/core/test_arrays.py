"""An array that stays in a file is known by where it lies there."""

import os
from pathlib import Path

import numpy as np
import pytest

from core.arrays import Place, mapped, place_of, read_only


def test_parts_of_a_mapped_array_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(bytes(range(100)))
    with path.open("rb") as file:
        file.seek(10)
        array = mapped(file, 80).reshape(8, 10)
    assert place_of(array) == Place(str(path), 10, (8, 10), path.stat().st_mtime_ns)
    part = read_only(array[3:5])
    place = place_of(part)
    assert place == Place(str(path), 40, (2, 10), path.stat().st_mtime_ns)
    np.testing.assert_array_equal(place.array(), part)


def test_a_part_of_an_array_that_numpy_mapped_is_found_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(bytes(range(100)))
    whole = np.memmap(path, np.uint8, "r", 20, (20, 4))
    place = place_of(whole[3:])
    assert place is not None
    np.testing.assert_array_equal(place.array(), whole[3:])
    assert place_of(np.memmap(path, np.uint8, "c", 20, (20, 4))) is None, "it may have been changed in memory"


def test_a_file_that_was_changed_since_is_not_taken_for_the_one_that_was_mapped(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(bytes(100))
    with path.open("rb") as file:
        place = place_of(mapped(file, 100))
    assert place is not None
    os.utime(path, ns=(0, place.written + 1_000_000_000))
    with pytest.raises(OSError, match="was changed"):
        place.array()


def test_what_is_in_memory_or_in_pieces_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(bytes(100))
    with path.open("rb") as file:
        array = mapped(file, 100).reshape(10, 10)
    assert place_of(array[:, :5]) is None
    assert place_of(array[[1, 2]]) is None
    assert place_of(np.zeros((2, 2), np.uint8)) is None
