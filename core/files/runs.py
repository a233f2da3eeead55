"""Several runs in one ``.npz`` file: settings, curves, and the moments of them that were kept.

``runs`` is a string with the description of all runs as JSON. Of run number 0 the array
``run_0_curves`` holds the measurements, and ``run_0_first_…``, ``run_0_best_…`` and
``run_0_last_…`` are the arrays of a weight file (:mod:`core.files.weights`) each. A file of
Inkling's own (:func:`keep`) has moments between these as well, whose weights lie behind each
other in ``run_0_between_weights_0``, ``run_0_between_biases_0``, ….

The format number rises where an earlier Inkling would misread a file, not where it merely passes
something over: it opens a run that says where it branched off, and draws it from its beginning;
it opens one with moments between first and last, and has the three it knows.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from core.arrays import Array, read_only
from core.errors import FileError, NewerFileError
from core.files import weights
from core.files.archive import Archive, Kind, opened, write
from core.files.ids import content_id
from core.files.plausible import could_be_measured, count, drawable, measure, moment_of_time
from core.hyperparameters import Hyperparameters, label_of
from core.network.network import Network
from core.training.history import COLUMNS, NO_CURVES, Curves, Mark
from core.training.recording import Recording
from core.training.run import Parent, Run, Saved
from core.training.snapshot import Snapshot
from core.version import inkling_version

FORMAT = 1
SUFFIX = ".runs.npz"
MOST_RUNS = 100
MOMENTS = ("first", "best", "last")
EPOCHS_DONE = "Epochs done"

_REMEDY = "Choose a file in which Inkling saved runs."
_KIND = Kind("a file of Inkling's runs", _REMEDY)
_MOST_MEASUREMENTS = 10_000_000


def column_of(name: str) -> str:
    """Return the title of a setting's column in a table of runs, where the epochs that were done stand as well."""
    return "Epochs planned" if name == "epochs" else label_of(name)


def settings_that_differ(runs: Sequence[Run]) -> list[str]:
    """Return the names of the settings that are not the same in all runs, or were changed on the way of one."""
    names = [field.name for field in fields(Hyperparameters)]
    return [name for name in names if _differs(name, runs)]


def _differs(name: str, runs: Sequence[Run]) -> bool:
    values = {getattr(run.settings, name) for run in runs}
    return len(values) > 1 or any(run.was_changed(name) for run in runs)


# Writing


def save(path: Path, runs: Sequence[Run]) -> None:
    """Write several runs in place of ``path``, or leave what was there: each with its first, best and last moment.

    Moments whose weights are not all finite are left out, so that a run that went wrong can
    be kept for its curves; so is what an optimizer has learned where training cannot go on from it.
    Measurements that are infinite or too large to be drawn are kept as not measured. Where the person's other
    files are is nobody's business who is given this one.

    Raises
    ------
    FileError
        When there is no run or there are too many, or the file cannot be written or not be read back.
    """
    if not runs:
        raise FileError("There are no runs to save.", "Train a network first.")
    if len(runs) > MOST_RUNS:
        raise FileError(f"{len(runs)} runs are more than the {MOST_RUNS} that one file can hold.", "Save fewer runs.")
    _write(path, [_Writer(index, run) for index, run in enumerate(runs)])


def keep(path: Path, run: Run, written: datetime | None = None) -> None:
    """Write a run to a file of Inkling's own: with many of its moments (:meth:`Run.to_keep`), and what is saved where.

    Parameters
    ----------
    path : Path
        The file.
    run : Run
        The run, with its moments.
    written : datetime, optional
        The time that the file says it was written at, in UTC; now without one.

    Raises
    ------
    FileError
        When the file cannot be written or not be read back.
    """
    _write(path, [_Writer(0, run.to_keep(), is_own=True)], written)


def _write(path: Path, writers: Sequence["_Writer"], written: datetime | None = None) -> None:
    arrays: dict[str, Any] = {}
    for writer in writers:
        arrays |= writer.arrays()
    description = {
        "format": FORMAT,
        "columns": list(COLUMNS),
        "runs": [writer.description() for writer in writers],
        "created": (written or datetime.now(UTC)).isoformat(timespec="microseconds"),
        "version": inkling_version(),
    }
    write(path, arrays | {"runs": np.array(json.dumps(description))}, load)


