"""RunsPanel: every run of the session in a table of what differs between them; repeat, bring back, rename, delete."""

import math
from collections.abc import Callable
from dataclasses import fields
from html import escape

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from core.files.runs import SavedRun
from core.hyperparameters import Hyperparameters, describe_value, in_sentence, label_of
from core.training.snapshot import Snapshot
from desktop.models.runs import Tag
from desktop.panels.panel import Panel, Table
from desktop.theme import Theme, ThemeKeeper
from desktop.widgets import run_look
from desktop.widgets.labels import hint
from desktop.words import percent
from desktop.workbench import Workbench

_FIXED = ("Run", "Best", "Last", "Epochs")
_NUMBER = Qt.ItemDataRole.UserRole
_MOST_FOR_NAMES = 0.6  # of the table's width, where the figures need more than the rest
_ALONE = "Train a network, then Reset or branch from an earlier moment: the runs stand here side by side."


class RunsPanel(Panel):
    """One row a run, the one at hand first; a column for each setting that is not the same in all."""

    rest_ms = 250
    repeat_asked = Signal(int)  # number of a run

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._runs = workbench.runs
        self._is_stale = True
        self.tree = QTreeWidget()
        self.tree.setObjectName("runsTable")
        self.tree.setAccessibleName("Runs")
        self.tree.setRootIsDecorated(False)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIconSize(run_look.SWATCH)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        edits = QAbstractItemView.EditTrigger
        self.tree.setEditTriggers(edits.DoubleClicked | edits.EditKeyPressed)
        self.tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setToolTip("<p>A click sorts by a column, another one the other way round, a third as it was.</p>")
        header.sectionClicked.connect(self._sort_by)
        self._sorted_by: tuple[str, bool] | None = None  # a column by its title, and whether the largest is first
        self.tree.itemChanged.connect(self._take_change)
        self.tree.itemSelectionChanged.connect(self._show_buttons)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._offer)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.tree, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)
        self._same = hint()
        self._same.setContentsMargins(8, 2, 8, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._buttons())
        layout.addWidget(self.tree, 1)
        layout.addWidget(self._same)
        self._use_ground(themes.theme)
        self._runs.changed.connect(self._refresh)
        workbench.timeline.changed.connect(self._follow)

    def _buttons(self) -> QHBoxLayout:
        self._repeat = self._button(
            "Repeat with one change…",
            "repeatRunButton",
            "Train the chosen run again from the start with one setting changed: same images, same seed, same order.",
            lambda: self.repeat_asked.emit(self.chosen),
        )
        self._back = self._button(
            "Bring back",
            "bringRunBackButton",
            "Go on with the chosen run; the one at hand takes its place among the others.",
            lambda: self.workbench.bring_back(self.chosen),
        )
        self._remove = self._button(
            "Delete", "deleteRunButton", "Forget the chosen run. Undo brings it back.", self._delete
        )
        row = QHBoxLayout()
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(6)
        for button in (self._repeat, self._back, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button(self, text: str, name: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(f"<p>{tip}</p>")
        button.clicked.connect(lambda: act())
        return button

    @property
    def chosen(self) -> int:
        """The number of the run chosen; that at hand where none is."""
        items = self.tree.selectedItems()
        return int(items[0].data(0, _NUMBER)) if items else self._runs.at_hand.number

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def draw(self, snapshot: Snapshot) -> None:
        if self._is_stale or self._lacks_a_row():
            self._rebuild()
        else:
            self._show_figures(self._item_at_hand(), self.workbench.saved_run(self._runs.at_hand.number))

    def _lacks_a_row(self) -> bool:
        """Return whether the run at hand has begun to be trained, or is gone, since the table was filled."""
        latest = self.workbench.timeline.latest
        has_row = self.tree.topLevelItemCount() > len(self._runs.earlier)
        return has_row != (latest is not None and latest.step > 0)

    def _follow(self) -> None:
        if self.isVisible() and self._lacks_a_row():
            self._rebuild()

    def table(self) -> Table | None:
        """Return the rows as they are shown."""
        columns = range(self.tree.columnCount())
        items = [self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount())]
        rows = [[item.text(column) for column in columns] for item in items if item is not None]
        return ([self.tree.headerItem().text(column) for column in columns], rows) if rows else None

    def set_theme(self, theme: Theme) -> None:
        self._use_ground(theme)
        self._refresh()

    def _use_ground(self, theme: Theme) -> None:
        palette = self.tree.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        self.tree.setPalette(palette)

    def _refresh(self) -> None:
        self._is_stale = True
        self._undrawn = self.workbench.timeline.snapshot
        if self.isVisible():
            self._rebuild()

    def _rebuild(self) -> None:
        self._is_stale = False
        chosen = self.chosen
        rows = self._sorted(self._rows())
        differing, alike = _sort_settings([run.hyperparameters for _tag, run in rows])
        has_data = len({run.data_fingerprint for _tag, run in rows}) > 1
        with QSignalBlocker(self.tree):
            self.tree.clear()
            data = ("Data",) if has_data else ()
            self.tree.setHeaderLabels([*_FIXED, *(label_of(name) for name in differing), *data])
            _align_right(self.tree.headerItem())
            for tag, run in rows:
                values = [describe_value(getattr(run.hyperparameters, name)) for name in differing]
                if has_data:
                    values.append(run.data_name)
                self.tree.addTopLevelItem(self._item(tag, run, values))
            self._choose(chosen)
        self._show_order()
        self._share_room()
        self._same.setText(_same_in_all(rows, alike))
        self._show_buttons()

    def _sort_by(self, column: int) -> None:
        title = self.tree.headerItem().text(column)
        before = self._sorted_by
        # Names from A on first, figures from the largest on.
        is_first = before is None or before[0] != title
        down = column != 0
        self._sorted_by = (title, down) if is_first else (title, not down) if before == (title, down) else None
        self._rebuild()

    def _sorted(self, rows: list[tuple[Tag, SavedRun]]) -> list[tuple[Tag, SavedRun]]:
        if self._sorted_by is None:
            return rows
        title, is_down = self._sorted_by
        return sorted(rows, key=lambda row: _sort_key(title, *row), reverse=is_down)

    def _show_order(self) -> None:
        titles = [self.tree.headerItem().text(column) for column in range(self.tree.columnCount())]
        header = self.tree.header()
        is_sorted = self._sorted_by is not None and self._sorted_by[0] in titles
        header.setSortIndicatorShown(is_sorted)
        if is_sorted and self._sorted_by is not None:
            order = Qt.SortOrder.DescendingOrder if self._sorted_by[1] else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(titles.index(self._sorted_by[0]), order)

    def _share_room(self) -> None:
        """Give the names the room that the other columns leave; a name that is very long is cut, not scrolled to."""
        header, room = self.tree.header(), self.tree.viewport().width()
        if not self.tree.topLevelItemCount():
            return
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        others = sum(header.sectionSize(column) for column in range(1, self.tree.columnCount()))
        wanted = min(self.tree.sizeHintForColumn(0), round(_MOST_FOR_NAMES * room))
        header.resizeSection(0, max(room - others, wanted))

    def _rows(self) -> list[tuple[Tag, SavedRun]]:
        """Return the runs, the one at hand first if it was trained, and the others from the latest on."""
        at_hand = self._runs.at_hand
        run = self.workbench.saved_run(at_hand.number)
        others = [(kept.tag, kept.saved) for kept in reversed(self._runs.earlier)]
        return others if run is None else [(at_hand, run), *others]

    def _item(self, tag: Tag, run: SavedRun, values: list[str]) -> QTreeWidgetItem:
        kept = self._runs.find(tag.number)
        item = QTreeWidgetItem([tag.name, "", "", "", *values])
        item.setData(0, _NUMBER, tag.number)
        look = tag.color if kept is not None else None
        item.setIcon(0, run_look.swatch(self.themes.theme, look, self.devicePixelRatioF()))
        flags = item.flags() | Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags if kept is not None else flags & ~Qt.ItemFlag.ItemIsUserCheckable)  # it is always drawn
        item.setCheckState(0, Qt.CheckState.Checked if kept is None or kept.is_shown else Qt.CheckState.Unchecked)
        if kept is None:
            font = item.font(0)
            font.setBold(True)
            item.setFont(0, font)
        item.setToolTip(0, _about(tag, run, is_at_hand=kept is None))
        _align_right(item)
        self._show_figures(item, run)
        return item

    def _show_figures(self, item: QTreeWidgetItem | None, run: SavedRun | None) -> None:
        if item is None or run is None:
            return
        figures = (run.curves.best_test_accuracy(), run.curves.last("test_accuracy"))
        texts = [*("–" if math.isnan(figure) else percent(figure, 2) for figure in figures), _epochs(run)]
        with QSignalBlocker(self.tree):
            for column, text in enumerate(texts, start=1):
                item.setText(column, text)

    def _item_at_hand(self) -> QTreeWidgetItem | None:
        items = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        number = self._runs.at_hand.number
        return next((item for item in items if item is not None and item.data(0, _NUMBER) == number), None)

    def _choose(self, number: int) -> None:
        for place in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(place)
            if item is not None and item.data(0, _NUMBER) == number:
                self.tree.setCurrentItem(item)

    def _show_buttons(self) -> None:
        is_earlier = self._runs.find(self.chosen) is not None
        self._repeat.setEnabled(self.tree.topLevelItemCount() > 0)
        self._back.setEnabled(is_earlier)
        self._remove.setEnabled(is_earlier)

    def _take_change(self, item: QTreeWidgetItem, column: int) -> None:
        number = int(item.data(0, _NUMBER))
        kept = self._runs.find(number)
        is_shown = item.checkState(0) == Qt.CheckState.Checked
        # A moment later, because the table is filled again, and its editor is still open now.
        if kept is not None and is_shown != kept.is_shown:
            QTimer.singleShot(0, self, lambda: self._runs.show([number], is_shown))
        else:
            name = item.text(0)
            QTimer.singleShot(0, self, lambda: self._runs.rename(number, name))

    def _delete(self) -> None:
        self.workbench.delete_runs([self.chosen])

    def _offer(self, place: QPoint) -> None:
        item = self.tree.itemAt(place)
        if item is None:
            return
        menu = QMenu(self.tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Re&name").triggered.connect(lambda: self.tree.editItem(item, 0))
        for button in (self._repeat, self._back, self._remove):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.popup(self.tree.viewport().mapToGlobal(place))


def _sort_key(title: str, tag: Tag, run: SavedRun) -> tuple[float, str]:
    """Return what a run is sorted by in the column of a title: figures by their size, all else by their words."""
    figures: dict[str, Callable[[], float]] = {
        "Best": run.curves.best_test_accuracy,
        "Last": lambda: run.curves.last("test_accuracy"),
        "Epochs": lambda: run.last.epoch if run.last is not None else run.curves.last("epoch"),
    }
    if title in figures:
        value = figures[title]()
        return (-1.0 if math.isnan(value) else value, "")
    named = {label_of(field.name): getattr(run.hyperparameters, field.name) for field in fields(Hyperparameters)}
    setting = named.get(title)
    if isinstance(setting, (int, float)):
        return float(setting), ""
    return 0.0, (tag.name if title == "Run" else run.data_name if setting is None else describe_value(setting)).lower()


def _align_right(item: QTreeWidgetItem) -> None:
    """Let all columns but the name end at their right edge, so that figures stand below one another."""
    for column in range(1, item.columnCount()):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _sort_settings(settings: list[Hyperparameters]) -> tuple[list[str], list[str]]:
    """Return the names of the settings that differ, and of those that are the same in all."""
    differing = [each.name for each in fields(Hyperparameters) if len({getattr(s, each.name) for s in settings}) > 1]
    return differing, [each.name for each in fields(Hyperparameters) if each.name not in differing]


def _same_in_all(rows: list[tuple[Tag, SavedRun]], alike: list[str]) -> str:
    if not rows:
        return _ALONE
    told = [name for name in ("hidden", "seed", "learning_rate", "batch_size", "optimizer") if name in alike]
    settings = rows[0][1].hyperparameters
    words = [f"{in_sentence(label_of(name))} {describe_value(getattr(settings, name))}" for name in told]
    if len(rows) == 1:
        return f"One run so far: {', '.join(words)}."
    return f"The same in all: {', '.join(words)}." if words else ""


def _epochs(run: SavedRun) -> str:
    epochs = run.curves.column("epoch")
    if run.last is not None:
        return f"{run.last.epoch:.2f}"
    return f"{epochs[-1]:.2f}" if len(epochs) else "–"


def _about(tag: Tag, run: SavedRun, *, is_at_hand: bool) -> str:
    """Return all settings of a run, as a tooltip."""
    rows = [(label_of(f.name), describe_value(getattr(run.hyperparameters, f.name))) for f in fields(Hyperparameters)]
    table = "".join(f"<tr><td>{label}&nbsp;</td><td>{value}</td></tr>" for label, value in rows)
    head = "The run at hand: the solid curves." if is_at_hand else "Ticked: its test curve is drawn."
    return f"<p><b>{escape(tag.name)}</b></p><p>{head} Double click or F2: another name.</p><table>{table}</table>"
