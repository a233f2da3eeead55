"""SettingsTable: the settings of a sweep with their figures, a row each, however many there are."""

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from core.hyperparameters import describe_value
from core.sweep.findings import Row
from core.sweep.plan import Sweep
from core.sweep.words import difference_in_words
from desktop.look.theme import Theme
from desktop.look.tips import wrapped

_POINTS = " points"  # which the title of the column before says
_SORT = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_MEAN, _SPREAD = 1, 2  # columns, after the place and before what varies
_FITTED = 30  # rows that are looked at for it
_WIDEST = 180  # pixels of a column; a longer value is cut, and whole in its tooltip


class SettingsModel(QAbstractTableModel):
    """The rows of the findings; their texts are made as they come into sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sweep: Sweep | None = None
        self._rows: tuple[Row, ...] = ()
        self._heads: list[str] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, the best first."""
        return self._rows

    @property
    def heads(self) -> list[str]:
        """The titles of the columns."""
        return self._heads

    def show_rows(self, sweep: Sweep | None, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._sweep, self._rows = sweep, rows
        self._heads = [] if sweep is None else ["#", _title_of(sweep), "±", *_labels(sweep), "Seeds", "Epochs"]
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._heads):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._heads[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._sweep is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(self._told(self._sweep, row))
        if role == _SORT:
            return self._key(self._sweep, index.row(), index.column())
        return None

    def text(self, place: int, column: int) -> str:
        """Return what stands in a field."""
        sweep, row = self._sweep, self._rows[place]
        if sweep is None:
            return ""
        if column in (_MEAN, _SPREAD):
            is_missing = column == _SPREAD and math.isnan(row.spread)
            spread = "–" if is_missing else difference_in_words(sweep.goal, row.spread).removesuffix(_POINTS)
            return sweep.goal.written(row.mean) if column == _MEAN else spread
        axis = self._axis_of(column)
        if axis is not None:
            return sweep.axes[axis].written(row.values[axis])
        sound = [result for result in row.results if not result.trouble]
        if column == len(self._heads) - 2:
            return f"{len(sound)} of {sweep.seeds}"
        return str(place + 1) if column == 0 else f"{max((result.epochs for result in sound), default=0.0):g}"

    def _axis_of(self, column: int) -> int | None:
        """Return which axis a column shows; none where it shows something else."""
        axis = column - _SPREAD - 1
        return axis if self._sweep is not None and 0 <= axis < len(self._sweep.axes) else None

    def _alignment(self, column: int) -> Any:
        axis = self._axis_of(column)
        is_word = axis is not None and self._sweep is not None and not self._sweep.axes[axis].is_numeric
        return _LEFT if is_word else _RIGHT

    def _told(self, sweep: Sweep, row: Row) -> str:
        figures = [
            f"seed {result.trial.seed}: {result.trouble or sweep.goal.written(sweep.goal.of(result))}"
            for result in row.results
        ]
        values = [f"{axis.label}: {describe_value(value)}" for axis, value in zip(sweep.axes, row.values, strict=True)]
        return "\n".join([*values, *figures])

    def _key(self, sweep: Sweep, place: int, column: int) -> Any:
        """Return what a field is sorted by: figures by their size, the best first, all else by its words."""
        row, axis = self._rows[place], self._axis_of(column)
        if axis is not None:
            value = row.values[axis]
            return float(value) if sweep.axes[axis].is_numeric else sweep.axes[axis].written(value).lower()
        if column == _MEAN:
            return sweep.goal.rank(row.mean)
        if column == _SPREAD:
            return math.inf if math.isnan(row.spread) else row.spread
        if column == len(self._heads) - 2:
            return float(len([result for result in row.results if not result.trouble]))
        return float(place) if column == 0 else max((result.epochs for result in row.results), default=0.0)


def _title_of(sweep: Sweep) -> str:
    """Return the title of the figures: what their best is called, without saying so."""
    words = sweep.goal.label.removeprefix("best ").removeprefix("lowest ")
    return words[:1].upper() + words[1:]


def _labels(sweep: Sweep) -> list[str]:
    return [axis.label for axis in sweep.axes]


class SettingsTable(QTableView):
    """The table. A click on a title sorts by it.

    Parameters
    ----------
    theme : Theme
        Its colors.
    can_cancel : callable
        Returns whether runs of a setting are being trained or wait; asked when the menu of a row opens.
    """

    chosen = Signal()  # another row, or none
    opened = Signal()  # the row chosen
    cancelled = Signal(int)  # a setting whose runs are to be given up

    def __init__(
        self,
        theme: Theme,
        can_cancel: Callable[[int], bool] = lambda setting: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._can_cancel = can_cancel
        self.setObjectName("sweepTable")
        self.setAccessibleName("Settings of the sweep, the best first")
        self._rows = SettingsModel(self)
        self._fitted: tuple[object, ...] = ()  # for what the columns were made so wide
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._rows)
        self._sorted.setSortRole(_SORT)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leads on, as everywhere
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setToolTip(wrapped("A click sorts by a column, another one the other way round."))
        header.setHighlightSections(False)
        header.setMaximumSectionSize(_WIDEST)
        header.setMinimumSectionSize(24)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # as they come, the best first, which takes no time
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda index: self.opened.emit())
        self.set_theme(theme)

    @property
    def row(self) -> Row | None:
        """The row chosen; none where none is."""
        places = self.selectionModel().selectedRows()
        return self._rows.rows[self._sorted.mapToSource(places[0]).row()] if places else None

    def show_rows(self, sweep: Sweep | None, rows: tuple[Row, ...]) -> None:
        """Show other rows; the setting that was chosen stays so."""
        chosen = self.row
        is_same_shape = len(self._rows.heads) == self._heads_of(sweep)
        self._rows.show_rows(sweep, rows)
        if not is_same_shape:
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._fit_columns()
        if chosen is not None:
            self.choose(chosen.setting)

    def choose(self, setting: int) -> None:
        """Choose the row of a setting, if it is here, and bring it into sight."""
        place = next((place for place, row in enumerate(self._rows.rows) if row.setting == setting), None)
        if place is not None:
            index = self._sorted.mapFromSource(self._rows.index(place, 0))
            self.selectRow(index.row())
            self.scrollTo(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu_of_row()  # a press with the right button, too, has chosen one
        if menu is not None:
            menu.popup(event.globalPos())

    def menu_of_row(self) -> QMenu | None:
        """Return what can be done with the row chosen; none where none is."""
        row = self.row
        if row is None:
            return None
        menu = QMenu(self)
        menu.setObjectName("sweepRowMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        cancel = menu.addAction("Cancel its runs")
        cancel.setEnabled(self._can_cancel(row.setting))
        cancel.triggered.connect(lambda: self.cancelled.emit(row.setting))
        return menu

    def texts(self) -> tuple[list[str], list[list[str]]]:
        """Return the titles, and the fields in the order shown."""
        places = [self._sorted.mapToSource(self._sorted.index(row, 0)).row() for row in range(self._sorted.rowCount())]
        columns = range(len(self._rows.heads))
        return self._rows.heads, [[self._rows.text(place, column) for column in columns] for place in places]

    def set_theme(self, theme: Theme) -> None:
        """Use another ground."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        self.setPalette(palette)

    def _heads_of(self, sweep: Sweep | None) -> int:
        return 0 if sweep is None else len(sweep.axes) + 5

    def _fit_columns(self) -> None:
        """Make the columns as wide as what is in the first rows, once for so much: it takes longer than to paint."""
        seen = range(min(len(self._rows.rows), _FITTED))
        longest = tuple(  # a spread, as by a second seed, is longer than none
            max((len(self._rows.text(row, column)) for row in seen), default=0)
            for column in range(len(self._rows.heads))
        )
        fitted = (tuple(self._rows.heads), len(seen), longest, self.font().pointSizeF())
        if fitted == self._fitted:
            return
        self._fitted = fitted
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(_FITTED)
        self.resizeColumnsToContents()
        header.resizeSection(0, header.sectionSize(0) + self.fontMetrics().height())  # for the arrow
        height = self.fontMetrics().height() + 10
        self.verticalHeader().setDefaultSectionSize(height)