class _Writer:
    """One run on its way into a file."""

    def __init__(self, index: int, run: Run, *, is_own: bool = False) -> None:
        self._run, self._prefix, self._is_own = run, f"run_{index}_", is_own
        named = {"first": run.first, "best": run.best, "last": run.last_sound}
        self._named = {name: each for name, each in named.items() if each is not None and each.is_sound}
        known = {each.step for each in self._named.values()}
        others = run.recording if is_own else ()
        self._between = [each for each in others if each.step not in known and each.is_sound]

    def description(self) -> dict[str, Any]:
        run = self._run
        told: dict[str, Any] = {
            "id": str(run.id),
            "name": run.name,
            "created": run.created.isoformat(),
            "color": run.color,
            "hyperparameters": run.settings.to_dict(),
            "dataset": {"name": run.data_name, "sha256": run.data_fingerprint},
            "step": run.step,
            "epoch": run.epoch,
            "first": None if run.first_settings is None else [run.first_epoch, run.first_settings.to_dict()],
            "begins_at": run.begins_at,
            "parent": None if run.parent is None else _told_of_parent(run.parent),
            "is_shown": run.is_shown,
            "trouble": run.trouble,
            "measurements": len(run.curves),
            "marks": [[mark.epoch, mark.text] for mark in run.marks],
            "moments": list(self._named),
        }
        if self._is_own:
            told["saved"] = None if run.saved is None else _told_of_saved(run.saved)
            told["between"] = self._told_of_between()
        return told

    def arrays(self) -> dict[str, Any]:
        arrays: dict[str, Any] = {f"{self._prefix}curves": np.ascontiguousarray(drawable(self._run.curves.table))}
        for name, moment in self._named.items():
            # The curves and marks of a moment are the beginning of the run's.
            bare = replace(moment, curves=NO_CURVES, marks=(), memory=() if name == "first" else moment.memory)
            members = weights.members_of(bare)
            arrays |= {f"{self._prefix}{name}_{member}": array for member, array in members.items()}
        for layer in range(len(self._between[0].network.layers) if self._between else 0):
            layers = [moment.network.layers[layer] for moment in self._between]
            arrays[f"{self._prefix}between_weights_{layer}"] = np.stack([each.weights for each in layers])
            arrays[f"{self._prefix}between_biases_{layer}"] = np.stack([each.biases for each in layers])
        return arrays

    def _told_of_between(self) -> dict[str, Any]:
        settings = list(dict.fromkeys(moment.hyperparameters for moment in self._between))  # each of them once
        places = {each: place for place, each in enumerate(settings)}
        return {
            "settings": [each.to_dict() for each in settings],
            "moments": [
                [
                    places[moment.hyperparameters],
                    moment.step,
                    moment.whole_epochs,
                    moment.position,
                    moment.train_images,
                    moment.seconds,
                    moment.images_per_second,
                ]
                for moment in self._between
            ],
        }


def _told_of_parent(parent: Parent) -> dict[str, Any]:
    return {"run": None if parent.run is None else str(parent.run), "step": parent.step}


def _told_of_saved(saved: Saved) -> dict[str, Any]:
    path = None if saved.path is None else str(saved.path)
    return {"path": path, "step": saved.step, "hyperparameters": saved.settings.to_dict()}


# Reading


def load(path: Path) -> tuple[Run, ...]:
    """Read the runs in a file, with all moments that are in it.

    Raises
    ------
    FileError
        When the file is missing, cut short, damaged, of another kind or from a newer version. One
        sentence tells which.
    """
    with opened(path, _KIND) as archive:
        told = _description(archive)
        return tuple(_Reader(archive, index, told).run() for index in range(len(told["runs"])))


def look(path: Path) -> tuple[tuple[Run, ...], datetime]:
    """Read the runs in a file without their moments, which takes a few milliseconds, and when it was written, in UTC.

    Raises
    ------
    FileError
        As :func:`load` does, but what is wrong with moments is not found out.
    """
    with opened(path, _KIND) as archive:
        told = _description(archive)
        runs = tuple(_Reader(archive, index, told).bare() for index in range(len(told["runs"])))
        return runs, moment_of_time(told["created"])


def _description(archive: Archive) -> dict[str, Any]:
    if "runs" not in archive:
        raise _other_kind(archive)
    if archive.unpacked > archive.most_unpacked:
        raise archive.damaged(f"it claims {archive.unpacked / 2**20:,.0f} MiB, which cannot be right")
    told = json.loads(archive.text("runs"))
    if not isinstance(told, dict) or not isinstance(told.get("format"), int):
        raise archive.other("its format number is missing")
    if told["format"] != FORMAT:
        raise NewerFileError(
            f"{archive.name} has the runs format {told['format']}; this Inkling reads format {FORMAT}.",
            "Open it with a newer Inkling.",
        )
    if told["columns"] != list(COLUMNS):
        raise archive.damaged("its curves measure something else")
    if not 0 < len(told["runs"]) <= MOST_RUNS:
        raise archive.damaged(f"it claims {len(told['runs'])} runs")
    return told


