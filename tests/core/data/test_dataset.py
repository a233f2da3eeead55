"""A data set checks itself, knows its content again, and opens from a folder."""

from pathlib import Path

import numpy as np
import pytest

from core.data import dataset, idx
from core.data.dataset import Dataset, Split
from core.errors import DataError

NAMES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def make_split(count: int, seed: int = 0) -> Split:
    generator = np.random.default_rng(seed)
    images = generator.integers(0, 256, (count, 28, 28), np.uint8)
    return Split(images, generator.integers(0, 10, count, np.uint8))


def write_folder(
    folder: Path, train: int = 12, test: int = 5, *, dotted: bool = False, compress: bool = False
) -> tuple[Split, Split]:
    splits = make_split(train, 1), make_split(test, 2)
    arrays = [array for split in splits for array in (split.images, split.labels)]
    for name, array in zip(NAMES, arrays, strict=True):
        ending = ".gz" if compress else ""
        idx.write(folder / ((name.replace("-idx", ".idx") if dotted else name) + ending), array, compress=compress)
    return splits


def test_a_split_lends_its_arrays_read_only() -> None:
    images, labels = np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.uint8)
    split = Split(images, labels)
    assert len(split) == 3
    assert not split.images.flags.writeable
    assert not split.labels.flags.writeable
    assert images.flags.writeable


@pytest.mark.parametrize(
    ("images", "labels", "said"),
    [
        (np.zeros((3, 28, 27), np.uint8), np.zeros(3, np.uint8), "3 × 28 × 27"),
        (np.zeros((3, 784), np.uint8), np.zeros(3, np.uint8), "3 × 784"),
        (np.zeros((3, 28, 28)), np.zeros(3, np.uint8), "float64"),
        (np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.int64), "int64"),
        (np.zeros((3, 28, 28), np.uint8), np.zeros((3, 1), np.uint8), "2 dimensions"),
        (np.zeros((3, 28, 28), np.uint8), np.zeros(4, np.uint8), "3 images and 4 labels"),
        (np.zeros((3, 28, 28), np.uint8), np.array([1, 170, 100], np.uint8), "2 of 3 are not.*number 2.*value 170"),
    ],
)
def test_a_split_that_is_wrong_says_what_is(images: np.ndarray, labels: np.ndarray, said: str) -> None:
    with pytest.raises(DataError, match=said):
        Split(images, labels)


def test_a_data_set_needs_images_to_train_on_but_none_to_test_with() -> None:
    with pytest.raises(DataError, match="no images to train on"):
        Dataset("x", "X", Split.empty(), make_split(2))
    assert len(Dataset("x", "X", make_split(2), Split.empty()).test) == 0


def test_classes_are_digits_unless_said_otherwise() -> None:
    assert Dataset("x", "X", make_split(2), Split.empty()).class_names == tuple("0123456789")


def test_there_is_a_name_for_each_label() -> None:
    images = np.zeros((3, 28, 28), np.uint8)
    train = Split(images, np.array([0, 2, 1], np.uint8))
    assert Dataset("x", "X", train, Split.empty(), ("a", "b", "c")).class_names == ("a", "b", "c")
    with pytest.raises(DataError, match="0 to 1; 1 of 3 are not, the first is number 2 with the value 2"):
        Dataset("x", "X", train, Split.empty(), ("a", "b"))
    with pytest.raises(DataError, match="0 to 2; 1 of 1 are not"):
        Dataset("x", "X", train, Split(images[:1], np.array([3], np.uint8)), ("a", "b", "c"))


def test_the_fingerprint_is_that_of_the_content() -> None:
    first = Dataset("x", "X", make_split(4), make_split(2))
    assert len(first.fingerprint) == 64
    assert first.fingerprint == Dataset("y", "other name", make_split(4), make_split(2)).fingerprint
    assert first.fingerprint != Dataset("x", "X", make_split(4), make_split(3)).fingerprint
    changed = make_split(4).images.copy()
    changed[3, 27, 27] ^= 1
    other = Dataset("x", "X", Split(changed, make_split(4).labels), make_split(2))
    assert first.fingerprint != other.fingerprint


def test_images_moved_from_train_to_test_change_the_fingerprint() -> None:
    blank = [Split(np.zeros((n, 28, 28), np.uint8), np.zeros(n, np.uint8)) for n in range(4)]
    assert Dataset("x", "X", blank[1], blank[3]).fingerprint != Dataset("x", "X", blank[2], blank[2]).fingerprint


def test_a_view_with_gaps_has_the_fingerprint_of_its_copy() -> None:
    split = make_split(8)
    every_other = Split(split.images[::2], split.labels[::2])
    copy = Split(split.images[::2].copy(), split.labels[::2].copy())
    empty = Split.empty()
    assert Dataset("x", "X", every_other, empty).fingerprint == Dataset("x", "X", copy, empty).fingerprint


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("dotted", [False, True])
def test_a_folder_of_idx_files_opens(tmp_path: Path, dotted: bool, compress: bool) -> None:
    folder = tmp_path / "my digits"
    train, test = write_folder(folder, dotted=dotted, compress=compress)
    assert dataset.is_complete(folder)
    opened = dataset.from_folder(folder)
    assert (opened.name, opened.title) == ("my digits", "my digits")
    assert opened.fingerprint == Dataset("", "", train, test).fingerprint


def test_a_folder_without_test_files_has_an_empty_test_split(tmp_path: Path) -> None:
    write_folder(tmp_path)
    for name in NAMES[2:]:
        (tmp_path / name).unlink()
    assert len(dataset.from_folder(tmp_path).test) == 0
    assert not dataset.is_complete(tmp_path)


@pytest.mark.parametrize("missing", NAMES)
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    write_folder(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(DataError, match=missing):
        dataset.from_folder(tmp_path)


def test_a_folder_without_any_file_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no data set: train-images-idx3-ubyte"):
        dataset.from_folder(tmp_path)
    with pytest.raises(DataError, match="no folder"):
        dataset.from_folder(tmp_path / "nowhere")


def test_a_half_downloaded_file_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    write_folder(tmp_path)
    (tmp_path / NAMES[0]).rename(tmp_path / f"{NAMES[0]}.part")
    assert not dataset.is_complete(tmp_path)
    with pytest.raises(DataError, match=NAMES[0]):
        dataset.from_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        (NAMES[0], np.zeros((12, 32, 32), np.uint8), "12 × 32 × 32"),
        (NAMES[1], np.full(12, 10, np.uint8), "0 to 9; 12 of 12"),
        (NAMES[1], np.zeros(11, np.uint8), "12 images and 11 labels"),
        (NAMES[3], np.zeros((5, 1), np.uint8), "2 dimensions"),
    ],
)
def test_a_file_that_does_not_fit_is_named(tmp_path: Path, name: str, array: np.ndarray, said: str) -> None:
    write_folder(tmp_path)
    idx.write(tmp_path / name, array)
    with pytest.raises(DataError, match=said) as caught:
        dataset.from_folder(tmp_path)
    assert name in caught.value.what


def test_real_mnist_opens(mnist_folder: Path) -> None:
    mnist = dataset.from_folder(mnist_folder, name="mnist", title="MNIST")
    assert (len(mnist.train), len(mnist.test)) == (60_000, 10_000)
    assert mnist.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
