"""OptionRow: one answer of a question: a button, and words that wrap beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QLabel, QRadioButton, QSizePolicy, QWidget


class OptionRow(QWidget):
    """An answer that can be chosen, also by a click on its words.

    Parameters
    ----------
    text : str
        The answer.
    number : int
        Which it is, from 0; its key is one more.
    several : bool
        Whether others may be chosen beside it.
    """

    def __init__(self, text: str, number: int, *, several: bool) -> None:
        super().__init__()
        self.button: QAbstractButton = QCheckBox() if several else QRadioButton()
        self.button.setObjectName(f"lessonAnswer{number}")
        self.button.setAccessibleName(text)
        self._key = f"Key {number + 1}"
        self.button.setAccessibleDescription(self._key)
        self.button.setMinimumSize(24, 24)
        self._words = QLabel(text)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._words.setContentsMargins(0, 3, 0, 3)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.button.isEnabled() and self.rect().contains(event.position().toPoint()):
            self.button.click()
            self.button.setFocus()

    def mark(self, word: str) -> None:
        """Put a word behind the answer: that it was chosen, or is right."""
        self.button.setAccessibleDescription(word or self._key)
        font = self._words.font()
        font.setBold(bool(word))
        self._words.setFont(font)
        self._words.setText(f"{self.button.accessibleName()}  – {word}" if word else self.button.accessibleName())
