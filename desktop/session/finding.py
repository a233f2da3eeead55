"""Finding: works out the facts that a lesson asks for, off the window's thread."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.errors import InklingError
from core.lessons.breaking import Break, known_of_broken
from core.lessons.facts import known_of
from core.lessons.seen import Seen
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.lessons import LessonsModel
from desktop.models.notices import Notice
from desktop.session.session import Session

Facts = dict[str, float]


class Finding(QObject):
    """Finds out facts about moments of a run.

    Parameters
    ----------
    session : Session
        Has the data set on which they are found.
    lessons : LessonsModel
        The lesson being played; what is found after it was left is told nobody.
    jobs : Jobs
        Where it is worked out.
    """

    told = Signal(object)  # Notice

    def __init__(self, session: Session, lessons: LessonsModel, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._lessons, self._jobs = session, lessons, jobs
        self.is_busy = False  # whether facts about a moment are worked out

    def ask(
        self,
        snapshot: Snapshot,
        image: tuple[Bytes, int] | None,
        take: Callable[[Facts], None],
        give_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Work out all facts about a moment, and about the image that the lesson shows.

        Parameters
        ----------
        snapshot : Snapshot
            The moment.
        image : (ndarray, int), optional
            The image and what it shows.
        take, give_up : callable
            Called with the facts, or when they could not be found, if the same lesson is still played by then.
        """
        dataset, player = self._session.dataset, self._lessons.player
        if dataset is None:
            return
        self.is_busy = True

        def end(tell: Callable[[], None]) -> None:
            self.is_busy = False
            if self._lessons.player is player:
                tell()

        def failed(error: InklingError) -> None:
            end(give_up)
            self.told.emit(Notice("error", str(error), topic="lesson"))

        self._jobs.start(
            "look at the lesson's run",
            lambda job: known_of(Seen(snapshot, dataset, image)),
            done=lambda known: end(partial(take, known)),
            failed=failed,
            cancelled=lambda: end(give_up),
            crashed=lambda: end(give_up),
        )

    def look_at_broken(self, snapshot: Snapshot, block: Break) -> None:
        """Tell the lesson what is left of a network with the damage that it waits for."""
        dataset, player = self._session.dataset, self._lessons.player
        if dataset is None:
            return

        def done(known: Facts) -> None:
            if player is not None and self._lessons.player is player and player.waits_for is block:
                self._lessons.broken(known)

        work = partial(known_of_broken, snapshot, dataset, block.damage)
        self._jobs.start("look at the broken network", lambda job: work(), done=done)
