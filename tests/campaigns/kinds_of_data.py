"""Every format of data sets: how a good one is made as one file, how it is opened, and how it can be damaged inside."""

import gzip
import io
import struct
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image

from core.data import repairs
from core.data.look import look
from core.data.opening import open_data
from tests.campaigns import damage
from tests.campaigns.campaign import Wrong
from tests.campaigns.kinds_of_file import KindOfFile

_COUNT = 12
_CELLS = (b"", b"x", b"-1", b"256", b"0.5", b"1e999", b"nan", b"9" * 5000, b'"', b"1,1", b"1\n1", b"\0", b"\xff")
_NAMES = ("../../x", "/etc/x", "train/../3/x.png", "x" * 300, "\u202e", "CON", "a\\b", "train-labels", "test/1/y.png")
_TAR_FIELDS = (0, 100, 108, 116, 124, 136, 156, 157, 257, 345)  # where those of a header begin
_TAR_VALUES = (
    *(b"77777777777", b"\x80" + b"\xff" * 10, b"00000001000", b"-1", b"../../x\0"),
    *(b"L", b"x", b"K", b"S", b"1", b"2"),
)
_FOUR = ("train-images", "train-labels", "t10k-images", "t10k-labels")


def _arrays() -> dict[str, np.ndarray]:  # type: ignore[type-arg]  # bytes and numbers
    images = np.random.default_rng(1).integers(0, 256, (_COUNT, 28, 28), np.uint8)
    labels = (np.arange(_COUNT) % 10).astype(np.uint8)
    return dict(zip(_FOUR, (images, labels, images[:6], labels[:6]), strict=True))


def _idx(array: np.ndarray, kind: int = 8) -> bytes:  # type: ignore[type-arg]  # of any numbers
    return struct.pack(f">HBB{array.ndim}I", 0, kind, array.ndim, *array.shape) + array.tobytes()


def _read(path: Path) -> None:
    """Open a data set; what can be opened can be looked at and put right."""
    opened = open_data(path)
    _checked(opened.train.images, opened.train.labels, len(opened.class_names))
    _checked(opened.test.images, opened.test.labels, len(opened.class_names))
    found = [finding.repair.name for finding in look(opened) if finding.repair is not None]
    current = repairs.of(opened, found).current
    _checked(current.train.images, current.train.labels, len(current.class_names))
    if not (opened.found.isprintable() and opened.taken.isprintable() and "".join(opened.notes).isprintable()):
        raise Wrong("what is said of it does something to a terminal")


def _checked(images: np.ndarray, labels: np.ndarray, classes: int) -> None:  # type: ignore[type-arg]  # as they came
    if images.shape != (len(labels), 28, 28) or images.dtype != np.uint8 or labels.dtype != np.uint8:
        raise Wrong(f"images of {images.shape} and labels of {labels.shape} are no data set")
    if len(labels) and labels.max() >= classes:
        raise Wrong("a label has no name")


def _read_beside(path: Path) -> None:
    """Open images in a file beside which their labels lie."""
    images = path.rename(path.with_name("train-images"))
    (path.with_name("train-labels")).write_bytes(_idx(_arrays()["train-labels"]))
    try:
        _read(images)
    finally:
        images.rename(path)
        path.with_name("train-labels").unlink()


def _table(folder: Path) -> bytes:
    arrays = _arrays()
    lines = [",".join(["label", *(f"pixel{place}" for place in range(784))])]
    for label, image in zip(arrays["train-labels"], arrays["train-images"], strict=True):
        lines.append(",".join(map(str, [label, *image.reshape(-1)])))
    return "\n".join(lines).encode()


def _npz(folder: Path) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **{name.replace("t10k", "test"): array for name, array in _arrays().items()})
    return file.getvalue()


def _members() -> dict[str, bytes]:
    return {f"data/{name}": _idx(array) for name, array in _arrays().items()}


