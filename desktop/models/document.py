"""DocumentModel: the weight file on screen; opens and saves, and knows what is not saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import InklingError
from core.files import weights
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs


class DocumentModel(QObject):
    """Where the network at hand is kept, if anywhere."""

    changed = Signal()  # the path, or whether all is saved
    opened = Signal(object, object)  # Path, Snapshot
    saved = Signal(object)  # Path
    failed = Signal(object)  # InklingError

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._path: Path | None = None
        self._kept_step = 0
        self._step = 0
        self._saves_under_way = 0
        self._network = 0  # which one is on screen, counted from the first

    @property
    def path(self) -> Path | None:
        """The file last saved to or opened."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether something was trained that no file holds."""
        return self._step > 0 and self._step != self._kept_step

    @property
    def is_saving(self) -> bool:
        """Whether a file is being written."""
        return self._saves_under_way > 0

    def start_over(self, *, path: Path | None = None, step: int = 0) -> None:
        """Begin with another network: one without a file, or that of ``path``."""
        self._network += 1
        self._path, self._kept_step, self._step = path, step, step
        self.changed.emit()

    def bring_back(self, path: Path | None, kept_step: int, step: int) -> None:
        """Be again as before a network was put aside."""
        self._network += 1
        self._path, self._kept_step, self._step = path, kept_step, step
        self.changed.emit()

    @property
    def kept_step(self) -> int:
        """The step of the run that the file holds."""
        return self._kept_step

    def follow(self, snapshot: Snapshot) -> None:
        """Take note of how far the run has come."""
        was_modified = self.is_modified
        self._step = snapshot.step
        if self.is_modified != was_modified:
            self.changed.emit()

    def save(self, path: Path, snapshot: Snapshot, then: Callable[[], None] = lambda: None) -> None:
        """Write a weight file as a job, and go on with ``then`` once it is whole; training may go on meanwhile."""
        network = self._network
        self._saves_under_way += 1

        def done(_: None) -> None:
            self._saves_under_way -= 1
            if network == self._network:  # else another one has taken its place, and is not in that file
                self._path, self._kept_step = path, snapshot.step
                self.changed.emit()
            self.saved.emit(path)
            then()

        def failed(error: InklingError) -> None:
            self._saves_under_way -= 1
            self.failed.emit(error)

        self._jobs.start(
            f"save {path.name}", lambda job: weights.save(path, snapshot), done=done, failed=failed, must_finish=True
        )

    def open(self, path: Path) -> None:
        """Read a weight file as a job; the network on screen stays until it is whole."""

        def done(snapshot: Snapshot) -> None:
            self.opened.emit(path, snapshot)

        self._jobs.start(f"open {path.name}", lambda job: weights.load(path), done=done, failed=self.failed.emit)
