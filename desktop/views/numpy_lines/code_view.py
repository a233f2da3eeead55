"""CodeView: lines of a script to read; what has just changed is marked, and a line tells which setting it is of."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

from core.files.script import Line
from desktop.look.theme import Theme

_FULLNESS = 50  # of 255: how strongly a line is marked


class CodeView(QPlainTextEdit):
    """Code that cannot be changed here: Inkling runs no code but its own."""

    pointed = Signal(str)  # the setting of the line under the mouse or the cursor; empty for a line of none

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self._changed: tuple[int, ...] = ()
        self._spoken_of: tuple[int, ...] = ()
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setMouseTracking(True)
        self.cursorPositionChanged.connect(lambda: self._tell(self.textCursor()))
        self.use_font()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show lines, and mark those that were not there before; at the first time none."""
        new = tuple(lines)
        if new == self._lines:
            return
        before = {line.text for line in self._lines}
        self._changed = tuple(n for n, line in enumerate(new) if before and line.text and line.text not in before)
        self._lines, self._spoken_of = new, ()
        bar = self.verticalScrollBar().value()
        with QSignalBlocker(self):  # nobody pointed anywhere
            self.setPlainText("\n".join(line.text for line in new))
        self.verticalScrollBar().setValue(bar)
        self._mark()
        if self._changed:
            self.lead_to(self._changed[0])

    @property
    def changed_lines(self) -> tuple[str, ...]:
        """The lines that are marked."""
        return tuple(self._lines[number].text for number in self._changed)

    def mark_texts(self, texts: frozenset[str]) -> None:
        """Mark the lines of these texts, however far they are indented, as those that are spoken of elsewhere."""
        spoken_of = tuple(n for n, line in enumerate(self._lines) if line.text.strip() in texts)
        if spoken_of != self._spoken_of:
            self._spoken_of = spoken_of
            self._mark()
            if spoken_of:
                self.lead_to(spoken_of[0])

    @property
    def spoken_of(self) -> tuple[str, ...]:
        """The lines that are marked since they are spoken of elsewhere."""
        return tuple(self._lines[number].text.strip() for number in self._spoken_of)

    def lead_to(self, place: int) -> None:
        """Bring a line, from 0, into sight."""
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(place)))
        self.centerCursor()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._mark()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._tell(self.cursorForPosition(event.position().toPoint()))

    def _tell(self, cursor: QTextCursor) -> None:
        number = cursor.blockNumber()
        self.pointed.emit(self._lines[number].setting if number < len(self._lines) else "")

    def _mark(self) -> None:
        marked, faint = QTextCharFormat(), QTextCharFormat()
        ground = QColor(self._theme.accent)
        ground.setAlpha(_FULLNESS)
        marked.setBackground(ground)
        marked.setProperty(QTextFormat.Property.FullWidthSelection, True)
        faint.setForeground(QColor(self._theme.faint_text))
        headings = [number for number, line in enumerate(self._lines) if line.text.startswith("# ")]
        changed = [self._selection(number, marked) for number in (self._spoken_of or self._changed)]
        self.setExtraSelections([*changed, *(self._selection(number, faint) for number in headings)])

    def _selection(self, number: int, looks: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document().findBlockByNumber(number))
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        selection.cursor = cursor
        selection.format = looks
        return selection

    def use_font(self) -> None:
        """Be as large as the text of the window."""
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setPointSizeF(QFontInfo(QApplication.font()).pointSizeF())
        self.setFont(font)
