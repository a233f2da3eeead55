"""Importing: a network of another program is tried on the images in use, and becomes a run once its ways are chosen."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from core.data.dataset import Dataset
from core.errors import InklingError
from core.files.exchange.importing import Imported, read
from core.files.exchange.strangers import StrangerError
from core.files.exchange.trial import Tried, mismatch, tried
from core.parts.activations import Activation
from core.parts.outputs import Output
from core.plain import LONGEST_NAME, harmless
from core.training.run import Run
from desktop.background.jobs import Job, Jobs
from desktop.models.notices import Notice, NoticesModel
from desktop.preferences import Preferences
from desktop.session.session import OPENING, Session

_TRYING = "{name} is being looked into; a network is tried on the images of {title}…"
_COPIED = "The two lines are on the clipboard."
_OPEN = "{name} is open as a run of its own. Save asks for a new file of Inkling's: {name} stays as it is."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """A network of another program that can be opened, as soon as it is said what its neurons do with their sums.

    Attributes
    ----------
    path : Path
        Its file.
    imported : Imported
        What is in it.
    dataset : Dataset
        What it was tried on.
    ways : tuple of Tried
        How well each way reads, the best one first; none where the classes of the network and of the data disagree.
    """

    path: Path
    imported: Imported
    dataset: Dataset
    ways: tuple[Tried, ...]

    @property
    def images(self) -> str:
        """Which images it was tried on; a data set may have none to test with."""
        return "test images" if len(self.dataset.test) else "training images"


class Importing(QObject):
    """Reads networks of other programs, tries them, and begins with one.

    Parameters
    ----------
    session : Session
        Puts the run on screen.
    notices : NoticesModel
        Says what is not opened, and why.
    jobs : Jobs
        Read files, and try what is in them.
    preferences : Preferences
        Remember what was opened.
    """

    offered = Signal(object)  # Offer: a person has to choose

    def __init__(
        self,
        session: Session,
        notices: NoticesModel,
        jobs: Jobs,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices
        self._jobs = jobs
        self._preferences = preferences
        self._job: Job | None = None  # which of them counts: what is opened last

    def look_at(self, path: Path) -> None:
        """Read a network and try it on the images in use, as a job; nothing changes before a person has chosen."""
        dataset = self._session.library.dataset
        if dataset is None:
            return
        self._cancel()

        def done(offer: Offer) -> None:
            if self._job is job:
                self._notices.withdraw(OPENING)
                self.offered.emit(offer)

        def failed(error: InklingError) -> None:
            if self._job is job:
                self._refuse(error)

        job = self._job = self._jobs.start(f"try {path.name}", partial(_offer, path, dataset), done=done, failed=failed)
        text = _TRYING.format(name=path.name, title=dataset.title)
        self._notices.post(Notice("info", text, (("Cancel", self._cancel),), topic=OPENING))

    def begin(self, offer: Offer, activation: Activation, output: Output) -> None:
        """Put a network on screen as a new run, whose neurons do this with their sums.

        Its file is never written to: what is trained on is saved as a file of Inkling's own.
        """
        dataset = self._session.library.dataset
        if dataset is not offer.dataset:
            self.look_at(offer.path)  # other images have come since, and what was told is of those before
            return
        for topic in (OPENING, "data trouble", "trained"):
            self._notices.withdraw(topic)
        self._preferences.add_recent_file(offer.path)
        moment = offer.imported.snapshot(activation, output)
        run = Run.of(moment, harmless(offer.path.stem, LONGEST_NAME)).saved_as(None)
        self._session.begin(self._session.runs.with_look(run), dataset)
        self._notices.post(Notice("info", _OPEN.format(name=offer.path.name), topic="run"))

    def _cancel(self) -> None:
        """Leave what is being tried; nothing is offered of it."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _refuse(self, error: InklingError) -> None:
        """Say why a file is not opened; what turns it into one that is can be copied."""
        if not isinstance(error, StrangerError):
            self._notices.post_error(error, topic=OPENING)
            return

        def copy() -> None:
            QGuiApplication.clipboard().setText(error.program)
            self._notices.post(Notice("info", _COPIED, topic=OPENING))

        self._notices.post(Notice("error", str(error), (("Copy the two lines", copy),), topic=OPENING))


def _offer(path: Path, dataset: Dataset, job: Job) -> Offer:
    """Return what is in a file, and how it reads; tried on the training images where there are no others."""
    imported = read(path)
    split = dataset.test if len(dataset.test) else dataset.train
    can_read = not mismatch(imported, dataset)
    ways = tried(imported, split.images, split.labels, is_cancelled=job.is_cancelled) if can_read else ()
    return Offer(path=path, imported=imported, dataset=dataset, ways=ways)
