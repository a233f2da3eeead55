"""SweepTasks: many runs at once: begin, pause, go on, stop, open one of them, use its settings, save, delete."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.errors import InklingError
from core.network.processors import usable
from core.sweep import file as sweep_file
from core.sweep.conductor import NOT_ITS_FAULT, Progress
from core.sweep.file import SweepFile
from core.sweep.halving import latest
from core.sweep.plan import Sweep
from core.sweep.remainder import is_done
from core.sweep.result import Result, Trial
from core.sweep.shelf import Found, Shelf, Shelved
from core.sweep.size import check_fits
from core.training.run import Run
from desktop.background.jobs import Jobs
from desktop.background.series import Series
from desktop.background.sweep_thread import Ended
from desktop.background.sweep_threads import SweepThreads
from desktop.models.notices import Notice, NoticesModel
from desktop.models.sweeps import State, SweepEntry, SweepsModel
from desktop.session.session import OPENING, Session

_TOPIC = "sweep"
_UNFINISHED = "The sweep {name} is unfinished: {done} of {runs} runs are there. Its tab goes on with it."
_DONE = "The sweep {name} is done: {runs} runs."
_WAITS = "{count} sweeps are at work: {name} begins when one of them has ended."
_NO_IMAGES = "{name} was trained on {title}, which is not in use. Choose it in the menu Data first."
_USED = "The form has the settings of the sweep now. Train or Reset begins a new network with them."
_OPENED = "A run of the sweep is on screen, with its best weights; the one trained for {epochs} epochs was put aside."
_IN_FILE = "The sweep {name} is open, with {runs}. What is done here leaves {file} as it is."
_NO_RUN = "Nothing came of this run, so it cannot be opened."


class SweepTasks(QObject):
    """What can be done with the sweeps; each is known by its id.

    Some are trained at once, and share the processors; others wait for one of them to end.

    Parameters
    ----------
    session : Session
        Puts a run of a sweep on screen, and has the data.
    sweeps : SweepsModel
        The sweeps.
    notices : NoticesModel
        Says what was done.
    jobs : Jobs
        Read and write files.
    """

    runs_wanted = Signal(object)  # Path of a file whose sweep cannot be read, but perhaps its runs
    crashed = Signal(object)  # Exception that nobody foresaw
    begun = Signal()  # a person wants to see the sweep that is looked at

    def __init__(
        self,
        session: Session,
        sweeps: SweepsModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._sweeps, self._notices, self._jobs = session, sweeps, notices, jobs
        self.shelf = Shelf()
        self.conducting = SweepThreads(parent=self)
        self._series = Series(jobs)  # the shelf is for one at a time
        self._queue: deque[UUID] = deque()
        self._to_delete: set[UUID] = set()
        self._is_deleting_all = False
        self.conducting.progressed.connect(self._take_progress)
        self.conducting.ended.connect(self._take_end)

    # At the start and at the end

    def load(self) -> None:
        """Put the sweeps of other days beside those that are here, as a job; an unfinished one is told of."""

        def work() -> tuple[Found, list[SweepEntry]]:
            found = self.shelf.load()
            return found, [SweepEntry.of(each, _state_of(each)) for each in found.sweeps]

        def done(loaded: tuple[Found, list[SweepEntry]]) -> None:
            found, entries = loaded
            here = {entry.id for entry in self._sweeps.entries}
            self._sweeps.put_before(tuple(entry for entry in entries if entry.id not in here))
            unfinished = [entry for entry in entries if entry.state is State.UNFINISHED]
            if unfinished:
                last = unfinished[-1]
                text = _UNFINISHED.format(name=last.journal.name, done=last.done, runs=last.runs)
                self._say(text, actions=(("Show it", lambda: self.show(last.id)),))
            if found.trouble:
                self._notices.post(Notice("warning", found.trouble, topic="sweeps"))

        self._series.add("read the sweeps", work, done=done, failed=self._fail)

    def end(self) -> bool:
        """Leave what is being trained; what was done is on disk. Returns whether it ended in time."""
        return self.conducting.end()

    # Training

    def check(self, sweep: Sweep) -> None:
        """Refuse a sweep that cannot be trained on the data set in use, or that this machine has no room for.

        Raises
        ------
        TrainingError
            It tells the figures.
        """
        dataset = self._session.library.dataset
        if dataset is not None:
            check_fits(sweep, dataset, usable(), self.shelf.folder)

    def begin(self, sweep: Sweep, name: str) -> None:
        """Begin a sweep on the data set in use, or let it wait for the one that is at work."""
        dataset = self._session.library.dataset
        if dataset is None:
            return

        def done(shelved: Shelved) -> None:
            self._sweeps.put(SweepEntry.of(shelved, State.WAITING))
            self._sweeps.look_at(shelved.id)
            self._start(shelved.id)
            self.begun.emit()

        work = partial(self.shelf.begin, sweep, name, dataset)
        self._series.add("begin the sweep", work, done=done, failed=self._fail)

    def go_on(self, id: UUID) -> None:
        """Go on with a sweep that was paused, or that is unfinished."""
        entry = self._sweeps.find(id)
        if entry is None:
            return
        if entry.state is State.PAUSED:
            self.conducting.go_on(id)
            self._sweeps.note_state(id, State.RUNNING)
        elif entry.state is State.UNFINISHED and self._dataset_of(entry) is not None:
            self._start(id)

    def pause(self, id: UUID) -> None:
        """Begin no further run of a sweep; those that are being trained go on to their end."""
        if id in self.conducting.sweeps:
            self.conducting.pause(id)
            self._sweeps.note_state(id, State.PAUSED)

    def stop(self, id: UUID) -> None:
        """Give up the runs of a sweep that are being trained, and begin no others; it can be gone on with."""
        if id in self._queue:
            self._queue.remove(id)
            self._sweeps.note_state(id, State.UNFINISHED)
        elif id in self.conducting.sweeps:
            self.conducting.stop(id)
            self._sweeps.note_state(id, State.STOPPING)

    def cancel(self, id: UUID, trial: Trial) -> None:
        """Give up one run of a sweep that is at work, for good."""
        self.conducting.cancel(id, trial)

    def cancel_setting(self, id: UUID, setting: int) -> None:
        """Give up the runs with one of a sweep's settings that are being trained or wait, for good."""
        entry = self._sweeps.find(id)
        for trial in () if entry is None else (*entry.running, *entry.waiting):
            if trial.setting == setting:
                self.conducting.cancel(id, trial)

    def _start(self, id: UUID) -> None:
        entry = self._sweeps.find(id)
        dataset = None if entry is None else self._dataset_of(entry)
        if entry is None or entry.shelved is None or dataset is None:
            self._sweeps.note_state(id, State.UNFINISHED)
        elif self.conducting.has_room:
            self._notices.withdraw(_TOPIC)
            self._sweeps.note_state(id, State.RUNNING)
            self.conducting.begin(id, entry.shelved, dataset)
        else:
            self._queue.append(id)
            self._sweeps.note_state(id, State.WAITING)
            self._say(_WAITS.format(count=len(self.conducting.sweeps), name=entry.journal.name))

    def _dataset_of(self, entry: SweepEntry) -> Dataset | None:
        """Return what a sweep is trained on; says so when its images are not here."""
        library = self._session.library
        in_use = library.dataset
        if in_use is not None and in_use.fingerprint == entry.journal.data_fingerprint:
            return in_use
        dataset = library.known(entry.journal.data_fingerprint)
        if dataset is None:
            title = library.title_of(entry.journal.data_name)
            self._say(_NO_IMAGES.format(name=entry.journal.name, title=title))
        return dataset

    def _take_progress(self, id: UUID, progress: Progress) -> None:
        self._sweeps.note_progress(id, progress)
        if progress.note:
            self._say(progress.note)

    def _take_end(self, id: UUID, ended: Ended) -> None:
        entry = self._sweeps.find(id)
        is_whole = ended.is_done and entry is not None and not _has_lost(entry.results)
        self._sweeps.note_state(id, State.DONE if is_whole else State.UNFINISHED)
        if ended.error is not None:
            self._fail(ended.error)
        elif is_whole and entry is not None:
            self._say(_DONE.format(name=entry.journal.name, runs=entry.runs))
        if self._is_deleting_all:
            self._delete_all_when_free()
        elif id in self._to_delete:
            self._delete_now(id)
        while self._queue and self.conducting.has_room:
            self._start(self._queue.popleft())
        if ended.crash is not None:
            self.crashed.emit(ended.crash)

    # What is done with its runs

    def open(self, path: Path) -> None:
        """Show the sweep of a file. Its runs are read one by one, when somebody wants to see one of them."""

        def done(file: SweepFile) -> None:
            entry = SweepEntry.in_file(file)
            self._notices.withdraw(OPENING)
            self._sweeps.put(entry)
            self.show(entry.id)
            count = "1 run" if len(entry.results) == 1 else f"{len(entry.results):,} runs"
            self._say(_IN_FILE.format(name=file.name, file=path.name, runs=count))

        def failed(error: InklingError) -> None:
            as_runs = (("Open its runs", lambda: self.runs_wanted.emit(path)),)
            self._notices.post(Notice("error", str(error), as_runs, topic=OPENING))

        self._jobs.start(f"open {path.name}", lambda job: sweep_file.load(path), done=done, failed=failed)

    def show(self, id: UUID) -> None:
        """Look at a sweep, in its view."""
        self._sweeps.look_at(id)
        self.begun.emit()

    def use_settings(self, id: UUID, setting: int) -> None:
        """Put the settings of a sweep's runs into the form, for a new network."""
        entry = self._sweeps.find(id)
        if entry is not None:
            self._session.settings.show_value(entry.sweep.settings[setting])
            self._say(_USED)

    def open_run(self, id: UUID, trial: Trial) -> None:
        """Put a run of a sweep on screen, with its curves and its best weights; it is one of the runs from then on."""
        entry = self._sweeps.find(id)
        if entry is None or self._dataset_of(entry) is None:
            return

        def done(run: Run) -> None:
            if not run.has_moments:
                self._say(_NO_RUN)
            elif self._session.runs.find(run.id) is not None:  # it was opened before, and perhaps trained on
                self._session.switch(run.id)
            else:
                self._put_on_screen(run)

        self._jobs.start("open a run", lambda job: entry.journal.run(trial), done=done, failed=self._fail)

    def _put_on_screen(self, run: Run) -> None:
        session = self._session
        dataset = session.dataset_of(run)
        if dataset is not None:
            session.library.cancel()  # what was still being loaded was wished for before this
            session.use_data_of(run)
            session.begin(session.runs.with_look(run), dataset, words=_OPENED)

    def save(self, id: UUID, path: Path) -> None:
        """Write a sweep with all its runs to one file, which is opened as one of runs as well."""
        entry = self._sweeps.find(id)
        journal = None if entry is None else entry.shelved
        if journal is None:  # one in a file is saved already
            return

        def done(count: int) -> None:
            what = "1 run is" if count == 1 else f"{count:,} runs are"
            self._say(f"{what} in {path.name}, in {path.parent}.")

        self._jobs.start(
            f"write {path.name}",
            lambda job: sweep_file.save(path, journal),
            done=done,
            failed=self._fail,
            must_finish=True,
        )

    def delete(self, id: UUID) -> None:
        """Delete a sweep with all its runs, for good; one at work is stopped first, and a file is left as it is."""
        self._to_delete.add(id)
        self.stop(id)
        if id not in self.conducting.sweeps:
            self._delete_now(id)

    def delete_all(self) -> None:
        """Delete all sweeps, of this day and of earlier ones, for good."""
        self._is_deleting_all = True
        self._queue.clear()
        for id in self.conducting.sweeps:
            self.stop(id)
        self._delete_all_when_free()

    def _delete_now(self, id: UUID) -> None:
        self._to_delete.discard(id)
        entry = self._sweeps.find(id)
        if entry is not None:
            self._sweeps.remove(id)
            if entry.shelved is not None:
                self._series.add("delete the sweep", entry.shelved.delete, failed=self._fail)

    def _delete_all_when_free(self) -> None:
        """Delete all sweeps once none is at work any more."""
        if self.conducting.sweeps:
            return
        self._is_deleting_all = False
        self._to_delete.clear()
        for entry in self._sweeps.entries:
            self._sweeps.remove(entry.id)
        self._series.add("delete the sweeps", self.shelf.delete_all, failed=self._fail)

    def _say(self, text: str, actions: tuple[tuple[str, Callable[[], None]], ...] = ()) -> None:
        self._notices.post(Notice("info", text, actions, topic=_TOPIC, passes=True))

    def _fail(self, error: InklingError) -> None:
        self._notices.post_error(error, topic=_TOPIC)


def _state_of(shelved: Shelved) -> State:
    is_whole = is_done(shelved.sweep, shelved.results) and not _has_lost(latest(shelved.results).values())
    return State.DONE if is_whole else State.UNFINISHED


def _has_lost(results: Iterable[Result]) -> bool:
    """Return whether a run was lost with its worker, which is tried again when the sweep is gone on with."""
    return any(result.trouble in NOT_ITS_FAULT for result in results)
