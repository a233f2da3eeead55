"""HeatMap: a matrix of signed numbers as colored cells, from a few to thousands in a row."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.arrays import Array
from desktop.look.colormaps import pixels, signed_colors, signed_rows
from desktop.look.theme import LIGHT, Theme
from desktop.widgets.tiles.scale_legend import ScaleLegend

_MARGIN = 8
_LARGEST_CELL = 28  # pixels


class HeatMap(QWidget):
    """A matrix on the blue to orange scale, its legend below it.

    Where the matrix has more cells than there are pixels, each pixel shows the strongest of its cells.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    column_picked = Signal(int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._values: Array = np.zeros((0, 0), np.float32)
        self._limit = 1.0
        self._rows_word, self._columns_word = "", ""
        self._names: Sequence[str] = ()
        self._describe: Callable[[int, int], str] | None = None
        self._image: QImage | None = None
        self._legend = ScaleLegend(theme, self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_matrix(self, values: Array, rows: str, columns: str, names: Sequence[str] = ()) -> None:
        """Show a matrix.

        Parameters
        ----------
        values : ndarray, shape (rows, columns), float32
            The numbers. Kept, not copied: pass an array that doesn't change any more.
        rows, columns : str
            What they stand for, as "inputs: layer 1".
        names : sequence of str
            What each column is called, where that is more than a number; written above wide columns.
        """
        self._values, self._rows_word, self._columns_word, self._names = values, rows, columns, names
        finite = np.abs(values.reshape(-1)[:: max(1, values.size // 20_000)])
        finite = finite[np.isfinite(finite)]
        self._limit = float(np.quantile(finite, 0.998)) if finite.size else 0.0
        self._legend.set_limit(self._limit or 1.0)
        self._forget()

    def set_tooltips(self, describe: Callable[[int, int], str]) -> None:
        """Set who says what a cell is, given its row and column."""
        self._describe = describe

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._legend.set_theme(theme)
        self._forget()

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the row and column at a point, or None beside the matrix."""
        place = self.place()
        if not self._values.size or not place.contains(point):
            return None
        rows, columns = self._values.shape
        row = int((point.y() - place.top()) / place.height() * rows)
        column = int((point.x() - place.left()) / place.width() * columns)
        return min(row, rows - 1), min(column, columns - 1)

    def place(self) -> QRectF:
        """Return where the matrix is: cells are square where that fits, and whole pixels where there are enough."""
        line = self.fontMetrics().height()
        top = line * (2 if self._names else 1) + 6
        room = QRectF(self.rect()).adjusted(_MARGIN + line + 4, top, -_MARGIN, -self._legend.height() - 4)
        if not self._values.size or room.width() < 1 or room.height() < 1:
            return QRectF()
        rows, columns = self._values.shape
        width, height = room.width() / columns, room.height() / rows
        width, height = (min(size if size < 1 else int(size), _LARGEST_CELL) for size in (width, height))
        if min(width, height) * 2 > max(width, height):  # nearly square: then quite
            width = height = min(width, height)
        return QRectF(room.left(), room.top(), width * columns, height * rows)

    def sizeHint(self) -> QSize:
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 90)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        height = self._legend.sizeHint().height()
        self._legend.setGeometry(0, self.height() - height, self.width(), height)
        self._forget()

    def _forget(self) -> None:
        self._image = None
        self.update()

    def _picture(self, place: QRectF) -> QImage:
        """Return the matrix as an image with no more pixels than the screen has for it."""
        if self._image is None:
            ratio = self.devicePixelRatioF()
            most = max(1, int(place.height() * ratio)), max(1, int(place.width() * ratio))
            rows = signed_rows(strongest(self._values, most), self._limit)
            colors = np.take(pixels(signed_colors(self._theme)), rows)
            height, width = colors.shape
            self._image = QImage(colors.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()
        return self._image

    def paintEvent(self, event: QPaintEvent) -> None:
        place = self.place()
        if not place.width():
            return
        painter = QPainter(self)
        painter.fillRect(place.adjusted(-1, -1, 1, 1), QColor(self._theme.border))
        painter.drawImage(place, self._picture(place))
        painter.setPen(QColor(self._theme.faint_text))
        line = self.fontMetrics().height()
        painter.drawText(QRectF(place.left(), 2, self.width(), line), self._columns_word + " →")
        self._write_names(painter, place)
        painter.translate(_MARGIN, place.top())
        painter.rotate(90)
        painter.drawText(QRectF(0, -line, self.height(), line), self._rows_word + " →")

    def _write_names(self, painter: QPainter, place: QRectF) -> None:
        metrics = self.fontMetrics()
        pitch = place.width() / max(1, self._values.shape[1])
        if max(map(metrics.horizontalAdvance, self._names), default=0) > pitch:
            return
        for column, name in enumerate(self._names):
            above = QRectF(place.left() + column * pitch, place.top() - metrics.height() - 2, pitch, metrics.height())
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, name)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.cell_at(QPointF(event.pos()))
            if cell is not None and self._describe is not None:
                QToolTip.showText(event.globalPos(), self._describe(*cell), self)
            else:
                QToolTip.hideText()
            return True
        return bool(super().event(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.column_picked.emit(cell[1])


def strongest(values: Array, most: tuple[int, int]) -> Array:
    """Return a matrix of at most ``most`` rows and columns; where cells share a place, the strongest is there."""
    for axis in (0, 1):
        count, room = values.shape[axis], most[axis]
        if count > room:
            starts = np.arange(room) * count // room
            high = np.maximum.reduceat(values, starts, axis=axis)
            low = np.minimum.reduceat(values, starts, axis=axis)
            values = np.where(high >= -low, high, low)
    return values
