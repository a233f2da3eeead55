"""VitalList: figures that are watched, a row each: what it is, how it is now, what would be worth a word."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.look.theme import Theme
from desktop.widgets.labels import hint, plain

_HEADINGS = ("What it watches", "Now", "It speaks up when")
_SHARES = (4, 5, 6)
_DOT = 3.0  # radius


class VitalList(QWidget):
    """A quiet table. A row that gave rise to a word has a mark in the color of warnings before it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[tuple[QLabel, QLabel, QLabel]] = []
        self._flagged: tuple[bool, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 4, 8, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        for column, (text, share) in enumerate(zip(_HEADINGS, _SHARES, strict=True)):
            self._grid.addWidget(hint(text), 0, column)
            self._grid.setColumnStretch(column, share)

    def show_vitals(self, rows: Sequence[tuple[str, str, str, bool]]) -> None:
        """Show these rows: name, figure, mark, and whether it gave rise to a word."""
        while len(self._rows) < len(rows):
            self._add_row()
        for index, labels in enumerate(self._rows):
            is_used = index < len(rows)
            for label in labels:
                label.setVisible(is_used)
            if is_used:
                *texts, is_flagged = rows[index]
                for label, text in zip(labels, texts, strict=True):
                    label.setText(text)
                labels[0].setAccessibleName(f"{texts[0]}: {texts[1]}{', which was spoken of' if is_flagged else ''}")
        self._flagged = tuple(row[-1] for row in rows)
        self.setVisible(bool(rows))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def _add_row(self) -> None:
        name, figure, mark = plain(), plain(), hint()
        row = len(self._rows) + 1
        for column, label in enumerate((name, figure, mark)):
            label.setWordWrap(True)
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._rows.append((name, figure, mark))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for labels, is_flagged in zip(self._rows, self._flagged, strict=False):
            place, line = labels[0].geometry(), labels[0].fontMetrics().height()
            painter.setPen(QColor(self._theme.grid))
            painter.drawLine(8, place.top() - 5, self.width() - 8, place.top() - 5)
            if is_flagged:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.warning))
                painter.drawEllipse(8 - round(_DOT), place.top() + line // 2 - round(_DOT), 6, 6)
