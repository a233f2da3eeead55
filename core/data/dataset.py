"""Dataset: labelled images to train on and to test with, their name and their fingerprint."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, read_only
from core.data import idx
from core.data.classes import DIGITS, MOST_CLASSES, checked_names
from core.errors import DataError
from core.plain import LONGEST_NAME, harmless

IMAGE_SHAPE = (28, 28)

TRAIN, TEST = "train", "t10k"
_REMEDY = "Choose a folder with the four IDX files of a data set of 28 × 28 images."


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Images and their labels, read-only: either those to train on or those to test with.

    Attributes
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        0 is paper, 255 is full ink.
    labels : ndarray, shape (n,), uint8
        What each image shows: the number of its class, from 0.

    Raises
    ------
    DataError
        When shape, type, number or range is not as said; it tells the figures.
    """

    images: Bytes = field(repr=False)
    labels: Bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_images(self.images)
        _check_labels(self.labels)
        if len(self.images) != len(self.labels):
            raise DataError(
                f"There are {len(self.images):,} images and {len(self.labels):,} labels: every image needs one label.",
                _REMEDY,
            )
        object.__setattr__(self, "images", read_only(self.images))
        object.__setattr__(self, "labels", read_only(self.labels))

    def __len__(self) -> int:
        return len(self.labels)

    def spread(self, count: int) -> "Split":
        """Return so many of the images, spread evenly: a file may be in the order of the digits.

        All of them, this split itself, for 0 or where there are no more.
        """
        return self if count == 0 or count >= len(self) else self.only(spread_places(len(self), count))

    def first(self, count: int) -> "Split":
        """Return so many of the images from the first on; all of them for 0 or where there are no more."""
        return self if count == 0 or count >= len(self) else Split(self.images[:count], self.labels[:count])

    def only(self, places: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> "Split":
        """Return some of the images."""
        return Split(self.images[places], self.labels[places])

    @classmethod
    def empty(cls) -> "Split":
        """Return a split without images, for a data set that has none to test with."""
        return cls(np.zeros((0, *IMAGE_SHAPE), np.uint8), np.zeros(0, np.uint8))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Dataset:
    """Labelled images to train on and to test with.

    Attributes
    ----------
    name : str
        The word used in files and on the command line: "mnist", "builtin", or a folder's name.
    title : str
        The name on screen.
    train, test : Split
        There is at least one image to train on; there may be none to test with.
    class_names : tuple of str
        What the labels 0, 1, 2, … stand for.
    fingerprint : str
        SHA-256 of the content of all four arrays, in hexadecimal; computed here. Equal
        fingerprints mean equal images and labels in the same order.

    Raises
    ------
    DataError
        When there is nothing to train on, or a label stands for nothing.
    """

    name: str
    title: str
    train: Split
    test: Split
    class_names: tuple[str, ...] = DIGITS
    fingerprint: str = field(init=False)

    def __repr__(self) -> str:
        counts = f"{len(self.train):,} images to train on, {len(self.test):,} to test with"
        return f"<Dataset {self.name!r}: {counts}, {len(self.class_names)} classes>"

    def __post_init__(self) -> None:
        object.__setattr__(self, "class_names", checked_names(self.class_names))
        if len(self.train) == 0:
            raise DataError(f"The data set {self.title!r} has no images to train on.", _REMEDY)
        for split in (self.train, self.test):
            _check_labels(split.labels, len(self.class_names))
        object.__setattr__(self, "fingerprint", _fingerprint(self.train, self.test))


def spread_places(total: int, count: int) -> npt.NDArray[np.intp]:
    """Return the places of so many among all, spread evenly; of all for 0 or where there are no more."""
    some = total if count == 0 else min(count, total)
    return np.arange(some) * total // some if some else np.arange(0)


def is_complete(folder: Path) -> bool:
    """Return whether the folder has all four IDX files, without looking into them."""
    return all(find_file(folder, split, part) for split in (TRAIN, TEST) for part in ("images", "labels"))


def from_folder(
    folder: Path,
    *,
    name: str | None = None,
    title: str | None = None,
    class_names: tuple[str, ...] = DIGITS,
) -> Dataset:
    """Read a data set from a folder of IDX files that are named as MNIST's are.

    Parameters
    ----------
    folder : Path
        It holds ``train-images-idx3-ubyte``, ``train-labels-idx1-ubyte`` and the same with
        ``t10k`` in place of ``train``, each plain or with ``.gz``; a dot may stand in place
        of the dash before ``idx``. Both ``t10k`` files may be missing: the test split is empty then.
    name, title : str, optional
        The folder's own name, where they are not given.
    class_names : tuple of str
        What the labels stand for.

    Returns
    -------
    Dataset

    Raises
    ------
    DataError
        When a file is missing or damaged, or the files do not fit together; it names the file.
    """
    if not folder.is_dir():
        raise DataError(f"There is no folder {folder}.", "Check the spelling, or choose another folder.")
    own_name = harmless(folder.resolve().name or str(folder), LONGEST_NAME)
    train = _read_split(folder, TRAIN, len(class_names))
    if train is None:
        raise DataError(
            f"The folder {folder} holds no data set: train-images-idx3-ubyte and train-labels-idx1-ubyte "
            "(plain or with .gz) were expected there.",
            _REMEDY,
        )
    test = _read_split(folder, TEST, len(class_names)) or Split.empty()
    return Dataset(name or own_name, title or own_name, train, test, class_names)


def _read_split(folder: Path, split: str, classes: int) -> Split | None:
    """Read the two files of a split; return None when both are missing."""
    images, labels = find_file(folder, split, "images"), find_file(folder, split, "labels")
    if images is None and labels is None:
        return None
    if images is None or labels is None:
        there, missing = (labels, "images") if images is None else (images, "labels")
        raise DataError(
            f"{folder} has {there.name if there else ''}, but not the {missing} that belong to it "
            f"({file_names(split, missing)[0]}, plain or with .gz).",
            "Put the missing file there, or choose another folder.",
        )
    pixels = _read_checked(images, _check_images)
    numbers = _read_checked(labels, lambda found: _check_labels(found, classes))
    try:
        return Split(pixels, numbers)
    except DataError as error:
        raise DataError(f"{images.name} and {labels.name} do not fit: {error.what}", error.remedy) from error


def _read_checked(path: Path, check: Callable[[Bytes], None]) -> Bytes:
    """Read an IDX file and check what it holds, so that a complaint names the file."""
    array = idx.read(path)
    try:
        check(array)
    except DataError as error:
        raise DataError(f"{path.name} cannot be used: {error.what}", error.remedy) from error
    return array


def find_file(folder: Path, split: str, part: str) -> Path | None:
    """Return the file of "images" or "labels" of a split, or None; a plain one comes first as it is read faster."""
    for name in file_names(split, part):
        for path in (folder / name, folder / f"{name}.gz"):
            if os.path.isfile(path):  # Path.is_file raises where the folder may not be looked into
                return path
    return None


def file_names(split: str, part: str) -> tuple[str, str]:
    """Return what the file of "images" or "labels" of a split may be called: the usual name first, plain."""
    dimensions = 3 if part == "images" else 1
    return f"{split}-{part}-idx{dimensions}-ubyte", f"{split}-{part}.idx{dimensions}-ubyte"


def _check_images(images: Bytes) -> None:
    if images.dtype != np.uint8 or images.ndim != 3 or images.shape[1:] != IMAGE_SHAPE:
        raise DataError(
            f"Images must be unsigned bytes of the shape n × 28 × 28, not {images.dtype} "
            f"of {' × '.join(map(str, images.shape)) or 'no shape'}.",
            _REMEDY,
        )


def _check_labels(labels: Bytes, classes: int = MOST_CLASSES) -> None:
    if labels.dtype != np.uint8 or labels.ndim != 1:
        raise DataError(
            f"Labels must be unsigned bytes in one row, not {labels.dtype} in {labels.ndim} dimensions.", _REMEDY
        )
    wrong = np.flatnonzero(labels >= classes)
    if len(wrong):
        raise DataError(
            f"Labels must be 0 to {classes - 1}; {len(wrong):,} of {len(labels):,} are not, "
            f"the first is number {wrong[0] + 1:,} with the value {labels[wrong[0]]}.",
            _REMEDY,
        )


def _fingerprint(train: Split, test: Split) -> str:
    digest = hashlib.sha256()
    for array in (train.images, train.labels, test.images, test.labels):
        # The shape too, so that no value can move from one array to the next unnoticed.
        digest.update(repr(array.shape).encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
