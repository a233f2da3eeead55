"""ConfusionModel: what the network shown reads in every test image."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.insight import confusion
from core.insight.confusion import Confusion
from core.network.network import Network
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest


@dataclass(frozen=True, slots=True, eq=False)
class ReadMoment:
    """A reading of all test images, and what it is of.

    Attributes
    ----------
    network : Network
        Who read.
    dataset : Dataset
        Whose test images were read.
    reading : Confusion
        What was read.
    """

    network: Network
    dataset: Dataset
    reading: Confusion


class ConfusionModel(QObject):
    """Reads all test images in a job whenever a view asks; the newest request wins."""

    changed = Signal(object)  # ReadMoment

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs, "Reading the test images", Rest(600, 15), self)
        self._asked: tuple[Network, Dataset] | None = None
        self._current: ReadMoment | None = None

    @property
    def current(self) -> ReadMoment | None:
        """The last reading that is done; none before the first."""
        return self._current

    def ask(self, network: Network, dataset: Dataset, *, is_urgent: bool = False) -> None:
        """Read the test images of a data set.

        Parameters
        ----------
        network : Network
            Who is to read; its arrays do not change any more.
        dataset : Dataset
            Whose test images.
        is_urgent : bool
            Whether a person waits for it; else the training comes first.
        """
        before, self._asked = self._asked, (network, dataset)
        if before is not None and before[0] is network and before[1] is dataset:
            return
        if before is not None and before[1] is not dataset:
            self._latest.forget()

        def work(job: Job) -> ReadMoment:
            test = dataset.test
            return ReadMoment(network, dataset, confusion.read(network, test.images, test.labels, job.is_cancelled))

        self._latest.ask(work, self._take, is_urgent=is_urgent)

    def _take(self, reading: ReadMoment) -> None:
        self._current = reading
        self.changed.emit(reading)
