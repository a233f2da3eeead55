"""TimelineModel: the recording and the playhead; announces the snapshot shown."""

from PySide6.QtCore import QObject, Signal

from core.training.recording import Recording
from core.training.snapshot import Snapshot


class TimelineModel(QObject):
    """Which moment of the run is on screen: the latest one, or one that was scrubbed to."""

    shown = Signal(object)  # Snapshot
    changed = Signal()  # the recording or the playhead

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recording = Recording()
        self._step: int | None = None  # where the playhead stands; None follows the run

    @property
    def recording(self) -> Recording:
        """The moments kept."""
        return self._recording

    @property
    def is_live(self) -> bool:
        """Whether the latest moment is shown, and the next will be."""
        return self._step is None

    @property
    def index(self) -> int:
        """Which moment of the recording is shown."""
        return len(self._recording) - 1 if self._step is None else self._recording.at_step(self._step)

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
        """Show a moment of the past."""
        self._step = self._recording[index].step
        self.shown.emit(self._recording[index])
        self.changed.emit()

    def go_live(self) -> None:
        """Show the latest moment, and follow the run from here."""
        self._step = None
        if self.latest is not None:
            self.shown.emit(self.latest)
        self.changed.emit()

    def start_over(self, recording: Recording | None = None) -> None:
        """Begin with an empty recording, or with one there is already."""
        self._recording = recording if recording is not None else Recording()
        self._step = None
        self.changed.emit()
        if self.latest is not None:
            self.shown.emit(self.latest)
