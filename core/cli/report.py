"""``inkling report``: a saved run, or several compared, as one page to hand in or to keep."""

import argparse
from pathlib import Path

from core.cli.loading import load_dataset, name_to_load
from core.cli.output import say, say_json
from core.errors import FileError
from core.files import runs, weights
from core.files.kinds import FileKind, kind_of
from core.network.processors import limit_blas
from core.report import page
from core.training.ending import knowing_end
from core.training.run import Run
from core.training.snapshot import Snapshot


def run(options: argparse.Namespace) -> int:
    """Write the report and return the exit status."""
    snapshot, name, compared = _read(options.weights)
    dataset = load_dataset(options.dataset or name_to_load(snapshot.data_name, snapshot.data_fingerprint))
    path: Path = options.save or options.weights.with_suffix(".html")
    with limit_blas():
        page.save_report(path, snapshot, dataset, name, compared)
    if options.json:
        say_json({"weights": str(options.weights), "dataset": dataset.name, "report": str(path)})
    else:
        say(f"The report is in {path}.")
    return 0


def _read(path: Path) -> tuple[Snapshot, str, tuple[Run, ...]]:
    """Return the moment to report on, what to call it, and the runs to compare it with."""
    if kind_of(path) not in (FileKind.RUNS, FileKind.SWEEP):
        return weights.load(path), path.stem, ()
    found = runs.load(path)
    for each in reversed(found):  # the one at hand was saved last
        if each.last_sound is not None:
            return knowing_end(each, each.last_sound), each.name, found
    raise FileError(
        f"{path.name} holds only curves: the weights of none of its runs were kept.", "Open it in the window."
    )
