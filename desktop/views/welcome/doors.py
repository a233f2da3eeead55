"""Doors: how to go on from the welcome page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.look.tips import wrapped
from desktop.preferences import WayIn
from desktop.widgets.labels import heading, hint, paragraph

_DOORS: tuple[tuple[WayIn, str, str, str], ...] = (
    ("lessons", "Lessons", "welcomeLessonsButton", "A learner's diary in half an hour: you guess, then see why."),
    ("play", "Just play", "welcomePlayButton", "All of it, at your own pace, with a coach that advises."),
    ("teach", "I teach", "welcomeTeachButton", "Lessons of your own, worksheets, reports, the projector."),
)


class Doors(QWidget):
    """Three buttons, with what is behind each."""

    chosen = Signal(str)  # WayIn

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading("How do you want to go on?"))
        layout = QGridLayout()
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(6)
        layout.setColumnStretch(1, 1)
        self._buttons: list[QPushButton] = []
        for row, (way, title, name, words) in enumerate(_DOORS):
            button = QPushButton(title)
            button.setObjectName(name)
            button.setAutoDefault(True)  # else Enter presses buttons of dialogs only
            button.setAccessibleDescription(words)
            button.setToolTip(wrapped(words))
            button.clicked.connect(lambda checked=False, way=way: self.chosen.emit(way))
            layout.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(paragraph(words), row, 1, Qt.AlignmentFlag.AlignVCenter)
            self._buttons.append(button)
        column.addLayout(layout)
        column.addWidget(hint("Nothing is locked, whatever you choose. Help, Welcome brings this page back."))

    def take_focus(self) -> None:
        """Put the keyboard on the first door."""
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
