"""ExportingModel: files that take a while to write, how far the one begun last is, and how to stop it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import InklingError
from desktop.background.jobs import Job, Jobs


class ExportingModel(QObject):
    """What is being written besides the training; several at a time may be, and the latest is told of."""

    busy = Signal(str, int, int)  # what is going on, done, total; total 0 is unknown
    idle = Signal()  # nothing is being written any more
    written = Signal(object)  # Path
    cancelled = Signal(object)  # Path: it was not written
    failed = Signal(object)  # InklingError

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._running: list[tuple[Job, str]] = []

    def write(self, path: Path, work: Callable[[Job], None]) -> None:
        """Write a file as a job; closing the window waits until it is whole."""
        words = f"Writing {path.name}"

        def ended(tell: Callable[[], None]) -> None:
            self._running = [entry for entry in self._running if entry[0] is not job]
            self._tell_of_latest()
            tell()

        def failed(error: InklingError) -> None:
            ended(lambda: self.failed.emit(error))

        job = self._jobs.start(
            words,
            work,
            done=lambda _: ended(lambda: self.written.emit(path)),
            failed=failed,
            progress=lambda done, total: self._show_progress(job, words, done, total),
            cancelled=lambda: ended(lambda: self.cancelled.emit(path)),
            crashed=lambda: ended(lambda: None),
            must_finish=True,
        )
        self._running.append((job, words))
        self.busy.emit(words, 0, 0)

    def cancel(self) -> None:
        """Stop writing the file begun last; what stood there before stays."""
        if self._running:
            self._running[-1][0].cancel()

    def _show_progress(self, job: Job, words: str, done: int, total: int) -> None:
        if self._running and self._running[-1][0] is job:
            self.busy.emit(words, done, total)

    def _tell_of_latest(self) -> None:
        if self._running:
            self.busy.emit(self._running[-1][1], 0, 0)
        else:
            self.idle.emit()
