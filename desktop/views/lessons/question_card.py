"""QuestionCard: a question with its answers; after the answer, what is said to it as soon as that is due."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.lessons.answers import Answer
from core.lessons.question import DONT_KNOW, Ask, Option
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.card import Card
from desktop.views.lessons.text import LessonText
from desktop.widgets.form.answer_fields import AnswerFields
from desktop.widgets.labels import hint

_VERDICTS = {True: "**Right.** ", False: "**Not quite.** ", None: ""}  # a choice has its own beside each answer


class QuestionCard(Card):
    """Asks before it answers."""

    def __init__(self, block: Ask, lessons: LessonsModel, theme: Theme) -> None:
        super().__init__(block, lessons, theme)
        self._ask = block
        self._hints_told = 0
        self._fields = AnswerFields(block, "lesson")
        self._fields.entered.connect(self._answer)
        self.column.addWidget(LessonText(block.question))
        self.column.addWidget(self._fields)
        say = "That is my answer" if block.form == "words" else "That is my guess"
        tip = "Commit to it. What happens then tells whether it is so."
        self._say = lesson_button(say, "lessonGuessButton", tip)
        self._say.clicked.connect(self._answer)
        self._fields.changed.connect(lambda: self._say.setEnabled(self._fields.is_complete))
        self._dont_know = lesson_button("I don't know", "lessonDontKnowButton", "Never counted as wrong.")
        self._dont_know.setFlat(True)
        self._dont_know.clicked.connect(lambda: self._give(Answer((DONT_KNOW,))))
        buttons = QHBoxLayout()
        buttons.addWidget(self._say)
        buttons.addWidget(self._dont_know)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self._hint = hint()
        self._hint.hide()
        self.column.addWidget(self._hint)
        self._feedback = LessonText()
        self._feedback.hide()
        self.column.addWidget(self._feedback)
        self.setAccessibleName(block.question)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # on an answer, which has no use for it
            self._answer()
        else:
            super().keyPressEvent(event)

    def choose(self, number: int) -> None:
        """Choose an option by its key."""
        if self.is_waited_for:
            self._fields.choose(number)

    def tell_hint(self) -> bool:
        """Show the next hint; returns whether there is one more."""
        hints = [text for text in (self._ask.hint, self._ask.hint2) if text]
        self._hints_told = min(self._hints_told + 1, len(hints))
        self._hint.setText("\n\n".join(hints[: self._hints_told]))
        self._hint.setVisible(bool(self._hints_told))
        return self._hints_told < len(hints)

    @property
    def has_hint(self) -> bool:
        """Whether there is a hint that was not told yet."""
        return self.is_waited_for and self._hints_told < len([t for t in (self._ask.hint, self._ask.hint2) if t])

    @property
    def feedback(self) -> QWidget | None:
        """What is said to the answer; none before it is due."""
        return None if self._feedback.isHidden() else self._feedback

    def take_focus(self) -> None:
        """Put the keyboard on the first answer."""
        if self.is_waited_for:
            self._fields.take_focus()

    def refresh(self) -> None:
        """Show the answer, and what is said to it."""
        player = self.lessons.player
        answer = None if player is None else player.answers.get(self._ask.id)
        is_open = self.is_waited_for
        self._fields.set_open(is_open)
        self._say.setVisible(is_open)
        self._dont_know.setVisible(is_open)
        self._say.setEnabled(self._fields.is_complete)
        if player is None or answer is None:
            return
        self._fields.show_answer(answer)
        said = player.feedback(self._ask)
        self._feedback.setVisible(bool(said))
        if said:
            self._feedback.show_markdown(f"{_VERDICTS[answer.right]}{said}" if self._fields.is_number else said)
            self._mark(answer)
        elif not is_open:
            self._hint.setText("Your answer is kept. What happens now will tell.")
            self._hint.show()
        if said and self._hint.text().startswith("Your answer is kept"):
            self._hint.hide()
        self.update()

    def edge(self) -> str:
        """Return the color of its edge: of right, of not right, or of a question that is open."""
        player = self.lessons.player
        answer = None if player is None else player.answers.get(self._ask.id)
        if player is None or answer is None or not player.feedback(self._ask) or answer.right is None:
            return super().edge()
        return self._theme.success if answer.right else self._theme.warning

    def _answer(self) -> None:
        if self.is_waited_for and self._fields.is_complete:
            self._give(self._fields.answer)

    def _give(self, answer: Answer) -> None:
        if self.is_waited_for:
            self.lessons.answer(answer)

    def _mark(self, answer: Answer) -> None:
        def word_for(option: Option) -> str:
            is_chosen = option.id in answer.options
            words = "right, and your guess" if option.right and is_chosen else "right" if option.right else ""
            return words or ("your guess" if is_chosen else "")

        self._fields.mark(word_for)
