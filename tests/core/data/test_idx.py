"""IDX files survive a round trip, and a damaged one is refused in a sentence."""

import gzip
import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.arrays import Place, place_of
from core.data import idx
from core.errors import DataError, FileError

_arrays = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=6))


def file_bytes(*sizes: int, content: bytes, magic: bytes | None = None) -> bytes:
    head = magic or struct.pack(">HBB", 0, 8, len(sizes))
    return head + struct.pack(f">{len(sizes)}I", *sizes) + content


def refusal(path: Path, content: bytes) -> str:
    """Write the bytes, read them as IDX, and return what the refusal says."""
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        idx.read(path)
    assert path.name in caught.value.what
    assert caught.value.remedy
    return caught.value.what


@given(array=_arrays, compress=st.booleans())
def test_what_is_written_is_read_back(
    array: np.ndarray, compress: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip"
    idx.write(path, array, compress=compress)
    again = idx.read(path)
    assert again.dtype == np.uint8
    np.testing.assert_array_equal(again, array)


@given(damage=st.tuples(st.integers(0, 200), st.integers(0, 255)), cut=st.integers(0, 60), compress=st.booleans())
def test_a_damaged_file_raises_only_data_errors(
    damage: tuple[int, int], cut: int, compress: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    idx.write(path, np.arange(60, dtype=np.uint8).reshape(3, 4, 5), compress=compress)
    content = bytearray(path.read_bytes())
    content[damage[0] % len(content)] = damage[1]
    path.write_bytes(content[: len(content) - cut])
    with suppress(DataError):
        assert idx.read(path).dtype == np.uint8  # the damage was to a pixel, and cannot be told


def test_compression_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    array = np.arange(12, dtype=np.uint8).reshape(3, 4)
    idx.write(tmp_path / "packed", array, compress=True)
    idx.write(tmp_path / "plain.gz", array)
    assert (tmp_path / "packed").read_bytes()[:2] == b"\x1f\x8b"
    np.testing.assert_array_equal(idx.read(tmp_path / "packed"), array)
    np.testing.assert_array_equal(idx.read(tmp_path / "plain.gz"), array)


def test_the_same_values_give_the_same_compressed_file(tmp_path: Path) -> None:
    array = np.arange(100, dtype=np.uint8)
    idx.write(tmp_path / "a.gz", array, compress=True)
    idx.write(tmp_path / "b.gz", array, compress=True)
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
class TestWhatIsRefused:
    def test_cut_short(self, tmp_path: Path, pack: type[bytes]) -> None:
        said = refusal(tmp_path / "images", pack(file_bytes(10, 28, 28, content=bytes(7_000))))
        assert "7,840" in said

    def test_cut_within_the_header(self, tmp_path: Path, pack: type[bytes]) -> None:
        assert "ends after 6 bytes" in refusal(tmp_path / "images", pack(b"\0\0\x08\x03\0\0"))

    def test_empty(self, tmp_path: Path, pack: type[bytes]) -> None:
        assert "ends after 0 bytes" in refusal(tmp_path / "images", pack(b""))

    def test_wrong_magic(self, tmp_path: Path, pack: type[bytes]) -> None:
        said = refusal(tmp_path / "images", pack(b"\x89PNG\r\n\x1a\n" + bytes(100)))
        assert "89 50 4e" in said
        assert "00 00 08" in said

    def test_other_values(self, tmp_path: Path, pack: type[bytes]) -> None:
        assert "float" in refusal(tmp_path / "x", pack(file_bytes(2, content=bytes(8), magic=b"\0\0\x0d\x01")))

    @pytest.mark.parametrize("dimensions", [0, 5, 255])
    def test_odd_dimensions(self, tmp_path: Path, pack: type[bytes], dimensions: int) -> None:
        said = refusal(tmp_path / "x", pack(bytes((0, 0, 8, dimensions)) + bytes(1100)))
        assert f"{dimensions} dimensions" in said

    def test_trailing_bytes(self, tmp_path: Path, pack: type[bytes]) -> None:
        assert "goes on after the 6 values" in refusal(tmp_path / "x", pack(file_bytes(6, content=bytes(7))))

    def test_a_billion_images(self, tmp_path: Path, pack: type[bytes]) -> None:
        said = refusal(tmp_path / "x", pack(file_bytes(10**9, 28, 28, content=bytes(784))))
        assert "1,000,000,000 × 28 × 28" in said

    def test_sizes_whose_product_overflows(self, tmp_path: Path, pack: type[bytes]) -> None:
        refusal(tmp_path / "x", pack(file_bytes(2**32 - 1, 2**32 - 1, 2**32 - 1, content=bytes(10))))


def test_a_promise_the_file_is_too_small_for_takes_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np, "empty", lambda *_: pytest.fail("memory was taken"))
    assert "cut short" in refusal(tmp_path / "x", file_bytes(10**6, 28, 28, content=bytes(784)))
    assert "cut short" in refusal(tmp_path / "x", gzip.compress(file_bytes(10**6, 28, 28, content=bytes(9))))


def test_a_bomb_is_unpacked_no_further_than_its_header_promises(tmp_path: Path) -> None:
    bomb = gzip.compress(file_bytes(10, content=bytes(50_000_000)), compresslevel=1)
    assert "goes on after the 10 values" in refusal(tmp_path / "bomb.gz", bomb)


def test_a_broken_archive_says_so(tmp_path: Path) -> None:
    packed = gzip.compress(file_bytes(1000, content=np.random.default_rng(1).bytes(1000)))
    assert "compressed data" in refusal(tmp_path / "cut.gz", packed[:-300])
    assert "compressed data" in refusal(tmp_path / "sum.gz", packed[:-8] + bytes(4) + packed[-4:])


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nothing cannot be read: No such file"):
        idx.read(tmp_path / "nothing")


def test_a_folder_in_place_of_a_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        idx.read(tmp_path)


def test_only_unsigned_bytes_are_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="float64"):
        idx.write(tmp_path / "x", np.zeros(3))  # type: ignore[arg-type]


