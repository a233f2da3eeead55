"""StripQuestion: a question and its answers side by side, to be answered by keys from the other end of the room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDoubleSpinBox, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.lessons.answers import Answer
from core.lessons.question import DONT_KNOW, Ask
from desktop.views.lessons.text import LessonText
from desktop.widgets.form.option_row import OptionRow

_COLUMNS = 2


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
        self._rows: list[OptionRow] = []
        self._number: QDoubleSpinBox | None = None
        self._words: QPlainTextEdit | None = None
        self._is_changed = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(LessonText(f"**{ask.question}**"))
        if ask.form == "number":
            self._add_number(column)
        elif ask.form == "words":
            self._add_words(column)
        else:
            self._add_options(column)
        column.addStretch(1)

    def _add_options(self, column: QVBoxLayout) -> None:
        grid, group = QGridLayout(), QButtonGroup(self)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        group.setExclusive(self.ask.form == "choice")
        for number, option in enumerate(self.ask.options):
            row = OptionRow(f"{number + 1}   {option.text}", number, several=self.ask.form == "several")
            group.addButton(row.button)
            row.button.toggled.connect(lambda on: self.changed.emit())
            self._rows.append(row)
            grid.addWidget(row, number // _COLUMNS, number % _COLUMNS)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)

    def _add_number(self, column: QVBoxLayout) -> None:
        ask = self.ask
        field = QDoubleSpinBox()
        field.setObjectName("lessonStripNumberSpin")
        field.setAccessibleName(ask.question)
        field.setDecimals(2 if ask.high - ask.low <= 10 else 0)
        field.setRange(ask.low, ask.high)
        field.setValue((ask.low + ask.high) / 2)
        field.setSuffix(f" {ask.unit}" if ask.unit else "")
        field.lineEdit().textEdited.connect(lambda text: self._take_change())
        field.valueChanged.connect(lambda value: self._take_change())
        self._number = field
        column.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_words(self, column: QVBoxLayout) -> None:
        self._words = QPlainTextEdit()
        self._words.setObjectName("lessonStripWordsEdit")
        self._words.setAccessibleName(self.ask.question)
        self._words.setTabChangesFocus(True)
        self._words.textChanged.connect(self.changed)
        self._words.setFixedHeight(2 * self.fontMetrics().lineSpacing() + 12)
        column.addWidget(self._words)

    def _take_change(self) -> None:
        self._is_changed = True
        self.changed.emit()

    def choose(self, number: int) -> None:
        """Choose an answer by its number, from 0."""
        if number < len(self._rows) and self._rows[number].button.isEnabled():
            self._rows[number].button.click()
            self._rows[number].button.setFocus()

    def take_focus(self) -> None:
        """Put the keyboard where figures and words are typed."""
        if self._number is not None:
            self._number.setFocus()
            self._number.selectAll()
        elif self._words is not None:
            self._words.setFocus()

    @property
    def has_answer(self) -> bool:
        """Whether anything was chosen or written."""
        if self._words is not None:
            return bool(self._words.toPlainText().strip())
        return self._is_changed or any(row.button.isChecked() for row in self._rows)

    @property
    def answer(self) -> Answer:
        """What was chosen or written; that nobody knows where nothing was."""
        if not self.has_answer:
            return Answer((DONT_KNOW,))
        if self._number is not None:
            self._number.interpretText()
            return Answer(number=self._number.value())
        if self._words is not None:
            return Answer(words=self._words.toPlainText()[:2000])
        chosen = zip(self.ask.options, self._rows, strict=True)
        return Answer(tuple(option.id for option, row in chosen if row.button.isChecked()))

    def show_answer(self, answer: Answer | None, *, is_open: bool) -> None:
        """Show an answer that was given; the right one is told where it is explained."""
        for field in (*(row.button for row in self._rows), self._number, self._words):
            if field is not None:
                field.setEnabled(is_open)
        if answer is None or is_open:
            return
        for option, row in zip(self.ask.options, self._rows, strict=True):
            is_chosen = option.id in answer.options
            row.button.setChecked(is_chosen)
            row.mark("our guess" if is_chosen else "")
        if self._number is not None and answer.number == answer.number:
            self._number.setValue(answer.number)
        if self._words is not None and answer.words:
            self._words.setPlainText(answer.words)
