"""Keeping: every run in the store: read at the start, written in time while it trains, and again at the end."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.errors import FileError, InklingError
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
    told = Signal(object)  # Notice
    outdated = Signal(str)  # the topic of a notice that no longer holds

    def __init__(self, store: Store, runs: RunsModel, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._autosave = Autosave(store)
        self._runs = runs
        self._unwanted: UUID | None = None  # it is deleted when the window closes
        self._newest: Run | None = None  # what was found unsaved at the start
        self._series = Series(jobs)  # the store is for one at a time
        self._due: dict[UUID, Run] = {}  # what waits to be written, each as it was last
        self._is_writing = False
        self._soon = Throttle(self._write_current, _REST, parent=self)
        runs.run_changed.connect(self._follow_run)
        runs.edited.connect(self.write)

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

        self._series.add("read the runs", self.store.load, done=done, failed=failed, crashed=self.loaded.emit)

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

    def read(self, run: Run, done: Callable[[Run], None], failed: Callable[[InklingError], None] | None = None) -> None:
        """Read the moments of a run, and hand it to ``done`` with them; a failure is said where nobody takes it."""

        def say(error: InklingError) -> None:
            self.told.emit(Notice("error", str(error), topic="run"))

        self._series.add("read the run", lambda: self.whole(run), done=done, failed=failed or say)

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
        if not is_training or (self._autosave.is_due and not self._is_writing):
            self._soon()

    def follow_state(self, state: State) -> None:
        """Write the run on screen when it pauses or ends."""
        if state in (State.PAUSED, State.FINISHED, State.FAILED):
            self._soon()

    def write(self, run: Run) -> None:
        """Write a run soon, if it is worth keeping; of one that waits already only the newer is written."""
        here = self._runs.find(run.id)
        if here is not None and self._runs.is_kept(run):
            self._due[here.id] = replace(run, id=here.id)  # it may have got another id since
            self._write_next()

    def write_all(self, runs: Iterable[Run]) -> None:
        """Write runs soon, as those of a file that was opened."""
        for run in runs:
            self.write(run)

    def _follow_run(self, run: Run, before: Run | None) -> None:
        if before is not None and self._runs.find(before.id) is not None:
            self.write(before.as_trained())
        if run.id == self._unwanted or (self._newest is not None and run.id == self._newest.id):
            self._unwanted = self._newest = None  # the person works on it
            self.outdated.emit("kept")

    def _write_current(self) -> None:
        run = self._runs.current
        if run is not None:
            self.write(run)

    def _write_next(self) -> None:
        if self._is_writing or not self._due:
            return
        run = self._due.pop(next(iter(self._due)))

        def ended() -> None:
            self._is_writing = False
            self._write_next()

        def done(result: tuple[Run | None, str]) -> None:
            written, trouble = result
            if trouble:
                self._warn(trouble)
            if written is not None:
                self._note(run, written.id)
            ended()

        def failed(error: InklingError) -> None:
            self._warn(str(error))
            ended()

        self._is_writing = True
        self._series.add("keep the run", lambda: self._autosave.write(run), done=done, failed=failed, crashed=ended)

    def _note(self, run: Run, known_as: UUID) -> None:
        waiting = self._due.pop(run.id, None)
        if waiting is not None:
            self._due[known_as] = replace(waiting, id=known_as)
        self._runs.note_stored(run, known_as)

    def _warn(self, text: str) -> None:
        self.told.emit(Notice("warning", text, topic="keeping"))

    # At the end

    def keep_all(self) -> str:
        """Write all that is new, wait until it is on disk, and return a sentence about it where all was not saved.

        Raises
        ------
        FileError
            When a run cannot be written; all others are.
        """
        self._due.clear()
        self._series.finish()  # first, because a run may get another id by it
        current, unwanted = self._runs.current, self._unwanted
        # The one on screen first: it matters most.
        runs = [run for run in reversed(self._runs.kept) if run.id != unwanted]
        errors: list[InklingError] = []
        written: list[tuple[Run, UUID]] = []
        is_done: list[None] = []

        def work() -> None:
            for run in runs:
                try:
                    known_as = self.store.write(run.as_trained(), is_on_screen=run == current).id
                except FileError as error:
                    errors.append(error)
                else:
                    written.append((run, known_as))

        self._series.add("keep the runs", work, done=is_done.append, failed=errors.append)
        self._series.finish()
        for run, known_as in written:
            self._note(run, known_as)
        if errors:
            raise errors[0]
        if not is_done:
            raise FileError("The runs were not written to the end.", "Save the network to a file of your own.")
        return _KEPT if any(run.is_unsaved and run.has_moments for run in runs) else ""

    def delete_unwanted(self) -> None:
        """Delete from the disk, as the window closes, what a person deleted here."""
        gone = self._runs.gone | ({self._unwanted} if self._unwanted is not None else set())
        if gone:
            self._series.add("delete runs", lambda: self.store.delete(gone), failed=lambda error: None)

    def delete_all(self) -> None:
        """Delete all that Inkling keeps unasked, and forget the runs that are not on screen, for good."""
        self._newest = self._unwanted = None
        self._due.clear()
        self._runs.forget_others()

        def done(_: None) -> None:
            self.told.emit(Notice("info", _DELETED, topic="kept runs"))

        work = self.store.delete_all
        self._series.add("delete the runs", work, done=done, failed=lambda error: self._warn(str(error)))
