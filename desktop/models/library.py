"""LibraryModel: the data set in use, and how another one is loaded or fetched."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from core.data import catalog
from core.data.dataset import Dataset
from core.errors import InklingError
from desktop.background.jobs import Job, Jobs


class LibraryModel(QObject):
    """The data sets there are, and the one in use.

    Loading and fetching run as jobs; the set in use stays until the other is whole.
    """

    loaded = Signal(object)  # Dataset: it is in use from now on
    busy = Signal(str, int, int)  # what is going on, done, total; total 0 is unknown
    idle = Signal()  # nothing is going on any more
    failed = Signal(str, object)  # the name asked for, InklingError
    fetched = Signal(str)  # a download is complete

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._dataset: Dataset | None = None
        self._in_use = ""
        self._job: Job | None = None
        self._asked_for = ""  # what the job under way is to bring

    @property
    def dataset(self) -> Dataset | None:
        """The data set in use; none before the first is loaded."""
        return self._dataset

    @property
    def in_use(self) -> str:
        """The name or folder by which the data set in use was asked for; empty before the first."""
        return self._in_use

    @property
    def is_busy(self) -> bool:
        """Whether something is being loaded or fetched."""
        return self._job is not None

    def entries(self) -> tuple[catalog.Entry, ...]:
        """Return every data set by name, with its state."""
        return catalog.entries()

    def load(self, name: str) -> None:
        """Use another data set, by name or folder, as soon as it is loaded."""
        self.cancel()
        self._asked_for = name

        def work(job: Job) -> Dataset:
            return catalog.load(name, progress=job.report, is_cancelled=job.is_cancelled)

        self._start(f"load {name}", "Loading the data set", work, self._use)

    def fetch(self, name: str) -> None:
        """Download a data set, and use it as soon as it is there."""
        self.cancel()
        self._asked_for = name

        def work(job: Job) -> Dataset:
            catalog.fetch(name, progress=job.report, is_cancelled=job.is_cancelled)
            return catalog.load(name)

        def done(dataset: Dataset) -> None:
            self._use(dataset)
            self.fetched.emit(name)

        self._start(f"fetch {name}", "Downloading", work, done)

    def use(self, dataset: Dataset, name: str) -> None:
        """Use a data set that is loaded already; nothing is announced but :attr:`idle`."""
        self.cancel()
        self._dataset, self._in_use = dataset, name
        self.idle.emit()

    def cancel(self) -> None:
        """Stop what is going on; the data set in use stays."""
        if self._job is not None:
            self._job.cancel()
            self._finish()

    def _start(self, name: str, words: str, work: Callable[[Job], Dataset], done: Callable[[Dataset], None]) -> None:
        asked_for = self._asked_for

        def failed(error: InklingError) -> None:
            self._finish()
            self.failed.emit(asked_for, error)

        job = self._jobs.start(
            name,
            work,
            done=lambda dataset: self._if_current(job, lambda: done(dataset)),
            failed=lambda error: self._if_current(job, lambda: failed(error)),
            progress=lambda so_far, total: self._if_current(job, lambda: self.busy.emit(words, so_far, total)),
        )
        self._job = job
        self.busy.emit(words, 0, 0)

    def _if_current(self, job: Job, act: Callable[[], None]) -> None:
        """Do something unless the job was cancelled or another has taken its place."""
        if job is self._job:
            act()

    def _use(self, dataset: Dataset) -> None:
        self._dataset, self._in_use = dataset, self._asked_for
        self._finish()
        self.loaded.emit(dataset)

    def _finish(self) -> None:
        self._job = None
        self.idle.emit()
