"""A sweep as one file to keep or hand on: an ordinary file of runs, which says besides which sweep they are of.

Its plan and its results stand there as one text, so that the table and the plot of a thousand runs are there at once;
the weights of a run are read when somebody asks for them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError
from core.files import runs
from core.sweep.halving import latest
from core.sweep.journal import Journal, plan_of, told_by, told_of
from core.sweep.plan import Sweep
from core.sweep.result import FIGURES, Result, Trial
from core.training.run import Run

_REMEDY = "Open it as a file of runs, or choose another one."


@dataclass(frozen=True, slots=True)
class SweepFile:
    """A sweep in a file.

    Attributes
    ----------
    path : Path
        The file.
    sweep : Sweep
        What was trained.
    name : str
        What it is called.
    data_name, data_fingerprint : str
        What it was trained on.
    """

    path: Path
    sweep: Sweep
    name: str
    data_name: str
    data_fingerprint: str
    _results: tuple[Result, ...]

    def results(self) -> tuple[Result, ...]:
        """Return what came of all runs."""
        return self._results

    def run(self, trial: Trial) -> Run:
        """Return a run with its curves and its best weights.

        Raises
        ------
        FileError
            When it is not there or damaged.
        """
        places = {result.trial: place for place, result in enumerate(_with_runs(self._results))}
        if trial not in places:
            raise FileError("That run has no weights: it came to nothing.", "Choose another one.")
        return runs.load_one(self.path, places[trial])


def save(path: Path, journal: Journal) -> int:
    """Write a sweep as one file, or leave what was there, and return how many runs are in it.

    Raises
    ------
    FileError
        When no run has come to anything yet, or the file cannot be written.
    """
    results = tuple(latest(journal.results()).values())
    kept = _with_runs(results)
    told = told_of(journal.sweep, journal.name, journal.data_name, journal.data_fingerprint)
    told["results"] = [result.to_dict() for result in results]
    runs.save_many(path, len(kept), lambda place: journal.run(kept[place].trial), {runs.SWEEP: json.dumps(told)})
    return len(kept)


def is_sweep(path: Path) -> bool:
    """Return whether a file of runs is that of a sweep.

    Raises
    ------
    FileError
        When it cannot be read.
    """
    return runs.text_in(path, runs.SWEEP) is not None


def load(path: Path) -> SweepFile:
    """Read a sweep, without the weights of its runs.

    Raises
    ------
    FileError
        When the file is none of a sweep, is damaged, or of a newer Inkling.
    """
    text = runs.text_in(path, runs.SWEEP)
    if text is None:
        raise FileError(f"{path.name} holds runs, but no sweep.", _REMEDY)
    with told_by(path.name, _REMEDY):
        told = json.loads(text)
        plan = plan_of(told, path.name)
        results = tuple(map(Result.from_dict, told["results"]))
        _check(plan[0], results)
        return SweepFile(path, *plan, results)


def _check(sweep: Sweep, results: tuple[Result, ...]) -> None:
    """Refuse results that are of other runs than those of the sweep, or of one twice, or have other figures."""
    known = set(sweep.trials)
    if len({result.trial for result in results} & known) < len(results):
        raise ValueError("a run is none of the sweep's, or there twice")
    for result in results:
        if not 0 <= result.rung < len(sweep.rungs) or any(len(point) != FIGURES for point in result.curve):
            raise ValueError("a run has other figures")


def _with_runs(results: Iterable[Result]) -> list[Result]:
    """Return the results of runs that have weights: those that were trained for an epoch at least."""
    return [result for result in results if result.epochs > 0]
