"""A data set written as IDX files is read again as it was, and nothing is ever replaced."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.arrays import Bytes
from core.data import dataset, export, idx
from core.data.dataset import Dataset, Split
from core.errors import DataError, FileError

NAMES = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]


def test_what_is_written_is_read_again(tmp_path: Path, tiny_dataset: Dataset) -> None:
    folder = tmp_path / "new" / "digits"
    paths = export.to_folder(tiny_dataset, folder)
    assert [path.name for path in paths] == NAMES
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    assert dataset.from_folder(folder).fingerprint == tiny_dataset.fingerprint


def test_without_test_images_there_are_only_the_files_to_train_on(tmp_path: Path, tiny_dataset: Dataset) -> None:
    untested = replace(tiny_dataset, test=Split.empty())
    assert [path.name for path in export.to_folder(untested, tmp_path)] == NAMES[:2]
    assert dataset.from_folder(tmp_path).fingerprint == untested.fingerprint


@pytest.mark.parametrize("name", ["t10k-labels-idx1-ubyte", "train-images.idx3-ubyte.gz"])
def test_a_folder_that_holds_a_data_set_is_left_as_it_is(tmp_path: Path, tiny_dataset: Dataset, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(DataError, match=f"holds a data set already .{name}., and nothing was written. Choose another"):
        export.to_folder(tiny_dataset, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"mine"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, tiny_dataset: Dataset) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="train-images-idx3-ubyte"):
        export.to_folder(tiny_dataset, tmp_path / "file" / "digits")


def test_what_could_not_be_finished_leaves_nothing_behind(
    tmp_path: Path, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = idx.write

    def full(path: Path, array: Bytes) -> None:
        if path.name == NAMES[2]:
            raise FileError(f"{path.name} cannot be written: the disk is full.", "Make room.")
        write(path, array)

    monkeypatch.setattr(idx, "write", full)
    with pytest.raises(FileError, match="the disk is full"):
        export.to_folder(tiny_dataset, tmp_path)
    assert list(tmp_path.iterdir()) == []
