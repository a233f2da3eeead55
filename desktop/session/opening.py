"""Opening: weight files and data sets, and what comes of both together when a network meets its images."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.data import catalog
from core.data.dataset import DIGITS, Dataset
from core.errors import InklingError
from core.files.kinds import FileKind, kind_of
from core.files.standing import Standing
from core.training import personal
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.document import DocumentModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.timeline import TimelineModel
from desktop.preferences import Preferences
from desktop.session.at_hand import AtHand, Ground
from desktop.session.keeping import Keeping

_TRAINED = "Trained network"
_AFRESH = "Trained further, its optimizer starts afresh, because what it had learned is not in {name}."
_OFFERED = "trained network offered"  # the flag that remembers it


class Opening(QObject):
    """Opens files and data sets: a network waits for the images it was trained on, and they for each other."""

    def __init__(
        self,
        at_hand: AtHand,
        keeping: Keeping,
        document: DocumentModel,
        library: LibraryModel,
        timeline: TimelineModel,
        notices: NoticesModel,
        jobs: Jobs,
        openers: Mapping[FileKind, Callable[[Path], None]],
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._at_hand = at_hand
        self._keeping = keeping
        self._document = document
        self._library = library
        self._timeline = timeline
        self._notices = notices
        self._jobs = jobs
        self._openers = openers
        self._preferences = preferences
        self._first: Callable[[], None] | None = None  # opens what was asked for before there was a data set
        self._waiting: tuple[Path, Snapshot] | None = None  # a file that waits for its data set

    # What a person asks for

    def open_first(self, path: Path | None, dataset: str) -> None:
        """Load what the window opens with: a data set, and then a file if one was asked for."""
        self._first = partial(self.open_any, path) if path is not None else None
        self.use_first_dataset(dataset)
        if path is None and not self._keeping.offer_latest() and not self._preferences.recent_files:
            self._offer_trained()

    def use_first_dataset(self, name: str = "") -> None:
        """Load what the window opens with: what was asked for, or used last, or MNIST, or the built-in data."""
        wanted = name or self._preferences.dataset
        entry = self._library.entry(wanted)
        is_there = entry.is_ready if entry is not None else bool(wanted) and os.path.isdir(wanted)
        if not name and not is_there:
            wanted = catalog.default_name()
        self._library.load(wanted)

    def use_dataset(self, name: str) -> None:
        """Load a data set by name or folder, and begin anew with it; a missing one is offered for download."""
        self._waiting = None
        self._notices.withdraw("data trouble")
        self._library.load(name)

    def open_any(self, path: Path, after_saving: Callable[[Callable[[], None]], None] = lambda go_on: go_on()) -> None:
        """Open a file as what it is: a network, runs to compare, or handwriting.

        Only a network takes the place of the one at hand, so only then ``after_saving`` is given what to do.
        """

        def open_as(kind: FileKind) -> None:
            open_it = partial(self._openers[kind], path)
            if kind is FileKind.NETWORK:
                after_saving(open_it)
            else:
                open_it()

        self._jobs.start(f"look at {path.name}", lambda job: kind_of(path), done=open_as)

    # What the library answers

    def take_dataset(self, dataset: Dataset) -> None:
        """Begin with a data set that was loaded, and with the file that waited for it."""
        self._preferences.dataset = self._library.in_use
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            self._begin_from_file(*waiting, dataset)
        else:
            self._at_hand.begin_new()
        self._offer_mnist(dataset)
        if self._first is not None:
            first, self._first = self._first, None
            first()

    def take_download(self, name: str) -> None:
        """Use what was downloaded, unless that would take the place of a network that is being trained."""
        self._notices.withdraw("data")
        latest = self._timeline.latest
        if latest is None or latest.step == 0:
            self.use_dataset(name)
            return
        title = catalog.find(name).title
        text = f"{title} is here. A new network begins when you use it; the one at hand is put aside."
        actions = ((f"Use {title}", lambda: self.use_dataset(name)),)
        self._notices.post(Notice("info", text, actions, topic="data"))

    def report_dataset(self, name: str, error: InklingError) -> None:
        """Say why a data set cannot be used, and go on with the one there is, or the built-in one."""
        entry = self._library.entry(name)
        actions: tuple[tuple[str, Callable[[], None]], ...] = ()
        if entry is not None and not entry.is_ready:
            actions = ((f"Fetch {entry.title}", lambda: self._library.fetch(name)),)
        self._notices.post(Notice("error", str(error), actions, topic="data trouble"))
        waiting, self._waiting = self._waiting, None
        if self._library.dataset is None:
            self._library.load(catalog.BUILT_IN)  # there has to be something to train on
        elif waiting is not None:
            self._begin_from_file(*waiting, self._library.dataset)

    def give_up(self) -> None:
        """Say that a file is not opened, because the loading of its data set was cancelled."""
        if self._waiting is not None:
            path, self._waiting = self._waiting[0], None
            self._notices.post(Notice("info", f"{path.name} was not opened: loading its data set was cancelled."))

    # What the document answers

    def take_file(self, path: Path, snapshot: Snapshot) -> None:
        """Begin with the network of a file that was read, as soon as the images it was trained on are in use."""
        self._notices.withdraw("trained")
        if not self._keeping.kept.has(path):
            self._preferences.add_recent_file(path)
        dataset, entry = self._library.dataset, self._library.entry(personal.base_name(snapshot.data_name))
        is_at_hand = dataset is not None and dataset.fingerprint == snapshot.data_fingerprint
        if not is_at_hand and entry is not None and entry.is_ready and self._library.in_use != entry.name:
            self._library.load(entry.name)
            # After load, which stops what is going on, and with it an earlier file that waits.
            self._waiting = (path, snapshot)
        elif dataset is not None:
            self._begin_from_file(path, snapshot, dataset)
        else:
            self._first = partial(self._document.open, path)  # there is no data set yet: again, once there is

    def take_trained(self, snapshot: Snapshot) -> None:
        """Begin with the network that comes with Inkling; it is at home with any images of digits."""
        dataset = self._library.dataset
        if dataset is None:
            self._first = self._document.open_trained
            return
        self._begin(snapshot, dataset)
        self._document.start_over(Standing.given(_TRAINED, snapshot), snapshot)
        text = "This network is trained already: draw a digit, and it reads it."
        if dataset.class_names != DIGITS:
            text += f" It knows digits only; {dataset.title} is strange to it."
        self._notices.post(Notice("info", text, topic="trained"))

    def take_saved(self, path: Path) -> None:
        """Take note of a file that was written."""
        self._preferences.add_recent_file(path)
        self._keeping.let_go()

    def _begin_from_file(self, path: Path, snapshot: Snapshot, dataset: Dataset) -> None:
        self._begin(snapshot, dataset)
        if self._keeping.kept.has(path):
            self._keeping.remember_origin(path, snapshot)  # not a file of the person's: Save asks for one
            self._document.start_over(latest=snapshot)
        else:
            self._document.start_over(Standing.of(path, snapshot), snapshot)
        if snapshot.has_forgotten:
            self._notices.post(Notice("info", _AFRESH.format(name=path.name), topic="afresh"))
        if dataset.fingerprint != snapshot.data_fingerprint:
            title = self._library.title_of(snapshot.data_name)
            text = f"This network was trained on other images ({title}); its figures from here on are those of "
            self._notices.post(Notice("warning", f"{text}{dataset.title}."))

    def _begin(self, snapshot: Snapshot, dataset: Dataset) -> None:
        self._at_hand.begin(snapshot.hyperparameters, Ground(dataset, self._library.in_use), start=snapshot)

    def _offer_trained(self) -> None:
        """Offer the network that comes with Inkling, once in a life: later it is in the File menu."""
        if self._preferences.flag(_OFFERED, False):
            return
        self._preferences.set_flag(_OFFERED, True)
        text = "Train this new network yourself – or see first how one reads that is trained already."
        actions = (("Try a trained network", self._document.open_trained),)
        self._notices.post(Notice("info", text, actions, topic="trained"))

    def _offer_mnist(self, dataset: Dataset) -> None:
        mnist = catalog.find("mnist")
        if dataset.name != "builtin" or mnist.is_ready:
            self._notices.withdraw("data")
            return
        text = (
            "These are digits that Inkling drew itself. MNIST, 70,000 digits written by people, "
            f"is a download of {mnist.download_size / 1e6:.0f} MB."
        )
        actions = (("Fetch MNIST", lambda: self._library.fetch("mnist")),)
        self._notices.post(Notice("info", text, actions, topic="data"), below=True)
