"""PicturesModel: the pictures that were opened, dropped or pasted, one after the other, and which is on the pad."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.data.ink.part import Part
from core.data.ink.pictures import Preparation


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture that was read.

    Attributes
    ----------
    name : str
        What it is called: its file's name, made harmless.
    preparation : Preparation
        What was done to it, and the image that came of that.
    """

    name: str
    preparation: Preparation

    @property
    def image(self) -> Bytes:
        """What a network sees of it, shape (28, 28)."""
        return self.preparation.image


class PicturesModel(QObject):
    """A list of pictures that is stepped through.

    It stays when something else is drawn or comes on the pad, so that one can return to it; a single picture that
    left the pad is out of sight until undo or redo brings it back.
    """

    changed = Signal()
    wanted = Signal(object)  # Picture that is to be on the pad

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: tuple[Picture, ...] = ()
        self._place = 0
        self._on_pad: Picture | None = None

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All of them, in their order."""
        return self._pictures

    @property
    def place(self) -> int:
        """Which was on the pad last, from 0."""
        return self._place

    @property
    def on_pad(self) -> Picture | None:
        """The one that is on the pad, drawn on or not; none when something else is."""
        return self._on_pad

    @property
    def is_in_sight(self) -> bool:
        """Whether there is something to tell of: one on the pad, or several to return to."""
        return self._on_pad is not None or len(self._pictures) > 1

    def begin(self, picture: Picture) -> None:
        """Forget those there are, and put the first of others on the pad."""
        self._pictures, self._place = (picture,), 0
        self.wanted.emit(picture)
        self.changed.emit()

    def add(self, picture: Picture) -> None:
        """Take one more to the end of the list."""
        self._pictures = (*self._pictures, picture)
        self.changed.emit()

    def can_step(self, by: int) -> bool:
        """Return whether there is one so many places further."""
        return 0 <= self._place + by < len(self._pictures)

    def step(self, by: int) -> None:
        """Put the picture so many places further on the pad; nothing at the end of the list."""
        if self.can_step(by):
            self.move_to(self._place + by)

    def move_to(self, place: int) -> None:
        """Put one of them on the pad."""
        self._place = place
        self.wanted.emit(self._pictures[place])
        self.changed.emit()

    def close(self) -> None:
        """Forget all of them."""
        self._pictures, self._place, self._on_pad = (), 0, None
        self.changed.emit()

    def parts_of(self, image: Bytes) -> tuple[Part, ...]:
        """Return the digits that were found in the picture that a prepared image is of; none if it is of no picture."""
        return next((each.preparation.parts for each in self._pictures if each.image is image), ())

    def follow(self, image: Bytes | None) -> None:
        """Take note of which prepared image lies on the pad, by the array itself; none for none."""
        found = next((place for place, each in enumerate(self._pictures) if each.image is image), None)
        on_pad = None if found is None else self._pictures[found]
        if on_pad is not self._on_pad:
            self._on_pad = on_pad
            self._place = self._place if found is None else found
            self.changed.emit()
