"""safetensors: eight bytes with the length of a header, the header as JSON, and then nothing but numbers.

https://huggingface.co/docs/safetensors describes it. Weights stand in it as PyTorch has them, outputs in rows and
inputs in columns, and are called as in ``nn.Sequential(Linear, activation, Linear, …)``: ``0.weight``, ``0.bias``,
``2.weight``, … What PyTorch does not keep is in the metadata: activation, output, and what the outputs stand for.
"""

import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from core.arrays import Array
from core.disk import open_to_read
from core.errors import FileError, foreign
from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot
from core.version import inkling_version

_LENGTH = struct.Struct("<Q")
_ALIGNMENT = 8
_MOST_HEADER = 2**20  # bytes; that of a network with twenty layers has four thousand
_TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2"}
_REMEDY = "Write it again from the program that it comes from."


@dataclass(frozen=True, slots=True)
class Tensors:
    """What a file holds.

    Attributes
    ----------
    arrays : mapping of str to ndarray
        By their names, in the order of the file.
    metadata : mapping of str to str
        What the program that wrote it says of them.
    """

    arrays: Mapping[str, Array]
    metadata: Mapping[str, str]


def write(snapshot: Snapshot, file: BinaryIO) -> None:
    """Write the network of a moment into an open file."""
    arrays: dict[str, Array] = {}
    for index, layer in enumerate(snapshot.network.layers):
        arrays[f"{2 * index}.weight"] = layer.weights.T
        arrays[f"{2 * index}.bias"] = layer.biases
    header: dict[str, Any] = {"__metadata__": _metadata_of(snapshot)}
    end = 0
    for name, array in arrays.items():
        start, end = end, end + 4 * array.size
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [start, end]}
    text = json.dumps(header).encode("ascii")
    text += b" " * (-len(text) % _ALIGNMENT)
    file.write(_LENGTH.pack(len(text)) + text)
    for array in arrays.values():
        file.write(np.ascontiguousarray(array, "<f4").tobytes())


def read(path: Path) -> Tensors:
    """Read the arrays of numbers in a file; nothing in it is run.

    Raises
    ------
    FileError
        When it cannot be read, is damaged, or holds other things than arrays of numbers.
    """
    with foreign(path, "is damaged or is not a safetensors file", _REMEDY), open_to_read(path) as file:
        size = os.fstat(file.fileno()).st_size
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        if not 2 <= length <= min(_MOST_HEADER, size - _LENGTH.size):
            raise ValueError("a header that cannot be")
        told = json.loads(file.read(length))
        metadata = told.pop("__metadata__", {})
        if not all(isinstance(text, str) for text in metadata.values()):
            raise ValueError("metadata that are no texts")
        _check_places(told, size - _LENGTH.size - length)
        arrays = {name: _array(path, name, entry, file, _LENGTH.size + length) for name, entry in told.items()}
    return Tensors(arrays, metadata)


def _metadata_of(snapshot: Snapshot) -> dict[str, str]:
    settings = snapshot.hyperparameters
    return {
        "format": "pt",
        "input": "28 x 28 pixels, row by row, 0 (paper) to 1 (ink)",
        **_activations_of(settings),
        "output": json.dumps(settings.output.to_dict()),
        "classes": json.dumps(snapshot.class_names),
        "writer": f"Inkling {inkling_version()}",
    }


def _activations_of(settings: Hyperparameters) -> dict[str, str]:
    """Return what the hidden layers do; of several kinds under another name, so that nobody takes one for all."""
    if settings.hidden_activations:
        return {"activations": json.dumps([each.to_dict() for each in settings.hidden_activations])}
    return {"activation": json.dumps(settings.activation.to_dict())}


def _check_places(told: Mapping[str, Any], room: int) -> None:
    """Refuse arrays that overlap, or leave room between them or at the end, as the format does."""
    places = sorted(tuple(entry["data_offsets"]) for entry in told.values())
    if not all(type(at) is int for place in places for at in place):
        raise ValueError("places that are no whole numbers")
    bounds = [(0, 0), *places, (room, room)]
    if any(start > end or after != end for (start, end), (after, _) in pairwise(bounds)):
        raise ValueError("arrays that overlap, or are not all there")


def _array(path: Path, name: str, entry: Mapping[str, Any], file: BinaryIO, begin: int) -> Array:
    if entry["dtype"] not in _TYPES:
        raise FileError(
            f"{path.name} holds numbers of the type {entry['dtype']} ({name}), which Inkling does not read.",
            f"Write them as one of {', '.join(_TYPES)}: in PyTorch with .float().",
        )
    dtype, (start, end) = np.dtype(_TYPES[entry["dtype"]]), entry["data_offsets"]
    shape = tuple(entry["shape"])
    if not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError("a shape that cannot be")
    file.seek(begin + start)
    numbers = np.frombuffer(file.read(end - start), dtype).reshape(shape)
    if entry["dtype"] != "BF16":
        return numbers
    wide: Array = (numbers.astype(np.uint32) << 16).view(np.float32)  # the upper half of a float32
    return wide
