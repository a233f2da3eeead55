"""IDX files, the format of MNIST: read and written, plain or compressed with gzip.

An IDX file is two zero bytes, a byte that says what the values are (8: unsigned
bytes), a byte with the number of dimensions, the dimensions as big-endian 32-bit
numbers, and then the values, the last dimension changing fastest (LeCun, Cortes
and Burges, *The MNIST database of handwritten digits*, 1998). Programs that wrote a
header as their processor had it left all of its numbers the other way round; :func:`read_any` reads those as well.

A header is a promise that anyone can write. It is checked before memory is taken,
and no more is ever decompressed than it promises.

Very large files that are not compressed stay where they are: the system reads them page by page as they are looked at,
and no memory is taken for them. So millions of images can be trained on. Such a file must not be changed meanwhile.
"""

import gzip
import io
import math
import os
import struct
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import numpy as np
import numpy.typing as npt

from core import disk
from core.arrays import Bytes, mapped
from core.errors import DataError, foreign

LARGEST = 1 << 30
"""The most values a file may promise that takes memory: a gibibyte, twenty times the size of MNIST."""

MAPPED_FROM = 1 << 28
"""Bytes of values from which on an ordinary file that is not compressed stays where it is: five times MNIST."""

GZIP_MAGIC = b"\x1f\x8b"
"""How a file begins that is compressed with gzip."""

BEST_COMPRESSION = 1032
"""How many times smaller than what is in it such a file can be (RFC 1951: deflate puts 258 bytes in two bits)."""

_UNSIGNED_BYTE = 8
_VALUE_KINDS = {8: "unsigned bytes", 9: "signed bytes", 11: "16-bit", 12: "32-bit", 13: "float", 14: "double"}
_VALUE_TYPES = {8: "u1", 9: "i1", 11: "i2", 12: "i4", 13: "f4", 14: "f8"}
_MOST_DIMENSIONS = 4
_PIECE = 1 << 20
_REMEDY = "Fetch or copy the file again, or choose another data set."


def read(path: Path) -> Bytes:
    """Read an IDX file of unsigned bytes.

    Parameters
    ----------
    path : Path
        The file. Whether it is compressed is told by its first bytes, not by its name.

    Returns
    -------
    ndarray, uint8
        The values, in the shape that the header gives.

    Raises
    ------
    DataError
        When the file cannot be read, is not an IDX file of unsigned bytes, is cut
        short, goes on after its end, or promises more than ``LARGEST`` values.
    """
    with foreign(path, "is damaged", _REMEDY, DataError), disk.open_to_read(path) as file:
        stored = os.fstat(file.fileno()).st_size
        is_compressed = file.read(2) == GZIP_MAGIC
        file.seek(0)
        if not is_compressed:
            return _read_values(file, path.name, at_most=stored)
        with (
            foreign(path, "is damaged: its compressed data is cut short or wrong", _REMEDY, DataError),
            gzip.GzipFile(fileobj=file, mode="rb") as unpacked,
        ):
            return _read_values(unpacked, path.name, at_most=stored * BEST_COMPRESSION)


def is_idx(head: bytes) -> bool:
    """Return whether a file that begins so is an IDX file, of any values and in either byte order."""
    return _order_of(head) is not None


def read_any(file: BinaryIO, name: str, *, at_most: int, most_bytes: int) -> tuple[npt.NDArray[Any], bool]:
    """Read an unpacked IDX file of any values.

    Parameters
    ----------
    file : BinaryIO
        Open at its beginning.
    name : str
        What it is called, for what is said of it.
    at_most : int
        How many bytes can be in it.
    most_bytes : int
        How many bytes of values are read into memory.

    Returns
    -------
    values : ndarray
        In the order of this processor.
    is_reversed : bool
        Whether the numbers of its header stood the other way round.

    Raises
    ------
    DataError
        As :func:`read` does.
    """
    magic = file.read(4)
    order = _order_of(magic)
    if order is None:
        raise _no_idx(name, magic)
    kind, dimensions = (magic[2], magic[3]) if order == ">" else (magic[1], magic[0])
    sizes = file.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataError(f"{name} is cut short: it ends after {4 + len(sizes)} bytes, within its header.", _REMEDY)
    shape = struct.unpack(f"{order}{dimensions}I", sizes)
    values_type = np.dtype(f"{order}{_VALUE_TYPES[kind]}")
    most = max(most_bytes, at_most) if _can_stay(file, values_type.itemsize) else most_bytes
    if math.prod(filter(None, shape)) * values_type.itemsize > most:
        raise DataError(f"{name} promises {_sizes(shape)} values, which is more than Inkling reads.", _REMEDY)
    content = _filled(file, name, shape, values_type.itemsize, at_most)
    values = content.view(values_type).reshape(shape)
    return values.astype(values_type.newbyteorder("="), copy=False), order == "<"


