"""IDX files of any values, in either byte order, compressed or not: the format of MNIST and of all that follow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from core.data import idx
from core.data.formats.arrays import piece_of
from core.data.formats.files import MOST_BYTES, REMEDY, Errand, File, part_of
from core.data.formats.format import FORMATS, Format, Piece
from core.errors import DataError, foreign


@FORMATS.register("idx", label="IDX", help="The format of MNIST: one file of images and one of labels for each part.")
@dataclass(frozen=True, slots=True)
class Idx(Format):
    """One array a file."""

    has_companions: ClassVar[bool] = True

    def knows(self, file: File) -> bool:
        """Return whether the head is one of IDX."""
        return idx.is_idx(file.head)

    def read(self, files: Sequence[File], errand: Errand) -> list[Piece]:
        """Return a piece for each file: images, or labels."""
        return [self._piece(file, errand) for file in files]

    def _piece(self, file: File, errand: Errand) -> Piece:
        errand.check()
        array, is_reversed = _array(file)
        note = f"{file.own_name}: its header is the other way round (little-endian) and was read so."
        array, is_swapped = _in_order(array)
        swapped = f"{file.own_name}: its values are the other way round (little-endian) and were read so."
        notes = (note,) * is_reversed + (swapped,) * is_swapped
        return piece_of(array, file.own_name, part_of(file.name), errand, notes)


def _array(file: File) -> tuple[npt.NDArray[Any], bool]:
    damaged = foreign(Path(file.own_name), "is damaged: its compressed data is cut short or wrong", REMEDY, DataError)
    with damaged, file.opened() as opened:
        return idx.read_any(opened, file.own_name, at_most=file.most(), most_bytes=MOST_BYTES)


def _in_order(array: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], bool]:
    """Return values whose bytes some program left as its processor had them in the order that makes sense."""
    if array.dtype.itemsize == 1 or not array.size or _is_sensible(array):
        return array, False
    turned = array.byteswap()
    return (turned, True) if _is_sensible(turned) else (array, False)


def _is_sensible(array: npt.NDArray[Any]) -> bool:
    """Return whether these can be pixels or labels: nothing of a size that only a wrong byte order gives."""
    some = array.reshape(-1)[: 1 << 16]
    if array.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            sizes = np.abs(some[some != 0])
            return bool(np.isfinite(some).all() and ((sizes > 1e-12) & (sizes < 1e6)).all())
    return bool((np.abs(some.astype(np.int64)) < 1 << (15 if array.dtype.itemsize == 4 else 12)).all())
