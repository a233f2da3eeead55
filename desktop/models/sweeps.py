"""SweepsModel: the sweeps of this window and of other days, which of them is looked at, and what it has shown."""

import math
import os
from dataclasses import dataclass, replace
from enum import Enum
from uuid import NAMESPACE_URL, UUID, uuid5

from PySide6.QtCore import QObject, Signal

from core.sweep.conductor import NOT_ITS_FAULT, Progress
from core.sweep.file import SweepFile
from core.sweep.findings import Findings, findings
from core.sweep.halving import latest
from core.sweep.journal import Journal
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.shelf import Shelved
from core.sweep.words import told
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

_REST = Rest(300, 9)  # a thousand runs are looked through less often than ten


class State(Enum):
    """What goes on with a sweep."""

    WAITING = "waiting"  # for one of the others to end
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
    UNFINISHED = "unfinished"  # something is left, and nobody is at it
    DONE = "done"
    IN_FILE = "in a file"  # that was opened: it is looked at, and not trained

    @property
    def is_active(self) -> bool:
        """Whether it is conducted, or waits for that."""
        return self not in (State.UNFINISHED, State.DONE, State.IN_FILE)


@dataclass(frozen=True, slots=True)
class SweepEntry:
    """A sweep, and how far it is.

    Attributes
    ----------
    id : UUID
        What it is known by.
    journal : Journal or SweepFile
        Where it is written down: on the shelf, or in a file that was opened.
    state : State
        What goes on with it.
    results : tuple of Result
        The furthest result of each run.
    running : tuple of Trial
        Which runs are being trained.
    seconds_left : float
        How long it will take; NaN where that is not known.
    workers : int
        How many processes are at it.
    """

    id: UUID
    journal: Journal | SweepFile
    state: State
    results: tuple[Result, ...] = ()
    running: tuple[Trial, ...] = ()
    seconds_left: float = math.nan
    workers: int = 0

    @classmethod
    def of(cls, shelved: Shelved, state: State) -> "SweepEntry":
        """Return a sweep of the shelf."""
        return cls(shelved.id, shelved.journal, state, tuple(latest(shelved.results).values()))

    @classmethod
    def in_file(cls, file: SweepFile) -> "SweepEntry":
        """Return the sweep of a file, which is known by where that is: opened again it is the same one."""
        return cls(uuid5(NAMESPACE_URL, os.path.abspath(file.path)), file, State.IN_FILE, file.results())

    @property
    def shelved(self) -> Journal | None:
        """The folder of a sweep that was begun here; none of one in a file."""
        return self.journal if isinstance(self.journal, Journal) else None

    @property
    def sweep(self) -> Sweep:
        """What is trained."""
        return self.journal.sweep

    @property
    def runs(self) -> int:
        """How many runs it has."""
        return len(self.sweep.trials)

    @property
    def done(self) -> int:
        """How many runs have a result, be it that nothing came of them; one lost with its worker is tried again."""
        return sum(result.trouble not in NOT_ITS_FAULT for result in self.results)

    @property
    def waiting(self) -> tuple[Trial, ...]:
        """The runs that were not begun yet, in the order they come, while it is at work."""
        if self.state not in (State.RUNNING, State.PAUSED):
            return ()
        known = {result.trial for result in self.results} | set(self.running)
        return tuple(trial for trial in self.sweep.trials if trial not in known)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left of it, so that the best run is the best for good."""
        furthest = max((result.rung for result in self.results), default=0)
        is_whole_file = self.shelved is None and self.done == self.runs and furthest == len(self.sweep.rungs) - 1
        return self.state is State.DONE or is_whole_file

    @property
    def best(self) -> Result | None:
        """The run with the best figure; none before there is one."""
        goal = self.sweep.goal
        measured = [result for result in self.results if not result.trouble and not math.isnan(goal.of(result))]
        return min(measured, key=lambda result: (goal.rank(goal.of(result)), result.trial), default=None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the results of a sweep say, as far as they were looked at.

    Attributes
    ----------
    entry : SweepEntry
        The sweep as it was then.
    findings : Findings
        Which settings are best, and what moves them.
    sentences : tuple of str
        The same in words.
    """

    entry: SweepEntry
    findings: Findings
    sentences: tuple[str, ...]


