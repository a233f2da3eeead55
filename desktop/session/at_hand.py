"""AtHand: the run on screen: how it begins, what it is trained on, and how it makes room for another."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.data.dataset import Dataset
from core.files.saved_runs import SavedRun
from core.hyperparameters import Hyperparameters, describe_change
from core.training import personal
from core.training.snapshot import Snapshot
from desktop.models.document import DocumentModel
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.runs import RunsModel
from desktop.models.shelf import Before, ShelfModel, ShelvedRun
from desktop.models.timeline import TimelineModel
from desktop.models.training import State, TrainingModel

_ANEW = "A new network has begun; the one trained for {epochs} epochs was put aside."
_AS_BEFORE = " Again as before it was taught your hand: {change}."
_BACK = "The earlier network is back; the one trained for {epochs} epochs was put aside."
_FEW_MOMENTS = "Of the moments of {name} only {count} are left in the timeline; its curves are whole."
# Topics of notices that no longer hold when another run is at hand.
_OF_THE_RUN_BEFORE = ("pending", "waiting", "trouble", "adjusted", "more", "try", "afresh")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a run stands on.

    Attributes
    ----------
    dataset : Dataset
        What it is trained on.
    name : str
        By which name or folder that was asked for.
    before : Before, optional
        What it had before it was taught the person's hand; none if it was not.
    """

    dataset: Dataset
    name: str
    before: Before | None = None


