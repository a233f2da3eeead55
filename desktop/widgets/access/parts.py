"""Parts: what a widget paints that a screen reader should be able to walk through, as the cells of a matrix.

Nothing of this is asked for, and so nothing made, while no screen reader is there.
"""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAccessible

Path = tuple[int, ...]
"""Which part: the third row is ``(2,)``, its first cell ``(2, 0)``, and the widget as a whole ``()``."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something a widget paints.

    Attributes
    ----------
    role : QAccessible.Role
        What it is: a row, a cell, a picture.
    name : str
        What is to be heard there.
    place : QRectF
        Where it is in the widget, in logical pixels.
    is_chosen : bool
        Whether it is outlined as chosen.
    """

    role: QAccessible.Role
    name: str
    place: QRectF
    is_chosen: bool = False


class Speaking:
    """A widget that says itself what it paints; a base beside the widget's own.

    Class attributes
    ----------------
    accessible_role : QAccessible.Role
        What it is as a whole.
    has_parts : bool
        Whether it tells its parts; else those widgets are its parts that lie in it.
    """

    accessible_role: ClassVar[QAccessible.Role] = QAccessible.Role.Graphic
    has_parts: ClassVar[bool] = False

    def accessible_summary(self) -> str:
        """Return what is to be heard of the whole, where there is no accessible description."""
        return ""

    def part_count(self, path: Path) -> int:
        """Return how many parts a part has; ``()`` asks for those of the whole."""
        return 0

    def told_parts(self, path: Path) -> range:
        """Return which of its parts a part is told to have: not all where there are thousands.

        Qt makes an object for each and a screen reader asks for each, on the window's thread, before it says a word.
        Those left out are there all the same, and are heard once the keys or the mouse are at them.
        """
        return range(self.part_count(path))

    def part(self, path: Path) -> Part:
        """Return a part; only those are asked for that are counted."""
        raise NotImplementedError

    def part_at(self, point: QPointF) -> Path:
        """Return the innermost part at a point of the widget."""
        return ()

    def current_part(self) -> Path:
        """Return where the keys are."""
        return ()

    def press_part(self, path: Path) -> None:
        """Do what a click on a part does."""
