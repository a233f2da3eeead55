"""What a format is: it knows its files by what is in them, and makes pieces of a data set of them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes
from core.data.formats.files import Errand, File, Part
from core.registry import Part as RegisteredPart
from core.registry import Registry

Labels = npt.NDArray[Any]
"""Labels as a file has them: whole numbers of any type, or texts; shape (n,)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Piece:
    """Images, labels, or both, as one file or one array has them.

    Attributes
    ----------
    name : str
        Where it is from, as in "train.csv" or "mnist.npz: x_train".
    images : ndarray, shape (n, height, width), uint8, or None
    labels : ndarray, shape (n,), or None
        Whole numbers or texts.
    part : {"train", "test", "validation"} or None
        What the names say it is for; None where they say nothing.
    notes : tuple of str
        What was converted, in sentences.
    """

    name: str
    images: Bytes | None = None
    labels: Labels | None = None
    part: Part | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        held = self.images if self.images is not None else self.labels
        return 0 if held is None else len(held)


class Format(RegisteredPart, ABC):
    """A format that data sets come in.

    Class attributes
    ----------------
    has_companions : bool
        Whether training and testing, or images and labels, are in files of their own: of one its companions are
        opened as well.
    is_an_image_a_file : bool
        Whether each file is one image: so many are one data set, and are never left over from another.
    """

    __slots__ = ()

    has_companions: ClassVar[bool] = False
    is_an_image_a_file: ClassVar[bool] = False

    def in_words(self, files: int) -> str:
        """Return what so many files of it are called in a sentence."""
        return f"{self.label} files" if files > 1 else f"one {self.label} file"

    @abstractmethod
    def knows(self, file: File) -> bool:
        """Return whether a file is of this format, by its head."""

    @abstractmethod
    def read(self, files: Sequence[File], errand: Errand) -> list[Piece]:
        """Return what is in the files of this format.

        Raises
        ------
        Cancelled
            When the person asked for it.
        DataError, FileError
            When a file is damaged, or holds neither images nor labels; it names the file.
        """


FORMATS: Registry[Format] = Registry("format")
"""The formats, in the order in which they are asked whether they know a file."""


def whole_numbers(values: npt.NDArray[Any]) -> npt.NDArray[np.int64] | None:
    """Return numbers as whole ones, or None where some are not, or are too large for labels."""
    if values.dtype.kind in "bui" and values.dtype.itemsize < 8:
        return values.astype(np.int64)
    with np.errstate(invalid="ignore"):
        whole = values.astype(np.float64)
        if not (np.isfinite(whole).all() and (np.abs(whole) < 1e9).all() and (whole == np.rint(whole)).all()):
            return None
    return whole.astype(np.int64)
