"""LibraryModel: the data set in use, and how another one is loaded or fetched."""

import os
from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.data import catalog
from core.data.classes import DIGITS
from core.data.dataset import Dataset
from core.errors import InklingError
from core.training import personal
from desktop.background.jobs import Job, Jobs


class LibraryModel(QObject):
    """The data sets there are, and the one in use.

    Loading and fetching run as jobs; the set in use stays until the other is whole.
    """

    loaded = Signal(object)  # Dataset: it is in use from now on
    busy = Signal(str, int, int)  # what is going on, done, total; total 0 is unknown
    idle = Signal()  # nothing is going on any more
    failed = Signal(str, object)  # the name asked for, InklingError
    fetched = Signal(str)  # a download is complete; it is not in use yet
    cancelled = Signal()  # what was going on was stopped by the person

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._dataset: Dataset | None = None
        self._in_use = ""
        self._known: dict[str, tuple[Dataset, str]] = {}  # with the name that each was asked for, by its fingerprint
        self._job: Job | None = None

    @property
    def dataset(self) -> Dataset | None:
        """The data set in use; none before the first is loaded."""
        return self._dataset

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the classes are called; the digits before the first data set is loaded."""
        return DIGITS if self._dataset is None else self._dataset.class_names

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

    def entry(self, name: str) -> catalog.Entry | None:
        """Return a data set by name; none for a folder, or a name that is not known."""
        return next((entry for entry in self.entries() if entry.name == name), None)

    def title_of(self, data_name: str) -> str:
        """Return what to call the data set of a run, by the name its snapshots have."""
        base = personal.base_name(data_name)
        entry = self.entry(base)
        return (base if entry is None else entry.title) + data_name.removeprefix(base)

    def load(self, name: str) -> None:
        """Use another data set, by name or folder, as soon as it is loaded."""
        self.cancel()
        if name not in catalog.names():
            name = os.path.abspath(os.path.expanduser(name))  # a folder, found again from wherever Inkling starts

        def work(job: Job) -> Dataset:
            return catalog.load(name, progress=job.report, is_cancelled=job.is_cancelled)

        def done(dataset: Dataset) -> None:
            self._use(dataset, name)
            self._finish()
            self.loaded.emit(dataset)

        self._start(name, "Loading the data set", work, done)

    def fetch(self, name: str) -> None:
        """Download a data set; the one in use stays."""
        self.cancel()

        def work(job: Job) -> None:
            catalog.fetch(name, progress=job.report, is_cancelled=job.is_cancelled)

        def done(_: None) -> None:
            self._finish()
            self.fetched.emit(name)

        self._start(name, "Downloading", work, done)

    def use(self, dataset: Dataset, name: str) -> None:
        """Use a data set that is loaded already; nothing is announced but :attr:`idle`."""
        self.cancel()
        self._use(dataset, name)
        self.idle.emit()

    def known(self, fingerprint: str) -> Dataset | None:
        """Return a data set that is in memory, because it is in use or runs were trained on it."""
        found = self._known.get(fingerprint)
        return None if found is None else found[0]

    def name_of(self, fingerprint: str) -> str:
        """Return by which name or folder a data set in memory was asked for; empty for one that is not there."""
        found = self._known.get(fingerprint)
        return "" if found is None else found[1]

    def remember(self, dataset: Dataset, name: str) -> None:
        """Keep a data set in memory that a run is trained on, with the name by which it was asked for."""
        self._known[dataset.fingerprint] = (dataset, name)

    def forget_all_but(self, fingerprints: Collection[str]) -> None:
        """Let data sets go that no run needs any more; the one in use stays."""
        needed = {*fingerprints, "" if self._dataset is None else self._dataset.fingerprint}
        self._known = {each: found for each, found in self._known.items() if each in needed}

    def _use(self, dataset: Dataset, name: str) -> None:
        self._dataset, self._in_use = dataset, name
        self.remember(dataset, name)

    def cancel(self) -> None:
        """Stop what is going on; the data set in use stays."""
        if self._job is not None:
            self._job.cancel()
            self._finish()
            self.cancelled.emit()

    def _start(self, name: str, words: str, work: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        def failed(error: InklingError) -> None:
            self._finish()
            self.failed.emit(name, error)

        def if_current(act: Callable[[], None]) -> None:
            """Do something unless the job was cancelled or another has taken its place."""
            if job is self._job:
                act()

        job = self._jobs.start(
            f"{words}: {name}",
            work,
            done=lambda result: if_current(lambda: done(result)),
            failed=lambda error: if_current(lambda: failed(error)),
            progress=lambda so_far, total: if_current(lambda: self.busy.emit(words, so_far, total)),
            crashed=lambda: if_current(self._finish),
        )
        self._job = job
        self.busy.emit(words, 0, 0)

    def _finish(self) -> None:
        self._job = None
        self.idle.emit()
