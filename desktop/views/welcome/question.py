"""Question: asks something, and answers each answer with its own explanation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDoubleSpinBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.lessons.answers import Answer
from core.lessons.conditions import Known
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.recall import judged
from desktop.look.tips import wrapped
from desktop.widgets.form.option_row import OptionRow
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
        self._rows: list[OptionRow] = []
        self._number: QDoubleSpinBox | None = None
        self.setAccessibleName(ask.question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(paragraph(ask.question))
        self._say = QPushButton("That is my guess")
        self._say.setObjectName("welcomeGuessButton")
        self._say.setToolTip(wrapped("Commit to it, and see."))
        self._say.clicked.connect(self._answer)
        if ask.form == "number":
            self._number = self._number_field()
            layout.addWidget(self._number, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._add_options()
            for row in self._rows:
                layout.addWidget(row)
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
        field: QWidget = self._number or self._rows[0].button
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._number is not None:
            self._number.selectAll()  # what stands there is nobody's guess: typing replaces it

    def _number_field(self) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setObjectName("welcomeNumberSpin")
        field.setAccessibleName(self._ask.question)
        field.setDecimals(2 if self._ask.high - self._ask.low <= 10 else 0)
        field.setRange(self._ask.low, self._ask.high)
        field.setValue((self._ask.low + self._ask.high) / 2)
        field.setSuffix(f" {self._ask.unit}" if self._ask.unit else "")
        field.lineEdit().returnPressed.connect(self._answer)
        return field

    def _add_options(self) -> None:
        several = self._ask.form == "several"
        group = QButtonGroup(self)
        group.setExclusive(not several)
        self._say.setEnabled(False)
        for number, option in enumerate(self._ask.options):
            row = OptionRow(option.text, number, several=several)
            group.addButton(row.button)
            row.button.toggled.connect(lambda on: self._say.setEnabled(any(b.isChecked() for b in self._options)))
            self._rows.append(row)

    @property
    def _options(self) -> list[QAbstractButton]:
        return [row.button for row in self._rows]

    def _answer(self) -> None:
        if self._number is not None:
            self._number.interpretText()
            self._take(Answer(number=self._number.value()))
        else:
            chosen = zip(self._ask.options, self._options, strict=True)
            self._take(Answer(tuple(option.id for option, button in chosen if button.isChecked())))

    def _take(self, answer: Answer) -> None:
        if self.feedback:
            return
        _, said = judged(self._ask, answer, self._known)
        self._said.setText(said)
        self._said.show()
        self.answered.emit()  # first: what is switched off loses the keyboard, which is to go on from here
        for field in (*self._options, *([self._number] if self._number else [])):
            field.setEnabled(False)
        for button in (self._say, self._dont_know):
            button.hide()
        for option, row in zip(self._ask.options, self._rows, strict=True):
            mine = option.id in answer.options
            words = [word for word, is_so in (("right", option.right), ("your guess", mine)) if is_so]
            row.mark(", ".join(words))
