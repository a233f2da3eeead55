"""TrainingThread: drives a Trainer, and obeys commands between any two mini-batches.

Commands go down an inbox, reports come up an outbox; both are frozen. The thread
waits on the inbox while nothing is to be done, and looks into it after each batch
while it trains.
"""

import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Thread

from core.data.dataset import Dataset
from core.errors import Cancelled, InklingError, TrainingError
from core.hyperparameters import Hyperparameters
from core.network.engine import WAYS
from core.network.processors import limit_blas
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.outbox import Outbox
from desktop.background.unforeseen import unforeseen

SNAPSHOTS_PER_SECOND = 20
_NO_MEMORY = (
    "The memory of this machine does not suffice for this network and this batch size.",
    "Use fewer neurons or a smaller batch size.",
)
_PATIENCE = 0.02  # seconds: how long a command may wait for the batches at hand
_MAKING_REST = 0.1  # seconds between two words on how far the making of a network is
_MOST_COPYING = 0.03  # of the time: a network of many megabytes is shown less often


@dataclass(frozen=True, slots=True)
class Begin:
    """Make a trainer: of a new network, or of a moment to go on from. It does not train yet."""

    run: int
    hyperparameters: Hyperparameters
    dataset: Dataset
    start: Snapshot | None = None
    way: str = WAYS[0]


@dataclass(frozen=True, slots=True)
class Use:
    """Use the processor in another way, one of the engine's ``WAYS``."""

    way: str


