"""``inkling train``: the trainer in a terminal."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from core.cli import tracking
from core.cli.interruption import until_interrupted
from core.cli.loading import load_dataset, name_to_load
from core.cli.output import complain
from core.cli.progress import Report
from core.cli.saving import writable
from core.data.dataset import Dataset
from core.errors import DataError, KnobError, TrainingError
from core.files import weights
from core.files.novelty import with_novelty
from core.hyperparameters import Hyperparameters, changed_fields, fitted, is_live, label_of, needs_new_network
from core.presets import preset
from core.training.ending import knowing_end
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.training import train

_INTERRUPTED = 130


def run(options: argparse.Namespace) -> int:
    """Train as the options say and return the exit status."""
    path = writable(options.save) if options.save is not None else None
    start = weights.load_run(options.start) if options.start else None
    moment = None if start is None else start.latest
    settings = _settings(options, moment)
    dataset = _dataset(options.dataset, moment)
    origin = {"from": str(options.start)} if start else {"preset": options.preset or "default"}
    report = Report(dataset, options.json, origin)
    if (
        moment is not None
        and moment.has_forgotten
        and type(settings.optimizer) is type(moment.hyperparameters.optimizer)
    ):
        complain(f"Note: the optimizer starts afresh, because what it had learned is not in {options.start}.")
    with tracking.opened(options.log) as logs, until_interrupted() as is_interrupted:
        return _Command(settings, dataset, start, options.way, report, path, logs).train(is_interrupted)


class _Command:
    """One training in the terminal: to the end, to a wish to stop, or to trouble; the last sound weights are saved."""

    def __init__(
        self,
        settings: Hyperparameters,
        dataset: Dataset,
        start: Run | None,
        way: str,
        report: Report,
        path: Path | None,
        logs: Sequence[tracking.Log] = (),
    ) -> None:
        self._logs = logs
        self._settings, self._dataset, self._start, self._way = settings, dataset, start, way
        self._report, self._path = report, path
        self._latest: Run | None = None
        self._sound: Snapshot | None = None  # the weights at the end of the last epoch, or at the beginning
        self._is_warned = False
        self._trouble = ""

    def train(self, is_interrupted: Callable[[], bool]) -> int:
        """Train, and return the exit status."""
        try:
            with self._report.bar() as progress:
                run = train(
                    self._settings,
                    self._dataset,
                    start=self._start,
                    way=self._way,
                    moments=0,
                    progress=progress,
                    reached=self._take,
                    is_cancelled=is_interrupted,
                )
        except OSError:
            # Nobody reads any more (`inkling train … | head`). What was learned is still wanted.
            if self._latest is not None and self._latest.last_sound is not None:
                self._save(self._latest, self._latest.last_sound)
            raise
        if run.trouble:
            raise TrainingError(run.trouble, self._rescued(run))
        latest, outcome = run.last_sound, run.outcome
        if latest is not None and outcome is not None:
            self._save(run, knowing_end(run, outcome))
            self._report.end(latest, self._path, is_interrupted=not run.is_finished, outcome=outcome)
        return 0 if run.is_finished else _INTERRUPTED

    def _take(self, run: Run) -> None:
        """Tell of the beginning, and of the end of each epoch."""
        snapshot, self._latest, is_first = run.latest, run, self._latest is None
        if snapshot is None or (snapshot.position and not is_first):
            return
        self._sound = snapshot
        tracking.add_latest(self._logs, run.name, snapshot.curves)
        if is_first:
            self._report.start(snapshot)
            return
        self._report.epoch(snapshot)
        if snapshot.warning and not self._is_warned:
            self._is_warned = True
            complain(f"Note: {snapshot.warning}")
        if snapshot.trouble and snapshot.trouble != self._trouble:
            self._trouble = snapshot.trouble
            complain(f"Note: {snapshot.trouble}")

    def _rescued(self, run: Run) -> str:
        """Save what was sound before training failed, and return what to say of it."""
        if self._path is None:
            return ""
        sound = self._sound
        if sound is None or not sound.step:
            return "Nothing was saved, because no epoch was completed."
        self._save(run, sound)
        return f"The last sound weights, those after {sound.epoch:.4g} epochs, are in {self._path}."

    def _save(self, run: Run, snapshot: Snapshot) -> None:
        if self._path is None:
            return
        weights.save(self._path, with_novelty(snapshot, self._dataset), run.id)
        if snapshot.to_keep().has_forgotten:
            complain(
                f"Note: what the optimizer had learned is not in {self._path}, because it is no longer finite numbers. "
                "Going on from there, it starts afresh."
            )


def _settings(options: argparse.Namespace, start: Snapshot | None) -> Hyperparameters:
    """Return the settings asked for; a network that goes on keeps what would need a new one."""
    base, settings = settings_of(options, start)
    if start is not None and needs_new_network(base, settings):
        names = [label_of(name).lower() for name in changed_fields(base, settings) if not is_live(name)]
        raise KnobError(
            f"A change of {' and '.join(names)} needs a new network, and --from goes on with the old one.",
            "Leave that flag out, or leave --from out.",
        )
    return settings


def settings_of(options: argparse.Namespace, start: Snapshot | None) -> tuple[Hyperparameters, Hyperparameters]:
    """Return the settings of the file or the preset, and the same with the flags on top of them."""
    if start is not None and options.preset:
        raise KnobError("--from and --preset both bring settings.", "Give one of them.")
    base = start.hyperparameters if start else preset(options.preset or "default").hyperparameters
    given = {field.name: getattr(options, field.name) for field in fields(Hyperparameters)}
    flags = {name: value for name, value in given.items() if value is not None}
    for name in ("hidden", "hidden_activations", "frozen"):
        if name in flags:  # each word may hold several
            flags[name] = tuple(one for several in flags[name] for one in several)
    if "frozen" in flags:
        flags["frozen"] = tuple(sorted(set(flags["frozen"])))
    return base, fitted(base, **flags)


def _dataset(given: str | None, start: Snapshot | None) -> Dataset:
    """Return the data set asked for; a network that goes on does so with its own.

    Raises
    ------
    DataError
        When its own is not known by name, and is none that was opened here and still lies there.
    """
    if given or start is None:
        return load_dataset(given)
    name = name_to_load(start.data_name, start.data_fingerprint)
    if name is None:
        raise DataError(
            f"The network was trained on {start.data_name!r}, which is no data set that Inkling knows by name.",
            "Say where the images are with --dataset.",
        )
    dataset = load_dataset(name)
    if dataset.fingerprint != start.data_fingerprint:
        complain(f"Note: the images of {dataset.title} here are not the ones that the network was trained on.")
    return dataset
