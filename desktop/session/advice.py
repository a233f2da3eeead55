"""Advice: when the coach looks, and what is said and offered when a run goes astray."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.errors import InklingError
from core.training.ending import knowing_end
from core.training.snapshot import Snapshot
from desktop.models.coach import CoachModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.timeline import TimelineModel
from desktop.models.training import State
from desktop.session.session import Session


class Advice(QObject):
    """Looks after the run at hand, and offers ways out where it cannot go on."""

    def __init__(
        self,
        session: Session,
        coach: CoachModel,
        timeline: TimelineModel,
        notices: NoticesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._coach = coach
        self._timeline = timeline
        self._notices = notices
        self._epochs_judged = -1  # how far the run was when the coach was last asked unasked
        self._has_warned = False
        self._trouble = ""  # what was told of how the machine serves the training

    def consult(self) -> None:
        """Ask the coach about the moment shown; what it says comes in a while."""
        snapshot, dataset, run = self._timeline.snapshot, self._session.dataset, self._session.runs.current
        if snapshot is not None and dataset is not None:
            has_failed = self._session.training.state is State.FAILED and self._timeline.is_live
            # At the end of a run its best moment may be shown, which does not know by itself that it was picked.
            moment = snapshot if run is None else knowing_end(run, snapshot)
            self._coach.look(moment, dataset, has_failed=has_failed)

    def consult_after_epoch(self, snapshot: Snapshot) -> None:
        """Let the coach look once an epoch, so that its tab can tell how much it has to say."""
        if snapshot.whole_epochs != self._epochs_judged:
            self._epochs_judged = snapshot.whole_epochs
            self.consult()

    def forget(self) -> None:
        """Take note that another run is at hand."""
        self._coach.forget()
        self._epochs_judged = -1

    def warn(self, snapshots: list[Snapshot]) -> None:
        """Tell once when a network can no longer learn; the figures in the text change from moment to moment."""
        warning = snapshots[-1].warning
        if bool(warning) != self._has_warned:
            self._has_warned = bool(warning)
            if warning:
                start_over = ("Start over", self._session.begin_new)
                self._notices.post(Notice("warning", warning, (start_over,), topic="health"))
            else:
                self._notices.withdraw("health")
        trouble = snapshots[-1].trouble
        if trouble and trouble != self._trouble:
            self._notices.post(Notice("info", trouble, topic="processes"))
        self._trouble = trouble

    def report_failure(self, error: InklingError) -> None:
        """Say why training stopped, and let the coach look at what came of it."""
        self.consult()
        self.offer_ways_out(str(error))

    def offer_ways_out(self, text: str) -> None:
        """Say what is the matter, and offer to go back to the last moment that was sound, or to start over."""
        sound = self._timeline.recording.last_healthy()
        actions: tuple[tuple[str, Callable[[], None]], ...] = (("Start over", self._session.begin_new),)
        if sound is not None and sound.step > 0:
            back = (f"Back to epoch {sound.epoch:.3g}", lambda: self._session.go_back_to(sound))
            actions = (back, *actions)
        self._notices.post(Notice("error", text, actions, topic="trouble"))
