"""DataCard: one thing to be said of a data set, with pictures where they show it, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.views.data.before_after_picture import BeforeAfterPicture
from desktop.widgets.labels import plain

Tone = Literal["warning", "success", "info", "border"]

_EDGE = 4
_WORDS = 22  # letters that have to have room beside the pictures; else these stand below


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a card.

    Attributes
    ----------
    name : str
        Its object name.
    label, tip : str
        What it says, and its tooltip.
    act : callable
        What it does.
    """

    name: str
    label: str
    tip: str
    act: Callable[[], None]


class DataCard(QFrame):
    """A sentence and its buttons, with pictures beside them, or below where there is no room.

    Parameters
    ----------
    tone : "warning", "success", "info" or "border"
        The color of its edge: something to look at, done, a choice, or left as it is.
    sentence : str
        What is said.
    choices : sequence of Choice
        What can be done about it.
    pictures : BeforeAfterPicture, optional
        What it looks like.
    theme : Theme
        The colors to draw with.
    """

    def __init__(
        self,
        tone: Tone,
        sentence: str,
        choices: Sequence[Choice],
        theme: Theme,
        pictures: BeforeAfterPicture | None = None,
    ) -> None:
        super().__init__()
        self._tone, self._theme, self._pictures = tone, theme, pictures
        self._label = plain(sentence)
        self._label.setWordWrap(True)  # with a height that follows from its width
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(sentence)
        self._buttons = [_button(choice, sentence) for choice in choices]
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(_EDGE + 10, 5, 10, 5)
        self._layout.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self._buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if pictures is None:
            self._layout.addWidget(self._label, 1)
            self._layout.addLayout(row)
        else:
            row.addStretch(1)
            words = QVBoxLayout()
            words.setSpacing(6)
            words.addWidget(self._label)
            words.addLayout(row)
            words.addStretch(1)
            self._layout.addLayout(words, 1)
            self._layout.addWidget(pictures)

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._label.text()

    @property
    def pictures(self) -> BeforeAfterPicture | None:
        """What it looks like, if that can be seen."""
        return self._pictures

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        if self._pictures is not None:
            self._pictures.set_theme(theme)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        aside = sum(button.sizeHint().width() for button in self._buttons)
        if self._pictures is not None:
            aside = self._pictures.sizeHint().width()
        is_wide = self.width() - aside >= _WORDS * self.fontMetrics().averageCharWidth()
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() != direction:
            self._layout.setDirection(direction)
            self._layout.setSpacing(12 if is_wide else 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, 0, _EDGE, self.height(), QColor(getattr(self._theme, self._tone)))
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _button(choice: Choice, sentence: str) -> QPushButton:
    button = QPushButton(choice.label)
    button.setObjectName(choice.name)
    button.setToolTip(wrapped(choice.tip))
    button.setAccessibleDescription(sentence)
    button.clicked.connect(lambda checked=False: choice.act())
    return button
