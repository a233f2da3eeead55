"""PictureTable: a few pictures side by side, each with other versions of itself below."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.arrays import Bytes
from core.data.frame import SIDE
from desktop.look.colormaps import ink_colors, pixels
from desktop.look.theme import LIGHT, Theme

_EDGES = (84, 56, 42, 28)  # of a picture, in logical pixels: the largest is used that leaves two rows of versions
_GAP = 6
_FIRST_GAP = 14  # between the pictures and their versions
_MARGIN = 8
_MOST_ROWS = 5


class PictureTable(QWidget):
    """Pictures of ink in columns: on top as they are, below as something changes them.

    Parameters
    ----------
    titles : sequence of str
        What stands before the first row, and before the second.
    theme : Theme
        The colors to draw with.
    """

    resized = Signal()  # there is room for more or fewer pictures

    def __init__(self, titles: Sequence[str], theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles, self._theme = titles, theme
        self._rows: Bytes = np.zeros((0, 0, SIDE, SIDE), np.uint8)
        self._edge = _EDGES[-1]

    @property
    def columns(self) -> int:
        """How many pictures there is room for side by side."""
        return max(1, (self.width() - self._left() - _MARGIN + _GAP) // (self._edge + _GAP))

    @property
    def rows(self) -> int:
        """How many rows of versions there is room for."""
        return self._rows_of(self._edge)

    @property
    def pictures(self) -> Bytes:
        """What is shown, shape (rows, columns, 28, 28)."""
        return self._rows

    def show_pictures(self, rows: Bytes) -> None:
        """Show pictures and their versions.

        Parameters
        ----------
        rows : ndarray, shape (rows, columns, 28, 28), uint8
            The first row is the pictures, the others are versions; 0 is paper, 255 is full ink.
        """
        self._rows = rows
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self.update()

    def picture_rect(self, row: int, column: int) -> QRect:
        """Return where a picture is, in logical pixels."""
        step = self._edge + _GAP
        down = _MARGIN + row * step + (_FIRST_GAP - _GAP if row else 0)
        return QRect(self._left() + column * step, down, self._edge, self._edge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._edge = next((edge for edge in _EDGES if self._rows_of(edge) >= 2), _EDGES[-1])
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        table = pixels(ink_colors(self._theme))
        for row, pictures in enumerate(self._rows):
            if row < len(self._titles):
                self._paint_title(painter, row)
            colors = np.take(table, pictures)
            for column, picture in enumerate(colors):
                place = self.picture_rect(row, column)
                painter.fillRect(place.adjusted(-1, -1, 1, 1), QColor(self._theme.border))
                image = QImage(picture.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGB32)
                painter.drawImage(QRectF(place), image)

    def sizeHint(self) -> QSize:
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        smallest = _EDGES[-1]
        return QSize(self._left() + smallest + _MARGIN, 2 * (_MARGIN + smallest) + _FIRST_GAP)

    def _paint_title(self, painter: QPainter, row: int) -> None:
        painter.setPen(QColor(self._theme.faint_text))
        beside = self.picture_rect(row, 0)
        place = QRect(_MARGIN, beside.top(), self._left() - 2 * _MARGIN, beside.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._titles[row])

    def _left(self) -> int:
        """Return where the first column begins."""
        return max(self.fontMetrics().horizontalAdvance(title) for title in self._titles) + 3 * _MARGIN

    def _rows_of(self, edge: int) -> int:
        room = self.height() - 2 * _MARGIN - edge - _FIRST_GAP + _GAP
        return min(max(room // (edge + _GAP), 1), _MOST_ROWS)
