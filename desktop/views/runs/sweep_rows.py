"""SweepRows: the runs of each sweep as one row, below those that were trained by hand."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy

from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.models.sweeps import SweepEntry

_MOST = 3  # rows in sight; of more the list is scrolled
_TIP = "The runs of a sweep. A click leads to its table and its pictures, from which each of them is opened."


class SweepRows(QListWidget):
    """A list of sweeps, which is there only while there are some."""

    asked = Signal(object)  # UUID of a sweep that a person wants to see

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sweepRows")
        self.setAccessibleName("Sweeps")
        self.setToolTip(wrapped(_TIP))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.itemClicked.connect(self._ask)
        self.itemActivated.connect(self._ask)
        self.set_theme(theme)
        self.hide()

    def show_sweeps(self, entries: Sequence[SweepEntry]) -> None:
        """Show a row for each sweep, the newest first."""
        while self.count() > len(entries):
            self.takeItem(self.count() - 1)
        while self.count() < len(entries):
            self.addItem(QListWidgetItem())
        for place, entry in enumerate(reversed(entries)):
            item = self.item(place)
            item.setText(in_a_line(entry))
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
        self.setVisible(bool(entries))
        self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Use another ground."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        self.setPalette(palette)

    def sizeHint(self) -> QSize:
        rows = min(max(self.count(), 1), _MOST)
        height = max(self.sizeHintForRow(0), self.fontMetrics().height())
        return QSize(super().sizeHint().width(), rows * height + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def _ask(self, item: QListWidgetItem) -> None:
        self.asked.emit(item.data(Qt.ItemDataRole.UserRole))


def in_a_line(entry: SweepEntry) -> str:
    """Return a sweep in a line: ``Sweep Learning rate: 24 runs, best 97.80 %``."""
    count = f"{entry.runs:,} runs" if entry.done == entry.runs else f"{entry.done:,} of {entry.runs:,} runs"
    best, goal = entry.best, entry.sweep.goal
    return f"Sweep {entry.journal.name}: {count}" + (f", best {goal.written(goal.of(best))}" if best else "")
