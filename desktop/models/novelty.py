"""NoveltyModel: what tells that a drawing is like none the network on the pad has learned from."""

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.files.second_opinion import second_for
from core.insight.novelty import NoveltyDetector
from core.insight.novelty_training import BESIDE_TRAINING, Examples, could_tell, detector, examples
from core.network.network import Network
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

_REST = Rest(1000, 9)


class NoveltyModel(QObject):
    """Makes a detector for a network in a job whenever it is asked; the newest network counts.

    The detector holds the network that it was made from, so that it goes on telling the same of a drawing while the
    weights move, until the next one is made, which goes on from it.
    """

    found = Signal(object)  # NoveltyDetector, or None where nothing can be told

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs, "Looking for what is unknown", _REST, self)
        self._asked: tuple[Network, Dataset] | None = None
        self._examples: tuple[Dataset, Examples] | None = None  # the same for every network on this data
        self._detector: NoveltyDetector | None = None

    def ask(self, network: Network, dataset: Dataset) -> None:
        """Make a detector for a network, whose arrays do not change any more; the same one is looked at once."""
        before, self._asked = self._asked, (network, dataset)
        if before is not None and before[0] is network and before[1] is dataset:
            return
        if before is not None and (before[0].sizes != network.sizes or before[1] is not dataset):
            self._take(None)  # what was found of another network tells nothing about this one
        known = self._examples[1] if self._examples is not None and self._examples[0] is dataset else None
        earlier = self._detector

        def work(job: Job) -> tuple[Examples | None, NoveltyDetector | None]:
            if not could_tell(network, dataset):
                return known, None
            second = second_for(dataset.class_names)
            shown = known or examples(dataset, second=second, is_cancelled=job.is_cancelled)
            effort = BESIDE_TRAINING
            return shown, detector(network, shown, effort, earlier, is_cancelled=job.is_cancelled)

        def done(made: tuple[Examples | None, NoveltyDetector | None]) -> None:
            shown, found = made
            if shown is not None:
                self._examples = dataset, shown
            self._take(found)

        self._latest.ask(work, done)

    def forget(self) -> None:
        """Forget what was found: the network is another one."""
        self._latest.forget()
        self._asked = None
        self._take(None)

    def _take(self, found: NoveltyDetector | None) -> None:
        if found is not self._detector:
            self._detector = found
            self.found.emit(found)
