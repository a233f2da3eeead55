"""Data sets of which many come in one archive: their four files are read where they lie, and turned upright.

EMNIST is such a one: a zip file with six sets, of which each has the four IDX files of MNIST, compressed. It is
verified as a whole when it is fetched; nothing of it is unpacked on the disk.
"""

import gzip
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZipFile

import numpy as np

from core import disk
from core.arrays import Bytes
from core.data import idx
from core.data.dataset import Dataset, Split
from core.data.sources import Packed, Source
from core.errors import DataError, foreign

_REMEDY = "Fetch it again, or choose another data set."
_MOST_BYTES = 1 << 28  # of the values of one file: EMNIST's largest here has 188 million


def load(source: Source, packed: Packed, folder: Path) -> Dataset:
    """Read one data set of an archive.

    Parameters
    ----------
    source : Source
        The data set; its only file is the archive.
    packed : Packed
        Where in the archive it is.
    folder : Path
        Where the archive is.

    Raises
    ------
    DataError
        When the archive is damaged, or does not hold the set.
    """
    path = folder / source.files[0].name
    with (
        foreign(path, "is damaged, or holds something else", _REMEDY, DataError),
        disk.open_to_read(path) as stored,
        ZipFile(stored) as archive,
    ):
        train, test = (_split(archive, packed, part) for part in ("train", "test"))
    return Dataset(source.name, source.title, train, test, source.class_names)


def _split(archive: ZipFile, packed: Packed, part: str) -> Split:
    images = _values(archive, f"{packed.members}-{part}-images-idx3-ubyte.gz")
    labels = _values(archive, f"{packed.members}-{part}-labels-idx1-ubyte.gz")
    if images.ndim != 3:
        raise DataError(f"{packed.members} has no images, but {images.ndim} dimensions.", _REMEDY)
    upright = np.ascontiguousarray(images.transpose(0, 2, 1))  # they lie on their side, mirrored
    return Split(upright, labels - np.uint8(packed.first_label))  # what is less than the first is no class either


def _values(archive: ZipFile, name: str) -> Bytes:
    member = archive.getinfo(name)
    with archive.open(member) as file, gzip.GzipFile(fileobj=file) as unpacked:
        most = member.file_size * idx.BEST_COMPRESSION
        values, _ = idx.read_any(cast(BinaryIO, unpacked), name, at_most=most, most_bytes=_MOST_BYTES)
    if values.dtype != np.uint8:
        raise DataError(f"{name} does not hold unsigned bytes.", _REMEDY)
    return values
