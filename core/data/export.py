"""A data set written as the four IDX files that other programs, and scripts, read."""

from contextlib import suppress
from pathlib import Path

from core.data import idx
from core.data.dataset import TEST, TRAIN, Dataset, file_names, find_file
from core.errors import DataError, FileError

_PARTS = ("images", "labels")


def to_folder(dataset: Dataset, folder: Path) -> tuple[Path, ...]:
    """Write a data set into a folder, which is made if there is none, and return the files.

    Parameters
    ----------
    dataset : Dataset
        What is written; of one without test images, only the files to train on.
    folder : Path
        Where to; :func:`core.data.dataset.from_folder` reads the same images from there.

    Raises
    ------
    DataError
        When the folder holds a data set already: nothing is ever replaced.
    FileError
        When a file cannot be written.
    """
    refuse_occupied(folder)
    arrays = {
        folder / file_names(name, part)[0]: array
        for name, split in {TRAIN: dataset.train, TEST: dataset.test}.items()
        for part, array in zip(_PARTS, (split.images, split.labels), strict=True)
        if len(split)
    }
    try:
        for path, array in arrays.items():
            idx.write(path, array)
    except FileError:
        for path in arrays:  # half a data set would stand in the way of the next try
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return tuple(arrays)


def refuse_occupied(folder: Path) -> None:
    """Raise a :class:`DataError` when a folder holds files of a data set already."""
    for split in (TRAIN, TEST):
        for part in _PARTS:
            if path := find_file(folder, split, part):
                raise DataError(
                    f"{folder} holds a data set already ({path.name}), and nothing was written.",
                    "Choose another folder, or take the files away first.",
                )
