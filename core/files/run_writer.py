"""One run on its way into a file of runs; :mod:`core.files.runs` tells what stands where in it."""

from dataclasses import replace
from typing import Any

import numpy as np

from core.files import weights
from core.files.plausible import drawable
from core.training.history import NO_CURVES, VALIDATION_COLUMNS
from core.training.run import Parent, Run, Saved
from core.training.snapshot import Snapshot


class RunWriter:
    """One run on its way into a file of runs.

    Parameters
    ----------
    index : int
        Which run of the file it is, from 0.
    run : Run
        The run.
    is_own : bool
        Whether the file is one of Inkling's own: then moments between first, best and last go in as well,
        and what is saved where.
    is_slim : bool
        Whether a moment that is the last as well as the best or the first stands there once only, as the last.
    """

    def __init__(self, index: int, run: Run, *, is_own: bool = False, is_slim: bool = False) -> None:
        self._run, self._prefix, self._is_own = run, f"run_{index}_", is_own
        named = {"first": run.first, "best": run.best, "last": run.last_sound}
        if is_slim:
            named = {name: named[name] for name in {_step_of(each): name for name, each in named.items()}.values()}
        self._named = {name: each for name, each in named.items() if each is not None and each.is_sound}
        known = {each.step for each in self._named.values()}
        others = run.recording if is_own else ()
        self._has_validation = not np.isnan(run.curves.validation_columns).all()
        self._between = [each for each in others if each.step not in known and each.is_sound]

    def description(self) -> dict[str, Any]:
        """Return what the file says of the run, as JSON knows it."""
        run = self._run
        told: dict[str, Any] = {
            "id": str(run.id),
            "name": run.name,
            "created": run.created.isoformat(),
            "color": run.color,
            "hyperparameters": run.settings.to_dict(),
            "dataset": weights.told_of_data(run),
            "step": run.step,
            "epoch": run.epoch,
            "first": None if run.first_settings is None else [run.first_epoch, run.first_settings.to_dict()],
            "begins_at": run.begins_at,
            "parent": None if run.parent is None else _told_of_parent(run.parent),
            "is_shown": run.is_shown,
            "is_pinned": run.is_pinned,
            "trouble": run.trouble,
            "measurements": len(run.curves),
            "marks": [[mark.epoch, mark.text] for mark in run.marks],
            "moments": list(self._named),
        }
        if self._has_validation:
            told["validation"] = list(VALIDATION_COLUMNS)
        if self._is_own:
            told["saved"] = None if run.saved is None else _told_of_saved(run.saved)
            told["between"] = self._told_of_between()
        return told

    def arrays(self) -> dict[str, Any]:
        """Return the run's arrays by their names in the file: its curves, and its moments' weights."""
        curves = self._run.curves
        arrays: dict[str, Any] = {f"{self._prefix}curves": np.ascontiguousarray(drawable(curves.first_columns))}
        if self._has_validation:
            arrays[f"{self._prefix}validation"] = np.ascontiguousarray(drawable(curves.validation_columns))
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
        scaling = weights.told_of_scaling(self._between[0].network) if self._between else {}
        return scaling | {
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
            # In a list of its own, so that an earlier Inkling reads the rest.
            "updates": [weights.told_of_updates(moment) for moment in self._between],
        }


def _step_of(moment: Snapshot | None) -> int:
    return -1 if moment is None else moment.step


def _told_of_parent(parent: Parent) -> dict[str, Any]:
    return {"run": None if parent.run is None else str(parent.run), "step": parent.step}


def _told_of_saved(saved: Saved) -> dict[str, Any]:
    path = None if saved.path is None else str(saved.path)
    return {"path": path, "step": saved.step, "hyperparameters": saved.settings.to_dict()}
