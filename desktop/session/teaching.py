"""Teaching: training the network at hand further with the person's own digits among its images."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from core.data.dataset import Dataset
from core.errors import InklingError
from core.hyperparameters import Hyperparameters, describe_change
from core.training import personal
from core.training.history import Mark
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.handwriting import HandwritingModel
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.shelf import Before
from desktop.models.timeline import TimelineModel
from desktop.models.training import State, TrainingModel
from desktop.session.at_hand import AtHand, Ground

_FURTHER = (
    "Training goes on with your handwriting among the images, with {change}. The network as it was is put aside. "
    "A new network begins with the earlier settings, but for those you change from now on."
)


class Teaching(QObject):
    """Teaches the network at hand the person's hand; the network as it was can be had back."""

    def __init__(
        self,
        at_hand: AtHand,
        handwriting: HandwritingModel,
        settings: HyperparametersModel,
        training: TrainingModel,
        timeline: TimelineModel,
        library: LibraryModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._at_hand = at_hand
        self._handwriting = handwriting
        self._settings = settings
        self._training = training
        self._timeline = timeline
        self._library = library
        self._notices = notices
        self._jobs = jobs
        self._is_mixing = False  # own digits are being mixed among the training images

    def teach(self) -> None:
        """Mix the person's digits among the images, as a job, and train further with those."""
        dataset, start = self._library.dataset, self._timeline.latest
        if dataset is None or start is None or self._is_mixing:
            return
        if start.step == 0 or self._training.state is State.FAILED:
            text = "There is nothing yet to go on from. Train the network first, then teach it your hand."
            self._notices.post(Notice("info", text, topic="handwriting"))
            return
        self._training.pause()
        trained_on = self._at_hand.dataset

        def done(mixed: Dataset) -> None:
            self._is_mixing = False
            latest = self._timeline.latest
            if latest is not None and self._at_hand.dataset is trained_on and self._library.dataset is dataset:
                self._go_on_with(mixed, dataset, latest)  # else another network has taken its place meanwhile

        def failed(error: InklingError) -> None:
            self._is_mixing = False
            self._notices.post_error(error, topic="handwriting")

        def crashed() -> None:
            self._is_mixing = False

        self._is_mixing = True
        self._notices.withdraw("handwriting")
        in_force, ground = self._settings.in_force, self._at_hand.ground
        before = None if ground is None else ground.before
        used = (in_force if before is None else before.hyperparameters).train_images
        own = self._handwriting.for_training
        work = partial(personal.mix, dataset, own, in_force.seed, train_images=used)
        self._jobs.start("mix handwriting", lambda job: work(), done=done, failed=failed, crashed=crashed)

    def _go_on_with(self, mixed: Dataset, dataset: Dataset, latest: Snapshot) -> None:
        """Train the network at hand further on images among which the person's own are mixed."""
        ground, now = self._at_hand.ground, self._settings.live_part
        known = None if ground is None else ground.before
        settings = personal.further(now, latest.epoch, is_again=known is not None)
        if known is None:
            before = Before(dataset, now, settings)
        else:  # what the person has changed since the lesson before stays, after this one as well
            before = Before(known.dataset, personal.usual(now, known.taught, known.hyperparameters), settings)
        change = _told(now, settings)
        marked = replace(latest, marks=(*latest.marks, Mark(latest.epoch, f"taught your hand: {change}")))
        words = _FURTHER.format(change=change)
        taught = Ground(mixed, self._library.in_use, before)
        self._at_hand.begin(settings, taught, start=marked, words=words, goes_on=True)
        self._training.train()


def _told(old: Hyperparameters, new: Hyperparameters) -> str:
    """Return what a lesson changes, but that all of the mixed images are used: no fewer than before it."""
    return describe_change(old, replace(new, train_images=old.train_images)) or "the same settings"
