"""TeachersPage: what there is for who teaches, with the commands to type."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.look.tips import wrapped
from desktop.widgets.labels import hint, paragraph

_COMMANDS = (
    ("inkling lessons check FILE", "Says what is wrong with a lesson of your own."),
    ("inkling lessons verify", "Trains every run of the lessons, and says whether each claim holds."),
    ("inkling lessons worksheet FILE", "Writes a page to print: questions, room to write, a table of figures."),
    ("inkling lessons report FILE", "Reads what a learner hands in."),
    ("inkling lessons collect FOLDER", "Puts the reports of a class into one table."),
)
_ABOUT = (
    "A lesson is one text file: Markdown, with blocks that ask, train and check. Those that come with Inkling are "
    "examples to change. Put your own into the folder lessons of Inkling's data, and they stand in the list."
)


class TeachersPage(QWidget):
    """Commands, and the way to the view for the projector where this window has it."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(paragraph(_ABOUT))
        for command, words in _COMMANDS:
            written = paragraph(command)
            written.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            layout.addSpacing(6)
            layout.addWidget(written)
            layout.addWidget(hint(words))
        self._projector = QPushButton("View for the projector")
        self._projector.setObjectName("welcomeProjectorButton")
        self._projector.setToolTip(wrapped("Large text, the lesson below, and no menus. Esc returns."))
        self._projector.hide()
        layout.addSpacing(8)
        layout.addWidget(self._projector, 0, Qt.AlignmentFlag.AlignLeft)

    def use_projector(self, action: QAction | None) -> None:
        """Lead to the view for the projector, where there is one."""
        if action is not None and action.isVisible():
            self._projector.clicked.connect(action.trigger)
            self._projector.show()