class SweepsModel(QObject):
    """All sweeps, each once.

    Parameters
    ----------
    jobs : Jobs
        Work out what they have shown.
    """

    changed = Signal()  # which there are, which is looked at, or what goes on with one
    progressed = Signal()  # one of them
    found = Signal()  # what it has shown is worked out

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[UUID, SweepEntry] = {}
        self._current: UUID | None = None
        self._shown: Shown | None = None
        self._latest = Latest(jobs, "findings of a sweep", _REST, self)

    @property
    def entries(self) -> tuple[SweepEntry, ...]:
        """All sweeps, the one begun first at the beginning."""
        return tuple(self._entries.values())

    @property
    def current(self) -> SweepEntry | None:
        """The one that is looked at; none where there is none."""
        return None if self._current is None else self._entries.get(self._current)

    @property
    def shown(self) -> Shown | None:
        """What the one that is looked at has shown; none before that is worked out."""
        return self._shown

    def find(self, id: UUID | None) -> SweepEntry | None:
        """Return a sweep by its id, if it is here."""
        return None if id is None else self._entries.get(id)

    def put(self, entry: SweepEntry) -> None:
        """Take a new sweep, or a known one as it is now; the first one is looked at."""
        self._entries[entry.id] = entry
        if self._current is None:
            self._current = entry.id
        if entry.id == self._current:
            self._work_out()
        self.changed.emit()

    def put_before(self, entries: tuple[SweepEntry, ...]) -> None:
        """Take sweeps of other days; the last of them is looked at, unless one of this day is."""
        self._entries = {entry.id: entry for entry in entries} | self._entries
        if self._current is None and entries:
            self._current = entries[-1].id
            self._work_out()
        self.changed.emit()

    def remove(self, id: UUID) -> None:
        """Forget a sweep; the last of the others is looked at then."""
        self._entries.pop(id, None)
        if id == self._current:
            self._look_at(next(reversed(self._entries), None))
        self.changed.emit()

    def look_at(self, id: UUID) -> None:
        """Look at another sweep."""
        if id in self._entries and id != self._current:
            self._look_at(id)
            self.changed.emit()

    def note_state(self, id: UUID, state: State) -> None:
        """Take note of what goes on with a sweep."""
        entry = self._entries.get(id)
        if entry is not None and entry.state is not state:
            running = entry.running if state.is_active else ()
            self._entries[id] = replace(entry, state=state, running=running)
            if id == self._current and state is State.DONE:  # which the sentences say
                self._work_out()
            self.changed.emit()

    def note_progress(self, id: UUID, progress: Progress) -> None:
        """Take note of how far a sweep is."""
        entry = self._entries.get(id)
        if entry is None:
            return
        self._entries[id] = replace(
            entry,
            results=progress.results,
            running=tuple(trial for trial, _ in progress.running),
            seconds_left=progress.seconds_left,
            workers=progress.workers,
        )
        if id == self._current and progress.results != entry.results:
            self._work_out()
        self.progressed.emit()

    def _look_at(self, id: UUID | None) -> None:
        self._current, self._shown = id, None
        self._latest.forget()
        self._work_out()

    def _work_out(self) -> None:
        """Work out what the results of the sweep that is looked at say, off the window's thread."""
        entry = self.current
        if entry is None:
            return
        looked_at = entry

        def work(job: Job) -> Shown:
            found = findings(looked_at.sweep, looked_at.results)
            return Shown(looked_at, found, told(looked_at.sweep, found, is_done=looked_at.is_whole))

        self._latest.ask(work, self._take, is_urgent=self._shown is None)

    def _take(self, shown: Shown) -> None:
        if shown.entry.id == self._current:
            self._shown = shown
            self.found.emit()
