"""MatrixArea: a table of counts as shaded cells, the right ones muted, with recall beside and precision below.

What a person does with it, by mouse or keyboard, is in ``matrix``.
"""

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.data.classes import are_digits
from desktop.look.contrast import contrast, mix
from desktop.look.theme import LIGHT, Theme
from desktop.look.words import percent
from desktop.widgets.access.parts import Part, Path, Speaking
from desktop.widgets.access.telling import tell_changes
from desktop.widgets.words.matrix import cell_words, share_words, taken

Cell = tuple[int, int]
"""Row and column."""

_SHADES = 16
_LARGEST_CELL = 46.0
_TIGHT = 0.8  # of a line, that names of rows are apart at least
_SMALLEST_CELL = 2.0  # of a hundred classes: to be seen, and to be pointed at with the keys
_SMALLEST_FONT = 7.0  # pixels
_LEAST_FOR_FIGURES = 9.0  # pixels of a cell in which a figure can be read
_NAME_SHARE = 0.16  # of the width, at most, for the names of the rows
_MARGIN = 6.0

Counts = npt.NDArray[np.int64]


class MatrixArea(Speaking, QWidget):
    """Which class was taken for which: rows are what images show, columns what was read.

    Cells beside the diagonal are shaded by their count; the diagonal, which is right, is muted. One cell is outlined
    as chosen, one as pointed at, and with the focus the one where the keys are.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_percent = False
        self._hovered: Cell | None = None
        self._empty(("",))  # until there are classes
        self._measured: tuple[float, float, float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_theme(theme)

    def _empty(self, names: tuple[str, ...]) -> None:
        """Begin with a table of these classes in which nothing was counted."""
        self._names = names
        self._counts: Counts = np.zeros((self.side, self.side), np.int64)
        self._recall: Array = np.full(self.side, np.nan)
        self._precision: Array = np.full(self.side, np.nan)
        self._chosen: Cell | None = None
        self._cursor: Cell = (0, 0)

    # What is shown

    @property
    def side(self) -> int:
        """How many rows there are, and columns: one a class."""
        return len(self._names)

    def show_counts(self, counts: Counts, recall: Array, precision: Array) -> None:
        """Show a table.

        Parameters
        ----------
        counts : ndarray, shape (classes, classes), int64
            How often the class of the row was taken for that of the column.
        recall, precision : ndarray, shape (classes,)
            Which part of each row, and of each column, is right, 0 to 1; NaN where there is none.
        """
        is_same = np.array_equal(counts, self._counts)
        self._counts, self._recall, self._precision = counts, recall, precision
        self._tell()
        if not is_same:
            tell_changes(self)
            self.update()

    def set_percent(self, is_percent: bool) -> None:
        """Show percent of each row instead of counts."""
        self._is_percent = is_percent
        self.update()

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Set what the rows and columns stand for; of another number of them, nothing is counted yet."""
        if names != self._names:
            if len(names) != self.side:
                self._empty(names)
            self._names = names
            self._measured = None
            self._tell()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        fills = [mix(theme.surface, theme.positive, 0.10 + 0.75 * shade / _SHADES) for shade in range(_SHADES + 1)]
        ends = (theme.text, theme.surface)
        self._shades = [(QColor(fill), QColor(max(ends, key=lambda end: contrast(fill, end)))) for fill in fills]
        self.update()

    # What is chosen

    @property
    def chosen(self) -> Cell | None:
        """The chosen cell."""
        return self._chosen

    def choose(self, cell: Cell | None) -> None:
        """Outline a cell, without announcing it."""
        self._chosen = cell
        if cell is not None:
            self._cursor = cell
        self.update()

    def sentence(self, cell: Cell) -> str:
        """Return what a cell says: ``9 of 982 fours were taken for nines``."""
        row, column = cell
        count, total = int(self._counts[row, column]), int(self._counts[row].sum())
        return taken(count, total, self._names[row], self._names[column])

    def cell_rect(self, cell: Cell) -> QRectF:
        """Return where a cell is in the widget."""
        left, top, width, height = self._frame()
        return QRectF(left + cell[1] * width, top + cell[0] * height, width, height)

    def column_rect(self, column: int) -> QRectF:
        """Return where a column of cells is in the widget."""
        return self.cell_rect((0, column)).united(self.cell_rect((self.side - 1, column)))

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell at a point of the widget, or None beside the cells."""
        left, top, width, height = self._frame()
        row, column = math.floor((point.y() - top) / height), math.floor((point.x() - left) / width)
        return (row, column) if 0 <= row < self.side and 0 <= column < self.side else None

    # Places

    def sizeHint(self) -> QSize:
        return QSize(360, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(236, 196)

    def _frame(self) -> tuple[float, float, float, float]:
        """Return where the first cell begins, and the width and height of one; measured once for each size."""
        if self._measured is None:
            self._measured = self._measure()
        return self._measured

    def _measure(self) -> tuple[float, float, float, float]:
        metrics = QFontMetricsF(self._label_font())
        line = metrics.height()
        widest = max(metrics.horizontalAdvance(name) for name in (*self._names, "prec."))
        left = _MARGIN + line + min(widest, max(_NAME_SHARE * self.width(), metrics.horizontalAdvance("prec."))) + 4
        top = 2 * line + 3
        right = self._share_width(metrics) + _MARGIN
        width = min(_LARGEST_CELL, (self.width() - left - right) / self.side)
        height = min(_LARGEST_CELL, (self.height() - top - line - 6) / self.side)
        return left, top, max(_SMALLEST_CELL, width), max(_SMALLEST_CELL, height)

    @staticmethod
    def _share_width(metrics: QFontMetricsF) -> float:
        return metrics.horizontalAdvance("recall") + 8

    def _label_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.92)
        return font

    def _figure_font(self, width: float, height: float) -> QFont:
        """Return the largest font in which four figures fit into a cell."""
        font = self._label_font()
        metrics = QFontMetricsF(font)
        usual = metrics.height()
        room = min((width - 3) / metrics.horizontalAdvance("0000"), (height - 1) / usual, 1.15)
        font.setPixelSize(max(round(_SMALLEST_FONT), math.floor(room * self.fontInfo().pixelSize() * 0.92)))
        return font

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, top, width, height = self._frame()
        cells, dirty = QRectF(left, top, self.side * width, self.side * height), QRectF(event.rect())
        if not cells.contains(dirty):
            self._paint_labels(painter, cells)
        painter.setFont(self._figure_font(width, height))
        most = int((self._counts - np.diag(np.diagonal(self._counts))).max(initial=0))
        painter.fillRect(cells.intersected(dirty), QColor(self._theme.surface))
        for row, column in zip(*self._told_cells(), strict=True):
            if self.cell_rect((row, column)).intersects(dirty):
                self._paint_cell(painter, (row, column), most)
        self._paint_outlines(painter)

    def _told_cells(self) -> tuple[list[int], list[int]]:
        """Return the rows and the columns of the cells that are not empty: of a hundred classes few are."""
        rows, columns = np.nonzero(self._counts + np.eye(self.side, dtype=np.int64))
        return rows.tolist(), columns.tolist()

    def _paint_labels(self, painter: QPainter, cells: QRectF) -> None:
        """Write names and shares around the cells, and what they are."""
        font = self._label_font()
        painter.setFont(font)
        metrics, line = QFontMetricsF(font), QFontMetricsF(font).height()
        center, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        share = self._share_width(metrics)
        width, height = cells.width() / self.side, cells.height() / self.side
        names = QRectF(_MARGIN + line, cells.top(), cells.left() - _MARGIN - line - 4, height)
        painter.setPen(QColor(self._theme.faint_text))
        painter.drawText(QRectF(cells.left(), 0, cells.width(), line), center, "taken for")
        beside = QRectF(cells.right(), cells.top() - line - 2, share, line)
        painter.drawText(beside, right, "recall")
        below = QRectF(names.left(), cells.bottom() + 3, names.width(), line)
        painter.drawText(below, right, "prec.")
        painter.save()
        painter.translate(_MARGIN, cells.bottom())
        painter.rotate(-90)
        painter.drawText(
            QRectF(0, 0, cells.height(), line), center, "digit shown" if are_digits(self._names) else "shown"
        )
        painter.restore()
        self._paint_row_labels(painter, names, QRectF(cells.right(), names.top(), share, height))
        self._paint_column_labels(painter, QRectF(cells.left(), cells.top() - line - 2, width, line), cells.height())

    def _paint_row_labels(self, painter: QPainter, first: QRectF, beside: QRectF) -> None:
        """Write what each row shows and its recall; of rows lower than a line only as many as have room."""
        metrics, right = painter.fontMetrics(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        height = first.height()
        every = math.ceil(_TIGHT * metrics.height() / height)
        tall = max(0.0, metrics.height() - height) / 2
        for at in range(0, self.side, every):
            place = first.translated(0, at * height).adjusted(0, -tall, 0, tall)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(place, right, self._elided(metrics, self._names[at], place.width()))
            painter.setPen(QColor(self._theme.faint_text))
            place = beside.translated(0, at * height).adjusted(0, -tall, 0, tall)
            painter.drawText(place, right, _share(self._recall[at]))

    def _paint_column_labels(self, painter: QPainter, first: QRectF, below: float) -> None:
        """Write what each column was taken for and its precision; of narrow columns only as many as have room."""
        font, metrics, center = painter.font(), painter.fontMetrics(), Qt.AlignmentFlag.AlignCenter
        widest = max(map(metrics.horizontalAdvance, self._names))
        every = math.ceil(max(1.0, min(widest, metrics.horizontalAdvance("0000"))) / first.width())
        width = every * first.width()
        narrow = self._figure_font(width, first.height()) if width < metrics.horizontalAdvance("1000") else font
        for at in range(0, self.side, every):
            place = first.translated(at * first.width(), 0).adjusted(-(width - first.width()) / 2, 0, 0, 0)
            place.setWidth(width)
            painter.setFont(font)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(place, center, self._elided(metrics, self._names[at], width))
            painter.setPen(QColor(self._theme.faint_text))
            painter.setFont(narrow)
            painter.drawText(place.translated(0, below + first.height() + 5), center, _share(self._precision[at]))

    @staticmethod
    def _elided(metrics: QFontMetrics, text: str, width: float) -> str:
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, math.ceil(width) + 1)

    def _paint_cell(self, painter: QPainter, cell: Cell, most: int) -> None:
        row, column = cell
        count = int(self._counts[row, column])
        gap = 0.5 if self._frame()[2] >= _LEAST_FOR_FIGURES else 0.0
        place = self.cell_rect(cell).adjusted(gap, gap, -gap, -gap)
        if row == column:
            fill, text = QColor(self._theme.grid), QColor(self._theme.faint_text)
        else:
            # By the root, so that the few that are mistaken now and then are seen beside the commonest.
            fill, text = self._shades[round(_SHADES * math.sqrt(count / most))]
        painter.fillRect(place, fill)
        if count and min(place.width(), place.height()) >= _LEAST_FOR_FIGURES:
            painter.setPen(text)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self._figure(row, count))

    def _figure(self, row: int, count: int) -> str:
        if not self._is_percent:
            return str(count)
        return _share(count / int(self._counts[row].sum()))

    def _paint_outlines(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hovered is not None:
            self._outline(painter, self._hovered, self._theme.outline, 1)
        if self._chosen is not None:
            self._outline(painter, self._chosen, self._theme.accent, 3)
        if self.hasFocus():
            self._outline(painter, self._cursor, self._theme.accent, 2 if self._cursor != self._chosen else 4)

    def _outline(self, painter: QPainter, cell: Cell, color: str, width: int) -> None:
        pen = painter.pen()
        pen.setColor(QColor(color))
        pen.setWidth(width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(self.cell_rect(cell).adjusted(0.5, 0.5, -0.5, -0.5))

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measured = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measured = None
            self.update()

    # What a screen reader walks through: rows of cells, and the precisions as one more

    accessible_role = QAccessible.Role.Table
    has_parts = True

    def part_count(self, path: Path) -> int:
        return (self.side + 1, self.side, 0)[len(path)]

    def part(self, path: Path) -> Part:
        row, *columns = path
        if columns:
            return self._cell_part((row, columns[0]))
        place = self._place_of((row, 0)).united(self._place_of((row, self.side - 1)))
        is_figures = row < self.side
        name = share_words(self._names[row], "recall", float(self._recall[row])) if is_figures else "Precision"
        return Part(QAccessible.Role.Row, name, place)

    def _cell_part(self, cell: Cell) -> Part:
        row, column = cell
        if row == self.side:
            name = share_words(self._names[column], "precision", float(self._precision[column]))
        else:
            name = cell_words(self._names[row], self._names[column], int(self._counts[row, column]))
        return Part(QAccessible.Role.Cell, name, self._place_of(cell), cell == self._chosen)

    def _place_of(self, cell: Cell) -> QRectF:
        """Return where a cell is, or one of the figures below the cells."""
        place = self.cell_rect(cell)
        if cell[0] == self.side:
            place.setHeight(min(place.height(), self.height() - place.top()))
        return place

    def part_at(self, point: QPointF) -> Path:
        return self.cell_at(point) or ()

    def current_part(self) -> Path:
        return self._cursor

    def _tell(self) -> None:
        """Say to a screen reader what is at the cursor."""
        row, column = self._cursor
        words = f"{self.sentence(self._cursor)}. Recall {percent(float(np.nan_to_num(self._recall[row])))}"
        words += f", precision {percent(float(np.nan_to_num(self._precision[column])))}."
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)


def _share(share: float) -> str:
    """Return a share of one in percent, to the tenth where it is little or nearly all; 100 only where it is all."""
    if math.isnan(share):
        return "–"
    if 0.995 <= share < 1:
        return f"{math.floor(1000 * share) / 10:.1f}"
    return f"{100 * share:.1f}" if share < 0.0995 else f"{100 * share:.0f}"
