"""Experiment: what a person changed of a lesson's settings, and the network of their own that is trained with them.

A lesson's figures and explanations are about its own runs: an experiment is told beside them and never in their place.
"""

import math
from dataclasses import replace
from enum import Enum, auto
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.hyperparameters import Hyperparameters, changed_fields, describe_value, in_sentence, label_of
from core.lessons.running import RunBlock
from core.training.snapshot import Snapshot
from desktop.look.words import listed
from desktop.models.lessons import LessonsModel
from desktop.models.training import State
from desktop.session.session import Session

_MOST_TOLD = 2


class Stage(Enum):
    """How far a person's own experiment is."""

    NONE = auto()
    CHANGED = auto()  # a setting differs from the lesson's
    RUNNING = auto()
    OVER = auto()


class Experiment(QObject):
    """Tells a lesson's run from a person's own, and leads from one to the other.

    Parameters
    ----------
    session : Session
        Puts runs on screen.
    lessons : LessonsModel
        The lesson being played.
    """

    changed = Signal()

    def __init__(self, session: Session, lessons: LessonsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._lessons = session, lessons
        self._asked: Hyperparameters | None = None  # by the lesson, for the network it made last
        self._of_lesson: UUID | None = None
        self._earlier: frozenset[UUID] = frozenset()  # the runs that were there before that network
        self._is_altered = False  # whether that network was trained with other settings
        self._tried: UUID | None = None
        self._block: RunBlock | None = None  # the run that is tried with other settings
        self._told: tuple[object, ...] = ()
        session.settings.changed.connect(lambda value: self._tell())
        session.runs.changed.connect(self._tell)
        session.training.state_changed.connect(self._follow_state)
        session.training.reached.connect(self._follow)
        lessons.left.connect(self.forget)

    # What a lesson asks for

    def expect(self, settings: Hyperparameters, run: UUID) -> None:
        """Take note of the settings and the network that the lesson is about from now on."""
        known = [*self._session.runs.others, self._session.runs.current]
        self._earlier = frozenset(one.id for one in known if one is not None and one.id != run)
        self._asked, self._of_lesson = settings, run
        self._is_altered, self._tried, self._block = False, None, None

    def forget(self) -> None:
        """Expect nothing any more."""
        self._asked = self._of_lesson = None
        self._tell()

    @property
    def of_lesson(self) -> UUID | None:
        """The network that the lesson made last."""
        return self._of_lesson

    @property
    def is_altered(self) -> bool:
        """Whether the network that the lesson made last was trained with other settings."""
        return self._is_altered

    # How it stands

    @property
    def stage(self) -> Stage:
        """How far a person's own experiment is."""
        current, settings = self._session.runs.current, self._session.settings
        if self._asked is None or current is None or current.id in self._earlier:
            return Stage.NONE
        is_changed = settings.value != self._asked
        if self.is_on_screen and settings.value == settings.in_force:
            state = self._session.training.state
            return Stage.RUNNING if state in (State.RUNNING, State.PREPARING) else Stage.OVER
        return Stage.CHANGED if is_changed else Stage.NONE

    @property
    def is_on_screen(self) -> bool:
        """Whether the network on screen was trained with other settings than the lesson's."""
        current = self._session.runs.current
        if self._asked is None or current is None or current.id in self._earlier:
            return False
        if current.id == self._of_lesson:
            return self._is_altered
        return self._session.settings.in_force != self._asked and (current.is_trained or current.id == self._tried)

    @property
    def is_of_lesson(self) -> bool:
        """Whether the network on screen is as the lesson wants it, or nothing of a lesson was made."""
        return self._asked is None or not (self.is_on_screen or self._session.settings.in_force != self._asked)

    @property
    def words(self) -> str:
        """What is to be said of it, empty where there is nothing."""
        stage, value = self.stage, self._session.settings.value
        if self._asked is None or stage is Stage.NONE:
            return ""
        names = changed_fields(self._asked, value)
        told = [f"the {_named(name)} to {_said(name, value)}" for name in names]
        if stage is Stage.CHANGED:
            if len(names) <= _MOST_TOLD:
                return f"You set {listed(told)}."
            return f"You changed {len(names)} settings: {listed([_named(name) for name in names])}."
        few = len(names) <= _MOST_TOLD
        which = listed([f"{_named(name)} {_said(name, value)}" for name in names]) if few else f"{len(names)} settings"
        experiment = f"Your own experiment ({which})" if names else "Your own experiment"
        if stage is Stage.RUNNING:
            return f"{experiment} is under way."
        return f"{experiment} is over. {self._result}The lesson speaks of its own run."

    @property
    def _result(self) -> str:
        current = self._session.runs.current
        latest = None if current is None else current.latest
        told = "test_accuracy" if latest is None else latest.curves.told
        known = math.nan if latest is None else latest.whole(told)
        return "" if math.isnan(known) else f"It reads {100 * known:.1f} % of the {told.partition('_')[0]} images. "

    # What a person does about it

    def try_out(self, block: RunBlock | None) -> None:
        """Train a new network with the settings shown, as far as a run of the lesson."""
        dataset, lesson, asked = self._session.library.dataset, self._lessons.lesson, self._session.settings.value
        if dataset is None or lesson is None or self._asked is None:
            return
        if block is not None and block.epochs and asked.epochs == self._asked.epochs:
            asked = replace(asked, epochs=block.epochs)
            self._asked = replace(self._asked, epochs=block.epochs)
        run = self._session.runs.begun(asked, dataset)
        self._tried, self._block = run.id, block
        name = f"{lesson.heading.replace(' · ', ' ')}: my own"
        self._session.begin(run.renamed(name), dataset)
        self._session.outdated.emit("aside")
        if block is None or block.steps < 0:
            self._session.training.train()

    def put_back(self) -> None:
        """Show the lesson's settings and its network again; a new one where that was changed on its way."""
        asked, dataset = self._asked, self._session.library.dataset
        if asked is None or dataset is None:
            return
        current, found = self._session.runs.current, self._session.runs.find(self._of_lesson)
        if found is None or self._is_altered:
            run = self._session.runs.begun(asked, dataset)
            self.expect(asked, run.id)
            self._session.begin(run, dataset)
        elif found != current:
            self._session.switch(found.id)
        self._session.settings.show_value(asked)
        self._session.outdated.emit("aside")
        self._tell()

    # What happens

    def _follow(self, snapshots: list[Snapshot]) -> None:
        current, latest, block = self._session.runs.current, snapshots[-1], self._block
        if self._asked is None or current is None or not self._session.training.is_running:
            return
        if current.id == self._of_lesson and self._session.settings.in_force != self._asked:
            self._is_altered = True
        if current.id == self._tried and block is not None and latest.seconds > block.seconds:
            self._session.training.pause()

    def _follow_state(self, state: State) -> None:
        current = self._session.runs.current
        is_tried = current is not None and current.id == self._tried and not current.is_trained
        if state is State.READY and is_tried and self._block is not None and self._block.steps > 0:
            self._session.training.step(self._block.steps)
        self._tell()

    def _tell(self) -> None:
        """Say that it stands otherwise, where it does."""
        told = self.stage, self.words
        if told != self._told:
            self._told = told
            self.changed.emit()


def _named(name: str) -> str:
    return in_sentence(label_of(name))


def _said(name: str, settings: Hyperparameters) -> str:
    value = getattr(settings, name)
    return "all" if name == "batch_size" and not value else describe_value(value)
