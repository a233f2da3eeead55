"""PresetCard: what is different with the preset that was chosen, what to watch, and what to try next; it stays."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from core.hyperparameters import Hyperparameters
from core.presets import PRESETS
from desktop.look.icons import icon
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.widgets.labels import heading, hint, paragraph

_EDGE = 4
_PARTS = ("What is different", "What to watch", "What to try next")


class PresetCard(QFrame):
    """A card above the settings, until it is put away or another preset is chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("presetCard")
        self._title = heading("")
        self._title.setWordWrap(True)
        self._close = QToolButton()
        self._close.setObjectName("presetCardCloseButton")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName("Put the card away")
        self._close.setToolTip(wrapped("Put this card away. Choosing a preset shows its own."))
        self._close.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_EDGE + 10, 6, 6, 10)
        layout.setSpacing(2)
        layout.addLayout(top)
        self._words: list[QLabel] = []
        for part in _PARTS:
            layout.addSpacing(4)
            layout.addWidget(hint(part))
            words = paragraph()
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(words)
            self._words.append(words)
        self.set_theme(theme)
        self.hide()

    def show_preset(self, value: Hyperparameters) -> None:
        """Show the card of the preset with these settings; none where there is none."""
        found = next((preset for preset in PRESETS if preset.hyperparameters == value), None)
        if found is not None:
            self._title.setText(found.label)
            texts = (found.differs, found.watch, found.following)
            for label, part, text in zip(self._words, _PARTS, texts, strict=True):
                label.setText(text)
                label.setAccessibleName(f"{part}: {text}")
            self.setAccessibleName(f"Preset {found.label}")
        self.setVisible(found is not None)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._close.setIcon(icon("close", theme))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, 0, _EDGE, self.height(), QColor(self._theme.accent))
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
