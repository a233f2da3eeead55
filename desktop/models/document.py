"""DocumentModel: the weight file on screen; opens and saves, and knows what is not saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.files import pretrained, weights
from core.files.standing import Standing
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs


class DocumentModel(QObject):
    """Where the network at hand is kept, if anywhere."""

    changed = Signal()  # the path, or whether all is saved
    opened = Signal(object, object)  # Path, Snapshot
    trained_opened = Signal(object)  # Snapshot: that of the network that comes with Inkling
    saved = Signal(object)  # Path
    failed = Signal(object)  # InklingError

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._standing = Standing()
        self._latest: Snapshot | None = None
        self._network = 0  # which one is on screen, counted from the first

    @property
    def path(self) -> Path | None:
        """The file last saved to or opened."""
        return self._standing.path

    @property
    def name(self) -> str:
        """What the network is called: as its file, if it has one."""
        path = self._standing.path
        return path.name if path is not None else self._standing.name

    @property
    def standing(self) -> Standing:
        """Which file holds the network, and which moment of it."""
        return self._standing

    @property
    def is_modified(self) -> bool:
        """Whether something was trained that no file holds."""
        return self._standing.is_modified(self._latest)

    def start_over(self, standing: Standing | None = None, latest: Snapshot | None = None) -> None:
        """Begin with another network: a new one, that of a file, or one that was put aside."""
        self._network += 1
        self._standing, self._latest = standing or Standing(), latest
        self.changed.emit()

    def go_back(self, snapshot: Snapshot) -> None:
        """Take note that the run goes on from an earlier moment, and differently than before."""
        self._network += 1
        if self._standing.step > snapshot.step:
            self._standing = Standing(
                self._standing.path, name=self._standing.name
            )  # what the file holds is not of this line any more
        self._latest = snapshot
        self.changed.emit()

    def follow(self, snapshot: Snapshot) -> None:
        """Take note of how far the run has come."""
        was_modified = self.is_modified
        self._latest = snapshot
        if self.is_modified != was_modified:
            self.changed.emit()

    def save(self, path: Path, snapshot: Snapshot, then: Callable[[], None] = lambda: None) -> None:
        """Write a weight file as a job, and go on with ``then`` once it is whole; training may go on meanwhile."""
        network = self._network

        def done() -> None:
            if network == self._network:  # else another one has taken its place, and is not in that file
                self._standing = Standing.of(path, snapshot)
                self.changed.emit()
            self.saved.emit(path)
            then()

        self._jobs.write(path, lambda: weights.save(path, snapshot), done=done, failed=self.failed.emit)

    def open(self, path: Path) -> None:
        """Read a weight file as a job; the network on screen stays until it is whole."""

        def done(snapshot: Snapshot) -> None:
            self.opened.emit(path, snapshot)

        self._jobs.start(f"open {path.name}", lambda job: weights.load(path), done=done, failed=self.failed.emit)

    def open_trained(self) -> None:
        """Read the network that comes with Inkling as a job; the network on screen stays until it is whole."""
        self._jobs.start(
            "open the trained network",
            lambda job: pretrained.load(),
            done=self.trained_opened.emit,
            failed=self.failed.emit,
        )
