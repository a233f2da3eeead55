"""SweepThreads: conducts several sweeps at once, a thread each, which share the processors by turns."""

import time
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.network.processors import usable
from core.sweep.journal import Journal
from core.sweep.result import Trial
from core.sweep.team import Team
from desktop.background.sweep_thread import PATIENCE, Ended, MakeTeam, SweepThread, processes
from desktop.background.sweep_turns import SweepTurns, TeamByTurns

MOST = 4
"""Sweeps that are conducted at once: each has processes of its own, which take memory."""


class SweepThreads(QObject):
    """Conducts some sweeps; signals are sent on the window's thread.

    Parameters
    ----------
    make_team : callable
        Returns who trains on a data set; called in the thread of the sweep.
    turns : int, optional
        How many runs are trained at a time, of all sweeps together; without it, as many as there are processors.
    """

    progressed = Signal(object, object)  # UUID and Progress, ten times a second at most for each
    ended = Signal(object, object)  # UUID and Ended, once for each that was begun

    def __init__(
        self, make_team: MakeTeam = processes, turns: int | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._make_team = make_team
        self._turns = SweepTurns(turns or usable())
        self._threads: dict[UUID, SweepThread] = {}

    @property
    def sweeps(self) -> tuple[UUID, ...]:
        """Which sweeps are conducted; none of them after it was told that it ended."""
        return tuple(self._threads)

    @property
    def has_room(self) -> bool:
        """Whether one more may begin."""
        return len(self._threads) < MOST

    def begin(self, id: UUID, journal: Journal, dataset: Dataset) -> None:
        """Conduct a sweep, or what is left of it; what is done is written to its journal.

        Raises
        ------
        ValueError
            When it is conducted already, or as many others as may be.
        """
        if id in self._threads or not self.has_room:
            raise ValueError("the sweep is conducted already, or too many others are")
        thread = SweepThread(self._team, self)
        thread.progressed.connect(self.progressed)
        thread.ended.connect(self._take_end)
        self._threads[id] = thread
        thread.begin(id, journal, dataset)

    def pause(self, id: UUID) -> None:
        """Begin no further run of a sweep: the others have its turns."""
        if id in self._threads:
            self._threads[id].pause()

    def go_on(self, id: UUID) -> None:
        """Begin further runs of a sweep again."""
        if id in self._threads:
            self._threads[id].go_on()

    def stop(self, id: UUID) -> None:
        """Give up the runs of a sweep that are being trained; it ends soon."""
        if id in self._threads:
            self._threads[id].stop()

    def cancel(self, id: UUID, trial: Trial) -> None:
        """Give up one run of a sweep, for good."""
        if id in self._threads:
            self._threads[id].cancel(trial)

    def end(self, timeout_seconds: float = PATIENCE) -> bool:
        """Leave all sweeps as they are, let go of their processes, and return whether they ended in time.

        Nobody hears of it. They end side by side, so that several take no longer than one.
        """
        until = time.monotonic() + timeout_seconds
        for thread in self._threads.values():
            thread.leave()
        late = [thread for thread in self._threads.values() if not thread.end(max(until - time.monotonic(), 0.0))]
        return not late

    def _team(self, dataset: Dataset) -> Team:
        return TeamByTurns(self._make_team(dataset), self._turns)

    def _take_end(self, id: UUID, ended: Ended) -> None:
        thread = self._threads.pop(id, None)
        if thread is not None:
            thread.deleteLater()
        self.ended.emit(id, ended)
