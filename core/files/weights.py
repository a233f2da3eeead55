"""A trained network in one ``.npz`` file, with all it takes to go on training exactly where it stopped.

The arrays ``weights_0``, ``biases_0``, ``weights_1``, … are plain float32 that any
program can read with ``numpy.load(path, allow_pickle=False)``; ``inkling`` is a
string with the rest as JSON, and ``memory_0``, … are what the optimizer has learned. A file
says which run it is of (``run``); one of version 0.1 does not, and is known by its content.

A file may come from anywhere. So nothing is read before its size is known to fit
what the file says of itself, nothing is unpickled, and what is wrong is said; see
:mod:`core.files.archive`.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from core.arrays import Arrays, read_only
from core.errors import FileError, NewerFileError
from core.files.archive import Archive, Kind, opened, write
from core.files.ids import content_id
from core.files.plausible import could_be_measured, count, drawable, measure, moment_of_time
from core.hyperparameters import MOST_LAYERS, MOST_NEURONS, Hyperparameters
from core.network.network import DIGITS, MOST_PARAMETERS, PIXELS, Network
from core.training.history import COLUMNS, NO_CURVES, Curves, Mark
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.version import inkling_version

FORMAT = 1
SUFFIX = ".npz"

_REMEDY = "Choose a file saved by Inkling, or train a new network."
_KIND = Kind("an Inkling network", _REMEDY)


def save(path: Path, snapshot: Snapshot, run: UUID | None = None) -> None:
    """Write a weight file in place of ``path``, or leave what was there.

    What the optimizer has learned is left out where training cannot go on from it (:meth:`Snapshot.to_keep`),
    and figures too large to be drawn are kept as not measured.

    Parameters
    ----------
    path : Path
        The file.
    snapshot : Snapshot
        The moment to save.
    run : UUID, optional
        The id of the run it is a moment of.

    Raises
    ------
    FileError
        When the weights are not all finite, or the file cannot be written or not be read back.
    """
    if not snapshot.is_sound:
        raise FileError(
            "The network was not saved: some of its weights are no longer finite numbers.",
            "Go back to an earlier moment of the run, or start anew with a smaller learning rate.",
        )
    write(path, members_of(snapshot, run), load)


def load(path: Path) -> Snapshot:
    """Read a weight file: a moment of a run, ready to be used or trained further.

    Raises
    ------
    FileError
        When the file is missing, damaged, not Inkling's, from a newer version, or
        says things of itself that are not so. One sentence tells which.
    """
    with opened(path, _KIND) as archive:
        return read_from(archive)


def load_run(path: Path) -> Run:
    """Read a weight file as the run it is of, of which it holds one moment; it is called as the file.

    Raises
    ------
    FileError
        As :func:`load` does.
    """
    with opened(path, _KIND) as archive:
        reader = _Reader(archive)
        snapshot, told = reader.snapshot(), reader.description()
        known = UUID(told["run"]) if "run" in told else _id_of(snapshot)
        run = replace(Run.of(snapshot, path.stem), id=known, created=moment_of_time(told["created"]))
    return run.saved_as(path)


def members_of(snapshot: Snapshot, run: UUID | None = None) -> dict[str, Any]:
    """Return the arrays of a weight file by their names."""
    snapshot = snapshot.to_keep()
    description = _describe(snapshot) | ({} if run is None else {"run": str(run)})
    arrays: dict[str, Any] = {"inkling": np.array(json.dumps(description))}
    for index, layer in enumerate(snapshot.network.layers):
        arrays[f"weights_{index}"] = layer.weights
        arrays[f"biases_{index}"] = layer.biases
    for index, array in enumerate(snapshot.memory):
        arrays[f"memory_{index}"] = array
    return arrays


def sizes_of(settings: Hyperparameters) -> tuple[int, ...]:
    """Return how many neurons the layers of a network have, pixels and outputs among them."""
    return (PIXELS, *settings.hidden, DIGITS)


def read_from(archive: Archive) -> Snapshot:
    """Return the snapshot whose arrays are in an open archive; see :func:`load`."""
    return _Reader(archive).snapshot()


def _describe(snapshot: Snapshot) -> dict[str, Any]:
    settings = snapshot.hyperparameters
    return {
        "format": FORMAT,
        "layers": list(snapshot.network.sizes),
        "activation": settings.activation.name,
        "output": settings.output.name,
        "hyperparameters": settings.to_dict(),
        "dataset": {"name": snapshot.data_name, "sha256": snapshot.data_fingerprint},
        "history": _history_of(snapshot.curves),
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


def _history_of(curves: Curves) -> dict[str, list[float | None]]:
    # JSON has no NaN; null is the honest word for "not measured".
    rows = drawable(curves.table).tolist()
    return {
        name: [None if np.isnan(value) else value for value in row] for name, row in zip(COLUMNS, rows, strict=True)
    }


class _Reader:
    """One network being read, from its description to its last array."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._name = archive.name

    def snapshot(self) -> Snapshot:
        """Return the moment that is in the file."""
        told = self.description()
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
            step=count(progress["step"]),
            whole_epochs=count(progress["whole_epochs"]),
            position=count(progress["position"]),
            train_images=max(1, count(progress["train_images"])),
            seconds=measure(progress["seconds"]),
            images_per_second=measure(progress["images_per_second"]),
            curves=self._curves(told["history"]),
            marks=tuple(Mark(measure(epoch), str(text)) for epoch, text in told["marks"]),
            data_name=str(told["dataset"]["name"]),
            data_fingerprint=str(told["dataset"]["sha256"]),
        )
        if snapshot.position >= snapshot.train_images:
            raise FileError(f"{self._name} is damaged: it stands beyond the end of an epoch.", _REMEDY)
        return snapshot

    def description(self) -> dict[str, Any]:
        """Return what the file says of itself."""
        if "runs" in self._archive:
            raise FileError(
                f"{self._name} is not an Inkling network but holds runs to compare.",
                "Open it in the window, where they stand side by side.",
            )
        if "inkling" not in self._archive:
            missing = [name for name in ("weights_0", "biases_0", "inkling") if name not in self._archive]
            raise FileError(f"{self._name} is not an Inkling network: it lacks {_listed(missing)}.", _REMEDY)
        told = json.loads(self._archive.text("inkling"))
        if not isinstance(told, dict) or not isinstance(told.get("format"), int):
            raise FileError(f"{self._name} is not an Inkling network: its format number is missing.", _REMEDY)
        if told["format"] != FORMAT:
            raise NewerFileError(
                f"{self._name} has the file format {told['format']}; this Inkling reads format {FORMAT}.",
                "Open it with a newer Inkling.",
            )
        return told

    def _sizes(self, told: dict[str, Any]) -> tuple[int, ...]:
        sizes = tuple(count(size) for size in told["layers"])
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
        if 4 * parameters > self._archive.most_unpacked:
            raise FileError(
                f"{self._name} claims {4 * parameters / 2**20:,.0f} MiB of weights in a file of "
                f"{self._archive.size / 2**20:,.1f} MiB, which cannot be right.",
                _REMEDY,
            )
        return sizes

    def _network(self, sizes: tuple[int, ...], settings: Hyperparameters) -> Network:
        pairs = list(zip(sizes, sizes[1:], strict=False))
        wanted = [f"{kind}_{index}" for index in range(len(pairs)) for kind in ("weights", "biases")]
        missing = [name for name in wanted if name not in self._archive]
        if missing:
            raise FileError(f"{self._name} is not an Inkling network: it lacks {_listed(missing)}.", _REMEDY)
        weights = tuple(self._archive.numbers(f"weights_{index}", pair, np.float32) for index, pair in enumerate(pairs))
        biases = tuple(
            self._archive.numbers(f"biases_{index}", pair[1:], np.float32) for index, pair in enumerate(pairs)
        )
        return Network.assemble(weights, biases, settings.activation, settings.output)

    def _memory(self, network: Network, settings: Hyperparameters) -> Arrays:
        """Return the optimizer's memory, or none where the file was saved without."""
        if "memory_0" not in self._archive:
            return ()
        fresh = settings.optimizer.begin(network.parameters)
        memory = tuple(
            self._archive.numbers(f"memory_{index}", array.shape, array.dtype) for index, array in enumerate(fresh)
        )
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
        if not could_be_measured(table):
            raise ValueError("curves that no run has")
        return Curves(read_only(table)) if table.size else NO_CURVES


def _id_of(snapshot: Snapshot) -> UUID:
    content = b"".join(array.tobytes() for array in snapshot.network.parameters)
    return content_id(snapshot.data_fingerprint, snapshot.curves, content)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:4]) + (" and more" if len(names) > 4 else "")
