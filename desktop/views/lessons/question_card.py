"""QuestionCard: a question with its answers; after the answer, what is said to it as soon as that is due."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QDoubleSpinBox, QHBoxLayout, QPlainTextEdit, QWidget

from core.lessons.answers import Answer
from core.lessons.question import DONT_KNOW, Ask
from desktop.look.theme import Theme
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.card import Card
from desktop.views.lessons.text import LessonText
from desktop.widgets.form.option_row import OptionRow
from desktop.widgets.labels import hint

_VERDICTS = {True: "**Right.** ", False: "**Not quite.** ", None: ""}  # a choice has its own beside each answer


class QuestionCard(Card):
    """Asks before it answers."""

    def __init__(self, block: Ask, lessons: LessonsModel, theme: Theme) -> None:
        super().__init__(block, lessons, theme)
        self._ask = block
        self._rows: list[OptionRow] = []
        self._number: QDoubleSpinBox | None = None
        self._words: QPlainTextEdit | None = None
        self._hints_told = 0
        self.column.addWidget(LessonText(block.question))
        self._add_fields()
        say = "That is my answer" if block.form == "words" else "That is my guess"
        tip = "Commit to it. What happens then tells whether it is so."
        self._say = lesson_button(say, "lessonGuessButton", tip)
        self._say.clicked.connect(self._answer)
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

    def _add_fields(self) -> None:
        if self._ask.form == "number":
            self._add_number()
        elif self._ask.form == "words":
            self._words = QPlainTextEdit()
            self._words.setObjectName("lessonWordsEdit")
            self._words.setAccessibleName(self._ask.question)
            self._words.setTabChangesFocus(True)
            self._words.setFixedHeight(4 * self.fontMetrics().lineSpacing())
            self.column.addWidget(self._words)
        else:
            group = QButtonGroup(self)
            group.setExclusive(self._ask.form == "choice")
            for number, option in enumerate(self._ask.options):
                row = OptionRow(option.text, number, several=self._ask.form == "several")
                group.addButton(row.button)
                row.button.toggled.connect(lambda on: self._say.setEnabled(self._has_answer()))
                self._rows.append(row)
                self.column.addWidget(row)

    def _add_number(self) -> None:
        field = QDoubleSpinBox()
        field.setObjectName("lessonNumberSpin")
        field.setAccessibleName(self._ask.question)
        is_fine = self._ask.high - self._ask.low <= 10
        field.setDecimals(2 if is_fine else 0)
        field.setSingleStep(0.1 if is_fine else 1)
        field.setRange(self._ask.low, self._ask.high)
        field.setValue((self._ask.low + self._ask.high) / 2)
        field.setSuffix(f" {self._ask.unit}" if self._ask.unit else "")
        field.setMinimumHeight(26)
        field.lineEdit().returnPressed.connect(self._answer)
        self._number = field
        self.column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # on an answer, which has no use for it
            self._answer()
        else:
            super().keyPressEvent(event)

    def choose(self, number: int) -> None:
        """Choose an option by its key."""
        if self.is_waited_for and number < len(self._rows):
            self._rows[number].button.click()
            self._rows[number].button.setFocus()

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
        field = self._rows[0].button if self._rows else (self._number or self._words)
        if field is not None and self.is_waited_for:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._number is not None:
                self._number.selectAll()  # what stands there is nobody's guess: typing replaces it

    def refresh(self) -> None:
        """Show the answer, and what is said to it."""
        player = self.lessons.player
        answer = None if player is None else player.answers.get(self._ask.id)
        is_open = self.is_waited_for
        for field in (*(row.button for row in self._rows), self._number, self._words):
            if field is not None:
                field.setEnabled(is_open)
        self._say.setVisible(is_open)
        self._dont_know.setVisible(is_open)
        self._say.setEnabled(self._has_answer())
        if player is None or answer is None:
            return
        self._show_answer(answer)
        said = player.feedback(self._ask)
        self._feedback.setVisible(bool(said))
        if said:
            self._feedback.show_markdown(f"{_VERDICTS[answer.right]}{said}" if self._number is not None else said)
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

    def _has_answer(self) -> bool:
        return not self._rows or any(row.button.isChecked() for row in self._rows)

    def _answer(self) -> None:
        if not self.is_waited_for or not self._has_answer():
            return
        if self._number is not None:
            self._number.interpretText()
            self._give(Answer(number=self._number.value()))
        elif self._words is not None:
            self._give(Answer(words=self._words.toPlainText()[:2000]))
        else:
            chosen = zip(self._ask.options, self._rows, strict=True)
            self._give(Answer(tuple(option.id for option, row in chosen if row.button.isChecked())))

    def _give(self, answer: Answer) -> None:
        if self.is_waited_for:
            self.lessons.answer(answer)

    def _show_answer(self, answer: Answer) -> None:
        """Show an answer that was given earlier, as after a start."""
        for option, row in zip(self._ask.options, self._rows, strict=True):
            if option.id in answer.options and not row.button.isChecked():
                row.button.setChecked(True)
        if self._number is not None and answer.number == answer.number and self._number.value() != answer.number:
            self._number.setValue(answer.number)
        if self._words is not None and answer.words:
            self._words.setPlainText(answer.words)

    def _mark(self, answer: Answer) -> None:
        for option, row in zip(self._ask.options, self._rows, strict=True):
            is_chosen = option.id in answer.options
            words = "right, and your guess" if option.right and is_chosen else "right" if option.right else ""
            row.mark(words or ("your guess" if is_chosen else ""))
