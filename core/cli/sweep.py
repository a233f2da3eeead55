"""``inkling sweep``: many runs, and which settings were best, by how much beyond chance."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

from core.cli import tracking
from core.cli.interruption import until_interrupted
from core.cli.loading import load_dataset, name_to_load
from core.cli.output import complain
from core.cli.saving import writable
from core.cli.sweep_report import SweepReport
from core.data.dataset import Dataset
from core.errors import DataError, FileError, KnobError
from core.hyperparameters import Hyperparameters, fitted
from core.network.processors import usable
from core.presets import preset
from core.sweep import file
from core.sweep.conductor import NOT_ITS_FAULT, Conductor, Progress, Wish
from core.sweep.goal import ACCURACY, SECONDS, Goal
from core.sweep.journal import Journal
from core.sweep.plan import Budget, Sweep
from core.sweep.processes import Processes
from core.sweep.result import Result, Trial
from core.sweep.shared import SharedDataset
from core.sweep.size import check_fits
from core.sweep.space import Axis
from core.sweep.team import Team
from core.sweep.typed import axis, written

_INTERRUPTED = 130
_ADDRESS = "DASK_SCHEDULER_ADDRESS"  # where Dask's own programs look for it


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sweep is written down, and the file it comes to in the end; none where it is not to be kept."""

    folder: Path
    path: Path | None

    @property
    def is_begun(self) -> bool:
        return self.folder.is_dir() and any(self.folder.iterdir())


def run(options: argparse.Namespace) -> int:
    """Train all runs, tell what they show, and return the exit status."""
    with _place(options) as place:
        journal, dataset = _journal(options, place)
        with until_interrupted() as is_interrupted:
            with journal.held():
                is_done = _trained(options, place, journal, dataset, is_interrupted)
            if is_done:  # and let go of: what is held can't be deleted everywhere
                journal.delete()
            return _INTERRUPTED if is_interrupted() else 0


def _trained(
    options: argparse.Namespace,
    place: _Place,
    journal: Journal,
    dataset: Dataset,
    is_interrupted: Callable[[], bool],
) -> bool:
    """Train and tell what is left; return whether all is done, and in the file that was asked for."""
    report = SweepReport(journal.sweep, as_json=options.json)
    with (
        tracking.opened(options.log) as logs,
        _team(options, journal, dataset) as team,
        report.bar() as show,
    ):
        report.start(dataset, team.count, len(journal.results()))
        curves = _Curves(journal.sweep, logs)

        def follow(progress: Progress) -> None:
            show(progress)
            curves.log(progress.results)

        conductor = Conductor(journal, team, follow)
        is_done = conductor.run(lambda: Wish.STOP if is_interrupted() else Wish.GO_ON)
    results = conductor.results
    path = place.path if any(result.epochs for result in results) else None
    trouble = _saved(path, journal)
    report.end(results, None if trouble else path, is_interrupted=is_interrupted())
    if trouble is not None:  # what was found is told all the same
        raise trouble
    is_whole = is_done and path is not None and not any(result.trouble in NOT_ITS_FAULT for result in results)
    if place.path is not None and not is_whole:
        more = " --most-epochs N" if journal.sweep.budget.epochs and not is_interrupted() else ""
        complain(
            f'Note: not all runs are done. "inkling sweep --resume --save {place.path}{more}" goes on with the others.'
        )
    return is_whole


def _saved(path: Path | None, journal: Journal) -> FileError | None:
    """Write the file that was asked for, and return what kept it from being written."""
    try:
        if path is not None:
            file.save(path, journal)
    except FileError as error:
        again = f'"inkling sweep --resume --save {path}" writes it then'
        return FileError(error.what, f"Make room on the disk; {again}: what was trained is there.")
    return None


class _Curves:
    """The curves of all runs, on their way to logs: what is new of them whenever a run has ended."""

    def __init__(self, sweep: Sweep, logs: Sequence[tracking.Log]) -> None:
        self._sweep, self._logs = sweep, logs
        judged = "validation" if sweep.settings[0].validation_split else "test"
        self._names = (f"{judged}_accuracy", f"{judged}_cost", "train_accuracy", "train_cost")
        self._up_to: dict[Trial, float] = {}  # which epoch of a run was logged last

    def log(self, results: Sequence[Result]) -> None:
        """Write what is new."""
        for result in results if self._logs else ():
            before, self._up_to[result.trial] = self._up_to.get(result.trial, 0.0), result.epochs
            for epoch, seconds, *figures in result.curve:
                if epoch > before:
                    point = dict(zip(self._names, figures, strict=True))
                    tracking.add(self._logs, self._name(result.trial), epoch, seconds, point)

    def _name(self, trial: Trial) -> str:
        """Return what a run is called in a log: ``learning_rate=0.01,seed=2``."""
        values = zip(self._sweep.axes, self._sweep.values[trial.setting], strict=True)
        pairs = [f"{each.name}={written(each.name, value)}" for each, value in values]
        return ",".join([*pairs, f"seed={trial.seed}"]).replace(":", "-").replace("/", "-")


@contextmanager
def _place(options: argparse.Namespace) -> Iterator[_Place]:
    """Give where the sweep is written down: beside the file that is asked for, or for the time being."""
    if options.save is not None:
        path = writable(options.save)
        yield _Place(path.with_name(path.name.removesuffix(".npz").removesuffix(".runs") + ".sweep"), path)
        return
    if options.resume:
        raise KnobError("Without a file there is no sweep to go on with.", "Say which one with --save FILE.")
    with tempfile.TemporaryDirectory(prefix="inkling-") as folder:
        yield _Place(Path(folder) / "sweep", None)


