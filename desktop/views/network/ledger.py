"""Ledger: a weight before its step, the step, and after it, with what the optimizer remembers, as a small table."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.insight.walk.frame import Frame
from core.insight.walk.numbers import number
from core.insight.walk.walk import Walk
from desktop.widgets.labels import plain

_COLUMNS = 3


class Ledger(QWidget):
    """The figures of the update, for the image alone and for its batch."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("slowLedger")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(_COLUMNS, 1)
        self._cells: dict[tuple[int, int], QLabel] = {}
        self.hide()

    @property
    def rows(self) -> list[list[str]]:
        """What it says, row by row."""
        if self.isHidden():
            return []
        count = 1 + max((row for row, _ in self._cells), default=-1)
        texts = [[self._cells[row, column].text() for column in range(_COLUMNS)] for row in range(count)]
        return [row for row in texts if any(row)]

    def show_step(self, walk: Walk, frame: Frame) -> None:
        """Show the step of the weight that is followed; nothing for another frame, or where no step is taken."""
        is_told = frame.name == "update" and walk.passage.alone.is_taken
        self.setVisible(is_told)
        if is_told:
            self._fill(_rows(walk, frame))

    def _fill(self, rows: list[tuple[str, ...]]) -> None:
        for label in self._cells.values():
            label.setText("")
            label.hide()
        for row, texts in enumerate(rows):
            for column in range(_COLUMNS):
                label = self._cell(row, column)
                label.setText(texts[column] if column < len(texts) else "")
                label.setVisible(bool(label.text()))

    def _cell(self, row: int, column: int) -> QLabel:
        if (row, column) not in self._cells:
            label = plain()
            label.setWordWrap(True)  # in large text the card is narrower than the table
            if not row or not column:
                label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, row, column)
            self._cells[row, column] = label
        return self._cells[row, column]


def _rows(walk: Walk, frame: Frame) -> list[tuple[str, ...]]:
    arrays, source = frame.arrays, walk.passage.followed.link[1]
    before, after, together = (float(arrays[name][source]) for name in ("before", "after", "together"))
    is_batch = walk.passage.images > 1
    afters = (after, together) if is_batch else (after,)
    rows: list[tuple[str, ...]] = [
        ("weight", "this image", f"all {walk.passage.images:,}") if is_batch else ("weight", "this image"),
        ("before", *(number(before) for _ in afters)),
        ("moves by", *(_signed(value - before) for value in afters)),
        ("after", *(number(value) for value in afters)),
    ]
    for name in ("m", "v"):
        if f"{name}_after" in arrays:
            ends = (number(float(arrays[f"{name}_{when}"])) for when in ("before", "after"))
            rows.append((f"memory {name}", " → ".join(ends)))
    return rows


def _signed(value: float) -> str:
    return f"+{number(value)}" if value > 0 else number(value)
