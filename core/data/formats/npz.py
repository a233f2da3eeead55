"""Archives of numpy's, and single arrays: Keras's ``x_train`` and its three companions, and others by their shapes.

Nothing is unpickled: numpy is asked for plain numbers and texts only, and an array of objects is refused by its header.
"""

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from core.data.formats.arrays import labels_of, neither, piece_of
from core.data.formats.files import MOST_BYTES, REMEDY, Errand, File, part_of
from core.data.formats.format import FORMATS, Format, Piece
from core.data.formats.pixels import check_size, image_shape
from core.errors import DataError, foreign

_MAGIC = b"\x93NUMPY"
_HEADER_ROOM = 4096
_MOST_ARRAYS = 1000
_PIECE = 1 << 20
_NO_OBJECTS = "Load it where it was made, and save it with np.savez(file, x_train=…, y_train=…) as arrays of numbers."


@FORMATS.register("npz", label="NPZ", help="Arrays of numpy's, as Keras has MNIST; or single ones (.npy).")
@dataclass(frozen=True, slots=True)
class Npz(Format):
    """Many arrays a file."""

    def knows(self, file: File) -> bool:
        """Return whether it is an array, or an archive that begins with one."""
        return file.head.startswith(_MAGIC) or is_archive_of_arrays(file.head)

    def read(self, files: Sequence[File], errand: Errand) -> list[Piece]:
        """Return a piece for each array."""
        pieces = []
        for file in files:
            damaged = foreign(Path(file.own_name), "is damaged, or is not what numpy writes", REMEDY, DataError)
            with damaged, np.errstate(all="ignore"):
                if file.head.startswith(_MAGIC):
                    with file.opened() as opened:
                        array = read_array(opened, file.own_name)
                    pieces.append(piece_of(array, file.own_name, part_of(file.name), errand))
                else:
                    pieces += _from_archive(file, errand)
        return pieces


def is_archive_of_arrays(head: bytes) -> bool:
    """Return whether a file that begins so is a ZIP archive whose first member is an array of numpy's."""
    if head[:4] != b"PK\x03\x04" or len(head) < 30:
        return False
    (length,) = struct.unpack("<H", head[26:28])
    return head[30 : 30 + length].endswith(b".npy")


def _from_archive(file: File, errand: Errand) -> list[Piece]:
    pieces: list[Piece] = []
    strange: list[DataError] = []
    with file.opened() as opened:
        whole = opened if opened.seekable() and not file.is_compressed else io.BytesIO(file.whole())
        with zipfile.ZipFile(whole) as archive:
            members = [info for info in archive.infolist() if info.filename.endswith(".npy")]
            if "inkling.npy" in archive.namelist():
                raise DataError(
                    f"{file.own_name} is a network of Inkling, not a data set.", "Open it as a network instead."
                )
            # Only for these does zipfile unpack no more than it is asked for; numpy writes no others.
            if len(members) > _MOST_ARRAYS or any(info.compress_type not in (0, 8) for info in members):
                raise DataError(f"{file.own_name} is packed in another way than numpy does it.", REMEDY)
            for info in members:
                errand.check()
                name = f"{file.own_name}: {info.filename.removesuffix('.npy')}"
                with archive.open(info) as member:
                    array = read_array(member, name)
                if not array.ndim:
                    continue
                if labels_of(array, name) is None and image_shape(array.shape) is None:
                    strange.append(neither(array, name))
                    continue
                pieces.append(piece_of(array, name, part_of(info.filename), errand))
    if strange and not any(piece.images is not None for piece in pieces):
        raise strange[0]
    return pieces


def read_array(file: IO[bytes], name: str) -> npt.NDArray[Any]:
    """Read an array as numpy writes it, of numbers or texts.

    Raises
    ------
    DataError
        When it holds objects, or promises more than :data:`~core.data.formats.files.MOST_BYTES`.
    ValueError, EOFError
        When it is damaged.
    """
    major, _ = np.lib.format.read_magic(file)
    size = _exactly(file, 2 if major == 1 else 4)
    (length,) = struct.unpack("<H" if major == 1 else "<I", size)
    if length > _HEADER_ROOM:  # before the text of it is looked into
        raise ValueError(f"a header of {length} bytes")
    header = io.BytesIO(size + _exactly(file, length))
    read = np.lib.format.read_array_header_1_0 if major == 1 else np.lib.format.read_array_header_2_0
    shape, is_fortran, kind = read(header)
    if kind.kind not in "buifUS":
        what = "Python objects (a pickle)" if kind.hasobject else f"values of the type {kind}"
        raise DataError(f"{name} holds {what}, which Inkling does not open.", _NO_OBJECTS)
    if any(length < 0 for length in shape):
        raise ValueError("a negative length")
    promised = check_size(shape, kind.itemsize, MOST_BYTES, name)
    content = np.empty(promised, np.uint8)
    found = 0
    while found < promised:
        piece = file.read(min(_PIECE, promised - found))
        if not piece:
            raise EOFError(f"{promised} bytes expected, {found} found")
        content[found : found + len(piece)] = np.frombuffer(piece, np.uint8)
        found += len(piece)
    if kind.itemsize == 0:
        raise ValueError("texts without letters")
    return (
        content.view(kind).reshape(shape, order="F" if is_fortran else "C").astype(kind.newbyteorder("="), copy=False)
    )


def _exactly(file: IO[bytes], count: int) -> bytes:
    content = file.read(count)
    if len(content) != count:
        raise EOFError(f"{count} bytes expected, {len(content)} found")
    return content
