"""ConstantAnswerModel: whether the network that answers on the pad says the same to everything."""

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.insight.confusion import read
from core.insight.constant import constant_answer
from core.network.network import Network
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

_MOST_IMAGES = 200  # enough to tell, and a millisecond's work in a network of usual size
_REST = Rest(300, 15)


class ConstantAnswerModel(QObject):
    """Lets the network read some images in a job whenever it is asked; the newest network counts."""

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs, "Comparing the answers", _REST, self)
        self._asked: tuple[Network, Dataset] | None = None
        self._digit: int | None = None

    @property
    def digit(self) -> int | None:
        """What the network looked at last answers to everything; none where its answers differ, or nobody looked."""
        return self._digit

    def ask(self, network: Network, dataset: Dataset) -> None:
        """Look at a network, whose arrays do not change any more; the same one is looked at once."""
        before, self._asked = self._asked, (network, dataset)
        if before is not None and before[0] is network and before[1] is dataset:
            return
        if before is not None and before[0].sizes != network.sizes:
            self._take(None)  # what was found of another run's network tells nothing about this one

        def work(job: Job) -> int | None:
            some = (dataset.test if len(dataset.test) else dataset.train).spread(_MOST_IMAGES)
            return constant_answer(read(network, some.images, some.labels, job.is_cancelled))

        self._latest.ask(work, self._take)

    def _take(self, digit: int | None) -> None:
        if digit != self._digit:
            self._digit = digit
            self.changed.emit()