def write(path: Path, array: Bytes, *, compress: bool = False) -> None:
    """Write unsigned bytes as an IDX file, whole or not at all.

    Parameters
    ----------
    path : Path
        The file to make or replace.
    array : ndarray, uint8, 1 to 4 dimensions
        The values.
    compress : bool
        Whether to compress with gzip. The same values always give the same file.

    Raises
    ------
    FileError
        When the file cannot be written.
    """
    if array.dtype != np.uint8 or not 1 <= array.ndim <= _MOST_DIMENSIONS:
        raise ValueError(f"an IDX file holds 1 to 4 dimensions of uint8, not {array.ndim} of {array.dtype}")
    header = struct.pack(f">HBB{array.ndim}I", 0, _UNSIGNED_BYTE, array.ndim, *array.shape)
    content = header + array.tobytes()
    if compress:
        content = gzip.compress(content, mtime=0)
    disk.replace_file(path, lambda file: file.write(content))


def _read_values(file: BinaryIO | gzip.GzipFile, name: str, *, at_most: int) -> Bytes:
    """Read header and values of an unpacked file that cannot hold more than ``at_most`` bytes."""
    shape = _read_shape(file, name)
    # Without the zeros as well: numpy makes no array of 0 × four billion × four billion values.
    if math.prod(filter(None, shape)) > (max(LARGEST, at_most) if _can_stay(file, 1) else LARGEST):
        raise DataError(f"{name} promises {_sizes(shape)} values; at most {LARGEST:,} are read.", _REMEDY)
    return _filled(file, name, shape, 1, at_most).reshape(shape)


def _filled(file: BinaryIO | gzip.GzipFile, name: str, shape: tuple[int, ...], value_size: int, at_most: int) -> Bytes:
    """Return the bytes of as many values as a header promises, no more and no fewer than there are."""
    count = math.prod(shape)
    promised = count * value_size
    if promised > at_most:
        raise DataError(
            f"{name} is cut short: its header promises {count:,} values ({_sizes(shape)}), "
            f"and the file can hold at most {at_most // value_size:,}.",
            _REMEDY,
        )
    if promised >= MAPPED_FROM and _can_stay(file, value_size):
        found = min(promised, os.fstat(file.fileno()).st_size - file.tell())
        content = mapped(file, found)
        file.seek(found, os.SEEK_CUR)
    else:
        content = np.empty(promised, np.uint8)
        found = _fill(file, content.data)
    if found < promised:
        raise DataError(
            f"{name} is cut short: its header promises {count:,} values ({_sizes(shape)}), "
            f"and only {found // value_size:,} were found.",
            _REMEDY,
        )
    if file.read(1):
        raise DataError(f"{name} goes on after the {count:,} values that its header promises.", _REMEDY)
    return content


def _can_stay(file: BinaryIO | gzip.GzipFile, value_size: int) -> TypeGuard[io.BufferedReader]:
    """Return whether values can be read where they lie: in an ordinary file, as single bytes."""
    return value_size == 1 and isinstance(file, io.BufferedReader) and isinstance(file.raw, io.FileIO)


def _order_of(head: bytes) -> str | None:
    """Return the byte order of an IDX file that begins so; None where it is none."""
    if len(head) < 4:
        return None
    first, second, third, fourth = head[:4]
    if first == second == 0 and third in _VALUE_KINDS and 1 <= fourth <= _MOST_DIMENSIONS:
        return ">"
    if third == fourth == 0 and second in _VALUE_KINDS and 1 <= first <= _MOST_DIMENSIONS:
        return "<"
    return None


def _no_idx(name: str, magic: bytes) -> DataError:
    return DataError(
        f"{name} is not an IDX file: it was expected to start with 00 00 08, and starts with {magic[:3].hex(' ')}.",
        _REMEDY,
    )


def _read_shape(file: BinaryIO | gzip.GzipFile, name: str) -> tuple[int, ...]:
    magic = file.read(4)
    if len(magic) < 4:
        raise DataError(f"{name} is cut short: it ends after {len(magic)} bytes, within its header.", _REMEDY)
    zero, kind, dimensions = struct.unpack(">HBB", magic)
    if zero != 0 or kind not in _VALUE_KINDS:
        raise _no_idx(name, magic)
    if kind != _UNSIGNED_BYTE:
        raise DataError(f"{name} holds {_VALUE_KINDS[kind]} values; unsigned bytes were expected.", _REMEDY)
    if not 1 <= dimensions <= _MOST_DIMENSIONS:
        raise DataError(f"{name} has {dimensions} dimensions; 1 to {_MOST_DIMENSIONS} were expected.", _REMEDY)
    sizes = file.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataError(f"{name} is cut short: it ends after {4 + len(sizes)} bytes, within its header.", _REMEDY)
    return struct.unpack(f">{dimensions}I", sizes)


def _fill(file: BinaryIO | gzip.GzipFile, space: memoryview) -> int:
    """Read into ``space`` until it is full or the file ends; return how many bytes came."""
    found = 0
    while found < len(space):
        # Piece by piece, so that a file that lies about its size touches no more memory than it fills.
        piece = file.read(min(_PIECE, len(space) - found))
        if not piece:
            break
        space[found : found + len(piece)] = piece
        found += len(piece)
    return found


def _sizes(shape: tuple[int, ...]) -> str:
    return " × ".join(f"{size:,}" for size in shape)
