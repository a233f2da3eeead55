"""Question: asks something, and answers each answer with its own explanation."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.lessons.answers import Answer
from core.lessons.conditions import Known
from core.lessons.question import DONT_KNOW, Ask, Option
from core.lessons.recall import judged
from desktop.look.tips import wrapped
from desktop.widgets.form.answer_fields import AnswerFields
from desktop.widgets.labels import paragraph


class Question(QWidget):
    """A number to guess, or options to choose from.

    Parameters
    ----------
    ask : Ask
        What is asked: anything but words of one's own, which nobody can judge.
    known : mapping of str to float
        The facts that tell what is right.
    """

    answered = Signal()

    def __init__(self, ask: Ask, known: Known) -> None:
        super().__init__()
        self._ask, self._known = ask, known
        self._fields = AnswerFields(ask, "welcome")
        self._fields.entered.connect(self._answer)
        self.setAccessibleName(ask.question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(paragraph(ask.question))
        self._say = QPushButton("That is my guess")
        self._say.setObjectName("welcomeGuessButton")
        self._say.setToolTip(wrapped("Commit to it, and see."))
        self._say.clicked.connect(self._answer)
        self._fields.changed.connect(lambda: self._say.setEnabled(self._fields.is_complete))
        self._say.setEnabled(self._fields.is_complete)
        layout.addWidget(self._fields)
        self._dont_know = QPushButton("I don't know")
        self._dont_know.setObjectName("welcomeDontKnowButton")
        self._dont_know.setFlat(True)
        self._dont_know.setToolTip(wrapped("Never counted as wrong."))
        self._dont_know.clicked.connect(lambda: self._take(Answer((DONT_KNOW,))))
        self._buttons = QHBoxLayout()
        for button in (self._say, self._dont_know):
            button.setAutoDefault(True)  # else Enter presses buttons of dialogs only
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        layout.addLayout(self._buttons)
        self._said = paragraph()
        self._said.setObjectName("welcomeFeedback")
        self._said.hide()
        layout.addWidget(self._said)

    @property
    def feedback(self) -> str:
        """What is said to the answer; empty before it."""
        return self._said.text()

    def take_focus(self) -> None:
        """Put the keyboard where the answer is given."""
        self._fields.take_focus()

    def _answer(self) -> None:
        self._take(self._fields.answer)

    def _take(self, answer: Answer) -> None:
        if self.feedback:
            return
        _, said = judged(self._ask, answer, self._known)
        self._said.setText(said)
        self._said.show()
        self.answered.emit()  # first: what is switched off loses the keyboard, which is to go on from here
        self._fields.set_open(False)
        for button in (self._say, self._dont_know):
            button.hide()

        def word_for(option: Option) -> str:
            told = (("right", option.right), ("your guess", option.id in answer.options))
            return ", ".join(word for word, is_so in told if is_so)

        self._fields.mark(word_for)
