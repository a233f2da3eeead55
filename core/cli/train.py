"""``inkling train``: the trainer in a terminal."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from types import FrameType
from typing import Never

from tqdm import tqdm

from core.cli.loading import load_dataset
from core.cli.output import percent, say, say_json
from core.data.dataset import Dataset
from core.errors import FileError, KnobError, TrainingError
from core.files import weights
from core.hyperparameters import Hyperparameters, changed_fields, is_live, label_of, needs_new_network
from core.network.processors import limit_blas
from core.presets import preset
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

_INTERRUPTED = 130


def run(options: argparse.Namespace) -> int:
    """Train as the options say and return the exit status."""
    path = _writable(options.save) if options.save else None
    start = weights.load(options.start) if options.start else None
    settings = _settings(options, start)
    dataset = load_dataset(options.dataset or (start.data_name if start else None))
    with limit_blas():
        trainer = Trainer(settings, dataset, start=start)
        if trainer.is_finished:
            raise TrainingError(
                f"{options.start} has all the {settings.epochs} epochs that are asked for.",
                f"Ask for more, such as --epochs {settings.epochs + 10}.",
            )
        report = _Report(options.json, dataset, options.preset)
        report.start(trainer.snapshot())
        return _train(trainer, report, path)


def _train(trainer: Trainer, report: "_Report", path: Path | None) -> int:
    """Train to the end, to Ctrl+C, or to trouble; in each case what there is, is saved."""
    sound = trainer.snapshot()  # the last moment that is known to be good
    try:
        with _until_interrupted() as is_interrupted, report.bar(trainer) as bar:
            while not trainer.is_finished and not is_interrupted():
                before = trainer.epoch
                trainer.advance()
                bar.update(round((trainer.epoch - before) * report.images))
                if int(trainer.epoch) > int(before):
                    sound = trainer.snapshot()
                    report.epoch(sound)
            interrupted = not trainer.is_finished
        sound = trainer.snapshot()
    except TrainingError as error:
        if path is None or sound.step == 0:
            raise
        weights.save(path, sound)
        raise TrainingError(
            error.what, f"{error.remedy} The weights of epoch {sound.epoch:.4g}, the last sound ones, are in {path}."
        ) from error
    if path is not None:
        weights.save(path, sound)
    report.end(sound, path, interrupted=interrupted)
    return _INTERRUPTED if interrupted else 0


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
        names = [name for name in changed_fields(base, settings) if not is_live(name)]
        raise KnobError(
            f"A change of {', '.join(label_of(name).lower() for name in names)} needs a new network, "
            "and --from goes on with the old one.",
            "Leave it out, or leave --from out.",
        )
    return settings


def _writable(path: Path) -> Path:
    """Return the path with its suffix, or refuse it now and not after an hour of training."""
    path = path if path.suffix == weights.SUFFIX else path.with_name(path.name + weights.SUFFIX)
    folder = path.parent
    if path.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise FileError(f"{path} cannot be written.", "Give --save a file in a folder that is there and yours.")
    return path


@contextmanager
def _until_interrupted() -> Iterator[Callable[[], bool]]:
    """Give a question that Ctrl+C turns to yes, so that training stops between two batches and is saved."""
    asked = False

    def take(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a second Ctrl+C stops whatever goes on

    before = signal.signal(signal.SIGINT, take)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


class _Report:
    """What is said while training goes on: lines of JSON, or a table and a progress bar."""

    def __init__(self, as_json: bool, dataset: Dataset, preset_name: str | None) -> None:
        self._as_json = as_json
        self._dataset = dataset
        self._preset = preset_name
        self._began = time.perf_counter()
        self.images = len(dataset.train)

    def bar(self, trainer: Trainer) -> "tqdm[Never]":
        """Return a progress bar over the images still to be shown; it is seen on a terminal only."""
        left = max(0.0, trainer.hyperparameters.epochs - trainer.epoch)
        return tqdm(
            total=round(left * self.images),
            unit="img",
            unit_scale=True,
            leave=False,
            disable=self._as_json or not sys.stderr.isatty(),
        )

    def start(self, snapshot: Snapshot) -> None:
        """Say what is about to be trained, and how good it is before."""
        network, dataset = snapshot.network, self._dataset
        accuracy = snapshot.curves.last("test_accuracy")
        if self._as_json:
            say_json(
                {
                    "event": "start",
                    "layers": list(network.sizes),
                    "parameters": network.parameter_count,
                    "dataset": dataset.name,
                    "train_images": len(dataset.train),
                    "test_images": len(dataset.test),
                    "test_accuracy": accuracy,
                    "test_cost": snapshot.curves.last("test_cost"),
                    "epoch": snapshot.epoch,
                    "epochs": snapshot.hyperparameters.epochs,
                    "preset": self._preset,
                    "seed": snapshot.hyperparameters.seed,
                }
            )
            return
        layers = "-".join(map(str, network.sizes))
        say(f"{layers}, {network.parameter_count:,} weights, on {dataset.title}: {len(dataset.train):,} images")
        say(f"Before training, {percent(accuracy)} of {len(dataset.test):,} test images are read correctly.")
        say(f"{'epoch':>9}  {'train cost':>10} {'accuracy':>9}  {'test cost':>10} {'accuracy':>9}  {'images/s':>9}")

    def epoch(self, snapshot: Snapshot) -> None:
        """Say how good the network is at the end of an epoch."""
        last = snapshot.curves.last
        if self._as_json:
            say_json(
                {
                    "event": "epoch",
                    "epoch": snapshot.whole_epochs,
                    **{name: last(name) for name in ("train_cost", "train_accuracy", "test_cost", "test_accuracy")},
                    "learning_rate": last("learning_rate"),
                    "seconds": snapshot.seconds,
                    "elapsed": time.perf_counter() - self._began,
                    "images_per_second": snapshot.images_per_second,
                }
            )
            return
        count = f"{snapshot.whole_epochs}/{snapshot.hyperparameters.epochs}"
        line = (
            f"{count:>9}  {last('train_cost'):10.4f} {percent(last('train_accuracy')):>9}  "
            f"{last('test_cost'):10.4f} {percent(last('test_accuracy')):>9}  {snapshot.images_per_second:9,.0f}"
        )
        tqdm.write(line, file=sys.stdout)

    def end(self, snapshot: Snapshot, path: Path | None, *, interrupted: bool) -> None:
        """Say how it ended."""
        last = snapshot.curves.last
        if self._as_json:
            say_json(
                {
                    "event": "end",
                    "epochs": snapshot.whole_epochs,
                    "interrupted": interrupted,
                    "test_cost": last("test_cost"),
                    "test_accuracy": last("test_accuracy"),
                    "seconds": snapshot.seconds,
                    "elapsed": time.perf_counter() - self._began,
                    "weights": str(path) if path else None,
                }
            )
            return
        how = f"Stopped in epoch {snapshot.epoch:.2f}" if interrupted else f"{snapshot.whole_epochs} epochs"
        say(f"{how}, {snapshot.seconds:.1f} s of training; test accuracy {percent(last('test_accuracy'))}.")
        if path is not None:
            say(f"The network is in {path}.")
