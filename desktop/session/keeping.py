"""Keeping: trained networks that no file holds, kept when the window closes and offered at the next start."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.files.kept import MOST, Kept
from core.training.snapshot import Snapshot
from desktop.models.document import DocumentModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.shelf import ShelfModel
from desktop.models.timeline import TimelineModel


class Keeping(QObject):
    """What becomes of work that was not saved.

    Attributes
    ----------
    kept : Kept
        The folder it is kept in.
    """

    reopened = Signal(object)  # Snapshot: that of a kept file; it is at hand again

    def __init__(
        self,
        kept: Kept,
        document: DocumentModel,
        timeline: TimelineModel,
        shelf: ShelfModel,
        notices: NoticesModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.kept = kept
        self._document = document
        self._timeline = timeline
        self._shelf = shelf
        self._notices = notices
        self._unwanted: Path | None = None  # the kept file that is deleted when the window closes
        self._origin: Path | None = None  # the kept file that has the network at hand

    def keep_unsaved(self) -> str:
        """Keep the trained networks that no file holds, and return a sentence about where they are.

        They are offered at the next start. Nothing is written when all is saved.

        Raises
        ------
        FileError
            When one cannot be written.
        """
        # No more than are kept, the one at hand among them: of all others the file of their run is left.
        shelved = (run.recording.last_sound() for run in reversed(self._shelf.unsaved[: MOST - 1]))
        unsaved = [snapshot for snapshot in shelved if snapshot is not None and snapshot.step > 0]
        for snapshot in unsaved:
            self.kept.keep(snapshot)
        latest = self._timeline.latest
        if latest is not None and self._document.is_modified:
            sound = latest if latest.is_sound else self._timeline.recording.last_sound()
            if sound is not None and sound.step > 0:
                self._origin = self.kept.keep(sound, instead_of=self._origin)
                unsaved.append(sound)
        return "The trained network is kept, and is offered when Inkling next starts." if unsaved else ""

    def offer_latest(self) -> bool:
        """Offer the network that was trained last and not saved; returns whether there is one."""
        paths = self.kept.all()
        if not paths:
            return False
        self._offer(paths[0])
        return True

    def forget_at_last(self) -> None:
        """Delete, as the window closes, the kept file that was to be forgotten."""
        if self._unwanted is not None:
            self.kept.forget(self._unwanted)

    def _offer(self, path: Path) -> None:
        self._unwanted = None
        text = "The network you trained last was not saved. It was kept for you."
        actions = (("Open it", lambda: self._document.open(path)), ("Forget it", lambda: self._forget(path)))
        self._notices.post(Notice("info", text, actions, topic="kept"))

    def _forget(self, path: Path) -> None:
        # Not deleted yet: a slip of the mouse beside "Open it" must not cost an hour of training.
        self._unwanted = path
        text = "The network you trained last is forgotten when Inkling closes."
        self._notices.post(Notice("info", text, (("Undo", lambda: self._offer(path)),), topic="kept"))

    def remember_origin(self, path: Path, snapshot: Snapshot) -> None:
        """Take note that the network at hand is that of a kept file, of which ``snapshot`` was read."""
        self._origin = path
        self.reopened.emit(snapshot)

    def forget_origin(self) -> None:
        """Take note that another network is at hand, which is not that of a kept file."""
        self._origin = None

    def let_go(self) -> None:
        """Delete the kept file of the network at hand once a file of the person's holds it."""
        if self._origin is not None and not self._document.is_modified:
            self.kept.forget(self._origin)
            self._origin = None
