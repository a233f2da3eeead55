"""Reading an ``.npz`` archive that may come from anywhere, and writing one that can be read.

Nothing is read before its size is known to fit, nothing is unpickled, and what is
wrong is said: whatever is in a file, reading it ends with what was asked for or with
a :class:`FileError`.
"""

import copy
import os
import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np

from core.arrays import Array, read_only
from core.disk import open_to_read, replace_file
from core.errors import FileError, InklingError, NewerFileError, foreign

_MOST_TEXT = 256 * 2**20  # bytes of the string array; a run of 100,000 measurements needs about a tenth of it
_HEADER_ROOM = 4096  # bytes an .npy header may take before the numbers begin
_HEADER = re.compile(
    rb"\{'descr': '([<>|=][biufcmMOSUV]\d{1,10}|\|O)', 'fortran_order': (True|False), "
    rb"'shape': \(([\d, ]{0,99})\), \} *\n"
)
_MOST_UNPACKING = 100  # how much larger than its file a network may become; weights hardly shrink when packed


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is expected to be.

    Attributes
    ----------
    noun : str
        As in "is not an Inkling network".
    remedy : str
        What to do about one that is not.
    """

    noun: str
    remedy: str


class Archive:
    """Arrays by their names, each read when it is asked for.

    Parameters
    ----------
    name : str
        The file's name, for what is said of it.
    file : BinaryIO
        The archive, open for reading.
    size : int
        How many bytes it has.
    kind : Kind
        What it is expected to be.

    Raises
    ------
    FileError
        When it is no archive, or packed in another way than numpy does it.
    """

    def __init__(self, name: str, file: BinaryIO, size: int, kind: Kind) -> None:
        self.name, self.size = name, size
        self._kind = kind
        if not zipfile.is_zipfile(file):
            raise self.other("it is no .npz archive, or was cut short")
        self._archive = zipfile.ZipFile(file)
        self._members = {info.filename.removesuffix(".npy"): info for info in self._archive.infolist()}
        # Only for these does zipfile unpack no more than it is asked for; numpy writes no others.
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in self._members.values()):
            raise self.other("it is packed in another way")
        self.most_unpacked = max(2**20, _MOST_UNPACKING * size)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    @property
    def unpacked(self) -> int:
        """How many bytes all its arrays would have."""
        return sum(info.file_size for info in self._members.values())

    @property
    def names(self) -> tuple[str, ...]:
        """What its arrays are called, in the order of the file."""
        return tuple(self._members)

    def told(self, name: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
        """Return the shape and the type that an array says it has; nothing else of it is read."""
        with self._archive.open(self._members[name]) as member:
            shape, _, dtype = _header(member)
        return shape, dtype

    def under(self, prefix: str) -> "Archive":
        """Return the same archive with only the arrays whose names begin so, called by the rest of their names."""
        part = copy.copy(self)
        part._members = {
            name.removeprefix(prefix): info for name, info in self._members.items() if name.startswith(prefix)
        }
        return part

    def refused(self, why: str) -> FileError:
        """Return the error for a file that cannot be used; ``why`` goes on from its name to the full stop."""
        return FileError(f"{self.name} {why}.", self._kind.remedy)

    def other(self, reason: str) -> FileError:
        """Return the error for a file of another kind."""
        return self.refused(f"is not {self._kind.noun}: {reason}")

    def damaged(self, reason: str) -> FileError:
        """Return the error for a damaged file."""
        return self.refused(f"is damaged: {reason}")

    def numbers(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return an array that has to be just as large and of just the type that is expected, and finite."""
        array = self.array(name, shape, dtype)
        if not np.isfinite(array).all():
            raise self.damaged(f"{name} holds numbers that are not finite")
        return array

    def text(self, name: str) -> str:
        """Return a string array of no dimensions, whatever its length up to a bound."""
        with self._archive.open(self._members[name]) as member:
            shape, _, dtype = _header(member)
            if shape != () or dtype.kind != "U":
                raise self.other(f"{name!r} in it is not a text")
            if dtype.itemsize > min(_MOST_TEXT, self.most_unpacked):
                raise self.damaged("its description is larger than any real one")
            return str(np.frombuffer(_exactly(member, dtype.itemsize), dtype)[0])

    def array(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return an array that has to be just as large and of just the type that is expected."""
        if name not in self._members:
            raise self.damaged(f"it lacks {name}")
        with self._archive.open(self._members[name]) as member:
            found_shape, is_fortran, found_dtype = _header(member)
            if found_shape != shape or found_dtype != np.dtype(dtype):
                raise self.damaged(
                    f"{name} has the shape {found_shape} and the type {found_dtype}, not {shape} and {np.dtype(dtype)}"
                )
            numbers = np.frombuffer(_exactly(member, int(np.prod(shape)) * found_dtype.itemsize), found_dtype)
        return read_only(numbers.reshape(shape, order="F" if is_fortran else "C"))


@contextmanager
def opened(path: Path, kind: Kind) -> Iterator[Archive]:
    """Open an archive, and turn everything that goes wrong while it is read into a :class:`FileError`."""
    with (
        foreign(path, f"is damaged or is not {kind.noun}", kind.remedy),
        open_to_read(path) as file,
        _read(path.name, file, os.fstat(file.fileno()).st_size, kind) as archive,
    ):
        yield archive


@contextmanager
def read(name: str, file: BinaryIO, size: int, kind: Kind) -> Iterator[Archive]:
    """Read an archive that is in memory, as :func:`opened` does one on disk."""
    verdict = f"is damaged or is not {kind.noun}"
    with foreign(Path(name), verdict, kind.remedy), _read(name, file, size, kind) as archive:
        yield archive


@contextmanager
def _read(name: str, file: BinaryIO, size: int, kind: Kind) -> Iterator[Archive]:
    try:
        yield Archive(name, file, size, kind)
    except FileError:
        raise
    except InklingError as error:
        raise NewerFileError(f"{name} has settings that Inkling does not know: {error.what}", kind.remedy) from error


def write(path: Path, arrays: Iterable[tuple[str, Any]], read: Callable[[Path], object]) -> None:
    """Write arrays in place of ``path`` once they were read back, or leave what was there.

    They are asked for one after another, so that not all of them need be in memory.

    Parameters
    ----------
    path : Path
        The file to replace.
    arrays : iterable of (str, ndarray)
        What to write, by names.
    read : callable
        The reader of such files: what it refuses does not take the place of what can be read.

    Raises
    ------
    FileError
        When the file cannot be written, or what was written cannot be read.
    """

    def check(unfinished: Path) -> None:
        try:
            read(unfinished)
        except FileError as error:
            raise FileError(
                f"{path.name} was not saved, because what was written could not be read back.",
                "Save it again, or choose another place. The file that was there before is as it was.",
            ) from error

    replace_file(path, lambda file: write_members(file, arrays), check)


def write_members(file: IO[bytes], arrays: Iterable[tuple[str, Any]]) -> None:
    """Write an ``.npz`` archive as ``numpy.savez`` does, an array at a time."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays:
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asanyarray(array), allow_pickle=False)


def _header(member: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Return shape, Fortran order and dtype of an ``.npy`` member, without making the array it speaks of.

    numpy's own reader would unpack a header of any length that is claimed, evaluate it, and warn
    about odd ones; a hostile file is better met with a pattern.
    """
    major, _ = np.lib.format.read_magic(member)
    (length,) = struct.unpack("<H", _exactly(member, 2)) if major == 1 else struct.unpack("<I", _exactly(member, 4))
    if length > _HEADER_ROOM:
        raise ValueError(f"a header of {length} bytes")
    found = _HEADER.fullmatch(_exactly(member, length))
    if found is None:
        raise ValueError("a header that numpy would not write")
    dtype, order, shape = (text.decode("ascii") for text in found.groups())
    return tuple(int(size) for size in shape.split(",") if size.strip()), order == "True", np.dtype(dtype)


def _exactly(member: IO[bytes], count: int) -> bytes:
    content = member.read(count)
    if len(content) != count:
        raise EOFError(f"{count} bytes expected, {len(content)} found")
    return content
