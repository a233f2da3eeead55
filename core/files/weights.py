"""A trained network in one ``.npz`` file, with all it takes to go on training exactly where it stopped.

The arrays ``weights_0``, ``biases_0``, ``weights_1``, … are plain float32 that any
program can read with ``numpy.load(path, allow_pickle=False)``; ``inkling`` is a
string with the rest as JSON, and ``memory_0``, … are what the optimizer has learned.

A file may come from anywhere. So nothing is read before its size is known to fit
what the file says of itself, nothing is unpickled, and what is wrong is said.
"""

import json
import math
import re
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import numpy as np

from core.arrays import Array, Arrays, read_only
from core.disk import replace_file
from core.errors import FileError, InklingError
from core.hyperparameters import MOST_LAYERS, MOST_NEURONS, Hyperparameters
from core.network.network import DIGITS, MOST_PARAMETERS, PIXELS, Network
from core.training.history import COLUMNS, NO_CURVES, Curves, Mark
from core.training.snapshot import Snapshot
from core.version import inkling_version

FORMAT = 1
SUFFIX = ".npz"

_REMEDY = "Choose a file saved by Inkling, or train a new network."
_MOST_COUNT = 2**53  # beyond it, a float no longer holds every whole number
_MOST_TEXT = 256 * 2**20  # bytes of the string array; a run of 100,000 measurements needs about a tenth of it
_HEADER_ROOM = 4096  # bytes an .npy header may take before the numbers begin
_HEADER = re.compile(
    rb"\{'descr': '([<>|=][biufcmMOSUV]\d{1,10})', 'fortran_order': (True|False), 'shape': \(([\d, ]{0,99})\), \} *\n"
)
_LARGEST_FIGURE = 1e80  # squares of float32 numbers stay below; arithmetic with axes does not overflow there
_LARGEST_COUNT = 1e15  # steps, epochs and seconds stay below
_MOST_UNPACKING = 100  # how much larger than its file a network may become; weights hardly shrink when packed


def save(path: Path, snapshot: Snapshot) -> None:
    """Write a weight file in place of ``path``, or leave what was there.

    Raises
    ------
    FileError
        When the weights are not all finite, or the file cannot be written.
    """
    if not snapshot.is_sound:
        raise FileError(
            "The network was not saved: some of its weights are no longer finite numbers.",
            "Go back to an earlier moment of the run, or start anew with a smaller learning rate.",
        )
    arrays: dict[str, Any] = {"inkling": np.array(json.dumps(_describe(snapshot)))}
    for index, layer in enumerate(snapshot.network.layers):
        arrays[f"weights_{index}"] = layer.weights
        arrays[f"biases_{index}"] = layer.biases
    for index, array in enumerate(snapshot.memory):
        arrays[f"memory_{index}"] = array
    replace_file(path, lambda file: np.savez(file, **arrays))


