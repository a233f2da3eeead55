"""UndoModel: what can be taken back, wherever it was done, the latest first."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Undoable:
    """One thing that was done and can be taken back.

    Attributes
    ----------
    kind : str
        Of what it is: whoever undoes things of this kind keeps what is needed for it.
    what : str
        A sentence that says what undoing does.
    undo : callable
        Takes back the latest thing of this kind.
    """

    kind: str
    what: str
    undo: Callable[[], object]


class UndoModel(QObject):
    """The order in which things of several kinds were done; how each is taken back is left to those who did it.

    Each kind keeps a history of its own (strokes on the pad, runs that were deleted, …) and tells here how many
    steps of it there are, whenever that changes.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Undoable] = []

    def latest(self, favored: str = "") -> Undoable | None:
        """Return what was done last; of the kind ``favored``, where there is something of it."""
        of_kind = (done for done in reversed(self._done) if done.kind == favored)
        return next(of_kind, self._done[-1] if self._done else None)

    def follow(self, undoable: Undoable, steps: int, *, is_new: bool = False) -> None:
        """Take note that of a kind so many steps can be taken back.

        Parameters
        ----------
        undoable : Undoable
            What the latest step of the kind is.
        steps : int
            How many there are. More than before were done just now; fewer means that the latest were taken back.
        is_new : bool
            Whether one was done just now though there are no more of them, because the oldest was forgotten.
        """
        places = [place for place, done in enumerate(self._done) if done.kind == undoable.kind]
        if len(places) == steps and not is_new:
            return
        before = min(len(places), steps - 1 if is_new else steps)
        stay = set(places[len(places) - before :] if is_new else places[:before])
        self._done = [done for place, done in enumerate(self._done) if place in stay or done.kind != undoable.kind]
        self._done += [undoable] * (steps - before)
        self.changed.emit()

    def undo(self, favored: str = "") -> None:
        """Take back what :meth:`latest` returns."""
        found = self.latest(favored)
        if found is not None:
            found.undo()