def test_a_place_that_cannot_be_written_is_a_file_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError):
        idx.write(tmp_path / "file" / "x", np.zeros(3, np.uint8))


def test_a_very_large_plain_file_stays_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idx, "MAPPED_FROM", 24)
    monkeypatch.setattr(idx, "LARGEST", 20)
    array = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    plain, packed, small = tmp_path / "plain", tmp_path / "packed", tmp_path / "small"
    idx.write(plain, array)
    idx.write(small, array[:1])
    found = idx.read(plain)
    np.testing.assert_array_equal(found, array)
    assert place_of(found) == Place(str(plain), 16, (2, 3, 4), plain.stat().st_mtime_ns)
    assert not found.flags.writeable
    assert place_of(idx.read(small)) is None
    idx.write(packed, array, compress=True)
    with pytest.raises(DataError, match="at most 20 are read"):
        idx.read(packed)


def test_a_very_large_plain_file_is_checked_as_others_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idx, "MAPPED_FROM", 4)
    assert "is cut short" in refusal(tmp_path / "short", file_bytes(2, 3, content=b"12345"))
    assert "goes on after the 6 values" in refusal(tmp_path / "long", file_bytes(2, 3, content=b"1234567"))


def test_bytes_that_are_opened_stay_in_their_file_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idx, "MAPPED_FROM", 24)
    path = tmp_path / "images"
    idx.write(path, np.arange(24, dtype=np.uint8).reshape(2, 3, 4))
    with path.open("rb") as file:
        found, _ = idx.read_any(file, "images", at_most=40, most_bytes=10)
    assert place_of(found) == Place(str(path), 16, (2, 3, 4), path.stat().st_mtime_ns)
