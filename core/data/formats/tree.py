"""All files in a folder, a ZIP or a TAR archive, or one alone, listed without unpacking anything."""

import bz2
import gzip
import os
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from core import disk
from core.data.formats.files import MOST_FILES, REMEDY, Errand, File, looked_at, too_large
from core.data.formats.npz import is_archive_of_arrays
from core.data.formats.unreadable import KINDS, kind_of
from core.errors import DataError, foreign

_MOST_FOLDERS = 5  # down, the folders of the parts and of the classes among them
_MOST_DIRECTORY = 24 << 20  # bytes of a ZIP archive's list of files
_MOST_UNPACKED = 2 << 30  # bytes of a TAR archive, which has to be gone through to be listed
_MOST_READ = 4 << 20  # bytes at a time: what says how long a name is may say anything
_PASSED_OVER = ("__MACOSX", "Thumbs.db", "desktop.ini")
_ZIP_END = struct.Struct("<4s4H2LH")
_ZIP64_SIZES = (76, 20, 40)  # from the end back to its record and to its locator, and from the record to the size
_ENCRYPTED = 0x1


@contextmanager
def listed(path: Path, errand: Errand) -> Iterator[list[File]]:
    """Give all files of what lies there, in the order of their names; they can be opened inside the block.

    Raises
    ------
    Cancelled
        When the person asked for it.
    DataError
        When there is nothing, it cannot be read, or there are too many files.
    """
    if os.path.isdir(path):
        yield _in_folder(path, errand)
        return
    if not os.path.exists(path):
        raise DataError(f"There is no file or folder {path}.", "Check the spelling, or choose another one.")
    with foreign(path, "is damaged or cut short", REMEDY, DataError):
        alone = looked_at(path.name, path.stat().st_size, partial(disk.open_to_read, path))
        if _is_zip(alone):
            with disk.open_to_read(path) as file, _zip(file, alone) as archive:
                yield _in_zip(archive, errand)
        elif _is_tar(path, alone):
            with disk.open_to_read(path) as file, _tar(file, alone) as tar:
                yield _in_tar(tar, errand)
        else:
            yield [alone]


def _in_folder(folder: Path, errand: Errand) -> list[File]:
    found: list[File] = []
    for place, folders, names in os.walk(folder):
        errand.check()
        below = Path(place).relative_to(folder)
        folders[:] = sorted(name for name in folders if _counts(name)) if len(below.parts) < _MOST_FOLDERS else []
        for name in filter(_counts, sorted(names)):
            file = Path(place, name)
            with foreign(file, "cannot be read", REMEDY, DataError):
                state = file.stat()
                if stat.S_ISREG(state.st_mode):
                    found.append(looked_at((below / name).as_posix(), state.st_size, partial(disk.open_to_read, file)))
            _refuse_many(len(found), folder.name)
    return found


def _counts(name: str) -> bool:
    return not name.startswith(".") and name not in _PASSED_OVER


def _counts_in_archive(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return all(_counts(part) for part in parts if part not in ("", ".", "..")) and len(parts) <= _MOST_FOLDERS + 1


def _refuse_many(count: int, name: str) -> None:
    if count > MOST_FILES:
        raise DataError(
            f"{name} holds more than {MOST_FILES:,} files.",
            "Choose the folder of the data set itself, or a part of it.",
        )


# ZIP


def _is_zip(file: File) -> bool:
    """Return whether it is a ZIP archive, and neither numpy's, nor PyTorch's, nor an office program's."""
    if file.is_compressed or file.head[:4] != b"PK\x03\x04" or is_archive_of_arrays(file.head):
        return False
    return kind_of(file) not in KINDS


@contextmanager
def _zip(file: BinaryIO, alone: File) -> Iterator[zipfile.ZipFile]:
    _check_directory(file, alone)
    with zipfile.ZipFile(file) as archive:
        yield archive


def _check_directory(file: BinaryIO, alone: File) -> None:
    """Refuse a list of files that would fill the memory; zipfile reads it whole."""
    start = max(0, alone.size - _ZIP_END.size - 0xFFFF)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _ZIP_END.size:
        raise DataError(f"{alone.own_name} is a ZIP archive that was cut short.", REMEDY)
    size = _ZIP_END.unpack_from(tail, at)[5]
    large = at - _ZIP64_SIZES[0]  # where an archive that may be larger than 4 GB says the same in 64 bits
    if large >= 0 and tail[at - _ZIP64_SIZES[1] :].startswith(b"PK\x06\x07"):
        (size,) = struct.unpack_from("<Q", tail, large + _ZIP64_SIZES[2])
    if size > _MOST_DIRECTORY:
        raise DataError(
            f"{alone.own_name} holds more files than Inkling looks at.", "Unpack it, and open a part of it."
        )
    file.seek(0)


def _in_zip(archive: zipfile.ZipFile, errand: Errand) -> list[File]:
    found = []
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        errand.check()
        if info.is_dir() or not _counts_in_archive(info.filename):
            continue
        if info.flag_bits & _ENCRYPTED:
            raise DataError("The archive asks for a password.", "Unpack it first, and open the folder.")
        # Only for these does zipfile unpack no more than it is asked for.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DataError(f"{info.filename} is packed in a way that Inkling does not unpack.", "Unpack it first.")
        found.append(looked_at(info.filename, info.file_size, partial(_open_member, archive, info)))
        _refuse_many(len(found), "The archive")
    return found


def _open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast("BinaryIO", archive.open(info))


# TAR


def _is_tar(path: Path, alone: File) -> bool:
    if alone.head[257:262] == b"ustar":
        return True
    if alone.head[:3] != b"BZh":
        return False
    with disk.open_to_read(path) as file, bz2.BZ2File(file) as unpacked:
        return unpacked.read(512)[257:262] == b"ustar"


@contextmanager
def _unpacked(file: BinaryIO, alone: File) -> Iterator[Any]:
    if alone.is_compressed:
        with gzip.GzipFile(fileobj=file, mode="rb") as unpacked:
            yield unpacked
    elif alone.head[:3] == b"BZh":
        with bz2.BZ2File(file) as packed:
            yield packed
    else:
        yield file


@contextmanager
def _tar(file: BinaryIO, alone: File) -> Iterator[tarfile.TarFile]:
    with _unpacked(file, alone) as plain:
        bounded = cast("IO[bytes]", _Bounded(plain, alone.own_name))
        with tarfile.TarFile(fileobj=bounded, mode="r") as tar:
            yield tar


class _Bounded:
    """A file of which neither much at a time is read nor what is far behind: tarfile believes what headers say."""

    def __init__(self, file: Any, name: str) -> None:
        self._file, self._name = file, name

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _MOST_READ:
            raise DataError(f"{self._name} is damaged: its list of files makes no sense.", REMEDY)
        content: bytes = self._file.read(size)
        return content

    def seek(self, place: int, whence: int = 0) -> int:
        if place > _MOST_UNPACKED:
            raise too_large(self._name, f"more than {_MOST_UNPACKED / 1e9:.0f} GB")
        where: int = self._file.seek(place, whence)
        return where

    def tell(self) -> int:
        where: int = self._file.tell()
        return where


def _in_tar(tar: tarfile.TarFile, errand: Errand) -> list[File]:
    found = []
    for count, info in enumerate(tar, 1):
        errand.check()
        _refuse_many(count, "The archive")
        if info.isreg() and not info.issparse() and _counts_in_archive(info.name):
            found.append(looked_at(info.name, info.size, partial(_open_in_tar, tar, info)))
    return found


def _open_in_tar(tar: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    return cast("BinaryIO", tar.extractfile(info))
