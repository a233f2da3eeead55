"""SweepThread: conducts a sweep off the window's thread; the runs themselves are trained by processes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Thread
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.errors import Cancelled, InklingError, TrainingError
from core.sweep.conductor import Conductor, Progress, Wish
from core.sweep.journal import Journal
from core.sweep.processes import Processes
from core.sweep.result import Trial
from core.sweep.shared import SharedDataset
from core.sweep.team import Team
from desktop.background.outbox import Outbox
from desktop.background.throttle import Rest, Throttle
from desktop.background.unforeseen import unforeseen

_REST = Rest(100)  # milliseconds between two visits: runs may begin and end far more often
PATIENCE = 5.0
"""Seconds until the processes are gone, of which each may take half a one."""

MakeTeam = Callable[[Dataset], Team]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a sweep ended.

    Attributes
    ----------
    is_done : bool
        Whether nothing is left of it.
    error : InklingError or None
        What it could not go on from.
    crash : Exception or None
        An error that nobody foresaw.
    """

    is_done: bool = False
    error: InklingError | None = None
    crash: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Message:
    sweep: UUID
    news: Progress | Ended


def processes(dataset: Dataset) -> Team:
    """Return as many processes as there are processors, which leave these to the window where it wants them.

    Raises
    ------
    TrainingError
        When the system has no memory or no processes for them.
    """
    try:
        return Processes(SharedDataset(dataset), is_modest=True)
    except OSError as error:
        raise TrainingError(
            f"No processes could be started to train the sweep: {error.strerror or error}.",
            "Close other programs, then go on with it: what was done is kept.",
        ) from error


class SweepThread(QObject):
    """Conducts one sweep at a time, in a thread of its own each; signals are sent on the window's thread.

    Parameters
    ----------
    make_team : callable
        Returns who trains on a data set; called in the thread.
    """

    progressed = Signal(object, object)  # UUID and Progress, ten times a second at most
    ended = Signal(object, object)  # UUID and Ended, once for each that was begun

    def __init__(self, make_team: MakeTeam = processes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_team = make_team
        self._outbox: Outbox[_Message] = Outbox(self)
        self._soon = Throttle(self._deliver, _REST, parent=self)
        self._outbox.filled.connect(self._look)
        self._thread: Thread | None = None
        self._sweep: UUID | None = None
        self._wish = Wish.GO_ON
        self._is_left = False
        self._cancelled: set[Trial] = set()  # what came before the conductor
        self._conductor: Conductor | None = None

    @property
    def sweep(self) -> UUID | None:
        """Which sweep is conducted; none after it was told that it ended."""
        return self._sweep

    def begin(self, id: UUID, journal: Journal, dataset: Dataset) -> None:
        """Conduct a sweep, or what is left of it; what is done is written to its journal.

        Raises
        ------
        ValueError
            When another one is conducted.
        """
        if self._sweep is not None:
            raise ValueError("a sweep is conducted already")
        self._sweep, self._wish, self._conductor = id, Wish.GO_ON, None
        self._cancelled.clear()
        # A daemon, so that nothing can keep a closed window's process alive.
        self._thread = Thread(target=self._run, args=(id, journal, dataset), name="sweep", daemon=True)
        self._thread.start()

    def pause(self) -> None:
        """Begin no further run; those that are being trained go on to their end."""
        self._wish = Wish.PAUSE

    def go_on(self) -> None:
        """Begin further runs again."""
        self._wish = Wish.GO_ON

    def stop(self) -> None:
        """Give up the runs that are being trained; the sweep ends soon."""
        self._wish = Wish.STOP

    def cancel(self, trial: Trial) -> None:
        """Give up one run, for good."""
        self._cancelled.add(trial)
        conductor = self._conductor
        if conductor is not None:
            conductor.cancel(trial)

    def leave(self) -> None:
        """Let the sweep end where it is, without waiting for it; nobody hears of it."""
        self._is_left = True
        self._outbox.close()
        self._soon.cancel()

    def end(self, timeout_seconds: float = PATIENCE) -> bool:
        """Leave the sweep as it is, let go of the processes, and return whether they ended in time.

        Nobody hears of it.
        """
        self.leave()
        if self._thread is not None:
            self._thread.join(timeout_seconds)
        return self._thread is None or not self._thread.is_alive()

    # In the thread

    def _run(self, id: UUID, journal: Journal, dataset: Dataset) -> None:
        ended = Ended()

        def work() -> None:
            nonlocal ended
            ended = self._conduct(id, journal, dataset)

        crash = unforeseen(work)
        self._conductor = None
        self._outbox.post(_Message(id, ended if crash is None else Ended(crash=crash)))

    def _conduct(self, id: UUID, journal: Journal, dataset: Dataset) -> Ended:
        try:
            with journal.held():
                journal.mend()
                team = self._make_team(dataset)
                try:
                    return Ended(self._conducted(id, journal, team))
                finally:
                    team.close()
        except Cancelled:
            return Ended()
        except InklingError as error:
            return Ended(error=error)

    def _conducted(self, id: UUID, journal: Journal, team: Team) -> bool:
        conductor = Conductor(journal, team, told=lambda progress: self._outbox.post(_Message(id, progress)))
        self._conductor = conductor
        for trial in tuple(self._cancelled):
            conductor.cancel(trial)
        return conductor.run(self._wished)

    def _wished(self) -> Wish:
        if self._is_left:  # the processes need not say good-bye first
            raise Cancelled
        return self._wish

    # On the window's thread

    def _look(self) -> None:
        self._soon()

    def _deliver(self) -> None:
        """Tell the latest progress, with all that was noted on the way, and the end."""
        messages = self._outbox.take()
        latest = next((each for each in reversed(messages) if isinstance(each.news, Progress)), None)
        if latest is not None and isinstance(latest.news, Progress):
            self.progressed.emit(latest.sweep, replace(latest.news, note=" ".join(_notes(messages))))
        for message in messages:
            if isinstance(message.news, Ended):
                self._sweep, self._thread = None, None
                self.ended.emit(message.sweep, message.news)


def _notes(messages: Sequence[_Message]) -> list[str]:
    notes = (message.news.note for message in messages if isinstance(message.news, Progress))
    return list(dict.fromkeys(filter(None, notes)))