def load(path: Path) -> Snapshot:
    """Read a weight file: a moment of a run, ready to be used or trained further.

    Raises
    ------
    FileError
        When the file is missing, damaged, not Inkling's, from a newer version, or
        says things of itself that are not so. One sentence tells which.
    """
    try:
        with path.open("rb") as file:
            return _Reader(path, file).snapshot()
    except FileError:
        raise
    except InklingError as error:
        raise FileError(f"{path.name} has settings that Inkling does not know: {error.what}", _REMEDY) from error
    except OSError as error:
        raise FileError(f"{path.name} cannot be read: {error.strerror or error}.", "Choose another file.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError) as error:
        # RuntimeError: an encrypted archive, or JSON nested deeper than Python goes.
        raise FileError(f"{path.name} is damaged or is not an Inkling network.", _REMEDY) from error
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise FileError(f"{path.name} is damaged: what it says of itself makes no sense.", _REMEDY) from error


def _describe(snapshot: Snapshot) -> dict[str, Any]:
    settings = snapshot.hyperparameters
    return {
        "format": FORMAT,
        "layers": list(snapshot.network.sizes),
        "activation": settings.activation.name,
        "output": settings.output.name,
        "hyperparameters": settings.to_dict(),
        "dataset": {"name": snapshot.data_name, "sha256": snapshot.data_fingerprint},
        "history": {name: _numbers_or_none(snapshot.curves.column(name)) for name in COLUMNS},
        "marks": [[mark.epoch, mark.text] for mark in snapshot.marks],
        "progress": {
            "step": snapshot.step,
            "whole_epochs": snapshot.whole_epochs,
            "position": snapshot.position,
            "train_images": snapshot.train_images,
            "seconds": snapshot.seconds,
            "images_per_second": snapshot.images_per_second,
        },
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": inkling_version(),
    }


def _numbers_or_none(column: Array) -> list[float | None]:
    # JSON has no NaN; null is the honest word for "not measured".
    return [None if np.isnan(value) else value for value in column.tolist()]


class _Reader:
    """One weight file being read, from its description to its last array."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._name = path.name
        self._size = path.stat().st_size
        if not zipfile.is_zipfile(file):
            raise FileError(
                f"{self._name} is not an Inkling network: it is no .npz archive, or was cut short.", _REMEDY
            )
        self._archive = zipfile.ZipFile(file)
        self._members = {info.filename.removesuffix(".npy"): info for info in self._archive.infolist()}
        # Only for these does zipfile unpack no more than it is asked for; numpy writes no others.
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in self._members.values()):
            raise FileError(f"{self._name} is not an Inkling network: it is packed in another way.", _REMEDY)
        self._most_unpacked = max(2**20, _MOST_UNPACKING * self._size)

    def snapshot(self) -> Snapshot:
        told = self._description()
        sizes = self._sizes(told)
        settings = Hyperparameters.from_dict(told["hyperparameters"])
        if settings.hidden != sizes[1:-1]:
            raise FileError(f"{self._name} is damaged: its settings and its layers do not agree.", _REMEDY)
        network = self._network(sizes, settings)
        progress = told["progress"]
        snapshot = Snapshot(
            hyperparameters=settings,
            network=network,
            memory=self._memory(network, settings),
            step=_count(progress["step"]),
            whole_epochs=_count(progress["whole_epochs"]),
            position=_count(progress["position"]),
            train_images=max(1, _count(progress["train_images"])),
            seconds=_measure(progress["seconds"]),
            images_per_second=_measure(progress["images_per_second"]),
            curves=self._curves(told["history"]),
            marks=tuple(Mark(_measure(epoch), str(text)) for epoch, text in told["marks"]),
            data_name=str(told["dataset"]["name"]),
            data_fingerprint=str(told["dataset"]["sha256"]),
        )
        if snapshot.position >= snapshot.train_images:
            raise FileError(f"{self._name} is damaged: it stands beyond the end of an epoch.", _REMEDY)
        return snapshot

    def _description(self) -> dict[str, Any]:
        if "inkling" not in self._members:
            missing = [name for name in ("weights_0", "biases_0", "inkling") if name not in self._members]
            raise FileError(f"{self._name} is not an Inkling network: it lacks {_listed(missing)}.", _REMEDY)
        told = json.loads(self._text("inkling"))
        if not isinstance(told, dict) or not isinstance(told.get("format"), int):
            raise FileError(f"{self._name} is not an Inkling network: its format number is missing.", _REMEDY)
        if told["format"] != FORMAT:
            raise FileError(
                f"{self._name} has the file format {told['format']}; this Inkling reads format {FORMAT}.",
                "Open it with a newer Inkling.",
            )
        return told

    def _sizes(self, told: dict[str, Any]) -> tuple[int, ...]:
        sizes = tuple(_count(size) for size in told["layers"])
        if len(sizes) < 2 or sizes[0] != PIXELS or sizes[-1] != DIGITS:
            raise FileError(
                f"{self._name} is a network of {'-'.join(map(str, sizes[:6]))}; "
                f"Inkling's begin with {PIXELS} pixels and end with {DIGITS} outputs.",
                _REMEDY,
            )
        parameters = sum((before + 1) * after for before, after in zip(sizes, sizes[1:], strict=False))
        if len(sizes) > MOST_LAYERS + 2 or max(sizes) > MOST_NEURONS or parameters > MOST_PARAMETERS:
            raise FileError(
                f"{self._name} claims a network of {parameters:,} weights, which is more than Inkling can hold.",
                _REMEDY,
            )
        if 4 * parameters > self._most_unpacked:
            raise FileError(
                f"{self._name} claims {4 * parameters / 2**20:,.0f} MiB of weights in a file of "
                f"{self._size / 2**20:,.1f} MiB, which cannot be right.",
                _REMEDY,
            )
        return sizes

    def _network(self, sizes: tuple[int, ...], settings: Hyperparameters) -> Network:
        pairs = list(zip(sizes, sizes[1:], strict=False))
        wanted = [f"{kind}_{index}" for index in range(len(pairs)) for kind in ("weights", "biases")]
        missing = [name for name in wanted if name not in self._members]
        if missing:
            raise FileError(f"{self._name} is not an Inkling network: it lacks {_listed(missing)}.", _REMEDY)
        weights = tuple(self._array(f"weights_{index}", pair, np.float32) for index, pair in enumerate(pairs))
        biases = tuple(self._array(f"biases_{index}", pair[1:], np.float32) for index, pair in enumerate(pairs))
        return Network.assemble(weights, biases, settings.activation, settings.output)

    def _memory(self, network: Network, settings: Hyperparameters) -> Arrays:
        """Return the optimizer's memory, or none where the file was saved without."""
        if "memory_0" not in self._members:
            return ()
        fresh = settings.optimizer.begin(network.parameters)
        memory = tuple(self._array(f"memory_{index}", array.shape, array.dtype) for index, array in enumerate(fresh))
        if not settings.optimizer.can_remember(memory):
            raise FileError(f"{self._name} is damaged: what its optimizer remembers makes no sense.", _REMEDY)
        return memory

    def _curves(self, told: dict[str, list[float | None]]) -> Curves:
        rows = [
            np.array([np.nan if value is None else value for value in told[name]], dtype=np.float64) for name in COLUMNS
        ]
        table = np.stack(rows)
        if table.ndim != 2:
            raise ValueError(f"curves of {table.ndim} dimensions")
        if not _could_be_measured(table):
            raise ValueError("curves that no run has")
        return Curves(read_only(table)) if table.size else NO_CURVES

    def _array(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return one array, which has to be just as large and of just the type that is expected."""
        if name not in self._members:
            raise FileError(f"{self._name} is damaged: it lacks {name}.", _REMEDY)
        array = self._read(name, shape, np.dtype(dtype))
        if not np.isfinite(array).all():
            raise FileError(f"{self._name} is damaged: {name} holds numbers that are not finite.", _REMEDY)
        return array

    def _text(self, name: str) -> str:
        """Return a string array of no dimensions, whatever its length up to a bound."""
        with self._archive.open(self._members[name]) as member:
            shape, _, dtype = _header(member)
            if shape != () or dtype.kind != "U":
                raise FileError(f"{self._name} is not an Inkling network: {name!r} in it is not a text.", _REMEDY)
            if dtype.itemsize > min(_MOST_TEXT, self._most_unpacked):
                raise FileError(f"{self._name} is damaged: its description is larger than any real one.", _REMEDY)
            return str(np.frombuffer(_exactly(member, dtype.itemsize), dtype)[0])

    def _read(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        with self._archive.open(self._members[name]) as member:
            found_shape, is_fortran, found_dtype = _header(member)
            if found_shape != shape or found_dtype != dtype:
                raise FileError(
                    f"{self._name} is damaged: {name} has the shape {found_shape} and the type {found_dtype}, "
                    f"not {shape} and {dtype}.",
                    _REMEDY,
                )
            numbers = np.frombuffer(_exactly(member, int(np.prod(shape)) * dtype.itemsize), dtype)
        return read_only(numbers.reshape(shape, order="F" if is_fortran else "C"))


def _could_be_measured(table: Array) -> bool:
    """Return whether steps, epochs and seconds rise from zero, and all figures are of a size that can be drawn."""
    rising = table[[COLUMNS.index(name) for name in ("step", "epoch", "seconds")]]
    is_in_order = np.isfinite(rising).all() and (rising >= 0).all() and (np.diff(rising, axis=1) >= 0).all()
    is_in_order = is_in_order and (rising < _LARGEST_COUNT).all()
    return bool(is_in_order and (np.abs(np.nan_to_num(table)) < _LARGEST_FIGURE).all())


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


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_COUNT:
        raise ValueError("not a count")
    return value


def _measure(value: Any) -> float:
    if not isinstance(value, (int, float)) or not 0 <= value < math.inf:
        raise ValueError("not a measure")
    return float(value)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:4]) + (" and more" if len(names) > 4 else "")
