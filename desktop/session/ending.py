"""Ending: as a run comes to its end, why it did is told, and the best moment shown where it is kept."""

import math

from PySide6.QtCore import QObject

from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.stopping import reason
from desktop.look.words import percent
from desktop.models.notices import Notice, NoticesModel
from desktop.models.runs import RunsModel
from desktop.models.timeline import TimelineModel
from desktop.models.training import State, TrainingModel

TOPIC = "ended"


class Ending(QObject):
    """Follows runs to their end. One that is merely trained for its epochs ends without a word."""

    def __init__(
        self,
        runs: RunsModel,
        timeline: TimelineModel,
        training: TrainingModel,
        notices: NoticesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._timeline, self._training, self._notices = runs, timeline, training, notices
        self._went_to: int | None = None  # the step of the best moment, while it is shown because the run ended
        training.state_changed.connect(self._follow)
        runs.run_changed.connect(lambda run, before: self._go_to_best(run))

    def _follow(self, state: State) -> None:
        if state is State.RUNNING:
            self._notices.withdraw(TOPIC)
            self._come_back()
        run = self._runs.current
        if state is not State.FINISHED or run is None or run.latest is None:
            return
        words = [_why(run.latest), _kept(run)]
        self._go_to_best(run)
        if any(words) and self._training.has_just_ended:
            self._notices.post(Notice("info", " ".join(filter(None, words)), topic=TOPIC))

    def _go_to_best(self, run: Run) -> None:
        """Show the best moment of a run that is at its end and keeps it."""
        self._went_to = None
        outcome = run.outcome
        if outcome is not None and outcome.step < run.step and run.settings.keep_best and run.is_finished:
            self._went_to = outcome.step
            self._timeline.move_to_best()

    def _come_back(self) -> None:
        """Follow the run again that goes on, unless the person has gone elsewhere meanwhile."""
        shown = self._timeline.snapshot
        if shown is not None and not self._timeline.is_live and shown.step == self._went_to:
            self._timeline.go_live()
        self._went_to = None


def _why(latest: Snapshot) -> str:
    why = reason(latest.hyperparameters, latest.ended_by)
    return f"Training has ended after {latest.epoch:.4g} epochs: {why}." if why else ""


def _kept(run: Run) -> str:
    outcome = run.outcome
    if outcome is None or outcome.step == run.step or not run.settings.keep_best:
        return ""
    return (
        f"The network went back to its best moment, the end of epoch {outcome.epoch:.4g}, "
        f"which reads {_read_by(outcome)}; the timeline keeps the rest."
    )


def _read_by(outcome: Snapshot) -> str:
    """Return what a moment reads of the images it was chosen by, and of the test images where these are others."""
    test = outcome.whole("test_accuracy")
    of_test = f"{percent(test, 2)} of the test images"
    if not outcome.curves.has_validation:
        return of_test
    chosen_by = f"{percent(outcome.whole_accuracy, 2)} of the validation images"
    return chosen_by if math.isnan(test) else f"{chosen_by} and {of_test}"
