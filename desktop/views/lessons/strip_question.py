"""StripQuestion: a question and its answers side by side, to be answered by keys from the other end of the room."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.lessons.answers import Answer
from core.lessons.question import DONT_KNOW, Ask
from desktop.views.lessons.text import LessonText
from desktop.widgets.form.answer_fields import AnswerFields


class StripQuestion(QWidget):
    """Collects an answer; whoever shows it gives it.

    Parameters
    ----------
    ask : Ask
        The question.
    """

    changed = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.ask = ask
        self.setAccessibleName(ask.question)
        self._fields = AnswerFields(
            ask, "lessonStrip", columns=2, lines=2, label=lambda option, number: f"{number + 1}   {option.text}"
        )
        self._fields.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(LessonText(f"**{ask.question}**"))
        column.addWidget(self._fields)
        column.addStretch(1)

    def choose(self, number: int) -> None:
        """Choose an answer by its number, from 0."""
        self._fields.choose(number)

    def take_focus(self) -> None:
        """Put the keyboard where figures and words are typed."""
        if not self.ask.options:
            self._fields.take_focus()

    @property
    def has_answer(self) -> bool:
        """Whether anything was chosen or written."""
        return self._fields.is_touched

    @property
    def answer(self) -> Answer:
        """What was chosen or written; that nobody knows where nothing was."""
        return self._fields.answer if self.has_answer else Answer((DONT_KNOW,))

    def show_answer(self, answer: Answer | None, *, is_open: bool) -> None:
        """Show an answer that was given; the right one is told where it is explained."""
        self._fields.set_open(is_open)
        if answer is None or is_open:
            return
        self._fields.show_answer(answer)
        self._fields.mark(lambda option: "our guess" if option.id in answer.options else "")
