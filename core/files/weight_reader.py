"""A network on its way out of a weight file; :mod:`core.files.weights` tells what stands where in it."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np

from core.arrays import Arrays, read_only
from core.data.classes import DIGITS, FEWEST_CLASSES, MOST_CLASSES, checked_names
from core.errors import FileError, NewerFileError
from core.files.archive import Archive
from core.files.plausible import (
    could_be_measured,
    could_be_ratio,
    could_be_reached,
    count,
    end_of_run,
    ends_by,
    epochs,
    is_format,
    measure,
    text,
)
from core.hyperparameters import MOST_LAYERS, MOST_NEURONS, Hyperparameters
from core.insight.novelty import HEAD_SETTINGS, NoveltyDetector, has_inputs
from core.network.network import MOST_PARAMETERS, PIXELS, Network
from core.network.scaling import Scaling
from core.training.history import COLUMNS, FIRST_COLUMNS, NO_CURVES, Curves, Mark
from core.training.snapshot import Snapshot

FORMAT = 1
_LEAST_SPREAD = 1e-9  # of pixels from 0 to 1: not one of a million million differs by more


class WeightReader:
    """One network being read, from its description to its last array.

    Parameters
    ----------
    archive : Archive
        The weight file, or the part of a file of runs in which the arrays of one stand.

    Raises
    ------
    FileError
        When it says something of itself that is not so. Nonsense may raise anything else as well;
        :func:`core.files.archive.opened` makes a FileError of it.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def snapshot(self) -> Snapshot:
        """Return the moment that is in the file."""
        told = self.description()
        sizes = self._sizes(told)
        settings = Hyperparameters.from_dict(told["hyperparameters"])
        if settings.hidden != sizes[1:-1]:
            raise self._archive.damaged("its settings and its layers do not agree")
        network = replace(self._network(sizes, settings), scaling=scaling_of(told, settings))
        names = classes_of(told["dataset"])
        if len(names) != network.classes:
            raise self._archive.damaged("its outputs and the names of its classes do not agree")
        progress = told["progress"]
        snapshot = Snapshot(
            hyperparameters=settings,
            network=network,
            memory=self._memory(network, settings),
            step=count(progress["step"]),
            whole_epochs=int(epochs(count(progress["whole_epochs"]))),
            position=count(progress["position"]),
            train_images=max(1, count(progress["train_images"])),
            seconds=measure(progress["seconds"]),
            images_per_second=measure(progress["images_per_second"]),
            curves=self._curves(told["history"]),
            marks=tuple(Mark(epochs(epoch), text(said)) for epoch, said in told["marks"]),
            data_name=text(told["dataset"]["name"]),
            data_fingerprint=text(told["dataset"]["sha256"]),
            class_names=names,
            updates=updates_of(progress.get("updates", []), network),
            novelty=self._novelty(told.get("novelty"), network),
            ended=end_of_run(told.get("ended")),
        )
        if not could_be_reached(snapshot.step, snapshot.whole_epochs, snapshot.position, snapshot.train_images):
            raise self._archive.damaged("its steps and its epochs do not agree")
        if not ends_by(snapshot.curves, snapshot.marks, step=snapshot.step, epoch=snapshot.epoch):
            raise self._archive.damaged("its curves go on beyond its network")
        if snapshot.ended is not None and snapshot.ended.epoch < snapshot.epoch:
            raise self._archive.damaged("its run ended before its network was reached")
        return snapshot

    def description(self) -> dict[str, Any]:
        """Return what the file says of itself."""
        if "runs" in self._archive:
            raise FileError(
                f"{self._archive.name} is not an Inkling network but holds runs to compare.",
                "Open it in the window, where they stand side by side.",
            )
        if "inkling" not in self._archive:
            missing = [name for name in ("weights_0", "biases_0", "inkling") if name not in self._archive]
            raise self._archive.other(f"it lacks {_listed(missing)}")
        told = json.loads(self._archive.text("inkling"))
        if not isinstance(told, dict) or not is_format(told.get("format")):
            raise self._archive.other("its format number is missing")
        if told["format"] < FORMAT:
            raise self._archive.damaged(f"no Inkling writes the file format {told['format']}")
        if told["format"] > FORMAT:
            raise NewerFileError(
                f"{self._archive.name} has the file format {told['format']}; this Inkling reads format {FORMAT}.",
                "Open it with a newer Inkling.",
            )
        return told

    def _sizes(self, told: dict[str, Any]) -> tuple[int, ...]:
        sizes = tuple(count(size) for size in told["layers"])
        if len(sizes) < 2 or sizes[0] != PIXELS or not FEWEST_CLASSES <= sizes[-1] <= MOST_CLASSES:
            raise self._archive.refused(
                f"is a network of {'-'.join(map(str, sizes[:6]))}; "
                f"Inkling's begin with {PIXELS} pixels and end with {FEWEST_CLASSES} to {MOST_CLASSES} outputs"
            )
        parameters = parameters_of(sizes)
        if len(sizes) > MOST_LAYERS + 2 or max(sizes) > MOST_NEURONS or parameters > MOST_PARAMETERS:
            raise self._archive.refused(
                f"claims a network of {parameters:,} weights, which is more than Inkling can hold"
            )
        if 4 * parameters > self._archive.most_unpacked:
            raise self._archive.refused(
                f"claims {4 * parameters / 2**20:,.0f} MiB of weights in a file of "
                f"{self._archive.size / 2**20:,.1f} MiB, which cannot be right"
            )
        return sizes

    def _network(self, sizes: tuple[int, ...], settings: Hyperparameters, prefix: str = "") -> Network:
        pairs = list(zip(sizes, sizes[1:], strict=False))
        wanted = [f"{prefix}{kind}_{index}" for index in range(len(pairs)) for kind in ("weights", "biases")]
        missing = [name for name in wanted if name not in self._archive]
        if missing:
            raise self._archive.other(f"it lacks {_listed(missing)}")
        weights = tuple(
            self._archive.numbers(f"{prefix}weights_{index}", pair, np.float32) for index, pair in enumerate(pairs)
        )
        biases = tuple(
            self._archive.numbers(f"{prefix}biases_{index}", pair[1:], np.float32) for index, pair in enumerate(pairs)
        )
        network = Network.assemble(weights, biases, settings.layer_activations, settings.output)
        if not network.is_sound:
            raise self._archive.damaged("its weights are larger than any that learn")
        return network

    def _novelty(self, told: dict[str, Any] | None, network: Network) -> NoveltyDetector | None:
        """Return what tells a drawing that is like none the network has learned from; none where it was not kept."""
        if told is None:
            return None
        sizes = tuple(count(size) for size in told["layers"])
        has_room = max(sizes) <= MOST_NEURONS and 4 * parameters_of(sizes) <= self._archive.most_unpacked
        if len(sizes) != 3 or not has_inputs(sizes[0], network) or sizes[-1] <= network.classes or not has_room:
            raise self._archive.damaged("what is to tell outliers does not go with its network")
        threshold = told["threshold"]
        if not isinstance(threshold, (int, float)) or isinstance(threshold, bool) or not math.isfinite(threshold):
            raise self._archive.damaged("no number says what is an outlier to it")
        return NoveltyDetector(network, self._network(sizes, HEAD_SETTINGS, "novelty_"), float(threshold))

    def _memory(self, network: Network, settings: Hyperparameters) -> Arrays:
        """Return the optimizer's memory, or none where the file was saved without."""
        if "memory_0" not in self._archive:
            return ()
        fresh = settings.optimizer.begin(network.parameters)
        memory = tuple(
            self._archive.numbers(f"memory_{index}", array.shape, array.dtype) for index, array in enumerate(fresh)
        )
        if not settings.optimizer.can_remember(memory):
            raise self._archive.damaged("what its optimizer remembers makes no sense")
        return memory

    def _curves(self, told: dict[str, list[float | None]]) -> Curves:
        found = {name: told[name] for name in COLUMNS if name in told or name in FIRST_COLUMNS}
        rows = {
            name: np.array([np.nan if value is None else value for value in row], dtype=np.float64)
            for name, row in found.items()
        }
        table = np.stack([rows.get(name, np.full(len(found["step"]), np.nan)) for name in COLUMNS])
        if table.ndim != 2:
            raise ValueError(f"curves of {table.ndim} dimensions")
        if not could_be_measured(table):
            raise ValueError("curves that no run has")
        return Curves(read_only(table)) if table.size else NO_CURVES


