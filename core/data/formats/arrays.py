"""What an array of a file holds, by its shape and its values: images, labels, rows with a single 1, or neither."""

from typing import Any

import numpy as np
import numpy.typing as npt

from core.data.classes import MOST_CLASSES
from core.data.formats.files import Errand, Part
from core.data.formats.format import Labels, Piece
from core.data.formats.pixels import image_shape, sizes_in_words, to_bytes
from core.errors import DataError

_MOST_COLUMNS = 15  # of a table of labels: QMNIST's has eight, of which the first is the class


def piece_of(
    array: npt.NDArray[Any], name: str, part: Part | None, errand: Errand, notes: tuple[str, ...] = ()
) -> Piece:
    """Return what an array holds as a piece of a data set.

    Raises
    ------
    DataError
        When it holds neither images nor labels.
    """
    found = labels_of(array, name)
    if found is not None:
        labels, said = found
        return Piece(name=name, labels=labels, part=part, notes=(*notes, *said))
    if image_shape(array.shape) is None:
        raise neither(array, name)
    images, said = to_bytes(array, name, errand)
    return Piece(name=name, images=images, part=part, notes=(*notes, *said))


def labels_of(array: npt.NDArray[Any], name: str) -> tuple[Labels, tuple[str, ...]] | None:
    """Return the labels in an array and what was done to them; None where it holds none."""
    if array.ndim == 1:
        return array, ()
    if array.ndim != 2 or array.dtype.kind not in "buifUS" or not len(array):
        return None
    columns = array.shape[1]
    if columns == 1:
        return array[:, 0], ()
    if columns <= MOST_CLASSES and array.dtype.kind in "buif" and _is_one_hot(array):
        return array.argmax(axis=1), (f"{name}: rows with a single 1 were read as its place, 0 to {columns - 1}.",)
    if columns <= _MOST_COLUMNS and image_shape(array.shape) is None and array.dtype.kind in "ui":
        return array[:, 0], (f"{name}: of its {columns} columns the first was taken for the class.",)
    return None


def _is_one_hot(array: npt.NDArray[Any]) -> bool:
    with np.errstate(invalid="ignore"):
        is_one = array == 1
        return bool((is_one.sum(axis=1) == 1).all() and ((array == 0) | is_one).all())


def neither(array: npt.NDArray[Any], name: str) -> DataError:
    """Return the error for an array that holds neither images nor labels."""
    return DataError(
        f"{name} holds neither images nor labels: its values are {sizes_in_words(array.shape)}.",
        "Images are n × height × width, labels are n numbers. A network is opened as a network.",
    )
