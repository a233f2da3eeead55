"""Welcoming: the first two minutes: a drawing is answered at once, one network is watched, and a door is chosen."""

import math
from dataclasses import replace

from PySide6.QtCore import QObject

from core.data.classes import are_digits
from core.data.dataset import Dataset
from core.errors import InklingError
from core.files import pretrained
from core.lessons.facts import FACTS
from core.lessons.first_guess import FIRST_GUESS
from core.lessons.seen import Seen
from core.presets import preset
from core.training.run import Run
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.lessons import LessonsModel
from desktop.models.training import State
from desktop.models.welcome import Stage, WelcomeModel
from desktop.preferences import Preferences, WayIn
from desktop.session.asking import Asking
from desktop.session.session import Session

_EPOCHS = 3  # of the network that is watched: some seconds, and it reads well
_TRAINED = "something was trained"  # the flag that remembers it


class Welcoming(QObject):
    """Leads through the welcome page, and lets the network that comes with Inkling answer until one is trained.

    Parameters
    ----------
    session : Session
        Puts the network on screen that is watched.
    model : WelcomeModel
        The page.
    asking : Asking
        Lets another network stand in on the pad.
    lessons : LessonsModel
        Knows which question comes back.
    preferences : Preferences
        Remember the door that was chosen.
    jobs : Jobs
        Read the network that comes with Inkling.
    """

    def __init__(
        self,
        session: Session,
        model: WelcomeModel,
        asking: Asking,
        lessons: LessonsModel,
        preferences: Preferences,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._model, self._asking, self._lessons = session, model, asking, lessons
        self._preferences, self._jobs = preferences, jobs
        self._is_watch_wanted = False  # as soon as there are images
        session.training.state_changed.connect(self._follow_state)
        session.training.reached.connect(self._follow)
        session.library.loaded.connect(self._make_way_for_others)
        lessons.listed.connect(self._look_for_recall)
        lessons.begun.connect(self._make_way_for_lesson)

    # At the start

    def greet(self, *, is_asked: bool) -> None:
        """Open the page where nobody has chosen a door yet, unless something else is asked for, as a file is."""
        is_fresh = not is_asked and not self._preferences.recent_files
        if is_fresh and not self._preferences.flag(_TRAINED, False):
            self._jobs.start(
                "read the network that comes with Inkling",
                lambda job: pretrained.load(),
                done=self._stand_in,
                failed=self._do_without,
            )
        if is_fresh and not self._preferences.way_in:
            self._model.enter(Stage.GREETING)
        if not is_asked:
            self._lessons.list_played()

    def make_way(self) -> None:
        """Leave the place to what is offered instead, such as a network of another day; it comes back some day."""
        self._take_note_of_training()
        self._model.enter(Stage.CLOSED)

    def _make_way_for_others(self, dataset: Dataset) -> None:
        """Leave the place where others than digits are to be learned: the page, and who stands in, know only those."""
        if not are_digits(dataset.class_names) and self._model.stage is Stage.GREETING:
            self._model.enter(Stage.CLOSED)

    def _make_way_for_lesson(self) -> None:
        """Let a lesson be about its own network; whoever begins one has gone through its door, whichever way."""
        self._let_go()
        if not self._preferences.way_in:
            self._preferences.way_in = "lessons"
        self._model.enter(Stage.CLOSED)

    # What a person asks for

    def open(self) -> None:
        """Open the page again."""
        self._model.is_again = bool(self._preferences.way_in)
        self._model.enter(Stage.GREETING if self._session.is_untrained else Stage.DOORS)
        self._model.changed.emit()

    def watch(self) -> None:
        """Let a new network learn for a few epochs, and read what is drawn meanwhile."""
        self._model.enter(Stage.LEARNING)
        self._is_watch_wanted = self._session.library.dataset is None
        if self._is_watch_wanted:
            return
        self._let_go()
        self._session.begin_new(replace(preset("default").hyperparameters, epochs=_EPOCHS))
        self._session.training.train()

    def end_watching(self) -> None:
        """Go on to the question before all epochs are done."""
        self._session.training.pause()
        self._ask()

    def choose(self, way: WayIn) -> None:
        """Go through a door; it is remembered, and the page does not come by itself any more."""
        self._preferences.way_in = way
        self._model.enter(Stage.TEACHING if way == "teach" else Stage.CLOSED)

    def skip(self) -> None:
        """Put the page away for good: whoever skips wants to play. A question that came back has been asked."""
        if not self._preferences.way_in:
            self._preferences.way_in = "play"
        self.end_recall()
        self._model.enter(Stage.CLOSED)

    def guessed(self) -> None:
        """Take note that the first guess was made."""
        self._model.enter(Stage.DOORS)

    def note_recalled(self) -> None:
        """Take note that the question that came back was answered; its card stays until it is put away."""
        if self._model.recall is not None:
            self._lessons.note_recalled(self._model.recall)

    def end_recall(self) -> None:
        """Put the question that came back away; it does not come again."""
        self.note_recalled()
        self._model.take_recall(None)

    # What follows

    def _stand_in(self, run: Run) -> None:
        latest = run.latest
        if latest is not None and not self._preferences.flag(_TRAINED, False) and self._lessons.player is None:
            self._asking.stand_in(latest)
            self._model.learn_of_pictures(latest.train_images)

    def _do_without(self, error: InklingError) -> None:
        """Let the network on screen answer: that Inkling was not installed whole is told where it is asked for."""

    def _let_go(self) -> None:
        self._asking.let_go()
        self._model.learn_of_pictures(0)

    def _follow(self, snapshots: list[Snapshot]) -> None:
        """Let the network on screen answer as soon as it knows anything, also the one of a file."""
        if snapshots[-1].step:
            self._take_note_of_training()

    def _take_note_of_training(self) -> None:
        if not self._preferences.flag(_TRAINED, False):
            self._preferences.set_flag(_TRAINED, True)
            self._let_go()

    def _follow_state(self, state: State) -> None:
        stage = self._model.stage
        if self._is_watch_wanted and state is State.READY:
            self._is_watch_wanted = False
            if stage is Stage.LEARNING:  # else the page was put away, or what it began was ended, meanwhile
                self.watch()
        elif stage is Stage.GREETING and state is State.RUNNING:
            self._model.enter(Stage.LEARNING)  # with Train instead of the button here
        elif stage is Stage.LEARNING and state is State.FINISHED:
            self._ask()
        elif stage is Stage.LEARNING and state is State.FAILED:
            self._model.enter(Stage.DOORS)

    def _ask(self) -> None:
        run, dataset = self._session.runs.current, self._session.dataset
        truth = FACTS[FIRST_GUESS.fact].of
        self._model.before = math.nan
        if run is not None and run.latest is not None and dataset is not None and truth is not None:
            self._model.before = truth(Seen(run.latest, dataset))
        self._model.enter(Stage.DOORS if math.isnan(self._model.before) else Stage.ASKING)

    def _look_for_recall(self) -> None:
        if self._model.recall is None and self._lessons.player is None:
            self._model.take_recall(self._lessons.recall())
