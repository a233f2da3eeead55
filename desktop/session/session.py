"""Session: puts a run on screen and trains it: a new one, a branch, one of the others, that of a file."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters, describe_change
from core.training import own_classes, personal
from core.training.run import Run
from core.training.snapshot import Snapshot
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice
from desktop.models.runs import RunsModel
from desktop.models.training import State, TrainingModel
from desktop.session.own_settings import OwnSettings

ANEW = "A new network has begun; the one trained for {epochs} epochs was put aside."
_AS_BEFORE = " Again as before it was taught your hand: {change}."
_BACK = "The earlier network is back; the one trained for {epochs} epochs was put aside."
_FEW_MOMENTS = "Of the moments of {name} only {count} left in the timeline; its curves are whole."
_ONLY_CURVES = "{name} cannot be brought back: only its curves are left. Repeat it to train it again."
_NO_IMAGES = "{name} was trained on {title}, which is not in use. Choose it in the menu Data first."
_NONE_MADE = "No network was made. Choose other hidden layers, or press Reset to make it after all."
_FEW = 3  # moments: the first, the best and the latest are kept whatever happens

OPENING = "opening"
"""Topic of what came of opening a file: where another one is opened, the trouble with the first is past."""

OF_THE_RUN_BEFORE = ("pending", "waiting", "trouble", "refused", "adjusted", "more", "try", "afresh", "images", "run")
"""Topics of notices that no longer hold when another run is on screen."""


class Session(QObject):
    """What can become the run on screen, and how; every way there goes through :meth:`begin`.

    Which one it is the runs say, and announce with ``run_changed``.

    Parameters
    ----------
    runs : RunsModel
        All runs.
    settings : HyperparametersModel
        What the next batch or the next network is trained with.
    training : TrainingModel
        Trains the run on screen.
    library : LibraryModel
        Has the images.
    """

    told = Signal(object)  # Notice
    outdated = Signal(str)  # the topic of a notice that no longer holds
    moments_wanted = Signal(object)  # Run: its moments are only in its file; with them it goes to take_moments

    def __init__(
        self,
        runs: RunsModel,
        settings: HyperparametersModel,
        training: TrainingModel,
        library: LibraryModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.runs = runs
        self.settings = settings
        self.training = training
        self.library = library
        self._awaited: UUID | None = None  # the run whose moments are being read
        self._elsewhere: dict[UUID | None, tuple[str, int]] = {}  # by run: see figures_of
        self._own_settings = OwnSettings(settings.value)
        self._before: Run | None = None  # what was on screen before the network that is being made
        training.given_up.connect(self.give_up_new)
        training.state_changed.connect(self._follow_state)
        runs.changed.connect(self._forget_data)

    @property
    def dataset(self) -> Dataset | None:
        """What the run on screen is trained on; none before the first data set is there."""
        run = self.runs.current
        return None if run is None else self.library.known(run.data_fingerprint)

    @property
    def has_one_before(self) -> bool:
        """Whether there is a network to go back to while another is being made."""
        return self._before is not None

    def figures_of(self, snapshot: Snapshot) -> str:
        """Return the title of the data that the latest figures of a moment are of; empty where it is that at hand."""
        run = self.runs.current
        if run is None:
            return ""
        known = (run.id, None if run.parent is None else run.parent.run)  # a branch has the curves it grew out of
        title, points = next((self._elsewhere[id] for id in known if id in self._elsewhere), ("", 0))
        return title if len(snapshot.curves) <= points else ""

    def take_note_of_data(self, run: Run, dataset: Dataset) -> None:
        """Take note that a run goes on with other images than those its figures so far are of, where that is so."""
        is_same = run.data_fingerprint == dataset.fingerprint
        is_taught = personal.base_name(run.data_name) == personal.base_name(dataset.name) and (
            personal.is_mixed(run.data_name) or personal.is_mixed(dataset.name)
        )
        if run.latest is not None and not is_same and not is_taught:
            self._elsewhere[run.id] = self.library.title_of(run.data_name), len(run.latest.curves)

    @property
    def settings_for_new(self) -> Hyperparameters:
        """The settings a new network begins with: those shown, but for what teaching a hand or symbols has left there.

        A preset is taken as it is shown. Of other settings, those that still are what teaching made them go back to
        what they were before it: a new network is not to have the small rate and the few epochs of a lesson because
        nobody thought of them. What the person has changed since differs from that, and is taken as it is shown.
        Who turns a knob and turns it back has changed nothing.
        """
        value = self.settings.value
        if self.settings.is_story:
            return value
        return self._own_settings.usual(self._as_before_teaching(value), self.runs.current)

    @property
    def usual_settings(self) -> Hyperparameters:
        """The settings shown; where those are for a few drawings of one's own, the ones from before these."""
        value = self.settings.value
        return value if self.settings.is_story else self._own_settings.usual(value, self.runs.current)

    @property
    def is_untrained(self) -> bool:
        """Whether nothing is lost when another network takes the place of the one on screen."""
        run = self.runs.current
        is_waiting = self.training.state in (State.READY, State.PREPARING, State.FAILED)
        return is_waiting and (run is None or not run.is_trained)

    # Begin and switch

    def begin(
        self,
        run: Run,
        dataset: Dataset,
        settings: Hyperparameters | None = None,
        *,
        words: str = ANEW,
        instead: bool = False,
    ) -> None:
        """Put a run on screen, to be trained on from its latest moment; from fresh weights where it has none.

        Parameters
        ----------
        run : Run
            The run, new or one of the others.
        dataset : Dataset
            What it is trained on.
        settings : Hyperparameters, optional
            What it is trained with; its own without.
        words : str
            What is said when a run that is worth keeping was put aside; ``{epochs}`` is how far that one was.
        instead : bool
            Whether the run on screen goes, instead of being put aside.
        """
        self.take_note_of_data(run, dataset)
        in_force = settings or run.settings
        before = self.runs.current
        self.training.halt()
        if before is not None and before.latest is not None:
            self._before = before
        self._awaited = None
        if self.library.known(dataset.fingerprint) is None:
            self.library.remember(dataset, self.library.in_use)
        # In force first, so that showing the same settings asks for nothing.
        self.settings.put_in_force(in_force, in_force)
        self.runs.show(run.on_data(dataset), instead=instead)
        if before is not None and before.id != run.id and self.runs.find(before.id) is not None:
            self._say_put_aside(before, words)
        self.training.begin(in_force, dataset, run.latest)

    def begin_new(self, settings: Hyperparameters | None = None) -> None:
        """Begin with fresh weights and the data set in use, with the settings shown where there are no others.

        What teaching a hand has left in them goes back to what it was, as in :attr:`settings_for_new`, which is said.
        A few drawings of one's own have settings of their own.
        """
        dataset = self.library.dataset
        if dataset is None:
            return
        asked = settings or self.settings.value
        new = asked if settings is None and self.settings.is_story else self._as_before_teaching(asked)
        words = ANEW if new == asked else ANEW + _AS_BEFORE.format(change=describe_change(asked, new))
        if settings is None and not self.settings.is_story:
            new = self._own_settings.fitting(dataset, new, self.runs.current)
        run = self.runs.begun(new, dataset)
        if own_classes.is_own(dataset.name):  # what it is trained on says more than how
            run = self.runs.with_look(replace(run, name=dataset.title))
        self.begin(run, dataset, words=words)

    def give_up_new(self) -> None:
        """Return from the new network that is being made to the run that was on screen before it, if there was one."""
        before = self._before
        dataset = None if before is None else self.library.known(before.data_fingerprint)
        if before is None or dataset is None:
            self.training.give_up_making()
            self.told.emit(Notice("info", _NONE_MADE, topic="trouble"))
        elif self.runs.find(before.id) is not None:
            self.switch(before.id)
        else:  # nothing was trained: it was not kept
            self.begin(before, dataset, instead=True)

    def _follow_state(self, state: State) -> None:
        if state is not State.PREPARING:
            self._before = None  # there is a network now: nothing to go back from

    def bring_back_last(self) -> None:
        """Go on with the run that was put aside last, if there is one."""
        last = self.runs.last_left
        if last is not None:
            self.switch(last.id)

    def switch(self, run: UUID) -> None:
        """Go on with one of the other runs, as it was left; says why where that cannot be."""
        found = self.runs.find(run)
        current = self.runs.current
        if found is None or found == current:
            return
        self.library.cancel()  # what was still being loaded was wished for before this
        if not found.has_moments:
            self._say(_ONLY_CURVES.format(name=found.name))
        elif found.is_whole:
            self._go_on_with(found)
        elif self.dataset_of(found) is not None:
            self._awaited = found.id
            self.moments_wanted.emit(found)

    def dataset_of(self, run: Run) -> Dataset | None:
        """Return what a run is trained on; says so when its images are not here."""
        dataset = self.library.known(run.data_fingerprint)
        if dataset is None:
            self._say(_NO_IMAGES.format(name=run.name, title=self.library.title_of(run.data_name)))
        return dataset

    def take_moments(self, run: Run) -> None:
        """Go on with a run whose moments were read, unless another was put on screen or it was deleted meanwhile."""
        found = self.runs.find(run.id)
        if found is None or self._awaited != run.id:
            return
        if not len(run.recording):  # there was no room for its moments
            self.runs.update(found.curves_only())
            self._say(_ONLY_CURVES.format(name=found.name))
        else:
            self._go_on_with(replace(found, recording=run.recording, is_whole=True))

    def _go_on_with(self, run: Run) -> None:
        dataset = self.dataset_of(run)
        if dataset is None:
            return
        remark = ""
        if len(run.recording) <= _FEW < len(run.curves):
            count = len(run.recording)
            remark = _FEW_MOMENTS.format(name=run.name, count="one is" if count == 1 else f"{count} are")
        before = self.runs.current
        self.outdated.emit("aside")
        self.use_data_of(run)
        self.begin(run, dataset, words=f"{_BACK} {remark}".rstrip())
        if remark and (before is None or self.runs.find(before.id) is None):
            self._say(remark)

    def go_back_to(self, snapshot: Snapshot) -> None:
        """Go on from an earlier moment, with the settings shown; what came after it is forgotten."""
        run, dataset = self.runs.current, self.dataset
        if run is not None and dataset is not None:
            self.begin(run.back_at(snapshot), dataset, self.settings.live_part, instead=True)

    def use_data_of(self, run: Run) -> None:
        """Let the library have in use what a run stands on; not the mixture with the digits of a hand."""
        shown = run.data_fingerprint if run.hand is None else run.hand.data_fingerprint
        dataset = self.library.known(shown)
        if dataset is not None and dataset is not self.library.dataset:
            self.library.use(dataset, self.library.name_of(shown))

    # What was put aside

    def _say_put_aside(self, run: Run, words: str) -> None:
        text = words.format(epochs=f"{run.epoch:.1f}")
        actions = (("Bring it back", self.bring_back_last),)  # as the menu does at any time
        self.told.emit(Notice("info", text, actions, topic="aside", passes=True))

    def _say(self, text: str) -> None:
        self.told.emit(Notice("info", text, topic="run"))

    def _as_before_teaching(self, settings: Hyperparameters) -> Hyperparameters:
        run = self.runs.current
        return settings if run is None or run.hand is None else run.hand.usual(settings)

    def _forget_data(self) -> None:
        """Let images go that were mixed for runs that are no more."""
        current = self.runs.current
        runs = (*self.runs.others, *self.runs.deleted, *(() if current is None else (current,)))
        needed = {run.data_fingerprint for run in runs}
        self.library.forget_all_but(needed | {run.hand.data_fingerprint for run in runs if run.hand is not None})
