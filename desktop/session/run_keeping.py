"""RunKeeping: the runs of all days: kept when the window closes, and here again at the next start."""

import numpy as np
from PySide6.QtCore import QObject

from core.errors import InklingError
from core.files.kept_runs import FoundRuns, KeptRuns, RunFile
from core.files.saved_runs import SavedRun
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.notices import Notice, NoticesModel
from desktop.models.runs import RunsModel
from desktop.session.at_hand import AtHand


class RunKeeping(QObject):
    """Which run is in which file of the folder of runs.

    Attributes
    ----------
    kept_runs : KeptRuns
        The folder.
    """

    def __init__(
        self,
        kept_runs: KeptRuns,
        at_hand: AtHand,
        runs: RunsModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kept_runs = kept_runs
        self._at_hand = at_hand
        self._runs = runs
        self._notices = notices
        self._jobs = jobs
        self._files: dict[int, RunFile] = {}  # by the numbers of the runs
        self._reopened: Snapshot | None = None  # the end of a run of another day, which is at hand again

    def load(self) -> None:
        """Put the runs of other days beside those that are here, as a job."""
        self._jobs.start("read the runs", lambda job: self.kept_runs.load(), done=self._take_found)

    def keep(self) -> None:
        """Write what is new among the runs, and wait until it is on disk.

        Raises
        ------
        FileError
            When a run cannot be written.
        """
        files, runs = dict(self._files), self._to_keep()
        errors: list[InklingError] = []

        def done(kept: dict[int, RunFile]) -> None:
            self._files = kept

        job = self._jobs.start(
            "keep the runs",
            lambda job: self.kept_runs.update(files, runs),
            done=done,
            failed=errors.append,
            must_finish=True,
        )
        self._jobs.finish(job)
        if errors:
            raise errors[0]

    def recognise(self, snapshot: Snapshot) -> None:
        """Take note that the network at hand is the end of a run that is here: it is that run, and no other."""
        self._reopened = snapshot
        for run in reversed(self._runs.earlier):
            if run.saved.last is not None and _is_same_moment(run.saved.last, snapshot):
                self._runs.bring_back(run.number)
                return

    def forget_reopened(self) -> None:
        """Take note that another network is at hand."""
        self._reopened = None

    def _to_keep(self) -> dict[int, SavedRun]:
        runs = {run.number: run.as_saved for run in self._runs.earlier}
        at_hand = self._at_hand.saved()
        # A network from a file that was only looked at may be one of the others.
        if at_hand is not None and at_hand.identity not in {run.identity for run in runs.values()}:
            runs[self._runs.at_hand.number] = at_hand
        return runs

    def _take_found(self, found: FoundRuns) -> None:
        numbers = self._runs.add_of_other_days([run for _file, run in found.runs])
        self._files |= {number: file for number, (file, _run) in zip(numbers, found.runs, strict=True) if number}
        if self._reopened is not None:
            self.recognise(self._reopened)  # it was opened before the runs were here
        if found.trouble:
            self._notices.post(Notice("warning", found.trouble, topic="kept runs"))


def _is_same_moment(one: Snapshot, other: Snapshot) -> bool:
    if one.step != other.step or one.network.sizes != other.network.sizes:
        return False
    pairs = zip(one.network.parameters, other.network.parameters, strict=True)
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)
