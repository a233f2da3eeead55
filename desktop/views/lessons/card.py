"""Card: a block of a lesson in the panel, with an edge in the color of what it is."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from core.lessons.block import Block
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel

_EDGE = 4


class Card(QFrame):
    """A block that a person does something with.

    Parameters
    ----------
    block : Block
        The block.
    lessons : LessonsModel
        The lesson it is of.
    theme : Theme
        The colors.
    """

    def __init__(self, block: Block, lessons: LessonsModel, theme: Theme) -> None:
        super().__init__()
        self.block, self.lessons = block, lessons
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10 + _EDGE, 8, 10, 8)
        self.column.setSpacing(6)

    @property
    def is_waited_for(self) -> bool:
        """Whether the lesson waits here."""
        player = self.lessons.player
        return player is not None and player.waits_for is self.block

    def refresh(self) -> None:
        """Show how it stands with the block."""

    def take_focus(self) -> None:
        """Put the keyboard where the person goes on."""

    def choose(self, number: int) -> None:
        """Choose one of several answers, from 0, by its key."""

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def edge(self) -> str:
        """Return the color of its edge."""
        return self._theme.accent if self.is_waited_for else self._theme.border

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(QPainter(self), self.rect(), self._theme, self.edge())


def paint_card(painter: QPainter, rect: QRect, theme: Theme, edge: str) -> None:
    """Paint the ground of a card, with an edge of a color, and end."""
    painter.fillRect(rect, QColor(theme.surface))
    painter.fillRect(rect.left(), rect.top(), _EDGE, rect.height(), QColor(edge))
    painter.setPen(QColor(theme.border))
    painter.drawRect(rect.adjusted(0, 0, -1, -1))
    painter.end()
