"""Ending: a moment of a run that is handed on by itself knows how the run ended."""

from dataclasses import replace

from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.stopping import Ended, ended_by


def knowing_end(run: Run, moment: Snapshot) -> Snapshot:
    """Return a moment of a run that knows how the run ended; as it is where that is here, or not yet.

    A best moment by itself does not tell that it is one: its curves end where it was, and its run went on.
    """
    if moment.step >= run.step or not run.is_finished:
        return moment
    by = ended_by(run.settings, run.curves, run.marks)
    return replace(moment, ended=Ended.of(run.settings, run.curves, run.epoch, by))