def _journal(options: argparse.Namespace, place: _Place) -> tuple[Journal, Dataset]:
    """Return the sweep that is asked for, begun or taken up again, and its data."""
    if options.resume and place.is_begun:
        journal = Journal.open(place.folder)
        if _is_asked_for(options) and not _is_like(_sweep(options), journal.sweep):
            raise KnobError(
                f"{place.folder.name} is a sweep of other settings than the flags say.",
                "Leave them out to go on with it, or leave out --resume and save to another file.",
            )
        return _with_more(options, journal), _dataset_of(options, journal)
    if place.is_begun:
        raise FileError(
            f"{place.folder.name} has a sweep that is not at its end.",
            "Add --resume to go on with it, delete that folder, or save to another file.",
        )
    if options.resume and not _is_asked_for(options):
        raise FileError(
            f"There is no sweep to go on with for {place.path}.",
            "Say what it varies to begin one, or look at the name.",
        )
    sweep, dataset = _sweep(options), load_dataset(options.dataset)
    workers = 0 if _address(options) else _workers(options, sweep)
    # The file is written while the runs that come into it are still there.
    check_fits(sweep, dataset, workers, place.folder, copies=1 if place.path is None else 2)
    return Journal.begin(place.folder, sweep, place.folder.stem, dataset), dataset


def _dataset_of(options: argparse.Namespace, journal: Journal) -> Dataset:
    name = options.dataset or name_to_load(journal.data_name, journal.data_fingerprint)
    if name is None:
        raise DataError(
            f"The sweep is on {journal.data_name!r}, which is no data set that Inkling knows by name.",
            "Say where the images are with --dataset.",
        )
    dataset = load_dataset(name)
    if dataset.fingerprint != journal.data_fingerprint:
        raise DataError(
            f"The images of {dataset.title} are not those that the sweep was begun with.",
            "Give those with --dataset, or begin a new sweep.",
        )
    return dataset


def _sweep(options: argparse.Namespace) -> Sweep:
    """Return the sweep that the flags describe: a setting with one value has it in all runs."""
    base = preset(options.preset or "default").hyperparameters
    given = _given(options)
    axes = [axis(name, words or ["none"]) for name, words in given.items()]
    single = {each.name: each.values[0] for each in axes if _is_single(each)}
    if options.target and options.best_by != SECONDS:
        raise KnobError("A target counts where seconds are compared.", "Add --best-by seconds, or leave --target out.")
    return Sweep(
        base=fitted(base, **single, **({} if options.seed is None else {"seed": options.seed})),
        axes=tuple(each for each in axes if not _is_single(each)),
        draws=options.random,
        seeds=options.seeds,
        halving=options.halving,
        goal=Goal(options.best_by, options.target),
        budget=Budget(options.most_runs, options.most_epochs, options.most_minutes),
    )


def _given(options: argparse.Namespace) -> dict[str, list[str]]:
    """Return the words behind each setting's flag."""
    values = {field.name: getattr(options, field.name) for field in fields(Hyperparameters) if field.name != "seed"}
    return {name: words for name, words in values.items() if words is not None}


def _is_asked_for(options: argparse.Namespace) -> bool:
    """Return whether a flag says which runs there are, so that it is not passed over where a sweep goes on."""
    others = options.seeds != 1 or options.best_by != ACCURACY or options.random or options.halving or options.target
    named = options.preset is not None or options.seed is not None or options.most_runs
    return bool(_given(options) or others or named)


def _is_like(asked: Sweep, begun: Sweep) -> bool:
    """Return whether two sweeps have the same runs; how many epochs and minutes they may take is another matter."""
    return replace(asked, budget=replace(begun.budget, runs=asked.budget.runs)) == begun


def _with_more(options: argparse.Namespace, journal: Journal) -> Journal:
    """Return a sweep that goes on, with the epochs and minutes that the flags allow it now."""
    before = journal.sweep.budget
    epochs, minutes = options.most_epochs or before.epochs, options.most_minutes or before.minutes
    return replace(journal, sweep=replace(journal.sweep, budget=Budget(before.runs, epochs, minutes)))


def _is_single(axis: Axis) -> bool:
    return axis.range is None and len(axis.values) == 1


def _address(options: argparse.Namespace) -> str | None:
    return options.cluster or os.environ.get(_ADDRESS) or None


def _workers(options: argparse.Namespace, sweep: Sweep) -> int:
    count = usable() if options.workers is None else options.workers
    if not 1 <= count <= 256:
        raise KnobError(f"{options.workers} workers can't train.", "Give --workers a number from 1 to 256.")
    return min(count, len(sweep.trials))  # more of them would have nothing to do


@contextmanager
def _team(options: argparse.Namespace, journal: Journal, dataset: Dataset) -> Iterator[Team]:
    """Give who trains, for as long as it takes."""
    with ExitStack() as stack:
        team: Team
        if (address := _address(options)) is not None:
            from core.sweep.cluster import Cluster  # needs Dask

            team = Cluster(address, dataset)
        else:
            team = Processes(SharedDataset(dataset), _workers(options, journal.sweep))
        stack.callback(team.close)
        yield team