class _Reader:
    """One run on its way out of a file."""

    def __init__(self, archive: Archive, index: int, description: dict[str, Any]) -> None:
        self._archive, self._prefix, self._title = archive, f"run_{index}_", f"run {index + 1}"
        self._told: dict[str, Any] = description["runs"][index]
        self._written = moment_of_time(description["created"])
        if not set(self._told["moments"]) <= set(MOMENTS):
            raise archive.damaged(f"{self._title} has moments of other names")
        self._settings = Hyperparameters.from_dict(self._told["hyperparameters"])
        self._curves = self._read_curves()
        self._marks = tuple(Mark(measure(epoch), str(text)) for epoch, text in self._told["marks"])

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
        fingerprint = str(told["dataset"]["sha256"])
        step, epoch = self._progress()
        first_epoch, first_settings = self._first()
        name = str(told["name"])
        otherwise = json.dumps([name, told["hyperparameters"]]).encode()
        return Run(
            id=UUID(told["id"]) if "id" in told else content_id(fingerprint, self._curves, otherwise),
            name=name,
            created=moment_of_time(told["created"]) if "created" in told else self._written,
            settings=self._settings,
            data_name=str(told["dataset"]["name"]),
            data_fingerprint=fingerprint,
            curves=self._curves,
            marks=self._marks,
            step=step,
            epoch=epoch,
            first_settings=first_settings,
            first_epoch=first_epoch,
            parent=self._parent(),
            saved=self._saved(step),
            is_whole=not told["moments"],
            trouble=str(told.get("trouble", "")),
            color=count(told["color"]),
            is_shown=bool(told.get("is_shown", True)),  # files of the first Inklings do not say it
        )

    def _read_curves(self) -> Curves:
        measurements = count(self._told["measurements"])
        if not measurements:
            return NO_CURVES
        if measurements > _MOST_MEASUREMENTS:
            raise self._archive.damaged(f"it claims {measurements:,} measurements")
        table = self._archive.array(f"{self._prefix}curves", (len(COLUMNS), measurements), np.float64)
        if np.isinf(table).any() or not could_be_measured(table):
            raise self._archive.damaged(f"{self._title} has curves that no run has")
        return Curves(read_only(table))

    def _progress(self) -> tuple[int, float]:
        """Return how many steps and epochs were done; version 0.1 said it of the moments alone."""
        if "step" in self._told:
            return count(self._told["step"]), measure(self._told["epoch"])
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
            return (0.0, None) if told is None else (measure(told[0]), Hyperparameters.from_dict(told[1]))
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
        epoch = measure(self._told.get("begins_at", 0.0))  # files of the first Inklings do not say it
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
        for name in sorted(self._told["moments"], key=MOMENTS.index):
            bare = weights.read_from(self._archive.under(f"{self._prefix}{name}_"))
            self._check(bare)
            yield self._with_past(bare)

    def _between(self) -> Iterable[Snapshot]:
        told = self._told.get("between")
        if told is None or not told["moments"]:
            return
        settings = [Hyperparameters.from_dict(each) for each in told["settings"]]
        layers = self._stacked(len(told["moments"]))
        for place, (which, step, whole_epochs, position, train_images, seconds, speed) in enumerate(told["moments"]):
            own = settings[count(which)]
            # Copied, so that a moment that is given up later gives its memory back.
            network = Network.assemble(
                tuple(read_only(weights_[place].copy()) for weights_, _ in layers),
                tuple(read_only(biases[place].copy()) for _, biases in layers),
                own.activation,
                own.output,
            )
            bare = Snapshot(
                hyperparameters=own,
                network=network,
                memory=(),
                step=count(step),
                whole_epochs=count(whole_epochs),
                position=count(position),
                train_images=max(1, count(train_images)),
                seconds=measure(seconds),
                images_per_second=measure(speed),
                curves=NO_CURVES,
                marks=(),
                data_name=str(self._told["dataset"]["name"]),
                data_fingerprint=str(self._told["dataset"]["sha256"]),
            )
            self._check(bare)
            yield self._with_past(bare)

    def _stacked(self, moments: int) -> list[tuple[Array, Array]]:
        sizes = weights.sizes_of(self._settings)
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
        if moment.position >= moment.train_images:
            raise self._archive.damaged(f"a moment of {self._title} stands beyond the end of an epoch")

    def _with_past(self, bare: Snapshot) -> Snapshot:
        so_far = int(np.searchsorted(self._curves.column("step"), bare.step, side="right"))
        table = read_only(self._curves.table[:, :so_far])
        marks = tuple(mark for mark in self._marks if mark.epoch <= bare.epoch)
        return replace(bare, curves=Curves(table), marks=marks)


def _other_kind(archive: Archive) -> FileError:
    if "inkling" in archive and "weights_0" in archive:
        return FileError(
            f"{archive.name} holds a network, not runs to compare.", "Open it as a network, or choose a file of runs."
        )
    return archive.other("no runs are in it")
