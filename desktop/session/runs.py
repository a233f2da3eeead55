"""RunTasks: the runs side by side: branch, repeat with a change, delete, export and open."""

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from core.files import runs as runs_file
from core.files.runs import MOST_AT_HAND
from core.hyperparameters import Hyperparameters, changed_fields, describe_value, in_sentence, label_of
from core.training import stopping
from core.training.run import Run
from desktop.background.jobs import Jobs
from desktop.models.notices import Notice, NoticesModel
from desktop.models.timeline import TimelineModel
from desktop.session.more_epochs import of_more_epochs, with_more_epochs
from desktop.session.session import OPENING, Session

_BRANCHED = "A branch begins; the run it grows out of, trained for {epochs} epochs, is kept beside it."
_AFRESH = (
    " Its optimizer starts afresh, because what it had learned by then is kept for some moments only, not for this one."
)
_REPEATED = "The same again, with one change. The run that was trained for {epochs} epochs was put aside."
_UNSOUND = "Training cannot go on from here: not all weights are finite numbers."


class RunTasks(QObject):
    """What can be done with the runs, the one on screen among them; each is known by its id.

    Parameters
    ----------
    session : Session
        Puts one of them on screen.
    timeline : TimelineModel
        Has the moment that a branch grows out of.
    notices : NoticesModel
        Says what was done.
    jobs : Jobs
        Read and write files.
    whole : callable
        Returns a run with its moments, which are read where they are not here; called in a job.
    """

    opened = Signal(object)  # tuple of Run from a file, which stand beside those that were here

    def __init__(
        self,
        session: Session,
        timeline: TimelineModel,
        notices: NoticesModel,
        jobs: Jobs,
        whole: Callable[[Run], Run],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runs = session.runs
        self._timeline = timeline
        self._notices = notices
        self._jobs = jobs
        self._whole = whole

    @property
    def can_branch(self) -> bool:
        """Whether a run can grow out of the moment shown: one of the past, or the latest of a trained network."""
        shown = self._timeline.snapshot
        return shown is not None and (shown.step > 0 or not self._timeline.is_live)

    def branch(self) -> None:
        """Go on from the moment shown, with the settings that act at once, as a run of its own; keep the other."""
        start, dataset = self._timeline.snapshot, self._session.dataset
        if start is None or dataset is None or not self.can_branch:
            return
        if not start.is_sound:
            self._notices.post(Notice("info", _UNSOUND))
            return
        settings, done = self._session.settings.live_part, start.whole_epochs
        if stopping.is_out_of_time(settings, start.seconds):  # of other rules the branch is judged anew
            settings = stopping.without(settings, ("minutes",))
        is_done = done >= settings.epochs
        if is_done:
            settings = with_more_epochs(settings, done)
        is_same_optimizer = type(settings.optimizer) is type(start.hyperparameters.optimizer)
        words = _BRANCHED + (_AFRESH if start.has_forgotten and is_same_optimizer else "")
        self._session.begin(self._runs.branched(start), dataset, settings, words=words)
        if is_done:
            self._notices.post(of_more_epochs(done, settings.epochs))
        self._session.training.train()

    def repeat(self, run: UUID, settings: Hyperparameters) -> None:
        """Train a new network as a run was trained, but with these settings: same images, same chance.

        What differs between the two curves then comes from what differs in the settings.
        """
        found = self._runs.find(run)
        dataset = None if found is None else self._session.dataset_of(found)
        if found is None or dataset is None:
            return
        changes = [
            f"{in_sentence(label_of(name))} {describe_value(getattr(settings, name))}"
            for name in changed_fields(found.as_trained().settings, settings)
        ]
        self._session.use_data_of(found)
        again = self._runs.begun(settings, dataset).renamed(f"{found.name}, {', '.join(changes) or 'again'}")
        self._session.begin(self._runs.with_look(again), dataset, words=_REPEATED)
        if found.as_trained().marks:
            text = f"Settings of {found.name} were changed on its way; the repeat keeps those of its end throughout."
            self._notices.post(Notice("info", text, topic="repeat"))
        self._session.training.train()

    def delete(self, runs: Collection[UUID]) -> None:
        """Forget runs that are not on screen; :meth:`undo_delete` brings them back, and a notice offers it."""
        deleted = self._runs.delete(runs)
        if deleted:
            name = deleted[0].name
            text = f"{name} was deleted." if len(deleted) == 1 else f"{len(deleted)} runs were deleted."
            undo = (("Undo", self.undo_delete),)  # as the toolbar does at any time
            self._notices.post(Notice("info", text, undo, topic="deleted run", passes=True))

    def delete_all(self) -> None:
        """Forget all runs but the one on screen; they can be had back as with :meth:`delete`."""
        self.delete([run.id for run in self._runs.others])

    def undo_delete(self) -> None:
        """Bring back the runs that were deleted last."""
        self._runs.undo_delete()
        self._notices.withdraw("deleted run")

    def export(self, path: Path) -> None:
        """Write all runs, the one on screen among them, to one file."""
        runs = self._runs.trained[-MOST_AT_HAND:]

        def work() -> None:
            # Of those that are read again only what the file will hold: not all moments of all of them at once.
            whole = [run if run.is_whole else self._whole(run).to_keep(0) for run in runs]
            runs_file.save(path, [run.as_trained() for run in whole])

        def done() -> None:
            what = "1 run is" if len(runs) == 1 else f"{len(runs)} runs are"
            self._notices.post(Notice("info", f"{what} in {path.name}, in {path.parent}.", topic="export"))

        self._jobs.write(path, work, done=done, failed=partial(self._notices.post_error, topic="export"))

    def open(self, path: Path) -> None:
        """Read the runs of a file, and put them beside those that are here."""

        def done(runs: tuple[Run, ...]) -> None:
            new = self._runs.add(runs)
            self._notices.withdraw(OPENING)
            text = _told_of_opened(len(new), len(runs) - len(new))
            self._notices.post(Notice("info", text, topic="export"))
            self.opened.emit(new)

        failed = partial(self._notices.post_error, topic=OPENING)
        self._jobs.start(f"open {path.name}", lambda job: runs_file.load(path), done=done, failed=failed)


def _told_of_opened(new: int, known: int) -> str:
    """Return in a sentence what came of opening a file of runs."""
    were_here = f"{'was' if known == 1 else 'were'} here already"
    if not new:
        return f"{'1 run' if known == 1 else f'{known} runs'} {were_here}, in the tab Runs."
    what = "1 run stands" if new == 1 else f"{new} runs stand"
    return f"{what} beside yours now, in the tab Runs" + (f"; {known} {were_here}." if known else ".")
