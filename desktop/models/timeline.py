"""TimelineModel: the recording and the playhead; announces the snapshot shown."""

from PySide6.QtCore import QObject, QTimer, Signal

from core.training.recording import DEFAULT_BUDGET, Recording
from core.training.snapshot import Snapshot

_TICK_MS = 50
_MOST_TICKS = 200  # a run plays in ten seconds at most


class TimelineModel(QObject):
    """Which moment of the run is on screen: the latest one, or one that was scrubbed to."""

    shown = Signal(object)  # Snapshot
    changed = Signal()  # the recording or the playhead

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._budget = DEFAULT_BUDGET
        self._recording = Recording()
        self._step: int | None = None  # where the playhead stands; None follows the run
        self._clock = QTimer(self, interval=_TICK_MS)
        self._clock.timeout.connect(self._play_on)

    @property
    def recording(self) -> Recording:
        """The moments kept."""
        return self._recording

    @property
    def budget(self) -> int:
        """How many bytes of moments are kept at most."""
        return self._budget

    @property
    def is_live(self) -> bool:
        """Whether the latest moment is shown, and the next will be."""
        return self._step is None

    @property
    def index(self) -> int:
        """Which moment of the recording is shown."""
        return len(self._recording) - 1 if self._step is None else self._recording.at_step(self._step)

    @property
    def is_playing(self) -> bool:
        """Whether the playhead moves by itself."""
        return self._clock.isActive()

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment shown; none before the first."""
        return self._recording[self.index] if len(self._recording) else None

    @property
    def latest(self) -> Snapshot | None:
        """The latest moment, whatever is shown; it has all it takes to go on training."""
        return self._recording[-1] if len(self._recording) else None

    def add(self, snapshots: list[Snapshot]) -> None:
        """Record moments; the last is shown unless the person looks at the past."""
        for snapshot in snapshots:
            self._recording.add(snapshot)
        if self.is_live:
            self.shown.emit(snapshots[-1])
        self.changed.emit()

    def move_to(self, index: int) -> None:
        """Show a moment of the past, and stay there."""
        self._clock.stop()
        self._show(index)

    def _show(self, index: int) -> None:
        self._step = self._recording[index].step
        self.shown.emit(self._recording[index])
        self.changed.emit()

    def move_by(self, moments: int) -> None:
        """Show the moment so many after the one shown, or before it."""
        if len(self._recording):
            self.move_to(min(max(self.index + moments, 0), len(self._recording) - 1))

    def move_to_first(self) -> None:
        """Show the beginning of the run."""
        if len(self._recording):
            self.move_to(0)

    def move_to_best(self) -> None:
        """Show the moment that knew most of the test images; nothing happens before there is one."""
        if self._recording.best is not None:
            self.move_to(self._recording.best)

    def play_or_stop(self) -> None:
        """Let the playhead move on by itself, from the beginning when the present is shown, or stop it."""
        if self.is_playing or len(self._recording) < 2:
            self._clock.stop()
        else:
            if self.index == len(self._recording) - 1:
                self._show(0)
            self._clock.start()
        self.changed.emit()

    def _play_on(self) -> None:
        index = self.index + max(1, len(self._recording) // _MOST_TICKS)
        if index < len(self._recording) - 1:
            self._show(index)
        else:
            self.go_live()  # the run has caught up with itself

    def set_budget(self, budget: int) -> None:
        """Keep at most so many bytes of moments, of this run and the next ones."""
        self._budget = budget
        self._recording.set_budget(budget)
        self.changed.emit()

    def go_live(self) -> None:
        """Show the latest moment, and follow the run from here."""
        self._clock.stop()
        self._step = None
        if self.latest is not None:
            self.shown.emit(self.latest)
        self.changed.emit()

    def start_over(self, recording: Recording | None = None) -> None:
        """Begin with an empty recording, or with one there is already."""
        self._clock.stop()
        self._recording = recording if recording is not None else Recording()
        self._recording.set_budget(self._budget)
        self._step = None
        self.changed.emit()
        if self.latest is not None:
            self.shown.emit(self.latest)
