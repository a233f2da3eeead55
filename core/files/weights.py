"""A trained network in one ``.npz`` file, with all it takes to go on training exactly where it stopped.

The arrays ``weights_0``, ``biases_0``, ``weights_1``, … are plain float32 that any
program can read with ``numpy.load(path, allow_pickle=False)``; ``inkling`` is a
string with the rest as JSON, and ``memory_0``, … are what the optimizer has learned. A file
says which run it is of (``run``); one of version 0.1 does not, and is known by its content.
Where it says by what strangeness a drawing is like none the network has learned from (``novelty``), the arrays
``novelty_weights_0``, ``novelty_biases_0``, … are the second network that tells it; see :mod:`core.insight.novelty`.
An earlier Inkling reads the rest of such a file.
Where pixels are standardized, ``scaling`` holds the mean and the spread, and the first layer's inputs are
``(pixels / 255 - mean) / spread``.

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

from core.data import own
from core.data.classes import are_digits
from core.errors import FileError
from core.files.archive import Archive, Kind, opened, write
from core.files.ids import content_id
from core.files.plausible import could_be_ratio, drawable, moment_of_time
from core.files.second_opinion import mark_of, with_second
from core.files.weight_reader import FORMAT, WeightReader
from core.hyperparameters import Hyperparameters
from core.insight.novelty import NoveltyDetector
from core.network.network import PIXELS, Network
from core.plain import LONGEST_NAME, harmless
from core.training.history import COLUMNS, FIRST_COLUMNS, Curves
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.stopping import Ended
from core.version import inkling_version

SUFFIX = ".npz"

_KIND = Kind("an Inkling network", "Choose a file saved by Inkling, or train a new network.")


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
            "The network was not saved: some of its weights are no longer numbers that can be reckoned with.",
            "Go back to an earlier moment of the run, or start anew with a smaller learning rate.",
        )
    write(path, members_of(snapshot, run).items(), load)


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
        reader = WeightReader(archive)
        told = reader.description()
        snapshot = with_second(reader.snapshot(), told)
        known = UUID(told["run"]) if "run" in told else _id_of(snapshot)
        named = Run.of(snapshot, harmless(path.stem, LONGEST_NAME))
        run = replace(named, id=known, created=moment_of_time(told["created"]))
    return run.saved_as(path)


def members_of(snapshot: Snapshot, run: UUID | None = None) -> dict[str, Any]:
    """Return the arrays of a weight file by their names."""
    snapshot = snapshot.to_keep()
    description = _describe(snapshot) | ({} if run is None else {"run": str(run)})
    arrays: dict[str, Any] = {"inkling": np.array(json.dumps(description))}
    for index, layer in enumerate(snapshot.network.layers):
        arrays[f"weights_{index}"] = layer.weights
        arrays[f"biases_{index}"] = layer.biases
    for index, layer in enumerate(() if snapshot.novelty is None else snapshot.novelty.head.layers):
        arrays[f"novelty_weights_{index}"] = layer.weights
        arrays[f"novelty_biases_{index}"] = layer.biases
    for index, array in enumerate(snapshot.memory):
        arrays[f"memory_{index}"] = array
    return arrays


def sizes_of(settings: Hyperparameters, classes: int) -> tuple[int, ...]:
    """Return how many neurons the layers of a network have, pixels and outputs among them."""
    return (PIXELS, *settings.hidden, classes)


def told_of_data(of: Snapshot | Run) -> dict[str, Any]:
    """Return what a description says of the data trained on.

    With the names of classes where they are not the digits, and what was done to a data set of one's own.
    """
    classes = {} if are_digits(of.class_names) else {"classes": list(of.class_names)}
    done = own.changes_of(of.data_fingerprint)
    return {"name": of.data_name, "sha256": of.data_fingerprint, **classes, **({"changes": list(done)} if done else {})}


def told_of_updates(snapshot: Snapshot) -> list[float | None]:
    """Return how large the step was that was measured last, for a description; nothing where it is no number."""
    return [ratio if could_be_ratio(ratio) else None for ratio in snapshot.updates]


def told_of_scaling(network: Network) -> dict[str, Any]:
    """Return what is done to the pixels first, for a description; nothing where nothing is."""
    return {} if (known := network.scaling) is None else {"scaling": [known.mean, known.spread]}


def read_from(archive: Archive) -> Snapshot:
    """Return the snapshot whose arrays are in an open archive; see :func:`load`."""
    reader = WeightReader(archive)
    return with_second(reader.snapshot(), reader.description())


def _told_of(novelty: NoveltyDetector) -> dict[str, Any]:
    second = {} if novelty.second is None else {"second": mark_of(novelty.second)}
    return {"layers": list(novelty.head.sizes), "threshold": novelty.threshold} | second


def _told_of_end(ended: Ended) -> dict[str, Any]:
    read = None if np.isnan(ended.test_accuracy) else ended.test_accuracy
    return {"epoch": ended.epoch, "by": list(ended.by), "keeps_best": ended.keeps_best, "test_accuracy": read}


def _describe(snapshot: Snapshot) -> dict[str, Any]:
    settings, novelty = snapshot.hyperparameters, snapshot.novelty
    more = told_of_scaling(snapshot.network) | ({} if novelty is None else {"novelty": _told_of(novelty)})
    more |= {} if snapshot.ended is None else {"ended": _told_of_end(snapshot.ended)}
    return more | {
        "format": FORMAT,
        "layers": list(snapshot.network.sizes),
        "activation": settings.activation.name,
        "output": settings.output.name,
        "hyperparameters": settings.to_dict(),
        "dataset": told_of_data(snapshot),
        "history": _history_of(snapshot.curves),
        "marks": [[mark.epoch, mark.text] for mark in snapshot.marks],
        "progress": {
            "step": snapshot.step,
            "whole_epochs": snapshot.whole_epochs,
            "position": snapshot.position,
            "train_images": snapshot.train_images,
            "seconds": snapshot.seconds,
            "images_per_second": snapshot.images_per_second,
            "updates": told_of_updates(snapshot),
        },
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": inkling_version(),
    }


def _history_of(curves: Curves) -> dict[str, list[float | None]]:
    # JSON has no NaN; null is the honest word for "not measured". What only some runs measure is there in these alone.
    rows = zip(COLUMNS, drawable(curves.table), strict=True)
    return {
        name: [None if np.isnan(value) else value for value in row.tolist()]
        for name, row in rows
        if name in FIRST_COLUMNS or not np.isnan(row).all()
    }


def _id_of(snapshot: Snapshot) -> UUID:
    content = b"".join(array.tobytes() for array in snapshot.network.parameters)
    return content_id(snapshot.data_fingerprint, snapshot.curves, content)