class AtHand(QObject):
    """The run that is trained, and how another one takes its place; what was trained is put aside first."""

    leaving = Signal()  # another run takes its place: nothing that was said of the one before holds any more
    leaving_network = Signal()  # and it has other weights: it does not go on from this one
    went_back = Signal(object)  # Snapshot: the run goes on from there, and what came after it is forgotten

    def __init__(
        self,
        settings: HyperparametersModel,
        training: TrainingModel,
        timeline: TimelineModel,
        document: DocumentModel,
        library: LibraryModel,
        runs: RunsModel,
        shelf: ShelfModel,
        notices: NoticesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._training = training
        self._timeline = timeline
        self._document = document
        self._library = library
        self._runs = runs
        self._shelf = shelf
        self._notices = notices
        self._ground: Ground | None = None
        self._befores: dict[int, Before] = {}  # by the number of a run that was taught the person's hand

    @property
    def ground(self) -> Ground | None:
        """What the run stands on; none before the first data set is there."""
        return self._ground

    @property
    def dataset(self) -> Dataset | None:
        """What the run is trained on; none before the first data set is there."""
        return None if self._ground is None else self._ground.dataset

    @property
    def settings_for_new(self) -> Hyperparameters:
        """The settings a new network begins with: those shown, but for what teaching a hand has left there.

        A preset is taken as it is shown. Of other settings, those that still are what teaching made them go back to
        what they were before it: a new network is not to have the small rate and the few epochs of a lesson because
        nobody thought of them. What the person has changed since differs from that, and is taken as it is shown.
        Who turns a knob and turns it back has changed nothing.
        """
        value = self._settings.value
        return value if self._settings.is_story else self._as_before_teaching(value)

    @property
    def is_untrained(self) -> bool:
        """Whether nothing is lost when another network takes its place."""
        latest = self._timeline.latest
        is_waiting = self._training.state in (State.READY, State.PREPARING, State.FAILED)
        return is_waiting and (latest is None or latest.step == 0)

    def begin(
        self,
        settings: Hyperparameters,
        ground: Ground,
        *,
        start: Snapshot | None = None,
        words: str = _ANEW,
        goes_on: bool = False,
    ) -> None:
        """Begin a run, and put the one at hand aside.

        Parameters
        ----------
        settings : Hyperparameters
            What its network is built and trained with.
        ground : Ground
            What it stands on.
        start : Snapshot, optional
            Where it goes on from; from fresh weights without one.
        words : str
            What is said when a trained run was put aside; ``{epochs}`` is how far that one was.
        goes_on : bool
            Whether ``start`` is a moment of the run at hand, so that its neurons are the same ones.
        """
        if not goes_on:
            self.leaving_network.emit()
        self._put_aside(words)
        self._runs.begin_anew()
        self._put_in_force(settings)
        self._timeline.start_over()
        self._document.start_over()
        self._ground = ground
        self._training.begin(settings, ground.dataset, start)

    def begin_new(self, settings: Hyperparameters | None = None) -> None:
        """Begin with fresh weights and the data set in use, with the settings shown where there are no others.

        What teaching a hand has left in them goes back to what it was, as in :attr:`settings_for_new`, which is said.
        """
        if self._library.dataset is None:
            return
        asked = settings or self._settings.value
        new = self.settings_for_new if settings is None else self._as_before_teaching(settings)
        words = _ANEW if new == asked else _ANEW + _AS_BEFORE.format(change=describe_change(asked, new))
        self.begin(new, Ground(self._library.dataset, self._library.in_use), words=words)

    def bring_back_last(self) -> None:
        """Go on with the run that was put aside last, if there is one."""
        last = self._shelf.take()
        if last is not None:
            self.begin_again(last)

    def begin_again(self, run: ShelvedRun) -> None:
        """Go on with a run that was put aside, as it was then, and put the one at hand aside."""
        self._notices.withdraw("aside")
        self.leaving_network.emit()
        kept, remark = self._runs.find(run.number), ""
        if run.is_thinned and kept is not None:
            remark = _FEW_MOMENTS.format(name=kept.tag.name, count=len(run.recording))
        if not self._put_aside(_BACK, remark) and remark:
            self._notices.post(Notice("info", remark, topic="run"))
        self._runs.bring_back(run.number)
        self._ground = Ground(run.dataset, run.dataset_name, run.before)
        self.show_ground()
        self._put_in_force(run.hyperparameters)
        self._training.begin(run.hyperparameters, run.dataset, run.latest)
        self._document.start_over(run.standing, run.latest)
        self._timeline.start_over(run.recording)

    def go_back_to(self, snapshot: Snapshot) -> None:
        """Go on from an earlier moment, with the settings shown; what came after it is forgotten."""
        if self._ground is None:
            return
        settings = self._settings.live_part
        self._timeline.recording.cut_after(snapshot.step)
        self.went_back.emit(snapshot)
        self._document.go_back(snapshot)
        self._settings.put_in_force(settings)
        self._timeline.go_live()
        self._training.begin(settings, self._ground.dataset, snapshot)

    def show_ground(self) -> None:
        """Let the library have in use what the run stands on."""
        if self._ground is None:
            return
        before = self._ground.before
        shown = self._ground.dataset if before is None else before.dataset
        if shown is not self._library.dataset:
            self._library.use(shown, self._ground.name)

    def before_of(self, number: int) -> Before | None:
        """Return what a run that was at hand once had before it was taught the person's hand."""
        return self._befores.get(number)

    def saved(self) -> SavedRun | None:
        """Return the run as a file would keep it; none until it was trained."""
        latest, tag, recording = self._timeline.latest, self._runs.at_hand, self._timeline.recording
        if latest is None or latest.step == 0:
            return None
        best, marks, settings = recording.best, latest.marks, latest.hyperparameters
        if marks and marks[-1].epoch == latest.epoch and len(recording) > 1:
            marks, settings = marks[:-1], recording[-2].hyperparameters  # nothing was trained with the latest ones
        return SavedRun(
            name=tag.name,
            color=tag.color,
            begins_at=tag.begins_at,
            hyperparameters=settings,
            curves=latest.curves,
            marks=marks,
            data_name=latest.data_name,
            data_fingerprint=latest.data_fingerprint,
            first=recording[0],
            best=None if best is None else recording[best],
            last=latest if latest.is_sound else recording.last_sound(),
        )

    def _as_before_teaching(self, settings: Hyperparameters) -> Hyperparameters:
        before = None if self._ground is None else self._ground.before
        return settings if before is None else personal.usual(settings, before.taught, before.hyperparameters)

    def _put_aside(self, words: str, remark: str = "") -> bool:
        """Make room for another run, and say so with these words; returns False where there was nothing to keep."""
        latest, ground = self._timeline.latest, self._ground
        self._training.pause()
        saved = self.saved()
        if latest is None or saved is None or ground is None:
            return False
        number = self._runs.at_hand.number
        self._shelf.put(
            ShelvedRun(
                self._settings.in_force,
                ground.dataset,
                ground.name,
                self._timeline.recording,
                self._document.standing,
                ground.before,
                number,
            )
        )
        if ground.before is not None:
            self._befores[number] = ground.before
        self._runs.put_aside(saved, ground.dataset, ground.name)
        text = f"{words.format(epochs=f'{latest.epoch:.1f}')} {remark}".rstrip()
        self._notices.post(Notice("info", text, (("Bring it back", self.bring_back_last),), topic="aside"))
        return True

    def _put_in_force(self, settings: Hyperparameters) -> None:
        for topic in _OF_THE_RUN_BEFORE:
            self._notices.withdraw(topic)
        self.leaving.emit()
        # In force first, so that showing the same settings asks for nothing.
        self._settings.put_in_force(settings, settings)
