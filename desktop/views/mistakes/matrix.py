"""Matrix: a table of counts to point at and to pick cells from, with the mouse or the keyboard.

What is shown and how it is painted is in ``matrix_area``; here is what a person does with it.
"""

from html import escape

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from desktop.look.tips import wrapped
from desktop.views.mistakes.matrix_area import Cell, MatrixArea
from desktop.widgets.access.parts import Path
from desktop.widgets.access.telling import tell_current


class Matrix(MatrixArea):
    """Which class was taken for which; a cell is picked, and picking it again lets it go.

    A click picks, or the arrow keys and then Enter or the space bar.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    picked = Signal(object)  # Cell, or None where the chosen one was let go
    pointed = Signal(str)  # what the cell under the mouse or the cursor says; empty for none

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            tip = self._explain(event.pos()) if cell is None else f"<p>{escape(self.sentence(cell))}</p>"
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return bool(super().event(event))

    def _explain(self, point: QPoint) -> str:
        """Return what the figures beside and below the cells are, for a point there."""
        cells = self.cell_rect((0, 0)).united(self.cell_rect((self.side - 1, self.side - 1)))
        if point.x() > cells.right():
            return wrapped("Recall: how many percent of a class's images are read as that class.")
        if point.y() > cells.bottom():
            return wrapped("Precision: how many percent of the images read as a class do show it.")
        return ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._cursor = cell
            self._pick()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell with the arrow keys, to an end of the row with Home and End, and choose with Enter."""
        key = Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Home: (0, -self.side),
            Qt.Key.Key_End: (0, self.side),
        }
        if key in moves:
            row, column = (at + step for at, step in zip(self._cursor, moves[key], strict=True))
            self._cursor = max(0, min(self.side - 1, row)), max(0, min(self.side - 1, column))
            self._tell()
            tell_current(self)
            self.pointed.emit(self.sentence(self._cursor))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        tell_current(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit("")
        self.update()

    def press_part(self, path: Path) -> None:
        if path[0] < self.side:
            self._cursor = path[0], path[1]
            self._pick()

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            for changed in (self._hovered, cell):
                if changed is not None:
                    self.update(self.cell_rect(changed).adjusted(-2, -2, 2, 2).toAlignedRect())
            self._hovered = cell
            self.pointed.emit("" if cell is None else self.sentence(cell))

    def _pick(self) -> None:
        self.choose(None if self._cursor == self._chosen else self._cursor)
        self._tell()
        self.picked.emit(self._chosen)
