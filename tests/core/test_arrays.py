"""An array that stays in a file is known by where it lies there."""

from pathlib import Path

import numpy as np

from core.arrays import Place, mapped, place_of, read_only


def test_parts_of_a_mapped_array_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(bytes(range(100)))
    with path.open("rb") as file:
        file.seek(10)
        array = mapped(file, 80).reshape(8, 10)
    assert place_of(array) == Place(str(path), 10, (8, 10))
    part = read_only(array[3:5])
    place = place_of(part)
    assert place == Place(str(path), 40, (2, 10))
    np.testing.assert_array_equal(place.array(), part)


def test_what_is_in_memory_or_in_pieces_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(bytes(100))
    with path.open("rb") as file:
        array = mapped(file, 100).reshape(10, 10)
    assert place_of(array[:, :5]) is None
    assert place_of(array[[1, 2]]) is None
    assert place_of(np.zeros((2, 2), np.uint8)) is None
