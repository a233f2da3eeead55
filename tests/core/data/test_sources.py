"""The table of downloads is complete and consistent."""

import gzip
import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.data import sources
from core.data.classes import checked_names
from core.data.sources import SOURCES, Source
from core.errors import DataError


@pytest.fixture(params=SOURCES, ids=sources.names())
def source(request: pytest.FixtureRequest) -> Source:
    assert isinstance(request.param, Source)
    return request.param


EMNIST = ("emnist-letters", "emnist-balanced", "emnist-digits")


def test_the_data_sets_are_there_under_names_of_their_own() -> None:
    assert sources.names() == ("mnist", "fashion-mnist", "kmnist", *EMNIST)


def test_every_source_has_two_addresses(source: Source) -> None:
    assert len(set(source.mirrors)) >= 2
    for mirror in source.mirrors:
        assert urlsplit(mirror).scheme in ("http", "https")
        assert mirror.endswith("/")


def test_every_source_has_its_files_with_sizes_and_checksums(source: Source) -> None:
    count = 4 if source.packed is None else 1
    assert len({file.name for file in source.files}) == count
    assert len({file.checksum.sha256 for file in source.files}) == count
    for file in source.files:
        assert 0 < file.archive_size <= file.content_size
        assert len(bytes.fromhex(file.checksum.sha256)) == 32
    assert source.download_size == sum(file.archive_size for file in source.files)


def test_every_source_names_its_classes(source: Source) -> None:
    counts = {"emnist-letters": 26, "emnist-balanced": 47}
    assert len(source.class_names) == counts.get(source.name, 10)
    assert checked_names(source.class_names) == source.class_names


def test_the_balanced_set_has_capital_and_small_letters_apart_where_they_look_unlike() -> None:
    names = sources.find("emnist-balanced").class_names
    assert names[:13] == (*"0123456789", "A", "B", "C/c")
    assert names[36:] == tuple("abdefghnqrt")


def test_mnist_is_verified_by_its_content() -> None:
    assert {file.checksum.of for file in sources.find("mnist").files} == {"content"}


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(DataError, match=r"'mnits'.*mnist, fashion-mnist, kmnist"):
        sources.find("mnits")


def test_the_checksums_are_those_of_real_mnist(mnist_folder: Path) -> None:
    for file in sources.find("mnist").files:
        packed, plain = mnist_folder / file.name, mnist_folder / file.name.removesuffix(".gz")
        content = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
        assert len(content) == file.content_size
        assert hashlib.sha256(content).hexdigest() == file.checksum.sha256
