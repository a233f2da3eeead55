"""Head: which lesson it is, and a dot for each of its steps."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop.look.tips import wrapped
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.button import lesson_button
from desktop.widgets.labels import heading

_DONE, _HERE, _TO_COME = "●", "◐", "○"


class Head(QWidget):
    """The title, and the way back to the list and to any step."""

    list_asked = Signal()

    def __init__(self, lessons: LessonsModel) -> None:
        super().__init__()
        self._lessons = lessons
        self._title: QLabel = heading("", 1.1)
        self._title.setWordWrap(True)
        self._all = lesson_button("Lessons", "allLessonsButton", "All lessons. This one stays as it is.")
        self._all.clicked.connect(self.list_asked)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        self._more = QToolButton()
        self._more.setObjectName("lessonMoreButton")
        self._more.setText("⋯")
        self._more.setAccessibleName("For a class: answers and predictions")
        self._more.setToolTip(wrapped("Answers to hand in, and the predictions of a class."))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        top.addWidget(self._all)
        top.addWidget(self._more)
        self._dots = QHBoxLayout()
        self._dots.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addLayout(self._dots)
        self._buttons: list[QToolButton] = []

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer actions behind the last button."""
        self._more.addActions(actions)

    def refresh(self) -> None:
        """Show the lesson and its steps."""
        player = self._lessons.player
        steps = () if player is None else player.lesson.steps
        self._title.setText("" if player is None else player.lesson.heading)
        if len(self._buttons) != len(steps):
            self._make_dots(len(steps))
        if player is None:
            return
        for place, (button, step) in enumerate(zip(self._buttons, steps, strict=True)):
            is_here = place == player.place
            state = "here" if is_here else "done" if player.is_step_done(step) else "to come"
            button.setText({"here": _HERE, "done": _DONE, "to come": _TO_COME}[state])
            button.setToolTip(wrapped(f"{place + 1} of {len(steps)}: {step.title}"))
            button.setAccessibleName(f"Step {place + 1} of {len(steps)}: {step.title}, {state}")

    def _make_dots(self, count: int) -> None:
        while self._dots.count():
            self._dots.takeAt(0)
        for old in self._buttons:
            old.hide()  # it may be a while until it is deleted
            old.deleteLater()
        self._buttons = []
        for place in range(count):
            button = QToolButton()
            button.setAutoRaise(True)
            button.setMinimumSize(24, 24)
            button.clicked.connect(lambda checked=False, place=place: self._lessons.go_to(place))
            self._buttons.append(button)
            self._dots.addWidget(button)
        self._dots.addStretch(1)
