"""LessonTasks: what a lesson does to the run on screen: it makes networks, trains them, and puts all back."""

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.arrays import Bytes
from core.data import catalog
from core.hyperparameters import Hyperparameters
from core.insight.answer import Answer
from core.lessons.block import Block
from core.lessons.breaking import Break
from core.lessons.lesson import Lesson
from core.lessons.record import Record, record_of
from core.lessons.running import RunBlock, Set, all_hold
from core.lessons.showing import Show
from core.training.run import Run
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.lessons import LessonsModel
from desktop.models.notices import Notice
from desktop.models.pad import PadModel
from desktop.models.training import State
from desktop.session.experiment import Experiment
from desktop.session.finding import Finding
from desktop.session.session import Session

_OTHER_IMAGES = "images of the lesson"  # the topic of what is said where others are in use
_CUT = "The run was cut short after {seconds:.0f} seconds: this machine is slow or busy. The lesson goes on."


@dataclass(frozen=True, slots=True)
class _Before:
    """What was there before the lesson."""

    run: Run | None
    settings: Hyperparameters
    data: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A lesson that is to be played: on which images, whether anew, and from which step on."""

    lesson: Lesson
    images: str
    is_anew: bool
    step: str


class LessonTasks(QObject):
    """Trains what a lesson asks for, and tells it the facts.

    Parameters
    ----------
    session : Session
        Puts runs on screen.
    lessons : LessonsModel
        The lesson being played.
    pad : PadModel
        What is drawn.
    jobs : Jobs
        Work out facts off the window's thread.
    """

    told = Signal(object)  # Notice
    running_changed = Signal()

    def __init__(
        self, session: Session, lessons: LessonsModel, pad: PadModel, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._lessons, self._pad = session, lessons, pad
        self._finding = Finding(session, lessons, jobs, self)
        self._finding.told.connect(self.told)
        self._before: _Before | None = None
        self._wanted: _Wanted | None = None  # the lesson whose images are being loaded
        self._run: RunBlock | None = None  # under way
        self._ended: RunBlock | None = None  # over, and being looked at
        self._goal = 0  # the step at which it ends, 0 for the end of its epochs
        self._made: str = ""  # the name of the lesson's run that is on screen, "" for a network just made
        self._goes_on_from = ""  # the lesson's run that the one under way goes on from
        self._image: tuple[Bytes, int] | None = None  # the one that the lesson shows, and what it shows
        self.experiment = Experiment(session, lessons, self)
        self.experiment.changed.connect(lambda: lessons.say_own(self.experiment.is_on_screen))
        lessons.due.connect(self._perform)
        lessons.left.connect(self._restore)
        session.library.loaded.connect(self._take_data)
        session.library.failed.connect(lambda name, error: self._give_up())
        session.library.cancelled.connect(self._give_up)
        session.training.state_changed.connect(self._follow_state)
        session.training.reached.connect(self._follow)
        pad.answered.connect(self._tell_of_pad)

    @property
    def is_running(self) -> bool:
        """Whether a run of the lesson is under way, paused or not."""
        return self._run is not None

    @property
    def is_ending(self) -> bool:
        """Whether the lesson's run is over, and what it came to is being found out."""
        return self._ended is not None

    @property
    def asks_for_a_step(self) -> bool:
        """Whether the lesson waits for a run that is a single step."""
        player = self._lessons.player
        return player is not None and _is_single_step(player.waits_for)

    @property
    def asks_before_a_step(self) -> bool:
        """Whether a single step is still to come in the lesson, and something else is waited for before it."""
        player = self._lessons.player
        if player is None or self.asks_for_a_step:
            return False
        runs = player.lesson.blocks(RunBlock)
        following = next((run for run in runs if run.name not in player.runs), None)
        return _is_single_step(following)

    # Begin and leave

    def begin(self, lesson: Lesson, *, anew: bool = False, step: str = "") -> None:
        """Play a lesson, on the first of its images that are here; from a step on, where one is named."""
        if self._before is None:
            current = self._session.runs.current
            is_worth = current is not None and current.is_trained
            settings, data = self._session.settings.value, self._session.library.in_use
            self._before = _Before(current if is_worth else None, settings, data)
        self._session.outdated.emit("trained")  # whoever begins a lesson has found what to do
        self._forget_run()
        self._session.library.cancel()  # else what is being loaded would come between, or end the lesson's own wish
        images = next((name for name in lesson.images if catalog.find(name).is_ready), lesson.images[-1])
        wanted = _Wanted(lesson, images, anew, step)
        if images == self._session.library.in_use:
            self._play(wanted)
        else:
            self._wanted = wanted
            self._session.library.load(images)

    def _take_data(self) -> None:
        """Play the lesson that waits for its images; if others have come instead, those were asked for after it."""
        wanted = self._wanted
        if wanted is None:
            QTimer.singleShot(0, self, self._look_at_images)  # what is said of the new data set comes first, below it
        elif wanted.images == self._session.library.in_use:
            self._wanted = None
            self._play(wanted)
        else:
            self._give_up()

    def _look_at_images(self) -> None:
        """Say so where a person has chosen other images than those the lesson speaks of."""
        player, library = self._lessons.player, self._session.library
        self._session.outdated.emit(_OTHER_IMAGES)
        if player is None or library.dataset is None or player.images == library.in_use:
            return
        text = f"The lesson speaks of {library.title_of(player.images)}, and {library.dataset.title} is in use now."
        actions = (("Put it back", lambda: self.begin(player.lesson)), ("Leave lesson", self._lessons.leave))
        self.told.emit(Notice("info", text, actions, topic=_OTHER_IMAGES))

    def _play(self, wanted: _Wanted) -> None:
        self._lessons.begin(wanted.lesson, self._session.library.in_use, anew=wanted.is_anew)
        if wanted.step:
            self._lessons.go_to(wanted.lesson.place(wanted.step))

    def _give_up(self) -> None:
        """Play no lesson whose images did not come; there is nothing to come back to then."""
        self._wanted = None
        if self._lessons.player is None:
            self._before = None

    def _restore(self) -> None:
        """Put data, settings and network back as they were before the lesson."""
        before, self._before = self._before, None
        self._forget_run()
        self._session.outdated.emit(_OTHER_IMAGES)
        self._session.training.pause()
        if before is None:
            return
        if before.run is not None and self._session.runs.find(before.run.id) is not None:
            self._session.switch(before.run.id)
        elif before.data and before.data != self._session.library.in_use:
            self._session.library.load(before.data)
        else:
            self._session.begin_new(before.settings)
        self._session.settings.show_value(before.settings)
        self._session.outdated.emit("aside")

    def _forget_run(self) -> None:
        self._run, self._ended, self._made, self._image = None, None, "", None
        self.running_changed.emit()

    # What the blocks do

    def _perform(self, block: Block) -> None:
        if isinstance(block, Set):
            self._make(block.settings, "")
        elif isinstance(block, Show):
            self.show(block)

    def _make(self, settings: Hyperparameters, name: str) -> None:
        """Put a new network on screen, in the place of one that was not trained."""
        dataset, lesson = self._session.library.dataset, self._lessons.lesson
        if dataset is None or lesson is None:
            return
        run = self._session.runs.begun(settings, dataset)
        self._made = name
        self.experiment.expect(settings, run.id)
        self._session.begin(run.renamed(_name(lesson, name)) if name else run, dataset)
        self._session.outdated.emit("aside")  # nobody has to be told in a lesson: they are under Runs

    def show(self, block: Show) -> None:
        """Draw the curves of runs, and put an image on the pad, of which the facts are known in a moment."""
        self._draw_runs(block.runs)
        dataset = self._session.library.dataset
        image = None if dataset is None else block.image_in(dataset)
        if image is not None:
            self._image = image
            self._pad.show_image(*image)
            self._learn_of_network()

    def _draw_runs(self, names: tuple[str, ...]) -> None:
        """Draw the curves of the lesson's runs of these names, of several of one name the latest."""
        runs, lesson = self._session.runs, self._lessons.lesson
        if lesson is None:
            return
        named = {run.name: run for run in runs.trained}
        wanted = [named[name] for name in (_name(lesson, name) for name in names) if name in named]
        runs.set_shown([run.id for run in wanted if run != runs.current and run not in runs.drawn], True)

    # Its runs

    def run(self) -> None:
        """Train as the lesson asks, or go on with what is paused."""
        player, training = self._lessons.player, self._session.training
        if player is None:
            return
        if self._run is not None:
            training.train()
            return
        block = player.waits_for
        if not isinstance(block, RunBlock) or block is self._ended:
            return
        self._run = block
        self._begin_run(player.lesson, block)
        self.running_changed.emit()

    def _begin_run(self, lesson: Lesson, block: RunBlock) -> None:
        setup, session = lesson.setup_of(block), self._session
        base = setup.made.settings if setup.made else session.settings.in_force
        settings = replace(base, epochs=block.epochs) if block.epochs else base
        current, dataset = session.runs.find(self.experiment.of_lesson), session.library.dataset
        goes_on = setup.goes_on_from is not None and setup.goes_on_from.name == self._made and current is not None
        goes_on = goes_on and not self.experiment.is_altered
        self._goes_on_from = self._made if goes_on else ""
        if goes_on and current is not None and dataset is not None:
            self._made = block.name
            self.experiment.expect(settings, current.id)
            session.begin(current, dataset, settings, instead=current == session.runs.current)
        else:
            self._make(settings, block.name)
        latest = session.runs.current.step if goes_on and session.runs.current else 0
        self._goal = latest + block.steps if block.steps >= 0 else 0
        if block.steps < 0:
            session.training.train()
        elif block.steps == 0:
            self._goal = -1  # it ends when it is ready

    def _follow_state(self, state: State) -> None:
        if self._run is None:
            if state is State.READY:
                self._learn_of_network()
            return
        if state is State.READY and self._run.steps > 0:
            self._session.training.step(self._run.steps)
        elif (
            state is State.READY
            and self._goal == -1
            or state in (State.FINISHED, State.FAILED)
            or (state is State.PAUSED and self._is_at_goal())
        ):
            self._end_run()
        self.running_changed.emit()

    def _is_at_goal(self) -> bool:
        latest = self._latest()
        return self._goal > 0 and latest is not None and latest.step >= self._goal

    def _follow(self, snapshots: list[Snapshot]) -> None:
        """End a run that takes too long, or whose condition holds."""
        run, latest = self._run, snapshots[-1]
        if run is None or not self._session.training.is_running:
            return
        if latest.seconds > run.seconds:
            self._session.training.pause()
            self.told.emit(Notice("info", _CUT.format(seconds=run.seconds), topic="lesson"))
            self._end_run()
        elif run.until and not self._finding.is_busy and latest.position == 0 and latest.whole_epochs:
            self._finding.ask(latest, self._image, partial(self._end_if, run))

    def _end_if(self, run: RunBlock, known: dict[str, float]) -> None:
        if run is self._run and all_hold(run.until, known):
            self._session.training.pause()
            self._end_run()

    def _end_run(self) -> None:
        """Go on with what the run came to; one that never began is there to be begun again."""
        current, run, self._run = self._session.runs.current, self._run, None
        if self.experiment.is_on_screen:
            return  # settings were changed on its way: the lesson waits for its own run
        if current is not None and current.latest is not None:
            record, self._ended = record_of(current, self._goes_on_from), run
            take = partial(self._take_end, run, record)
            self._finding.ask(current.latest, self._image, take, self._forget_end)

    def _take_end(self, run: RunBlock | None, record: Record, known: dict[str, float]) -> None:
        player, self._ended = self._lessons.player, None
        if player is not None and player.waits_for is run:
            self._lessons.run_ended(known, record)
        self.running_changed.emit()

    def _forget_end(self) -> None:
        """Let a run be done once more of which nobody could find out what it came to."""
        self._ended = None
        self.running_changed.emit()

    def look_at_broken(self, block: Break) -> None:
        """Tell the lesson what is left of the network with the damage that is waited for."""
        snapshot = self._latest()
        if snapshot is not None:
            self._finding.look_at_broken(snapshot, block)

    def _learn_of_network(self) -> None:
        """Tell the lesson of the network on screen, unless that is another one, or another image is shown, by then."""
        run, image = self._session.runs.current, self._image

        def take(known: dict[str, float]) -> None:
            current = self._session.runs.current
            is_as_it_was = current is not None and run is not None and (current.id, current.step) == (run.id, run.step)
            if is_as_it_was and image is self._image:
                self._lessons.learn(known)

        is_of_lesson = self._lessons.player is not None and self.experiment.is_of_lesson
        if is_of_lesson and run is not None and run.latest is not None:
            self._finding.ask(run.latest, image, take)

    # A person's own experiment

    @property
    def can_repeat(self) -> bool:
        """Whether a run of the step in sight is over, and could be trained once more."""
        player = self._lessons.player
        return player is not None and any(run.name in player.runs for run in player.step.blocks(RunBlock))

    def try_out(self) -> None:
        """Train a network with the settings that a person changed, as far as the lesson's run; the lesson waits."""
        player, self._run = self._lessons.player, None
        if player is not None:
            blocks = [run for run in player.step.blocks(RunBlock) if run is player.waits_for or run.name in player.runs]
            self.experiment.try_out(blocks[-1] if blocks else None)
        self.running_changed.emit()

    def put_back(self) -> None:
        """Have the lesson's settings and network again; a run that was changed on its way is to be done anew."""
        if self.experiment.is_on_screen or self.experiment.is_altered:
            self._run = None
        self.experiment.put_back()
        self.running_changed.emit()

    def repeat(self) -> None:
        """Put the lesson's settings back, and have the latest run of the step done once more."""
        self.put_back()
        self._lessons.repeat()

    # Facts

    def _latest(self) -> Snapshot | None:
        current = self._session.runs.current
        return None if current is None else current.latest

    def _tell_of_pad(self, answer: Answer | None) -> None:
        """Let the lesson know what stands under the pad: of an image that it put there, what one pass says."""
        is_drawn = not self._pad.ink.is_empty and self._pad.label is None  # an image of the data is nobody's drawing
        facts = {"pad.ink": float(is_drawn)}
        if answer is not None:
            facts |= {"pad.answer": float(answer.digit), "pad.confidence": float(answer.outputs.max())}
        self._lessons.learn(facts)


def _is_single_step(block: Block | None) -> bool:
    return isinstance(block, RunBlock) and block.steps == 1


def _name(lesson: Lesson, run: str) -> str:
    """Return what a run of a lesson is called in the table of runs."""
    return f"{lesson.heading.replace(' · ', ' ')}: {run}"
