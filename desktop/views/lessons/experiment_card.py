"""ExperimentCard: says that a setting differs from the lesson's, and what can be done about it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from desktop.look.theme import Theme
from desktop.session.experiment import Stage
from desktop.session.lessons import LessonTasks
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.card import paint_card
from desktop.widgets.labels import paragraph

_ROW = 240  # pixels that the buttons may take beside one another
_BACK = "Have the lesson's settings and its network again."
_SEE = "Train a network of your own with these settings. The lesson waits."
_AGAIN = "Train the lesson's network once more, with the lesson's settings."


class ExperimentCard(QFrame):
    """Stands above the lesson's settings while one of them is a person's own.

    Parameters
    ----------
    playing : LessonTasks
        What a lesson does to the run on screen.
    theme : Theme
        The colors.
    """

    def __init__(self, playing: LessonTasks, theme: Theme) -> None:
        super().__init__()
        self._playing, self._theme = playing, theme
        self.setObjectName("lessonExperimentCard")
        self._words = paragraph()
        self._words.setObjectName("lessonExperimentLabel")
        self._back = lesson_button("Put it back", "lessonPutBackButton", _BACK)
        self._back.clicked.connect(playing.put_back)
        self._see = lesson_button("See what happens", "lessonTryButton", _SEE)
        self._see.clicked.connect(playing.try_out)
        self._again = lesson_button("Run the lesson's", "lessonRunAgainButton", _AGAIN)
        self._again.clicked.connect(playing.repeat)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for button in (self._back, self._see, self._again):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self._words)
        layout.addLayout(self._buttons)
        playing.experiment.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands."""
        stage = self._playing.experiment.stage
        self._words.setText(self._playing.experiment.words)
        self._see.setVisible(stage is Stage.CHANGED)
        self._again.setVisible(stage is Stage.OVER and self._playing.can_repeat)
        self._stack()
        self.setVisible(stage is not Stage.NONE)

    def _stack(self) -> None:
        """Put the buttons below one another where their letters are too large for a row."""
        shown = [button for button in (self._back, self._see, self._again) if not button.isHidden()]
        width = sum(button.sizeHint().width() + self._buttons.spacing() for button in shown)
        is_row = width <= _ROW
        self._buttons.setDirection(QBoxLayout.Direction.LeftToRight if is_row else QBoxLayout.Direction.TopToBottom)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the letters may be others
            self._stack()
        return super().event(event)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_card(QPainter(self), self.rect(), self._theme, self._theme.warning)
