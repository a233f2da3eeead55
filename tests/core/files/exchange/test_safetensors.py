"""safetensors: PyTorch's names and orientation on the way out, and nothing but sound arrays on the way in."""

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import FileError
from core.files.exchange import safetensors
from core.files.exchange.exporting import export, format_called
from core.training.snapshot import Snapshot


def written(path: Path, header: Any, body: bytes, length: int | None = None) -> Path:
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    path.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + body)
    return path


def entry(dtype: str, shape: list[Any], start: Any, end: Any) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end]}


def test_what_is_written_is_what_other_programs_read(make_snapshot: Callable[..., Snapshot], tmp_path: Path) -> None:
    snapshot, path = make_snapshot(3), tmp_path / "digits.safetensors"
    export(path, snapshot, format_called("safetensors"))
    found = safetensors.read(path)
    assert json.loads(found.metadata["classes"]) == list("0123456789")
    assert json.loads(found.metadata["activation"]) == {"name": "relu"}
    for index, layer in enumerate(snapshot.network.layers):
        np.testing.assert_array_equal(found.arrays[f"{2 * index}.weight"], layer.weights.T)
        np.testing.assert_array_equal(found.arrays[f"{2 * index}.bias"], layer.biases)
    library = pytest.importorskip("safetensors.numpy", reason="the library of the format is absent")
    for name, array in library.load_file(path).items():
        np.testing.assert_array_equal(array, found.arrays[name])


def test_short_and_long_numbers_are_read(tmp_path: Path) -> None:
    header = {"half": entry("BF16", [2], 0, 4), "double": entry("F64", [1, 1], 4, 12)}
    body = (np.array([1.5, -2], np.float32).view(np.uint32) >> 16).astype("<u2").tobytes() + struct.pack("<d", 0.1)
    found = safetensors.read(written(tmp_path / "some.safetensors", header, body)).arrays
    assert found["half"].tolist() == [1.5, -2]
    assert found["double"].tolist() == [[0.1]]


@pytest.mark.parametrize(
    ("header", "body", "length"),
    [
        ({"a": entry("F32", [2], 0, 8)}, bytes(4), None),  # cut short
        ({"a": entry("F32", [1], 0, 4)}, bytes(8), None),  # more than it tells
        ({"a": entry("F32", [1], 0, 4), "b": entry("F32", [1], 2, 6)}, bytes(6), None),  # one over the other
        ({"a": entry("F32", [2**40], 0, 4)}, bytes(4), None),
        ({"a": entry("F32", [-1], 0, 4)}, bytes(4), None),
        ({"a": entry("F32", [1.0], 0, 4)}, bytes(4), None),
        ({"a": entry("F32", [1], "0", "4")}, bytes(4), None),
        ({"a": entry("F32", [1], -4, 0)}, bytes(4), None),
        ({"a": entry("I64", [1], 0, 8)}, bytes(8), None),
        ({"a": 1}, b"", None),
        ([], b"", None),
        ({"__metadata__": {"a": 1}}, b"", None),
        ({}, b"", 2**62),
        (b"[" * 100_000, b"", None),
        (b"", b"", None),
    ],
)
def test_what_is_wrong_is_a_sentence(header: Any, body: bytes, length: int | None, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="bad.safetensors"):
        safetensors.read(written(tmp_path / "bad.safetensors", header, body, length))
