"""``inkling train``: the trainer in a terminal."""

import argparse
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

from core.cli.interruption import until_interrupted
from core.cli.loading import load_dataset
from core.cli.output import complain
from core.cli.progress import Report
from core.cli.saving import writable
from core.data import catalog
from core.data.dataset import Dataset
from core.errors import DataError, KnobError, TrainingError
from core.files import weights
from core.hyperparameters import Hyperparameters, changed_fields, describe_change, is_live, label_of, needs_new_network
from core.network.processors import limit_blas
from core.presets import preset
from core.training.history import Mark
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

_INTERRUPTED = 130


_PATIENCE = 0.02  # seconds: how long Ctrl+C may wait for the batches at hand


def run(options: argparse.Namespace) -> int:
    """Train as the options say and return the exit status."""
    path = writable(options.save) if options.save is not None else None
    start = weights.load(options.start) if options.start else None
    settings = _settings(options, start)
    dataset = _dataset(options.dataset, start)
    origin = {"from": str(options.start)} if start else {"preset": options.preset or "default"}
    report = Report(dataset, options.json, origin)
    if start is not None and start.has_forgotten and type(settings.optimizer) is type(start.hyperparameters.optimizer):
        complain(f"Note: the optimizer starts afresh, because what it had learned is not in {options.start}.")
    with limit_blas(), until_interrupted() as is_interrupted:
        trainer = Trainer(settings, dataset, start=start and _marked(start, settings), way=options.way)
        if trainer.is_finished:
            raise TrainingError(
                f"{options.start} has all the {settings.epochs} epochs that are asked for.",
                f"Ask for more in all, such as --epochs {settings.epochs + 10}.",
            )
        return _train(trainer, report, path, is_interrupted)


def _train(trainer: Trainer, report: Report, path: Path | None, is_interrupted: Callable[[], bool]) -> int:
    """Train to the end, to Ctrl+C, or to trouble; in each case the last sound weights are saved."""
    sound = trainer.snapshot()
    warned = False
    try:
        report.start(sound)
        with report.bar(sound) as bar:
            while not trainer.is_finished and not is_interrupted():
                before = trainer.epoch
                trainer.advance(trainer.batches_in(_PATIENCE))
                bar.update(round((trainer.epoch - before) * sound.train_images))
                if int(trainer.epoch) > int(before):
                    sound = trainer.snapshot()
                    report.epoch(sound)
                    if sound.warning and not warned:
                        warned = True
                        complain(f"Note: {sound.warning}")
    except TrainingError as error:
        raise TrainingError(error.what, f"{error.remedy} {_rescued(sound, path)}".rstrip()) from error
    except OSError:
        # Nobody reads any more (`inkling train … | head`). What was learned is still wanted.
        _save(_latest(trainer, sound), path)
        raise
    latest = _latest(trainer, sound)
    _save(latest, path)
    report.end(latest, path, is_interrupted=not trainer.is_finished)
    return 0 if trainer.is_finished else _INTERRUPTED


def _latest(trainer: Trainer, sound: Snapshot) -> Snapshot:
    """Return this moment, or the last sound one: in the midst of an epoch nobody may have looked yet."""
    latest = trainer.snapshot()
    return latest if latest.is_sound else sound


def _save(snapshot: Snapshot, path: Path | None) -> None:
    if path is None:
        return
    weights.save(path, snapshot)
    if snapshot.to_keep().has_forgotten:
        complain(
            f"Note: what the optimizer had learned is not in {path}, because it is no longer finite numbers. "
            "Going on from there, it starts afresh."
        )


def _rescued(sound: Snapshot, path: Path | None) -> str:
    """Save what was sound before training failed, and return what to say of it."""
    if path is None:
        return ""
    if not sound.step:
        return "Nothing was saved, because no epoch was completed."
    _save(sound, path)
    return f"The last sound weights, those after {sound.epoch:.4g} epochs, are in {path}."


def _settings(options: argparse.Namespace, start: Snapshot | None) -> Hyperparameters:
    """Return the settings asked for: those of the file or the preset, and on top of them the flags."""
    if start is not None and options.preset:
        raise KnobError("--from and --preset both bring settings.", "Give one of them.")
    base = start.hyperparameters if start else preset(options.preset or "default").hyperparameters
    given = {field.name: getattr(options, field.name) for field in fields(Hyperparameters)}
    flags = {name: value for name, value in given.items() if value is not None}
    if "hidden" in flags:
        flags["hidden"] = tuple(flags["hidden"])
    settings = replace(base, **flags)
    if start is not None and needs_new_network(base, settings):
        names = [label_of(name).lower() for name in changed_fields(base, settings) if not is_live(name)]
        raise KnobError(
            f"A change of {' and '.join(names)} needs a new network, and --from goes on with the old one.",
            "Leave that flag out, or leave --from out.",
        )
    return settings


def _marked(start: Snapshot, settings: Hyperparameters) -> Snapshot:
    """Return the moment to go on from, with a mark on its curves where the settings change there."""
    if settings == start.hyperparameters:
        return start
    mark = Mark(start.epoch, describe_change(start.hyperparameters, settings))
    return replace(start, marks=(*start.marks, mark))


def _dataset(given: str | None, start: Snapshot | None) -> Dataset:
    """Return the data set asked for; a network that goes on does so with its own.

    Raises
    ------
    DataError
        When its own is not known by name (it was a folder), or there is none of that name.
    """
    if given or start is None:
        return load_dataset(given)
    if start.data_name not in catalog.names():
        raise DataError(
            f"The network was trained on {start.data_name!r}, which is no data set that Inkling knows by name.",
            "Say where the images are with --dataset.",
        )
    dataset = load_dataset(start.data_name)
    if dataset.fingerprint != start.data_fingerprint:
        complain(f"Note: the images of {dataset.title} here are not the ones that the network was trained on.")
    return dataset
