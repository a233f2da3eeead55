"""The predictions of a class: how many gave each answer to a question, as bars, without names."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.lessons.lesson import Lesson
from core.lessons.question import Ask
from core.lessons.sheets.collecting import Bar, Pages, guesses
from core.plain import harmless
from desktop.look.theme import Theme
from desktop.widgets.labels import heading, hint, plain

_LONGEST_NAME = 60  # letters of a question in the list of questions
_NONE = "Nobody has answered this question yet."


class PredictionsDialog(QDialog):
    """Bars for one question at a time.

    Parameters
    ----------
    pages : Pages
        What was handed in.
    lesson : Lesson
        Whose questions are shown.
    ask : str
        The id of the question to begin with; the first one without it.
    theme : Theme
        The colors of the bars.
    read_again : callable
        Reads the folder again and returns what is there by then: a class votes twice.
    """

    def __init__(
        self,
        pages: Pages,
        lesson: Lesson,
        ask: str,
        theme: Theme,
        read_again: Callable[[], Pages],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pages, self._lesson, self._theme, self._read_again = pages, lesson, theme, read_again
        self._asks = list(lesson.blocks(Ask))
        self.setWindowTitle("Predictions")
        self._question = heading("", 1.2)
        self._question.setWordWrap(True)
        self._question.setObjectName("predictionsQuestion")
        self._choice = QComboBox()
        self._choice.setObjectName("predictionsCombo")
        self._choice.setAccessibleName("Question")
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for question in self._asks:
            self._choice.addItem(harmless(question.question, _LONGEST_NAME))
        self._note = hint()
        self._sheet = QScrollArea()
        self._sheet.setWidgetResizable(True)
        self._sheet.setFrameShape(QScrollArea.Shape.NoFrame)
        self._lay_out()
        self._choice.setCurrentIndex(next((n for n, one in enumerate(self._asks) if one.id == ask), 0))
        self._choice.currentIndexChanged.connect(lambda place: self._refresh())
        self._refresh()
        self.resize(640, 560)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(heading(f"{self._lesson.heading}: predictions", 1.4))
        layout.addWidget(self._choice)
        layout.addWidget(self._question)
        layout.addWidget(self._sheet, 1)
        layout.addWidget(self._note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        again = buttons.addButton("Read the folder again", QDialogButtonBox.ButtonRole.ActionRole)
        again.setObjectName("predictionsAgainButton")
        again.clicked.connect(self._read)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _read(self) -> None:
        self._pages = self._read_again()
        self._refresh()

    def _refresh(self) -> None:
        ask = self._asks[self._choice.currentIndex()]
        bars = guesses([page for _, page in self._pages.read], self._lesson, ask)
        self._question.setText(ask.question)
        self._sheet.setWidget(_sheet_of(bars, self._theme))
        count, bad = len(self._pages.read), len(self._pages.troubles)
        words = [f"{count} {'page' if count == 1 else 'pages'} read."]
        words += [f"{bad} could not be read: {self._pages.troubles[0]}"] if bad else []
        words += [_NONE] if not any(bar.count for bar in bars) else []
        self._note.setText(" ".join(words))


def _sheet_of(bars: Sequence[Bar], theme: Theme) -> QWidget:
    """Return a row for each answer: its words, its bar and how many."""
    sheet = QWidget()
    rows = QGridLayout(sheet)
    rows.setContentsMargins(0, 0, 8, 0)  # clear of a scroll bar
    rows.setHorizontalSpacing(12)
    rows.setVerticalSpacing(8)
    rows.setColumnStretch(0, 3)
    rows.setColumnStretch(1, 4)
    most = max([bar.count for bar in bars] + [1])
    for row, bar in enumerate(bars):
        words, count = plain(bar.words), plain(str(bar.count))
        words.setWordWrap(True)
        words.setAccessibleName(f"{bar.words}: {bar.count}")
        rows.addWidget(words, row, 0)
        rows.addWidget(_Strip(bar.count / most, theme), row, 1)
        rows.addWidget(count, row, 2, Qt.AlignmentFlag.AlignRight)
    rows.setRowStretch(len(bars), 1)
    return sheet


class _Strip(QWidget):
    """One bar; what it says stands beside it as a number."""

    def __init__(self, share: float, theme: Theme) -> None:
        super().__init__()
        self._share, self._theme = share, theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(160, round(1.3 * self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = 1.3 * self.fontMetrics().height()
        top = (self.height() - height) / 2
        painter.setBrush(QColor(self._theme.grid))
        painter.drawRoundedRect(QRectF(0, top, self.width(), height), 3, 3)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(QRectF(0, top, self._share * self.width(), height), 3, 3)
        painter.end()