@dataclass(frozen=True, slots=True)
class Train:
    """Train until ``Pause``, the end of the run, or until so many batches or epochs are done."""

    batches: int | None = None
    epochs: int | None = None
    request: int = 0  # given back by the Stopped that ends it


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop training after the batch at hand."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """Go on with other settings from the next batch on."""

    hyperparameters: Hyperparameters


@dataclass(frozen=True, slots=True)
class End:
    """Leave the thread."""


Command = Begin | Use | Train | Pause | Adopt | End


@dataclass(frozen=True, slots=True)
class Reached:
    """A moment of run number ``run``."""

    run: int
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Stopped:
    """Training has stopped: paused, finished, or a step is done."""

    run: int
    is_finished: bool
    request: int = 0  # that of the Train which has come to its end


@dataclass(frozen=True, slots=True)
class Failed:
    """Training cannot go on, or cannot begin."""

    run: int
    error: InklingError


@dataclass(frozen=True, slots=True)
class Refused:
    """Settings that could not be adopted; those in force stay."""

    run: int
    error: InklingError
    in_force: Hyperparameters


@dataclass(frozen=True, slots=True)
class Crashed:
    """An error that nobody foresaw."""

    run: int
    error: Exception


@dataclass(frozen=True, slots=True)
class Making:
    """How far the making of a new network is: ``done`` of ``total``, in whatever it counts."""

    run: int
    done: int
    total: int


Report = Making | Reached | Stopped | Failed | Refused | Crashed


@dataclass(slots=True)
class _Wanted:
    """Which run the window waits for; written by its thread only, read by the one that makes the network."""

    run: int | None = None


class TrainingThread:
    """The worker thread of the window.

    Parameters
    ----------
    reports : Outbox
        Where reports are posted.
    """

    def __init__(self, reports: "Outbox[Report]") -> None:
        self._reports = reports
        self._inbox: SimpleQueue[Command] = SimpleQueue()
        self._wanted = _Wanted()
        driver = _Driver(self._inbox, reports, self._wanted)
        # A daemon, so that a batch that takes minutes cannot keep a closed window's process alive.
        self._thread = Thread(target=driver.run, name="training", daemon=True)
        self._thread.start()

    def send(self, command: Command) -> None:
        """Put a command into the inbox; returns at once. A network that is being made for an earlier run is left."""
        if isinstance(command, Begin):
            self._wanted.run = command.run
        self._inbox.put(command)

    def give_up_making(self) -> None:
        """Leave the new network that is being made; nothing is reported of it."""
        self._wanted.run = None

    def end(self, timeout_seconds: float = 1.0) -> bool:
        """End the thread after the batch at hand, and return whether it ended in time."""
        self.give_up_making()
        self._inbox.put(End())
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()


class _Driver:
    """What runs inside the thread; nothing outside of it touches this object."""

    def __init__(self, inbox: "SimpleQueue[Command]", reports: "Outbox[Report]", wanted: _Wanted) -> None:
        self._inbox = inbox
        self._reports = reports
        self._wanted = wanted
        self._commands: deque[Command] = deque()  # taken out of the inbox, not obeyed yet
        self._run_number = 0
        self._trainer: Trainer | None = None
        self._is_training = False
        self._request = 0
        self._batches_left: int | None = None
        self._stop_epoch: float | None = None
        self._next_post = 0.0  # when the next snapshot is due, by the clock

    def run(self) -> None:
        with limit_blas():
            while True:
                command = self._next_command()
                if isinstance(command, End):
                    self._let_go()
                    return
                crash = unforeseen(partial(self._take_turn, command))
                if crash is not None:
                    self._give_up(Crashed(self._run_number, crash))

    def _take_turn(self, command: Command | None) -> None:
        """Obey, or train for a moment where there is nothing to obey."""
        try:
            if command is not None:
                self._obey(command)
            elif self._trainer is not None:
                self._advance(self._trainer)
        except Cancelled:
            self._let_go()
        except InklingError as error:
            self._give_up(Failed(self._run_number, error))
        except MemoryError:
            self._give_up(Failed(self._run_number, TrainingError(*_NO_MEMORY)))

    def _next_command(self) -> Command | None:
        """Return what to obey next; while training, nothing when nothing is there."""
        if not self._commands and not self._is_training:
            self._commands.append(self._inbox.get())  # waiting costs nothing
        while not self._inbox.empty():
            command = self._inbox.get()
            if isinstance(command, Begin):
                self._commands.clear()  # a new run makes void what was asked of those before, if only to begin
            self._commands.append(command)
        return self._commands.popleft() if self._commands else None

    def _give_up(self, report: "Failed | Crashed") -> None:
        """Leave a trainer that failed alone: what it holds now is of no use to anyone."""
        self._is_training = False
        self._let_go()
        self._reports.post(report)

    def _let_go(self) -> None:
        """Part with the trainer at hand and with the threads its engine may have."""
        if self._trainer is not None:
            self._trainer.close()
        self._trainer = None

    def _obey(self, command: Command) -> None:
        match command:
            case Begin():
                self._let_go()
                self._run_number, self._is_training = command.run, False
                self._trainer = self._made(command)
                self._post_snapshot(self._trainer)
            case Use():
                if self._trainer is not None:
                    self._trainer.use(command.way)
            case Train():
                self._train(command)
            case Pause():
                self._stop()
            case Adopt():
                self._adopt(command.hyperparameters)

    def _made(self, command: Begin) -> Trainer:
        """Make a trainer, tell how far that is, and leave it where another run is wanted meanwhile."""
        told = time.perf_counter()

        def report(done: int, total: int) -> None:
            nonlocal told
            if self._wanted.run != command.run:
                raise Cancelled
            if time.perf_counter() - told > _MAKING_REST:
                told = time.perf_counter()
                self._reports.post(Making(command.run, done, total))

        return Trainer(
            command.hyperparameters,
            command.dataset,
            start=command.start,
            way=command.way,
            is_modest=True,
            progress=report,
        )

    def _train(self, command: Train) -> None:
        if self._trainer is None:
            return
        self._request, self._batches_left = command.request, command.batches
        self._stop_epoch = None if command.epochs is None else int(self._trainer.epoch) + command.epochs
        self._is_training = True
        if self._trainer.is_finished:
            self._stop()

    def _adopt(self, hyperparameters: Hyperparameters) -> None:
        if self._trainer is None:
            return
        try:
            self._trainer.adopt(hyperparameters)
        except InklingError as error:
            self._reports.post(Refused(self._run_number, error, self._trainer.hyperparameters))
            return
        self._post_snapshot(self._trainer)
        if self._is_training and self._trainer.is_finished:
            self._stop()  # fewer epochs were asked for than are done

    def _advance(self, trainer: Trainer) -> None:
        before = trainer.step
        most = trainer.batches_in(_PATIENCE)
        trainer.advance(most if self._batches_left is None else min(most, self._batches_left))
        if self._batches_left is not None:
            self._batches_left -= trainer.step - before
        step_is_done = self._batches_left == 0 or (self._stop_epoch is not None and trainer.epoch >= self._stop_epoch)
        if self._batches_left == 0:
            trainer.measure()
        if trainer.is_finished or step_is_done:
            self._stop()
        elif time.perf_counter() >= self._next_post or trainer.is_best:
            self._post_snapshot(trainer)  # the best moment is never missed, however quickly it passes

    def _stop(self) -> None:
        if self._trainer is None or not self._is_training:
            return
        self._is_training = False
        self._post_snapshot(self._trainer)
        self._reports.post(Stopped(self._run_number, self._trainer.is_finished, self._request))

    def _post_snapshot(self, trainer: Trainer) -> None:
        began = time.perf_counter()
        self._reports.post(Reached(self._run_number, trainer.snapshot()))
        ended = time.perf_counter()
        self._next_post = ended + max(1 / SNAPSHOTS_PER_SECOND, (ended - began) / _MOST_COPYING)
