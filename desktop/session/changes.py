"""Changes: what a change of the settings does: some act on the next batch, others wait for a new network.

While an earlier moment is shown, all of them wait: a person may be about to branch from there with other settings,
and the run at hand is not to be disturbed by that.
"""

from PySide6.QtCore import QObject

from core.errors import InklingError
from core.hyperparameters import Hyperparameters, describe_change, in_sentence, label_of
from core.training import stopping
from core.training.snapshot import Snapshot
from desktop.look.words import listed
from desktop.models.notices import Notice, NoticesModel
from desktop.models.timeline import TimelineModel
from desktop.models.training import State
from desktop.session.more_epochs import of_more_epochs, with_more_epochs
from desktop.session.session import Session

_WAITING = "waiting"  # the topic of what waits for the present


class Changes(QObject):
    """Brings changed settings into force, or says what they wait for."""

    def __init__(
        self,
        session: Session,
        timeline: TimelineModel,
        notices: NoticesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = session.settings
        self._training = session.training
        self._timeline = timeline
        self._notices = notices

    def try_out(self, value: Hyperparameters, *, anew: bool = False) -> None:
        """Try an experiment: at once where training can go on with it, else with a new network, which is trained.

        ``anew`` asks for a new network in any case.
        """
        if anew or self._training.state is State.FAILED:  # no change of settings saves it
            self._session.begin_new(value)  # not shown before: they must not act on the run that is left
            self._training.train()
            return
        before = self._settings.in_force
        with self._settings.one_change():
            self._settings.show_value(value)
            self.act_now()
        if self._settings.pending:
            self._session.begin_new()
            self._training.train()
        elif value != before:
            text = f"Changed from the next batch on: {describe_change(before, value)}."
            actions = (("Undo", lambda: self._settings.show_value(before)),)
            self._notices.post(Notice("info", text, actions, topic="try"))

    @property
    def epochs_to_add(self) -> int:
        """How many epochs Train adds, because a run has had all it was to have; 0 where it does something else."""
        latest = self._timeline.latest
        if latest is None or self._settings.pending or not self._is_done(latest):
            return 0
        return with_more_epochs(self._settings.in_force, latest.whole_epochs).epochs - latest.whole_epochs

    def add_epochs_when_done(self) -> None:
        """Ask for about as many epochs again where all are done, in the form as well, and say so.

        Where a rule ended the run before that, it is lifted.
        """
        self._lift_rules()
        latest = self._timeline.latest
        if latest is None or not self._is_done(latest):
            return
        epochs = with_more_epochs(self._settings.in_force, latest.whole_epochs).epochs
        with self._settings.one_change():
            self._settings.propose("epochs", epochs)
            self.act_now()
        self._notices.post(of_more_epochs(latest.whole_epochs, epochs))

    @property
    def early_end(self) -> str:
        """Why the run at hand ended before its epochs were done; empty where it did not, or Train begins another."""
        return "" if self._settings.pending else stopping.reason(self._settings.in_force, self._rules)

    def take_settings(self, value: Hyperparameters) -> None:
        """Decide what follows from the settings asked for: adopt them, begin anew, or say what waits for that."""
        if self._session.dataset is None:
            return  # the first network is made when the first data set is there
        for topic in ("refused", "try"):  # the settings are others now
            self._notices.withdraw(topic)
        if not self._settings.misread:
            self._notices.withdraw("misread")
        if self._has_no_network and value != self._settings.in_force:
            self._session.begin_new()
            return
        live = self._settings.live_part
        if live != self._settings.in_force:
            if not self._timeline.is_live:
                self._announce_waiting(live)
                return
            self._put_in_force(live)
        self._notices.withdraw(_WAITING)
        if not self._settings.pending:
            self._notices.withdraw("pending")
        elif self._session.is_untrained:
            self._session.begin_new()
        else:
            self._announce_pending(value)

    def act_now(self) -> None:
        """Let the settings that need no new network act on the run at hand, whatever moment of it is shown."""
        live = self._settings.live_part
        if self._timeline.latest is not None and live != self._settings.in_force:
            self._put_in_force(live)

    def follow_timeline(self) -> None:
        """Let what waited while an earlier moment was shown act on the run, once its latest moment is shown again."""
        if self._timeline.is_live and self._settings.value != self._settings.in_force:
            self.act_now()

    def refuse(self, error: InklingError, in_force: Hyperparameters) -> None:
        """Show the settings that are in force again, because training cannot go on with others, and say why."""
        self._settings.take_back_live(in_force)
        self._notices.post_error(error, topic="refused")

    def settle(self) -> bool:
        """Take what is typed for meant; returns whether all of it can be, and says what cannot."""
        self._notices.withdraw("misread")
        self._settings.settle()
        misread = self._settings.misread
        for name, trouble in misread.items():
            what = f"Training has not begun, because of what is written for {in_sentence(label_of(name))}"
            self._notices.post(Notice("error", f"{what}. {trouble}", topic="misread"))
        return not misread

    @property
    def _has_no_network(self) -> bool:
        """Whether none could be made with the settings in force."""
        return self._timeline.latest is None and self._training.state is State.FAILED

    @property
    def _rules(self) -> tuple[str, ...]:
        """The settings that end the run at hand where it is."""
        latest = self._timeline.latest
        if latest is None:
            return ()
        return stopping.ended_by(self._settings.in_force, latest.curves, latest.marks, latest.seconds)

    def _lift_rules(self) -> None:
        """Let a run that a rule has ended go on without it, in the form as well, and say so."""
        rules = self._rules
        if not rules:
            return
        why = stopping.reason(self._settings.in_force, rules)
        with self._settings.one_change():
            for name in rules:
                self._settings.propose(name, getattr(stopping.without(self._settings.in_force, rules), name))
            self.act_now()
        off = listed([label_of(name).lower() for name in rules])
        self._notices.post(
            Notice("info", f"The run was at its end: {why}. It goes on with {off} at 0.", topic="lifted")
        )

    def _is_done(self, latest: Snapshot) -> bool:
        return latest.whole_epochs >= self._settings.in_force.epochs

    def _put_in_force(self, live: Hyperparameters) -> None:
        self._training.adopt(live)
        self._settings.put_in_force(live)

    def _announce_waiting(self, live: Hyperparameters) -> None:
        change = describe_change(self._settings.in_force, live)
        text = (
            f"{change[0].upper()}{change[1:]} will act in a branch from the moment shown. "
            "In the run at hand it acts once you go back to its latest moment."
        )
        self._notices.post(Notice("info", text, (("Go live", self._timeline.go_live),), topic=_WAITING, passes=True))

    def _announce_pending(self, value: Hyperparameters) -> None:
        pending = self._settings.pending
        if self._settings.is_story:
            what = "a preset begins with a new network"
        elif len(pending) <= 2:
            what = f"a change of {listed([label_of(name).lower() for name in pending])} needs a new network"
            what += f" ({describe_change(self._settings.in_force, value)})"
        else:
            what = f"{len(pending)} settings wait for a new network"
        text = (
            f"{what[0].upper()}{what[1:]}. The trained one stays until you press New network or Train, "
            "and can be brought back."
        )
        actions = (("New network", self._session.begin_new), ("Take back", self._settings.take_back))
        self._notices.post(Notice("info", text, actions, topic="pending"))
