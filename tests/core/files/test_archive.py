"""An archive gives what was asked for, or says what is wrong with it; what cannot be read back is not written."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.errors import FileError, KnobError, NewerFileError
from core.files.archive import Kind, opened, write

KIND = Kind("a box of numbers", "Take another one.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "box.npz"
    numbers = np.arange(6, dtype=np.float32).reshape(2, 3)
    write(path, {"a": numbers, "part_a": numbers.T, "words": np.array("Grüße")}.items(), lambda _: None)
    return path


def test_what_was_written_is_read(path: Path) -> None:
    with opened(path, KIND) as archive:
        np.testing.assert_array_equal(archive.numbers("a", (2, 3), np.float32), [[0, 1, 2], [3, 4, 5]])
        np.testing.assert_array_equal(archive.under("part_").numbers("a", (3, 2), np.float32), [[0, 3], [1, 4], [2, 5]])
        assert archive.text("words") == "Grüße"
        assert ("part_a" in archive, "part_a" in archive.under("part_")) == (True, False)
        assert not archive.numbers("a", (2, 3), np.float32).flags.writeable


@pytest.mark.parametrize(
    ("name", "shape", "dtype", "told"),
    [
        ("b", (2, 3), "f4", "it lacks b"),
        ("a", (3, 2), "f4", r"has the shape \(2, 3\)"),
        ("a", (2, 3), "f8", "the type float32, not"),
        ("words", (), "f4", "the type <U5"),
    ],
)
def test_what_is_not_as_expected_is_told(path: Path, name: str, shape: tuple[int, ...], dtype: str, told: str) -> None:
    with opened(path, KIND) as archive, pytest.raises(FileError, match=told):
        archive.array(name, shape, dtype)


def test_numbers_that_are_not_finite_and_numbers_for_words_are_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "box.npz", a=np.array([1, np.nan]))
    with opened(tmp_path / "box.npz", KIND) as archive:
        with pytest.raises(FileError, match="a holds numbers that are not finite"):
            archive.numbers("a", (2,), np.float64)
        with pytest.raises(FileError, match="is not a box of numbers: 'a' in it is not a text") as caught:
            archive.text("a")
    assert caught.value.remedy == "Take another one."


def test_another_packing_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.npy", b"x")
    with pytest.raises(FileError, match="packed in another way"), opened(path, KIND):
        pass


def test_a_setting_nobody_knows_is_that_of_a_newer_inkling(path: Path) -> None:
    with pytest.raises(NewerFileError, match="No such activation"), opened(path, KIND):
        raise KnobError("No such activation.", "Choose another.")


def test_what_cannot_be_read_back_leaves_the_old_file(path: Path) -> None:
    before = path.read_bytes()

    def read(unfinished: Path) -> None:
        with opened(unfinished, KIND) as archive:
            archive.numbers("a", (2, 3), np.float32)

    with pytest.raises(FileError, match="could not be read back"):
        write(path, {"a": np.zeros(7, np.float32)}.items(), read)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