def _pictures() -> dict[str, bytes]:
    found = {}
    for place, (image, label) in enumerate(zip(_arrays()["train-images"], _arrays()["train-labels"], strict=True)):
        file = io.BytesIO()
        Image.fromarray(image).save(file, "PNG" if place % 3 else "GIF")
        found[f"{'train' if place % 4 else 'test'}/{label}/{place}.png"] = file.getvalue()
    return found


def _tar(folder: Path) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in _members().items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


# Damage inside


def _cells_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Put something odd in the place of some cells of a table, or of its separator."""
    rows = [row.split(b",") for row in content.split(b"\n")]
    for _ in range(chance.integers(1, 4)):
        row = rows[chance.integers(len(rows))]
        row[chance.integers(len(row))] = _CELLS[chance.integers(len(_CELLS))]
    separator = (b",", b",", b",", b";", b"\t", b" ")[chance.integers(6)]
    return b"\n".join(separator.join(row) for row in rows)


def _members_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change what is in a member of an archive, or its name, so that all checksums fit."""
    members = damage.members_of(content)
    for _ in range(chance.integers(1, 3)):
        name = sorted(members)[chance.integers(len(members))]
        match chance.integers(5):
            case 0:
                members[_NAMES[chance.integers(len(_NAMES))]] = members.pop(name)
            case 1:
                members[name] = gzip.compress(damage.bytes_changed(members[name] or b"0", chance), mtime=0)
            case 2:
                members[name] = b"" if chance.random() < 0.5 else bytes(1000)
            case _ if members[name].startswith(b"\x89PNG"):
                members[name] = damage.png_changed(members[name], chance)
            case _:
                members[name] = damage.bytes_changed(members[name] or b"0", chance)
    return damage.archive_of(members)


def _headers_changed(content: bytes, chance: np.random.Generator) -> bytes:
    """Change a field in a header of a TAR archive, and let its checksum fit."""
    damaged = bytearray(content)
    starts = [at for at in range(0, len(damaged), 512) if damaged[at + 257 : at + 262] == b"ustar"]
    at = starts[chance.integers(len(starts))]
    field = at + _TAR_FIELDS[chance.integers(len(_TAR_FIELDS))]
    put = _TAR_VALUES[chance.integers(len(_TAR_VALUES))]
    damaged[field : field + len(put)] = put
    damaged[at + 148 : at + 156] = b" " * 8
    damaged[at + 148 : at + 156] = b"%06o\0 " % sum(damaged[at : at + 512])
    return bytes(damaged)


def _packed_headers_changed(content: bytes, chance: np.random.Generator) -> bytes:
    return gzip.compress(_headers_changed(gzip.decompress(content), chance), 1, mtime=0)


_ARCHIVE = (_members_changed, _members_changed)

DATA: dict[str, KindOfFile] = {
    "IDX": KindOfFile(lambda folder: _idx(_arrays()["train-images"]), _read_beside),
    "IDX of floats": KindOfFile(lambda folder: _idx(_arrays()["train-images"].astype(">f4"), 13), _read_beside),
    "IDX in gzip": KindOfFile(
        lambda folder: gzip.compress(_idx(_arrays()["train-images"]), 1, mtime=0), _read_beside, (damage.gzip_changed,)
    ),
    "NPZ": KindOfFile(_npz, _read, (damage.archive_changed, damage.archive_changed)),
    "CSV": KindOfFile(_table, _read, (_cells_changed, _cells_changed)),
    "CSV in gzip": KindOfFile(lambda folder: gzip.compress(_table(folder), 1, mtime=0), _read, (damage.gzip_changed,)),
    "Pictures in ZIP": KindOfFile(lambda folder: damage.archive_of(_pictures()), _read, _ARCHIVE),
    "ZIP": KindOfFile(lambda folder: damage.archive_of(_members()), _read, _ARCHIVE),
    "TAR": KindOfFile(_tar, _read, (_headers_changed, _headers_changed)),
    "TAR in gzip": KindOfFile(
        lambda folder: gzip.compress(_tar(folder), 1, mtime=0), _read, (_packed_headers_changed, damage.gzip_changed)
    ),
}
"""All of them by name, which begins with that of the format."""
