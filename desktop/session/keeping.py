"""Keeping: every run in the store: read at the start, written in time while it trains, and again at the end."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.errors import InklingError
from core.files.autosave import Autosave
from core.files.store import Found, Store
from core.training.run import Run
from desktop.background.jobs import Jobs
from desktop.background.series import Series
from desktop.background.throttle import Rest, Throttle
from desktop.models.notices import Notice
from desktop.models.runs import RunsModel
from desktop.models.training import State

_REST = Rest(1000)  # stepping batch by batch is a pause each time
_OFFER = "The network you trained last was not saved. It was kept for you."
_FORGOTTEN = "The network you trained last is forgotten when Inkling closes."
_DELETED = "All that Inkling had kept is deleted. The network on screen is kept again when it pauses or ends."
_KEPT = "The trained network is kept, and is offered when Inkling next starts."


class Keeping(QObject):
    """Looks after what is on disk of the runs, so that whatever happens costs a minute of training at most.

    Parameters
    ----------
    store : Store
        The folder.
    runs : RunsModel
        The runs.
    jobs : Jobs
        Read and write off the window's thread.
    """

    loaded = Signal()  # the runs of other days are here
    reopening = Signal(object)  # UUID: the person wants that run on screen
    was_read = Signal(object)  # Run, with its moments
    told = Signal(object)  # Notice

    def __init__(self, store: Store, runs: RunsModel, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._autosave = Autosave(store)
        self._runs = runs
        self._jobs = jobs
        self._unwanted: UUID | None = None  # it is deleted when the window closes
        self._newest: Run | None = None  # what was found unsaved at the start
        self._series = Series(jobs)  # the store is for one at a time
        self._soon = Throttle(self._write, _REST, parent=self)
        runs.run_changed.connect(lambda run, before: self._write_left(before))

    # At the start

    def load(self) -> None:
        """Put the runs of other days beside those that are here, as a job."""

        def done(found: Found) -> None:
            self._newest = found.newest_unsaved
            self._runs.add_of_other_days(found.runs)
            if found.trouble:
                self.told.emit(Notice("warning", found.trouble, topic="kept runs"))
            self.loaded.emit()

        def failed(error: InklingError) -> None:
            self.told.emit(Notice("error", str(error), topic="kept runs"))
            self.loaded.emit()

        self._jobs.start("read the runs", lambda job: self.store.load(), done=done, failed=failed)

    def offer_newest(self) -> bool:
        """Offer the run that was trained last and not saved; returns whether there is one."""
        if self._newest is None:
            return False
        self._offer(self._newest.id)
        return True

    def whole(self, run: Run) -> Run:
        """Return a run with its moments; slow, for a job.

        Raises
        ------
        FileError
            When its file is not here any more, or damaged.
        """
        return run if run.is_whole else replace(run, recording=self.store.open(run.id).recording, is_whole=True)

    def read_back(self, run: Run) -> None:
        """Read the moments of a run, as a job."""

        def failed(error: InklingError) -> None:
            self.told.emit(Notice("error", str(error), topic="run"))

        self._jobs.start("read the run", lambda job: self.whole(run), done=self.was_read.emit, failed=failed)

    def _offer(self, run: UUID) -> None:
        self._unwanted = None
        actions = (("Open it", lambda: self.reopening.emit(run)), ("Forget it", lambda: self._forget(run)))
        self.told.emit(Notice("info", _OFFER, actions, topic="kept"))

    def _forget(self, run: UUID) -> None:
        # Not deleted yet: a slip of the mouse beside "Open it" must not cost an hour of training.
        self._unwanted = run
        self.told.emit(Notice("info", _FORGOTTEN, (("Undo", lambda: self._offer(run)),), topic="kept"))

    # While it trains

    def follow(self, *, is_training: bool) -> None:
        """Write the run on screen, which has come to another moment, if it is time to; at once when it is the last."""
        if self._autosave.is_due or not is_training:
            self._soon()

    def follow_state(self, state: State) -> None:
        """Write the run on screen when it pauses or ends."""
        if state in (State.PAUSED, State.FINISHED, State.FAILED):
            self._soon()

    def write_saved(self, path: Path) -> None:
        """Write the run on screen, because a file of the person's holds it now: it is not to be offered as unsaved."""
        self._soon(is_urgent=True)

    def _write_left(self, before: Run | None) -> None:
        if before is not None and self._runs.find(before.id) is not None:
            self._add(before)

    def _write(self) -> None:
        run = self._runs.current
        if run is not None and run.is_trained:
            self._add(run)

    def _add(self, run: Run) -> None:
        def done(result: tuple[Run, str]) -> None:
            written, trouble = result
            if trouble:
                self.told.emit(Notice("warning", trouble, topic="keeping"))
            else:
                self._runs.note_stored(run, written.id)

        self._series.add("keep the run", lambda: self._autosave.write(run), done=done, failed=self._warn)

    def _warn(self, error: InklingError) -> None:
        self.told.emit(Notice("warning", str(error), topic="keeping"))

    # At the end

    def keep_all(self) -> str:
        """Write all that is new, wait until it is on disk, and return a sentence about it where all was not saved.

        Raises
        ------
        FileError
            When a run cannot be written.
        """
        runs, gone = self._runs.trained, self._runs.gone | ({self._unwanted} if self._unwanted else set())
        errors: list[InklingError] = []

        def work() -> list[UUID]:
            known_as = [self.store.write(run).id if run.id not in gone else run.id for run in runs]
            self.store.delete(gone)
            return known_as

        def done(known_as: list[UUID]) -> None:
            for run, id in zip(runs, known_as, strict=True):
                self._runs.note_stored(run, id)

        self._series.add("keep the runs", work, done=done, failed=errors.append)
        self._series.finish()
        if errors:
            raise errors[0]
        return _KEPT if any(run.is_unsaved and run.has_moments for run in runs) else ""

    def delete_all(self) -> None:
        """Delete all that Inkling keeps unasked, and forget the runs that are not on screen, for good."""
        self._newest = self._unwanted = None
        self._runs.forget_others()

        def done(_: None) -> None:
            self.told.emit(Notice("info", _DELETED, topic="kept runs"))

        self._series.add("delete the runs", self.store.delete_all, done=done, failed=self._warn)
