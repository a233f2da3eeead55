"""AnswerFields: where a question of a lesson is answered: options to choose from, a number, or words of one's own."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDoubleSpinBox, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from core.lessons.answers import Answer
from core.lessons.question import Ask, Option
from desktop.widgets.form.option_row import OptionRow

_MOST_WORDS = 2000  # characters
_LEAST_HEIGHT = 26  # pixels of a field that is to be hit


class AnswerFields(QWidget):
    """Collects an answer; when it is given, and what is said to it, is up to whoever shows the fields.

    Parameters
    ----------
    ask : Ask
        The question.
    name : str
        What the object names of the number and the words begin with: ``lesson`` makes ``lessonNumberSpin``.
    columns : int
        How many options stand side by side.
    lines : int
        How many lines of words are in sight.
    label : callable
        Returns what stands at an option, given it and its number from 0.
    """

    changed = Signal()
    entered = Signal()  # Enter was pressed in the number

    def __init__(
        self,
        ask: Ask,
        name: str,
        *,
        columns: int = 1,
        lines: int = 4,
        label: Callable[[Option, int], str] = lambda option, number: option.text,
    ) -> None:
        super().__init__()
        self._ask = ask
        self._rows: list[OptionRow] = []
        self._number: QDoubleSpinBox | None = None
        self._words: QPlainTextEdit | None = None
        self._is_touched = False
        if ask.form == "number":
            self._add_number(f"{name}NumberSpin")
        elif ask.form == "words":
            self._add_words(f"{name}WordsEdit", lines)
        else:
            self._add_options(columns, label)

    def _add_options(self, columns: int, label: Callable[[Option, int], str]) -> None:
        grid, group = QGridLayout(self), QButtonGroup(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2 if columns > 1 else 6)
        group.setExclusive(self._ask.form == "choice")
        for number, option in enumerate(self._ask.options):
            row = OptionRow(label(option, number), number, several=self._ask.form == "several")
            group.addButton(row.button)
            row.button.toggled.connect(lambda on: self.changed.emit())
            self._rows.append(row)
            grid.addWidget(row, number // columns, number % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)

    def _add_number(self, name: str) -> None:
        ask, field = self._ask, QDoubleSpinBox()
        field.setObjectName(name)
        field.setAccessibleName(ask.question)
        is_fine = ask.high - ask.low <= 10
        field.setDecimals(2 if is_fine else 0)
        field.setSingleStep(0.1 if is_fine else 1)
        field.setRange(ask.low, ask.high)
        field.setValue((ask.low + ask.high) / 2)
        field.setSuffix(f" {ask.unit}" if ask.unit else "")
        field.setMinimumHeight(_LEAST_HEIGHT)
        field.lineEdit().textEdited.connect(lambda text: self._touch())
        field.lineEdit().returnPressed.connect(self.entered)
        field.valueChanged.connect(lambda value: self._touch())
        self._number = field
        self._column().addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_words(self, name: str, lines: int) -> None:
        self._words = QPlainTextEdit()
        self._words.setObjectName(name)
        self._words.setAccessibleName(self._ask.question)
        self._words.setTabChangesFocus(True)
        self._words.setFixedHeight(lines * self.fontMetrics().lineSpacing())
        self._words.textChanged.connect(self.changed)
        self._column().addWidget(self._words)

    def _column(self) -> QVBoxLayout:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        return column

    def _touch(self) -> None:
        self._is_touched = True
        self.changed.emit()

    @property
    def _fields(self) -> Iterator[QWidget]:
        yield from (row.button for row in self._rows)
        yield from (field for field in (self._number, self._words) if field is not None)

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for."""
        return self._number is not None

    @property
    def is_complete(self) -> bool:
        """Whether the fields can be taken for an answer: an option has to be chosen, the others hold something."""
        return not self._rows or self._is_any_chosen

    @property
    def is_touched(self) -> bool:
        """Whether anything was chosen or written."""
        if self._words is not None:
            return bool(self._words.toPlainText().strip())
        return self._is_touched or self._is_any_chosen

    @property
    def _is_any_chosen(self) -> bool:
        return any(row.button.isChecked() for row in self._rows)

    @property
    def answer(self) -> Answer:
        """What the fields hold."""
        if self._number is not None:
            self._number.interpretText()
            return Answer(number=self._number.value())
        if self._words is not None:
            return Answer(words=self._words.toPlainText()[:_MOST_WORDS])
        chosen = zip(self._ask.options, self._rows, strict=True)
        return Answer(tuple(option.id for option, row in chosen if row.button.isChecked()))

    def choose(self, number: int) -> None:
        """Choose an option by its number, from 0; one that there is not is passed over."""
        if number < len(self._rows) and self._rows[number].button.isEnabled():
            self._rows[number].button.click()
            self._rows[number].button.setFocus()

    def take_focus(self) -> None:
        """Put the keyboard on the first field."""
        next(self._fields).setFocus(Qt.FocusReason.OtherFocusReason)
        if self._number is not None:
            self._number.selectAll()  # what stands there is nobody's guess: typing replaces it

    def set_open(self, is_open: bool) -> None:
        """Let an answer be given, or changed no more."""
        for field in self._fields:
            field.setEnabled(is_open)

    def show_answer(self, answer: Answer) -> None:
        """Show an answer that was given."""
        for option, row in zip(self._ask.options, self._rows, strict=False):
            row.button.setChecked(option.id in answer.options)
        if self._number is not None and answer.number == answer.number:  # NaN where none was given
            self._number.setValue(answer.number)
        if self._words is not None and answer.words:
            self._words.setPlainText(answer.words)

    def mark(self, word_for: Callable[[Option], str]) -> None:
        """Put a word behind each option, or none."""
        for option, row in zip(self._ask.options, self._rows, strict=False):
            row.mark(word_for(option))
