"""Whatever is in a file, reading it ends with what was asked for or with one plain sentence."""

import io
import os
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.data import idx
from core.data.ink import pictures
from core.errors import Cancelled, DataError, FileError, InklingError, fenced, foreign
from tests.campaigns.kinds_of_file import KINDS, PICTURES

# The fence


@pytest.mark.parametrize(
    "error", [AssertionError(), RecursionError(), StopIteration(), KeyError("x"), OSError("broken stream")]
)
def test_whatever_a_library_raises_becomes_one_sentence(error: Exception) -> None:
    with pytest.raises(FileError) as caught, foreign(Path("a/b.png"), "is damaged", "Choose another."):
        raise error
    assert str(caught.value) == "b.png is damaged. Choose another."
    assert caught.value.__cause__ is error


def test_what_the_system_says_and_a_lack_of_memory_are_told() -> None:
    with pytest.raises(DataError, match=r"^b\.png cannot be read: Is a directory\."), _damaged_data():
        raise IsADirectoryError(21, "Is a directory")
    with pytest.raises(DataError, match=r"^b\.png needs more memory than there is\."), _damaged_data():
        raise MemoryError


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), Cancelled(), FileError("It is so.", "")])
def test_what_is_no_damage_passes_through(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, _damaged_data():
        raise error
    assert caught.value is error


def test_what_is_spared_passes_through() -> None:
    with pytest.raises(KeyError), fenced(lambda error: ValueError(), KeyError):
        raise KeyError("x")


def _damaged_data() -> Any:
    return foreign(Path("a/b.png"), "is damaged", "Choose another.", DataError)


# Damage; most of it is done by a campaign, "files" of tests/campaigns


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
@pytest.mark.parametrize(
    "kind",
    [*PICTURES, "IDX", "IDX in gzip", "network", "runs", "kept run", "kind of a file", "handwriting", "built-in data"],
)
def test_a_pipe_is_no_file_to_read(kind: str, tmp_path: Path, at_once: None) -> None:
    path = tmp_path / "a-pipe"
    os.mkfifo(path)
    with nullcontext() if KINDS[kind].is_forgiving else pytest.raises(InklingError, match="a pipe"):
        KINDS[kind].read(path)
    assert path.is_fifo()


def test_the_header_that_numpy_has_no_array_for_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twenty-bytes"
    path.write_bytes(bytes.fromhex("0000080400000000ffffffffffffffff00000001"))
    with pytest.raises(DataError, match="twenty-bytes promises"):
        idx.read(path)


@pytest.mark.parametrize("kind", ["AVIF", "DDS", "BLP"])
def test_no_wrong_byte_in_a_picture_of_a_rare_kind_escapes(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "rare.png"
    try:
        content = _picture(kind)
    except (OSError, KeyError):
        pytest.skip(f"this Pillow writes no {kind}")
    for place in range(min(len(content), 160)):
        for value in (0, 255):
            path.write_bytes(content[:place] + bytes([value]) + content[place + 1 :])
            with suppress(FileError):
                assert pictures.read(path).shape == (28, 28)


def _picture(kind: str) -> bytes:
    file = io.BytesIO()
    picture = Image.new("P", (8, 8)) if kind == "BLP" else Image.linear_gradient("L").convert("RGB").resize((60, 60))
    picture.save(file, kind)
    return file.getvalue()
