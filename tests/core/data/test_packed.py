"""Data sets that come in one archive: fetched once, read where they lie, and turned upright."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import disk
from core.data import catalog, idx, sources
from core.data.sources import Checksum, Source, SourceFile
from core.errors import DataError
from tests import mirrors
from tests.mirrors import Mirror, behave_well

L = np.zeros((28, 28), np.uint8)
L[4:24, 8:11], L[21:24, 8:20] = 255, 255


def packed_idx(values: np.ndarray, tmp_path: Path) -> bytes:
    idx.write(tmp_path / "made", values)
    return gzip.compress((tmp_path / "made").read_bytes(), mtime=0)


def archive_of(tmp_path: Path, labels: list[int], which: str = "letters") -> bytes:
    """Return an archive as EMNIST's is, in which every image is an L that lies on its side."""
    content = io.BytesIO()
    images = np.stack([L.T] * len(labels))
    with zipfile.ZipFile(content, "w") as archive:
        for part in ("train", "test"):
            begin = f"gzip/emnist-{which}-{part}"
            archive.writestr(f"{begin}-images-idx3-ubyte.gz", packed_idx(images, tmp_path))
            archive.writestr(f"{begin}-labels-idx1-ubyte.gz", packed_idx(np.array(labels, np.uint8), tmp_path))
    return content.getvalue()


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("NO_PROXY", "*")
    server = Mirror(behave_well)
    yield server
    server.close()


def serve(monkeypatch: pytest.MonkeyPatch, mirror: Mirror, content: bytes) -> None:
    """Let EMNIST's sets come from a server here, with the checksum of what that has."""

    def here(source: Source) -> Source:
        digest = hashlib.sha256(content).hexdigest()
        file = SourceFile("gzip.zip", len(content), len(content), Checksum("archive", digest))
        return replace(source, mirrors=(mirror.address,), files=(file,)) if source.packed else source

    monkeypatch.setitem(mirrors.ARCHIVES, "gzip.zip", content)
    monkeypatch.setattr(sources, "SOURCES", tuple(map(here, sources.SOURCES)))


def test_letters_are_fetched_and_read_upright_under_their_names(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, mirror, archive_of(tmp_path, [1, 26, 12]))
    assert not catalog.find("emnist-letters").is_ready
    catalog.fetch("emnist-letters")
    entry = catalog.find("emnist-letters")
    assert entry.is_ready
    loaded = catalog.load("emnist-letters")
    assert (loaded.name, loaded.title, len(loaded.class_names)) == ("emnist-letters", "EMNIST letters", 26)
    assert [loaded.class_names[label] for label in loaded.train.labels] == ["A/a", "Z/z", "L/l"]
    np.testing.assert_array_equal(loaded.train.images[0], L)
    np.testing.assert_array_equal(loaded.test.images[2], L)


def test_what_was_fetched_for_one_set_is_there_for_the_others(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, mirror, archive_of(tmp_path, [0, 9], "digits"))
    catalog.fetch("emnist-balanced")
    catalog.fetch("emnist-digits")
    assert [name for name, _ in mirror.asked] == ["gzip.zip"]
    assert catalog.load("emnist-digits").train.labels.tolist() == [0, 9]


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"PK\x03\x04 and nothing behind it"])
def test_a_damaged_archive_is_told_with_the_way_to_have_it_whole(content: bytes) -> None:
    folder = disk.cache_folder() / "emnist"
    folder.mkdir(parents=True)
    (folder / "gzip.zip").write_bytes(content)
    with pytest.raises(DataError, match=r"EMNIST letters.*damaged.*inkling data fetch emnist-letters"):
        catalog.load("emnist-letters")


@pytest.mark.parametrize(("labels", "which"), [([0, 1], "letters"), ([27], "letters"), ([1], "balanced")])
def test_an_archive_that_holds_something_else_is_refused(tmp_path: Path, labels: list[int], which: str) -> None:
    folder = disk.cache_folder() / "emnist"
    folder.mkdir(parents=True)
    (folder / "gzip.zip").write_bytes(archive_of(tmp_path, labels, which))
    with pytest.raises(DataError):
        catalog.load("emnist-letters")
