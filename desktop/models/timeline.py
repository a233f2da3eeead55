"""TimelineModel: the playhead on the recording of the run on screen; announces the snapshot shown."""

from PySide6.QtCore import QObject, QTimer, Signal

from core.training.recording import Recording
from core.training.snapshot import Snapshot
from desktop.models.runs import RunsModel

_TICK_MS = 50
_MOST_TICKS = 200  # a run plays in ten seconds at most


class TimelineModel(QObject):
    """Which moment of the run is on screen: the latest one, or one that was scrubbed to.

    Parameters
    ----------
    runs : RunsModel
        Has the run, and takes the moments it comes to.
    """

    shown = Signal(object)  # Snapshot
    changed = Signal()  # the recording or the playhead

    def __init__(self, runs: RunsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._step: int | None = None  # where the playhead stands; None follows the run
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._play_on)
        runs.run_changed.connect(lambda run, before: self._start_over())

    @property
    def recording(self) -> Recording:
        """The moments kept."""
        return self._runs.recording

    @property
    def is_live(self) -> bool:
        """Whether the latest moment is shown, and the next will be."""
        return self._step is None

    @property
    def index(self) -> int:
        """Which moment of the recording is shown."""
        return len(self.recording) - 1 if self._step is None else self.recording.at_step(self._step)

    @property
    def is_playing(self) -> bool:
        """Whether the playhead moves by itself."""
        return self._clock.isActive()

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment shown; none before the first."""
        return self.recording[self.index] if len(self.recording) else None

    @property
    def latest(self) -> Snapshot | None:
        """The latest moment, whatever is shown; it has all it takes to go on training."""
        return self.recording[-1] if len(self.recording) else None

    def add(self, snapshots: list[Snapshot]) -> None:
        """Record moments; the last is shown unless the person looks at the past."""
        self._runs.reach(snapshots)
        if self.is_live:
            self.shown.emit(snapshots[-1])
        self.changed.emit()

    def move_to(self, index: int) -> None:
        """Show a moment of the past, and stay there."""
        self._clock.stop()
        self._show(index)

    def _show(self, index: int) -> None:
        self._step = self.recording[index].step
        self.shown.emit(self.recording[index])
        self.changed.emit()

    def move_to_epoch(self, epoch: float) -> None:
        """Show the moment nearest to an epoch; nothing happens before there is one."""
        recording = self.recording
        if len(recording):
            self.move_to(min(range(len(recording)), key=lambda index: abs(recording[index].epoch - epoch)))

    def move_by(self, moments: int) -> None:
        """Show the moment so many after the one shown, or before it."""
        if len(self.recording):
            self.move_to(min(max(self.index + moments, 0), len(self.recording) - 1))

    def move_to_first(self) -> None:
        """Show the beginning of the run."""
        if len(self.recording):
            self.move_to(0)

    def move_to_best(self) -> None:
        """Show the moment that knew most of the images that judge; nothing happens before there is one."""
        if self.recording.best is not None:
            self.move_to(self.recording.best)

    def play_or_stop(self) -> None:
        """Let the playhead move on by itself, from the beginning when the present is shown, or stop it."""
        if self.is_playing or len(self.recording) < 2:
            self._clock.stop()
        else:
            if self.index == len(self.recording) - 1:
                self._show(0)
            self._clock.start()
        self.changed.emit()

    def _play_on(self) -> None:
        index = self.index + max(1, len(self.recording) // _MOST_TICKS)
        if index < len(self.recording) - 1:
            self._show(index)
        else:
            self.go_live()  # the run has caught up with itself

    def set_budget(self, budget: int) -> None:
        """Keep at most so many bytes of moments, of this run and the next ones."""
        self._runs.set_budget(budget)
        self.changed.emit()

    def go_live(self) -> None:
        """Show the latest moment, and follow the run from here."""
        self._clock.stop()
        self._step = None
        if self.latest is not None:
            self.shown.emit(self.latest)
        self.changed.emit()

    def _start_over(self) -> None:
        self._clock.stop()
        self._step = None
        self.changed.emit()
        if self.latest is not None:
            self.shown.emit(self.latest)
