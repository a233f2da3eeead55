"""Inkling from a notebook or a prompt, in five lines.

``import inkling`` offers what stands here::

    import inkling

    data = inkling.data("builtin")
    run = inkling.train(data, epochs=3, hidden=(64,))
    inkling.read(run, data.test.images[:5])
    inkling.save(run, "mine.npz")

Everything is what the rest of :mod:`core` is made of, so that a notebook can go on from here: a run's moments, its
curves, its network, and :mod:`core.insight` to look into it.
"""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import Bytes
from core.data import catalog
from core.data.dataset import Dataset
from core.data.frame import SIDE
from core.errors import DataError, KnobError, TrainingError
from core.files import pretrained, weights
from core.hyperparameters import Hyperparameters, fitted
from core.parts.activations import activations
from core.presets import preset as preset_called
from core.training import training
from core.training.ending import knowing_end
from core.training.run import Run
from core.training.snapshot import Snapshot

__all__ = ["data", "load", "pretrained_run", "read", "save", "settings", "train"]


def data(name: str | Path | None = None) -> Dataset:
    """Return a data set.

    Parameters
    ----------
    name : str or Path, optional
        A name that ``inkling data list`` tells, or a folder; the best one that is here without it.

    Raises
    ------
    DataError
        When there is none, or it cannot be used.
    """
    return catalog.load(catalog.default_name() if name is None else str(name))


def settings(preset: str = "default", **changes: Any) -> Hyperparameters:
    """Return the settings of a preset with some of them changed: ``settings("diary-128", epochs=5)``.

    Parameters
    ----------
    preset : str
        A name that ``inkling presets`` tells.
    **changes
        Fields of :class:`~core.hyperparameters.Hyperparameters`; parts such as an optimizer by name:
        ``optimizer="adam"``.

    Raises
    ------
    KnobError
        When there is no such preset or setting, or a value is out of range.
    """
    return _changed(preset_called(preset).hyperparameters, changes)


def train(on: Dataset, using: Hyperparameters | None = None, *, start: Run | None = None, **changes: Any) -> Run:
    """Train a network and return its run.

    Parameters
    ----------
    on : Dataset
        What it is trained on.
    using : Hyperparameters, optional
        The settings; those of the preset "default" without them.
    start : Run, optional
        A run to go on with.
    **changes
        As for :func:`settings`.

    Raises
    ------
    KnobError, TrainingError
        When the settings are out of range, or do not fit the data.
    """
    if using is None:
        using = settings() if start is None else start.settings
    return training.train(_changed(using, changes), on, start=start)


def save(run: Run, path: str | Path) -> Path:
    """Write what a run has come to as a weight file, and return its path.

    That is its latest sound moment, or its best where the settings keep that; see ``run.outcome``.

    Raises
    ------
    TrainingError
        When the run has none.
    FileError
        When the file cannot be written.
    """
    moment = run.outcome
    if moment is None:
        raise TrainingError("The run has no weights to save.", "Train it first.")
    where = Path(path)
    weights.save(where, knowing_end(run, moment), run.id)
    return where


def load(path: str | Path) -> Run:
    """Read a weight file as the run it is of.

    Raises
    ------
    FileError
        When it cannot be read, or is something else.
    """
    return weights.load_run(Path(path))


def pretrained_run() -> Run:
    """Return the run of the network that comes with Inkling."""
    return pretrained.load()


def read(by: Run | Snapshot, images: Bytes) -> list[str]:
    """Return what a network reads in images: the names of its classes.

    Parameters
    ----------
    by : Run or Snapshot
        Whose network reads: what a run has come to, which is its latest sound moment or the best it kept.
    images : ndarray, shape (28, 28) or (n, 28, 28), uint8
        0 is paper, 255 is full ink.

    Raises
    ------
    DataError
        When the images have another shape or type.
    TrainingError
        When the run has no network.
    """
    some = np.atleast_3d(images) if images.ndim != 2 else images[np.newaxis]
    if some.dtype != np.uint8 or some.shape[1:] != (SIDE, SIDE):
        raise DataError(
            f"Images are bytes of the shape n × {SIDE} × {SIDE}, not {images.dtype} of {images.shape}.",
            "Scale them to 28 × 28, 0 for paper and 255 for ink.",
        )
    moment = by.outcome if isinstance(by, Run) else by
    if moment is None:
        raise TrainingError("The run has no network to read with.", "Train it first.")
    return [moment.class_names[index] for index in moment.network.outputs(some).argmax(axis=1)]


def _changed(base: Hyperparameters, changes: dict[str, Any]) -> Hyperparameters:
    known = {field.name for field in fields(Hyperparameters)}
    for name in changes:
        if name not in known:
            raise KnobError(f"There is no setting called {name!r}.", f"Choose one of: {', '.join(sorted(known))}.")
    named = {name: {"name": value} for name, value in changes.items() if isinstance(value, str)}
    made = Hyperparameters.from_dict(base.to_dict() | named) if named else base
    others = {name: value for name, value in changes.items() if name not in named}
    if "hidden_activations" in others:
        others["hidden_activations"] = tuple(
            activations.create(each) if isinstance(each, str) else each for each in others["hidden_activations"]
        )
    return fitted(made, **others)
