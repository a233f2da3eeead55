"""Teaching: training the network at hand further with the person's own digits among its images."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from core.data.dataset import Dataset
from core.errors import InklingError
from core.hyperparameters import Hyperparameters, describe_change
from core.training import personal
from desktop.background.jobs import Jobs
from desktop.models.handwriting import HandwritingModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.training import State
from desktop.session.session import Session

_FURTHER = (
    "Training goes on with your handwriting among the images, with {change}. The network as it was is put aside. "
    "A new network begins with the earlier settings, but for those you change from now on."
)


class Teaching(QObject):
    """Teaches the network at hand the person's hand; the network as it was can be had back."""

    def __init__(
        self,
        session: Session,
        handwriting: HandwritingModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._handwriting = handwriting
        self._training = session.training
        self._library = session.library
        self._notices = notices
        self._jobs = jobs
        self._is_mixing = False  # own digits are being mixed among the training images

    def teach(self) -> None:
        """Mix the person's digits among the images, as a job, and train further with those."""
        dataset, run = self._library.dataset, self._session.runs.current
        if self._is_mixing:
            return
        if dataset is None or run is None or not run.is_trained or self._training.state is State.FAILED:
            text = "There is nothing yet to go on from. Train the network first, then teach it your hand."
            self._notices.post(Notice("info", text, topic="handwriting"))
            return
        self._training.pause()

        def done(mixed: Dataset) -> None:
            self._is_mixing = False
            if self._session.runs.current == run and self._library.dataset is dataset:
                self._go_on_with(mixed, dataset)  # else another network has taken its place meanwhile

        def failed(error: InklingError) -> None:
            self._is_mixing = False
            self._notices.post_error(error, topic="handwriting")

        def crashed() -> None:
            self._is_mixing = False

        self._is_mixing = True
        self._notices.withdraw("handwriting")
        in_force = self._session.settings.in_force
        used = in_force if run.hand is None else run.hand.hyperparameters
        own = self._handwriting.for_training
        mix = partial(personal.mix, dataset, own, in_force.seed)
        names = ("train_images", "first_images", "validation_split")  # which images were trained on
        work = partial(mix, **{name: getattr(used, name) for name in names})
        self._jobs.start("mix handwriting", lambda job: work(), done=done, failed=failed, crashed=crashed)

    def _go_on_with(self, mixed: Dataset, dataset: Dataset) -> None:
        """Train the network on screen further on images among which the person's own are mixed."""
        run, now = self._session.runs.current, self._session.settings.live_part
        latest = None if run is None else run.outcome
        if run is None or latest is None:
            return
        settings = personal.further(now, latest.epoch, is_again=run.hand is not None)
        # What the person has changed since the lesson before stays, after this one as well.
        usual = now if run.hand is None else run.hand.usual(now)
        change = _told(now, settings)
        taught = replace(
            self._session.runs.branched(latest, f"taught your hand: {change}"),
            hand=personal.HandTraining(dataset.fingerprint, usual, settings),
        )
        self._session.begin(taught, mixed, settings, words=_FURTHER.format(change=change))
        self._training.train()


def _told(old: Hyperparameters, new: Hyperparameters) -> str:
    """Return what a lesson changes, but that all of the mixed images are used: no fewer than before it."""
    alike = replace(new, train_images=old.train_images, validation_split=old.validation_split)
    return describe_change(old, alike) or "the same settings"
