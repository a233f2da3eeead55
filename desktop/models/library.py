"""LibraryModel: the data set in use, and how another one is loaded or fetched."""

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.data import catalog, own
from core.data.classes import DIGITS
from core.data.dataset import Dataset
from core.data.examined import Examined, examined
from core.data.opening import Fit
from core.data.own import OwnData
from core.data.repairs import Treated
from core.errors import InklingError
from core.files import pretrained, symbols
from core.training import own_classes, personal
from desktop.background.jobs import Job, Jobs


@dataclass(frozen=True, slots=True)
class _Known:
    """A data set in memory, the name or place it was asked for by, and what was found of one of one's own.

    It is news where it was not opened before, or was another one then.
    """

    dataset: Dataset
    name: str
    examined: Examined | None = None
    is_news: bool = False


class LibraryModel(QObject):
    """The data sets there are, and the one in use.

    Loading and fetching run as jobs; the set in use stays until the other is whole. One of one's own is looked at by
    the network that comes with Inkling, so that what is wrong with it is known before it is trained on.
    """

    loaded = Signal(object)  # Dataset: it is in use from now on
    busy = Signal(str, int, int)  # what is going on, done, total; total 0 is unknown
    idle = Signal()  # nothing is going on any more
    failed = Signal(str, object)  # the name asked for, InklingError
    fetched = Signal(str)  # a download is complete; it is not in use yet
    cancelled = Signal()  # what was going on was stopped by the person
    opened_own = Signal(object, bool)  # Examined that is in use now, and whether it was not known so before
    left_changed = Signal()  # other findings are left as they are
    forgotten = Signal()  # a data set of one's own was taken from the list

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._dataset: Dataset | None = None
        self._in_use = ""
        self._known: dict[str, _Known] = {}  # by its fingerprint
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
    def examined(self) -> Examined | None:
        """What was found of the data set in use; none where it is not one of one's own."""
        found = None if self._dataset is None else self._known.get(self._dataset.fingerprint)
        return None if found is None else found.examined

    @property
    def left(self) -> tuple[str, ...]:
        """The kinds of findings of the data set in use that are left as they are."""
        known = own.find(Path(self._in_use)) if self.examined is not None else None
        return () if known is None else known.left

    @property
    def is_busy(self) -> bool:
        """Whether something is being loaded or fetched."""
        return self._job is not None

    def entries(self) -> tuple[catalog.Entry, ...]:
        """Return every data set by name, with its state."""
        return (*catalog.entries(), *symbols.entries())

    def own_entries(self) -> tuple[OwnData, ...]:
        """Return the data sets of one's own that were opened, the latest first; some may not be there any more."""
        return own.remembered()

    def entry(self, name: str) -> catalog.Entry | None:
        """Return a data set by name; none for a folder, or a name that is not known."""
        return next((entry for entry in self.entries() if entry.name == name), None)

    def title_of(self, data_name: str) -> str:
        """Return what to call the data set of a run, by the name its snapshots have."""
        base = personal.base_name(data_name)
        entry = self.entry(base)
        title = own_classes.title_of(base) if entry is None else entry.title
        return title + data_name.removeprefix(base)

    def load(self, name: str) -> None:
        """Use another data set, by name, or the file or folder of one's own, as soon as it is loaded."""
        self.cancel()
        is_gone = own_classes.is_own(name) and not os.path.exists(name)
        if is_gone or name in (*catalog.names(), *(entry.name for entry in symbols.entries())):
            self._start(name, "Loading the data set", lambda job: _load_named(name, job), self._take)
            return
        name = os.path.abspath(os.path.expanduser(name))  # found again from wherever Inkling starts
        self._open_own(name)

    def fit(self, fit: Fit) -> None:
        """Open the data set in use once more, with images of other sizes fitted in another way."""
        if self.examined is not None:
            self.cancel()
            self._open_own(self._in_use, fit)

    def repair(self, names: Iterable[str]) -> None:
        """Do these repairs to the data set in use, and no others; what comes of it is announced as one that is loaded.

        It is made from what is in memory, in a job, and remembered for the next time.
        """
        found, name, wanted = self.examined, self._in_use, tuple(names)
        if found is None:
            return
        treated = found.treated
        self.cancel()
        self._start(
            name,
            "Preparing the data set",
            lambda job: _looked_at(catalog.repair_own(treated, wanted), name),
            self._take,
        )

    def leave(self, kind: str, is_left: bool) -> None:
        """Leave findings of a kind as they are in the data set in use, or no longer."""
        own.leave(Path(self._in_use), {*self.left, kind} if is_left else {*self.left} - {kind})
        self.left_changed.emit()

    def forget(self, path: str) -> None:
        """Take a data set of one's own from the list; what lies there stays."""
        own.forget(Path(path))
        self.forgotten.emit()

    def _open_own(self, name: str, fit: Fit | None = None) -> None:
        def work(job: Job) -> _Known:
            path = catalog.find(Path(name)).folder or Path(name)
            before = own.find(path)
            opened = catalog.open_own(path, fit=fit, progress=job.report, is_cancelled=job.is_cancelled)
            found = _looked_at(opened, name)
            return replace(found, is_news=before is None or before.fingerprint != found.dataset.fingerprint)

        def done(found: _Known) -> None:
            self._take(found)
            if fit is None:
                self.opened_own.emit(found.examined, found.is_news)

        self._start(name, "Reading the data set", work, done)

    def _take(self, loaded: _Known) -> None:
        self._use(loaded)
        self._finish()
        self.loaded.emit(loaded.dataset)

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
        known = self._known.get(dataset.fingerprint)
        self._use(_Known(dataset, name, None if known is None else known.examined))
        self.idle.emit()

    def known(self, fingerprint: str) -> Dataset | None:
        """Return a data set that is in memory, because it is in use or runs were trained on it."""
        found = self._known.get(fingerprint)
        return None if found is None else found.dataset

    def name_of(self, fingerprint: str) -> str:
        """Return by which name or folder a data set in memory was asked for; empty for one that is not there."""
        found = self._known.get(fingerprint)
        return "" if found is None else found.name

    def remember(self, dataset: Dataset, name: str) -> None:
        """Keep a data set in memory that a run is trained on, with the name by which it was asked for."""
        self._known[dataset.fingerprint] = _Known(dataset, name)

    def forget_all_but(self, fingerprints: Collection[str]) -> None:
        """Let data sets go that no run needs any more; the one in use stays."""
        needed = {*fingerprints, "" if self._dataset is None else self._dataset.fingerprint}
        self._known = {each: found for each, found in self._known.items() if each in needed}

    def _use(self, known: _Known) -> None:
        self._dataset, self._in_use = known.dataset, known.name
        self._known[known.dataset.fingerprint] = known

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


def _load_named(name: str, job: Job) -> _Known:
    if own_classes.is_own(name):
        return _Known(symbols.load_dataset(name), name)
    return _Known(catalog.load(name, progress=job.report, is_cancelled=job.is_cancelled), name)


def _looked_at(treated: Treated, name: str) -> _Known:
    """Return a data set of one's own with what is to be said of it."""
    dataset = treated.current.dataset()
    return _Known(dataset, name, examined(treated, pretrained.reads))
