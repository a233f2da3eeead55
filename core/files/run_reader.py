"""One run on its way out of a file of runs; :mod:`core.files.runs` tells what stands where in it."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from core.arrays import Array, read_only
from core.files import weights
from core.files.archive import Archive
from core.files.ids import content_id
from core.files.plausible import (
    could_be_measured,
    could_be_reached,
    count,
    ends_by,
    epochs,
    measure,
    moment_of_time,
    text,
)
from core.files.weight_reader import classes_of, scaling_of, updates_of
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.training.history import FIRST_COLUMNS, NO_CURVES, VALIDATION_COLUMNS, Curves, Mark
from core.training.recording import Recording
from core.training.run import Parent, Run, Saved
from core.training.snapshot import Snapshot

_MOMENTS = ("first", "best", "last")
_MOST_MEASUREMENTS = 10_000_000


class RunReader:
    """One run on its way out of a file of runs, whoever wrote it and whenever.

    Parameters
    ----------
    archive : Archive
        The file.
    index : int
        Which run of it, from 0.
    description : dict
        What the file says of all its runs.

    Raises
    ------
    FileError
        When what it says of the run cannot be, now or when the run is asked for. Nonsense may raise anything
        else as well; :func:`core.files.archive.opened` makes a FileError of it.
    """

    def __init__(self, archive: Archive, index: int, description: dict[str, Any]) -> None:
        self._archive, self._prefix, self._title = archive, f"run_{index}_", f"run {index + 1}"
        self._told: dict[str, Any] = description["runs"][index]
        self._written = moment_of_time(description["created"])
        if not set(self._told["moments"]) <= set(_MOMENTS):
            raise archive.damaged(f"{self._title} has moments of other names")
        self._settings = Hyperparameters.from_dict(self._told["hyperparameters"])
        self._names = classes_of(self._told["dataset"])
        self._curves = self._read_curves()
        self._marks = tuple(Mark(epochs(epoch), text(said)) for epoch, said in self._told["marks"])

    def run(self) -> Run:
        """Return the run with its moments."""
        recording = Recording()
        # By step: of two at one, the later is kept, for the last moment has the optimizer's memory in any case.
        moments = {moment.step: moment for moment in (*self._between(), *self._named())}
        for step in sorted(moments):
            recording.add(moments[step])
        return replace(self.bare(), recording=recording, is_whole=True)

    def bare(self) -> Run:
        """Return the run without its moments."""
        told = self._told
        fingerprint = text(told["dataset"]["sha256"])
        step, epoch = self._progress()
        # Version 0.1 told of a run that went wrong only how far its last sound moment was.
        if "step" in told and not ends_by(self._curves, self._marks, step=step, epoch=epoch):
            raise self._archive.damaged(f"the curves of {self._title} go on beyond its end")
        first_epoch, first_settings = self._first()
        name = text(told["name"])
        otherwise = json.dumps([name, told["hyperparameters"]]).encode()
        return Run(
            id=UUID(told["id"]) if "id" in told else content_id(fingerprint, self._curves, otherwise),
            name=name,
            created=moment_of_time(told["created"]) if "created" in told else self._written,
            settings=self._settings,
            data_name=text(told["dataset"]["name"]),
            data_fingerprint=fingerprint,
            class_names=self._names,
            curves=self._curves,
            marks=self._marks,
            step=step,
            epoch=epoch,
            first_settings=first_settings,
            first_epoch=first_epoch,
            parent=self._parent(),
            saved=self._saved(step),
            is_whole=not told["moments"],
            trouble=text(told.get("trouble", "")),
            color=count(told["color"]),
            is_shown=bool(told.get("is_shown", True)),  # files of the first Inklings do not say it
            is_pinned=bool(told.get("is_pinned", False)),
        )

    def _read_curves(self) -> Curves:
        measurements = count(self._told["measurements"])
        if not measurements:
            return NO_CURVES
        if measurements > _MOST_MEASUREMENTS:
            raise self._archive.damaged(f"it claims {measurements:,} measurements")
        first = self._archive.array(f"{self._prefix}curves", (len(FIRST_COLUMNS), measurements), np.float64)
        table = np.concatenate([first, self._read_validation(measurements)])
        if np.isinf(table).any() or not could_be_measured(table):
            raise self._archive.damaged(f"{self._title} has curves that no run has")
        return Curves(read_only(table))

    def _read_validation(self, measurements: int) -> Array:
        """Return what was measured of images held out; of a run without such, or of version 0.1, a file has nothing."""
        shape = (len(VALIDATION_COLUMNS), measurements)
        if "validation" not in self._told:
            return np.full(shape, np.nan)
        if self._told["validation"] != list(VALIDATION_COLUMNS):
            raise self._archive.damaged(f"the curves of {self._title} measure something else")
        return self._archive.array(f"{self._prefix}validation", shape, np.float64)

    def _progress(self) -> tuple[int, float]:
        """Return how many steps and epochs were done; version 0.1 said it of the moments alone."""
        if "step" in self._told:
            return count(self._told["step"]), epochs(self._told["epoch"])
        if "last" in self._told["moments"]:
            moment = self._moment_told("last")["progress"]
            epoch = count(moment["whole_epochs"]) + count(moment["position"]) / max(1, count(moment["train_images"]))
            return count(moment["step"]), epoch
        if not len(self._curves):
            return 0, 0.0
        return int(self._curves.column("step")[-1]), float(self._curves.column("epoch")[-1])

    def _first(self) -> tuple[float, Hyperparameters | None]:
        """Return the epoch and the settings of the first moment; version 0.1 has them in that moment alone."""
        if "first" in self._told:
            told = self._told["first"]
            return (0.0, None) if told is None else (epochs(told[0]), Hyperparameters.from_dict(told[1]))
        if "first" not in self._told["moments"]:
            return 0.0, None
        told = self._moment_told("first")
        at = told["progress"]
        epoch = count(at["whole_epochs"]) + count(at["position"]) / max(1, count(at["train_images"]))
        return epoch, Hyperparameters.from_dict(told["hyperparameters"])

    def _moment_told(self, name: str) -> dict[str, Any]:
        told = json.loads(self._archive.text(f"{self._prefix}{name}_inkling"))
        if not isinstance(told, dict):
            raise self._archive.damaged(f"{self._title} has a moment without a description")
        return told

    def _parent(self) -> Parent | None:
        epoch = epochs(self._told.get("begins_at", 0.0))  # files of the first Inklings do not say it
        told = self._told.get("parent")
        if told is not None:
            return Parent(None if told["run"] is None else UUID(told["run"]), count(told["step"]), epoch)
        if not epoch:
            return None
        measured = np.searchsorted(self._curves.column("epoch"), epoch, side="right")
        return Parent(None, int(self._curves.column("step")[measured - 1]) if measured else 0, epoch)

    def _saved(self, step: int) -> Saved | None:
        """Return what the person's files hold of it; a file that does not say so is one that holds it itself."""
        if "saved" not in self._told:
            return Saved(None, step, self._settings)
        told = self._told["saved"]
        if told is None:
            return None
        path = None if told["path"] is None else Path(told["path"])
        return Saved(path, count(told["step"]), Hyperparameters.from_dict(told["hyperparameters"]))

    def _named(self) -> Iterable[Snapshot]:
        """Return the moments that are told by their names, the last one last."""
        for name in sorted(self._told["moments"], key=_MOMENTS.index):
            bare = weights.read_from(self._archive.under(f"{self._prefix}{name}_"))
            self._check(bare)
            yield self._with_past(bare)

    def _between(self) -> Iterable[Snapshot]:
        told = self._told.get("between")
        if told is None or not told["moments"]:
            return
        settings = [Hyperparameters.from_dict(each) for each in told["settings"]]
        layers = self._stacked(len(told["moments"]))
        updates = told.get("updates") or [[]] * len(told["moments"])
        for place, (which, step, whole_epochs, position, train_images, seconds, speed) in enumerate(told["moments"]):
            own = settings[count(which)]
            # Copied, so that a moment that is given up later gives its memory back.
            network = Network.assemble(
                tuple(read_only(weights_[place].copy()) for weights_, _ in layers),
                tuple(read_only(biases[place].copy()) for _, biases in layers),
                own.layer_activations,
                own.output,
                scaling_of(told, own),
            )
            bare = Snapshot(
                hyperparameters=own,
                network=network,
                memory=(),
                step=count(step),
                whole_epochs=int(epochs(count(whole_epochs))),
                position=count(position),
                train_images=max(1, count(train_images)),
                seconds=measure(seconds),
                images_per_second=measure(speed),
                curves=NO_CURVES,
                marks=(),
                data_name=text(self._told["dataset"]["name"]),
                data_fingerprint=text(self._told["dataset"]["sha256"]),
                class_names=self._names,
                updates=updates_of(updates[place], network),
            )
            self._check(bare)
            yield self._with_past(bare)

    def _stacked(self, moments: int) -> list[tuple[Array, Array]]:
        sizes = weights.sizes_of(self._settings, len(self._names))
        pairs = enumerate(zip(sizes, sizes[1:], strict=False))
        read, prefix = self._archive.numbers, f"{self._prefix}between_"
        return [
            (
                read(f"{prefix}weights_{layer}", (moments, *pair), np.float32),
                read(f"{prefix}biases_{layer}", (moments, pair[1]), np.float32),
            )
            for layer, pair in pairs
        ]

    def _check(self, moment: Snapshot) -> None:
        if moment.hyperparameters.hidden != self._settings.hidden:
            raise self._archive.damaged(f"the settings and the layers of {self._title} do not agree")
        if not could_be_reached(moment.step, moment.whole_epochs, moment.position, moment.train_images):
            raise self._archive.damaged(f"the steps and the epochs of a moment of {self._title} do not agree")
        if not moment.is_sound:
            raise self._archive.damaged(f"a moment of {self._title} has weights larger than any that learn")

    def _with_past(self, bare: Snapshot) -> Snapshot:
        so_far = int(np.searchsorted(self._curves.column("step"), bare.step, side="right"))
        table = read_only(self._curves.table[:, :so_far])
        marks = tuple(mark for mark in self._marks if mark.epoch <= bare.epoch)
        return replace(bare, curves=Curves(table), marks=marks)
