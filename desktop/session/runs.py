"""RunTasks: the runs side by side: bring back, branch, repeat with a change, delete, export and open."""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.files import saved_runs as runs_file
from core.files.runs import MOST_RUNS
from core.files.saved_runs import SavedRun
from core.files.standing import Standing
from core.hyperparameters import Hyperparameters, changed_fields, describe_value, in_sentence, label_of
from core.training.history import Mark
from core.training.recording import Recording
from desktop.background.jobs import Jobs
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.runs import KeptRun, RunsModel
from desktop.models.shelf import ShelfModel, ShelvedRun
from desktop.models.timeline import TimelineModel
from desktop.models.training import TrainingModel
from desktop.session.at_hand import AtHand, Ground
from desktop.session.more_epochs import of_more_epochs, with_more_epochs

_BRANCHED = "A branch begins; the run it grows out of, trained for {epochs} epochs, is kept beside it."
_AFRESH = (
    " Its optimizer starts afresh, because what it had learned by then is kept for some moments only, not for this one."
)
_REPEATED = "The same again, with one change. The run that was trained for {epochs} epochs was put aside."

_MOST_UNDONE = 5  # times that runs were deleted


class RunTasks(QObject):
    """What can be done with the runs of a session, the one at hand among them; each is known by its number."""

    opened = Signal()  # the runs of a file stand beside those that were here

    def __init__(
        self,
        at_hand: AtHand,
        settings: HyperparametersModel,
        runs: RunsModel,
        shelf: ShelfModel,
        timeline: TimelineModel,
        training: TrainingModel,
        library: LibraryModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._at_hand = at_hand
        self._settings = settings
        self._runs = runs
        self._shelf = shelf
        self._timeline = timeline
        self._training = training
        self._library = library
        self._notices = notices
        self._jobs = jobs
        self._deleted: list[Callable[[], None]] = []  # what brings back those that were deleted, the latest last

    def saved(self, number: int) -> SavedRun | None:
        """Return a run as a file would keep it; the one at hand once it was trained."""
        kept = self._runs.find(number)
        if kept is not None:
            return kept.as_saved
        return self._at_hand.saved() if number == self._runs.at_hand.number else None

    def bring_back(self, number: int) -> None:
        """Return to a run; the one at hand is put aside."""
        kept = self._runs.find(number)
        run = self._shelf.take(number) or (None if kept is None else self._from_what_is_left(kept))
        if run is not None:
            self._at_hand.begin_again(run)

    @property
    def can_branch(self) -> bool:
        """Whether a run can grow out of the moment shown: one of the past, or the latest of a trained network."""
        shown = self._timeline.snapshot
        return shown is not None and (shown.step > 0 or not self._timeline.is_live)

    def branch(self) -> None:
        """Go on from the moment shown, with the settings that act at once, as a run of its own; keep the other."""
        start, ground, parent = self._timeline.snapshot, self._at_hand.ground, self._runs.at_hand
        if start is None or ground is None or not self.can_branch:
            return
        if not start.is_sound:
            self._notices.post(Notice("info", "Training cannot go on from here: not all weights are finite numbers."))
            return
        settings, done = self._settings.live_part, start.whole_epochs
        is_done = done >= settings.epochs
        if is_done:
            settings = with_more_epochs(settings, done)
        is_same_optimizer = type(settings.optimizer) is type(start.hyperparameters.optimizer)
        words = _BRANCHED + (_AFRESH if start.has_forgotten and is_same_optimizer else "")
        mark = Mark(start.epoch, f"branched from {parent.name}")
        marked = replace(start, marks=(*start.marks, mark))
        self._at_hand.begin(settings, ground, start=marked, words=words, goes_on=True)
        if is_done:
            self._notices.post(of_more_epochs(done, settings.epochs))
        self._runs.begin_branch(parent.name, start.epoch)
        self._training.train()

    def repeat(self, number: int, settings: Hyperparameters) -> None:
        """Train a new network as a run was trained, but with these settings: same images, same chance.

        What differs between the two curves then comes from what differs in the settings.
        """
        run, ground = self.saved(number), self._ground_of(number)
        if run is None or ground is None:
            return
        changes = [
            f"{in_sentence(label_of(name))} {describe_value(getattr(settings, name))}"
            for name in changed_fields(run.hyperparameters, settings)
        ]
        self._at_hand.begin(settings, ground, words=_REPEATED)
        self._at_hand.show_ground()
        self._runs.rename(self._runs.at_hand.number, f"{run.name}, {', '.join(changes) or 'again'}")
        if run.marks:
            text = f"Settings of {run.name} were changed on its way; the repeat keeps those of its end throughout."
            self._notices.post(Notice("info", text, topic="repeat"))
        self._training.train()

    def delete(self, numbers: Collection[int]) -> None:
        """Forget earlier runs; :meth:`undo_delete` brings them back, and a notice offers it."""
        removed = self._runs.remove(numbers)
        if not removed:
            return
        shelved = [run for number in numbers if (run := self._shelf.take(number)) is not None]

        def bring_back() -> None:
            self._runs.restore(removed)
            for run in shelved:
                self._shelf.restore(run)

        def undo() -> None:
            if bring_back in self._deleted:
                self._deleted.remove(bring_back)
                bring_back()

        self._deleted = [*self._deleted, bring_back][-_MOST_UNDONE:]  # not all: they hold memory
        name = removed[0][1].tag.name
        text = f"{name} was deleted." if len(removed) == 1 else f"{len(removed)} runs were deleted."
        self._notices.post(Notice("info", text, (("Undo", undo),), topic="deleted run"))

    def delete_all(self) -> None:
        """Forget all runs but the one at hand; they can be had back as with :meth:`delete`."""
        self.delete([run.number for run in self._runs.earlier])

    @property
    def can_undo_delete(self) -> bool:
        """Whether runs were deleted that can be had back."""
        return bool(self._deleted)

    def undo_delete(self) -> None:
        """Bring back the runs that were deleted last."""
        if self._deleted:
            self._deleted.pop()()
            self._notices.withdraw("deleted run")

    def export(self, path: Path) -> None:
        """Write all runs, the one at hand among them, to one file."""
        numbers = (*(run.number for run in self._runs.earlier), self._runs.at_hand.number)
        found = (self.saved(number) for number in numbers)
        runs = tuple(run for run in found if run is not None)[-MOST_RUNS:]

        def done() -> None:
            what = "1 run is" if len(runs) == 1 else f"{len(runs)} runs are"
            self._notices.post(Notice("info", f"{what} in {path.name}, in {path.parent}.", topic="export"))

        self._jobs.write(path, lambda: runs_file.save(path, runs), done=done)

    def open(self, path: Path) -> None:
        """Read the runs of a file, and put them beside those that are here."""

        def done(runs: tuple[SavedRun, ...]) -> None:
            at_hand = self._at_hand.saved()
            known = {run.saved.identity for run in self._runs.earlier} | ({at_hand.identity} if at_hand else set())
            new = tuple(run for run in runs if run.identity not in known)
            self._runs.add(new, self._library.dataset)
            self._notices.post(Notice("info", _told_of_opened(len(new), len(runs) - len(new)), topic="export"))
            self.opened.emit()

        self._jobs.start(f"open {path.name}", lambda job: runs_file.load(path), done=done)

    def _from_what_is_left(self, kept: KeptRun) -> ShelvedRun | None:
        """Return a run that is no longer on the shelf, with the few moments there are; says why when it cannot be."""
        saved = kept.saved
        if saved.last is None:
            text = f"{kept.tag.name} cannot be brought back: only its curves are left. Repeat it to train it again."
            self._notices.post(Notice("info", text, topic="run"))
            return None
        ground = self._ground_of(kept.number)
        if ground is None:
            return None
        recording = Recording(self._timeline.budget)
        # By step: of two at one, the later is kept, for the last moment has the optimizer's memory in any case.
        moments = {moment.step: moment for moment in (saved.first, saved.best, saved.last) if moment is not None}
        for step in sorted(moments):
            recording.add(moments[step])
        return ShelvedRun(
            saved.hyperparameters,
            ground.dataset,
            ground.name,
            recording,
            Standing(),
            ground.before,
            kept.number,
            is_thinned=True,
        )

    def _ground_of(self, number: int) -> Ground | None:
        """Return what a run was trained on; says so when its images are not here."""
        kept, in_use = self._runs.find(number), self._library.dataset
        if kept is None:
            return self._at_hand.ground
        name, before = kept.dataset_name or self._library.in_use, self._at_hand.before_of(number)
        if kept.dataset is not None:
            return Ground(kept.dataset, name, before)
        if in_use is not None and in_use.fingerprint == kept.saved.data_fingerprint:
            return Ground(in_use, name, before)
        title = self._library.title_of(kept.saved.data_name)
        text = f"{kept.tag.name} was trained on {title}, which is not in use. Choose it in the menu Data first."
        self._notices.post(Notice("info", text, topic="run"))
        return None


def _told_of_opened(new: int, known: int) -> str:
    """Return in a sentence what came of opening a file of runs."""
    were_here = f"{'was' if known == 1 else 'were'} here already"
    if not new:
        return f"{'1 run' if known == 1 else f'{known} runs'} {were_here}, in the tab Runs."
    what = "1 run stands" if new == 1 else f"{new} runs stand"
    return f"{what} beside yours now, in the tab Runs" + (f"; {known} {were_here}." if known else ".")
