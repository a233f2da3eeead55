"""TrainingModel: idle, running, paused, finished, failed; starts, pauses, steps."""

import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.engine import WAYS
from core.training.snapshot import Snapshot
from desktop.background.outbox import Outbox
from desktop.background.throttle import RestWhile, Throttle
from desktop.background.training_thread import (
    Adopt,
    Begin,
    Crashed,
    Failed,
    Making,
    Pause,
    Reached,
    Refused,
    Report,
    Stopped,
    Train,
    TrainingThread,
    Use,
)

SLOW_MS = 300  # so long a new network may take before a word is said of it
_MAKING = "Making the network"
_REST_MS = 200  # between two looks at the run while a hand draws
_GRACE = 1.0  # seconds: so late may a key come that was meant for a run which has come to its end meanwhile


class State(Enum):
    """What training is doing."""

    PREPARING = "preparing"  # a network is being made
    READY = "ready"  # a new network, not trained yet
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"  # it cannot go on from here


class TrainingModel(QObject):
    """The run in progress, as the window sees it.

    What the thread reports of an earlier run is dropped, so that nothing of it
    appears after a reset.

    Parameters
    ----------
    parent : QObject, optional
        What owns it.
    clock : callable
        Returns the time, in seconds from any moment on.
    """

    state_changed = Signal(object)  # State
    reached = Signal(list)  # list of Snapshot, oldest first
    failed = Signal(object)  # InklingError
    refused = Signal(object, object)  # InklingError, Hyperparameters in force
    crashed = Signal(object)  # Exception
    busy = Signal(str, int, int)  # a new network takes a while: what is going on, done, total; total 0 is unknown
    idle = Signal()  # it is made, or given up
    given_up = Signal()  # the person does not want to wait for it
    wished = Signal()  # something is to be done as soon as there is a network, or no longer is

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ended_at: float | None = None  # when the run came to its end by itself
        self._reports: Outbox[Report] = Outbox(self)
        self._reports.filled.connect(self._hear)
        self.is_hand_busy: Callable[[], bool] = lambda: False  # whether a person draws, who waits for what the pad says
        rest = RestWhile(_REST_MS, goes_on=lambda: self.is_hand_busy())
        self._take_soon = Throttle(self._take_reports, rest, parent=self)
        self._thread = TrainingThread(self._reports)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self.busy.emit(_MAKING, 0, 0))
        self._run = 0
        self._request = 0
        self._state = State.PREPARING
        self._wish: Train | None = None  # what was asked for before there was a network
        self._command: Train | None = None  # what was asked for last
        self._way = WAYS[0]

    @property
    def way(self) -> str:
        """How the engine uses the processor; one of its ``WAYS``."""
        return self._way

    def use_way(self, way: str) -> None:
        """Use the processor in another way from the next batch on; the numbers stay what they are."""
        if way != self._way:
            self._way = way
            self._thread.send(Use(way))

    @property
    def state(self) -> State:
        """What training is doing."""
        return self._state

    @property
    def is_running(self) -> bool:
        """Whether batches are being trained on."""
        return self._state is State.RUNNING

    @property
    def runs_on(self) -> bool:
        """Whether batches are trained on and on, until the run ends or is paused; a step ends by itself."""
        return self.is_running and self._command == Train(request=self._request)

    @property
    def is_waiting(self) -> bool:
        """Whether training begins as soon as there is a network."""
        return self._wish is not None

    @property
    def is_slow(self) -> bool:
        """Whether a new network is being made, and that takes a while."""
        return self._state is State.PREPARING and self._run > 0 and not self._slow.isActive()

    @property
    def has_just_ended(self) -> bool:
        """Whether the run came to its end a moment ago: a person who wants to pause it cannot know that yet."""
        if self._state is not State.FINISHED or self._ended_at is None:
            return False
        return self._clock() - self._ended_at < _GRACE

    def begin(self, hyperparameters: Hyperparameters, dataset: Dataset, start: Snapshot | None = None) -> None:
        """Make a new network, or go back to ``start``; it is not trained before :meth:`train`.

        What was asked for before there was a network is done once there is a new one, but not with another
        that is put on screen instead.
        """
        self._run += 1
        if self._state is not State.PREPARING or start is not None:
            self._wish_for(None)
        self._thread.send(Begin(self._run, hyperparameters, dataset, start, self._way))
        self.idle.emit()
        self._slow.start()
        self._change_state(State.PREPARING)

    def cancel(self) -> None:
        """Take note that the person does not want to wait for the network that is being made."""
        if self._state is State.PREPARING:
            self.given_up.emit()

    def give_up_making(self) -> None:
        """Leave the network that is being made; there is none then."""
        self._run += 1
        self._thread.give_up_making()
        self._wish_for(None)
        self._change_state(State.FAILED)

    def train(self) -> None:
        """Train until paused or done; while a network is being made, as soon as it is."""
        if self._state is State.PREPARING:
            self._wish_for(Train())
        elif self._state is not State.FAILED:
            self._run_command(Train())

    def pause(self) -> None:
        """Stop after the batch at hand, or do not begin where that is still to come."""
        self._wish_for(None)
        self.halt()

    def halt(self) -> None:
        """Stop after the batch at hand; what is to be done once there is a new network stays so."""
        if self.is_running:
            self._thread.send(Pause())
            # Said at once: the thread obeys within a batch, and the button should not wait for it.
            self._change_state(State.PAUSED)

    def step(self, batches: int = 1) -> None:
        """Train on one batch, or on so many; while a network is being made, as soon as it is."""
        self._step(Train(batches=batches))

    def step_epoch(self) -> None:
        """Train to the end of the epoch; while a network is being made, as soon as it is."""
        self._step(Train(epochs=1))

    def adopt(self, hyperparameters: Hyperparameters) -> None:
        """Go on with other settings from the next batch on."""
        self._thread.send(Adopt(hyperparameters))

    def end(self) -> bool:
        """End the thread; returns whether it ended within a second."""
        self._run += 1
        self._slow.stop()
        has_ended = self._thread.end()
        self._reports.close()
        return has_ended

    def _step(self, command: Train) -> None:
        if self._state is State.PREPARING:
            self._wish_for(command)
        elif self._state in (State.READY, State.PAUSED, State.FINISHED):
            self._run_command(command)

    def _wish_for(self, command: Train | None) -> None:
        if command != self._wish:
            self._wish = command
            self.wished.emit()

    def _run_command(self, command: Train) -> None:
        if not self.is_running:
            self._request += 1
            self._command = replace(command, request=self._request)
            self._thread.send(self._command)
            self._change_state(State.RUNNING)

    def _change_state(self, state: State) -> None:
        if state is not self._state:
            self._state = state
            if state is not State.PREPARING:
                self._slow.stop()
                self.idle.emit()
            self.state_changed.emit(state)

    def _hear(self) -> None:
        # All views are drawn then; they would be in the way of the pad's answer.
        self._take_soon()

    def _take_reports(self) -> None:
        reports = [report for report in self._reports.take() if report.run == self._run]
        # All moments in one go, so that the window draws once however many there are.
        snapshots = [report.snapshot for report in reports if isinstance(report, Reached)]
        if snapshots:
            self.reached.emit(snapshots)
            self._follow_epochs(snapshots[-1])
            if self._state is State.PREPARING:
                self._become_ready(snapshots[-1])
        for report in reports:
            match report:
                case Making() if self.is_slow:
                    self.busy.emit(_MAKING, report.done, report.total)
                case Stopped() if report.request == self._request:  # else Train was pressed again since
                    self._ended_at = self._clock() if report.is_finished else None
                    self._change_state(State.FINISHED if report.is_finished else State.PAUSED)
                case Failed():
                    self._wish_for(None)
                    self._change_state(State.FAILED)
                    self.failed.emit(report.error)
                case Crashed():
                    self._wish_for(None)
                    self._change_state(State.FAILED)
                    self.crashed.emit(report.error)
                case Refused():
                    self.refused.emit(report.error, report.in_force)

    def _follow_epochs(self, snapshot: Snapshot) -> None:
        """Call a finished run merely paused when more epochs are asked for, and the other way round."""
        if self._state in (State.FINISHED, State.PAUSED):
            self._change_state(State.FINISHED if snapshot.is_finished else State.PAUSED)

    def _become_ready(self, snapshot: Snapshot) -> None:
        if snapshot.is_finished:
            self._change_state(State.FINISHED)
        else:
            self._change_state(State.READY if snapshot.step == 0 else State.PAUSED)
        wish = self._wish
        if wish is not None:
            self._wish_for(None)
            self._run_command(wish)