def parameters_of(sizes: tuple[int, ...]) -> int:
    """Return how many weights and biases a network with so many values in each layer has."""
    return sum((before + 1) * after for before, after in zip(sizes, sizes[1:], strict=False))


def classes_of(told: dict[str, Any]) -> tuple[str, ...]:
    """Return what a description says the outputs stand for: digits, where it does not say it.

    Raises
    ------
    ValueError
        When they are not names of classes.
    """
    if "classes" not in told:
        return DIGITS
    if not isinstance(told["classes"], list):
        raise ValueError("not names of classes")
    return checked_names([text(name) for name in told["classes"]])


def scaling_of(told: dict[str, Any], settings: Hyperparameters) -> Scaling | None:
    """Return what a description says is done to the pixels first; None where nothing is.

    Raises
    ------
    ValueError
        When it does not go with the settings, or is none that pixels have.
    """
    if ("scaling" in told) != settings.standardize:
        raise ValueError("its settings and its inputs do not agree")
    if not settings.standardize:
        return None
    mean, spread = (measure(value) for value in told["scaling"])
    if not (mean <= 1 and _LEAST_SPREAD <= spread <= 1):
        raise ValueError("a scaling that no images have")
    return Scaling(mean, spread)


def updates_of(told: list[float | None], network: Network) -> tuple[float, ...]:
    """Return the sizes of a step that a description tells; none of a file of version 0.1, which does not say it.

    Raises
    ------
    ValueError
        When they are not one for each layer, or could not be measured.
    """
    measured = [ratio for ratio in told if ratio is not None]
    if len(told) not in (0, len(network.layers)) or not all(map(could_be_ratio, measured)):
        raise ValueError("steps that no run takes")
    return tuple(math.nan if ratio is None else float(ratio) for ratio in told)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:4]) + (" and more" if len(names) > 4 else "")
