"""RunsPanel: every run of the session in a table of what differs between them; repeat, bring back, rename, delete."""

from collections.abc import Callable, Collection
from dataclasses import fields
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QPalette, QResizeEvent, QShortcut, QShowEvent
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

from core.files.runs import EPOCHS_DONE, column_of, settings_that_differ
from core.hyperparameters import Hyperparameters
from core.training.drawn import MOST_RECENT
from core.training.history import Mark
from core.training.run import Run
from core.training.snapshot import Snapshot
from desktop.background.taking_turns import Turn
from desktop.look import run_look
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel, Table
from desktop.views.runs import row
from desktop.views.runs.sweep_rows import SweepRows
from desktop.views.runs.words import accuracies, plain_epochs, plain_figure, same_in_all, sort_key
from desktop.views.wishes import ComeToFront, RepeatRun
from desktop.widgets.labels import hint

_FIXED = ("Run", "Best", "Last", EPOCHS_DONE)
_PIN, _UNPIN = "Pin", "Unpin"
_MOST_FOR_NAMES = 0.6  # of the table's width, where the figures need more than the rest


class RunsPanel(Panel):
    """One row a run, the one at hand first; a column for each setting that is not the same in all."""

    undoes = "runs"
    rest_ms = 250

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._runs = workbench.runs
        self._is_stale = True
        self._marks: tuple[Mark, ...] = ()  # of the run at hand, as the table tells them
        self.tree = QTreeWidget()
        self.tree.setObjectName("runsTable")
        self.tree.setAccessibleName("Runs")
        self.tree.setRootIsDecorated(False)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIconSize(run_look.SWATCH)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        edits = QAbstractItemView.EditTrigger
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setEditTriggers(edits.DoubleClicked | edits.EditKeyPressed)
        self.tree.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        header.setSectionsClickable(True)
        header.setToolTip(wrapped("A click sorts by a column, another one the other way round, a third as it was."))
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
        self._sweeps = SweepRows(themes.theme)
        layout.addWidget(self._sweeps)
        self._use_ground(themes.theme)
        self._runs.changed.connect(self._refresh)
        workbench.timeline.changed.connect(Turn(self._follow, workbench.turns, self).ask)
        self._sweeps.asked.connect(workbench.sweeping.show)
        workbench.sweeps.changed.connect(self._show_sweeps)
        workbench.sweeps.progressed.connect(self._follow_sweeps)
        workbench.runs_opened.connect(lambda: self.wished.emit(ComeToFront()))

    def _buttons(self) -> QHBoxLayout:
        self._repeat = self._button(
            "One change…",
            "repeatRunButton",
            "Train the chosen run again from the start with one setting changed: same images, same seed, same order.",
            self._wish_to_repeat,
        )
        self._back = self._button(
            "Bring back",
            "bringRunBackButton",
            "Go on with the chosen run; the one at hand takes its place among the others.",
            self._bring_back,
        )
        self._remove = self._button(
            "Delete", "deleteRunButton", "Forget the chosen runs. Undo, Ctrl+Z, brings them back.", self._delete
        )
        self._pin = self._button(
            _PIN,
            "pinRunButton",
            f"Draw the curves of the chosen runs always; of all others those of the last {MOST_RECENT} are drawn.",
            self._pin_or_unpin,
        )
        layout = QHBoxLayout()
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        for button in (self._repeat, self._back, self._pin, self._remove):
            layout.addWidget(button)
        layout.addStretch(1)
        return layout

    def _bring_back(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.workbench.bring_back(chosen)

    def _pin_or_unpin(self) -> None:
        chosen = self._chosen_runs()
        self._runs.pin([run.id for run in chosen], not all(run.is_pinned for run in chosen))

    def _wish_to_repeat(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            self.wished.emit(RepeatRun(chosen))

    def _button(self, text: str, name: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(wrapped(tip))
        button.clicked.connect(lambda: act())
        return button

    @property
    def chosen(self) -> UUID | None:
        """The id of the run chosen, of several the one gone to last; that at hand where none is."""
        current, chosen = self.tree.currentItem(), self.all_chosen
        if current is not None and current.isSelected():
            return row.id_of(current)
        at_hand = self._runs.current
        return chosen[0] if chosen else None if at_hand is None else at_hand.id

    @property
    def all_chosen(self) -> tuple[UUID, ...]:
        """The ids of all runs chosen."""
        return tuple(row.id_of(item) for item in self.tree.selectedItems())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_sweeps()

    def _follow_sweeps(self) -> None:
        if self.isVisible():
            self._show_sweeps()

    def _show_sweeps(self) -> None:
        self._sweeps.show_sweeps(self.workbench.sweeps.entries)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the figures of the run at hand; fill the whole table anew only where it has other rows or settings."""
        run = self._at_hand
        if self._is_stale or self._lacks_a_row() or (run is not None and run.marks != self._marks):
            self._rebuild()
        else:
            self._show_figures(self._item_at_hand(), run)

    def _lacks_a_row(self) -> bool:
        """Return whether the run at hand has begun to be trained, or is gone, since the table was filled."""
        return self.tree.topLevelItemCount() != len(self._runs.others) + (self._at_hand is not None)

    def _follow(self) -> None:
        if self.isVisible() and self._lacks_a_row():
            self._rebuild()

    def table(self) -> Table | None:
        """Return the rows in the order shown, with figures that a spreadsheet can calculate with."""
        columns = range(self.tree.columnCount())
        runs = {run.id: run for run in self._rows()}
        rows = []
        for item in self._items():
            run = runs.get(row.id_of(item))
            if run is not None:
                figures = [plain_figure(figure) for figure in accuracies(run)]
                rows.append([item.text(0), *figures, plain_epochs(run), *(item.text(column) for column in columns[4:])])
        titles = [self.tree.headerItem().text(column) for column in columns]
        kinds = {figure.kind for run in runs.values() for figure in accuracies(run)}
        return ([titles[0], *_heads(kinds), *titles[3:]], rows) if rows else None

    def set_theme(self, theme: Theme) -> None:
        """Use other colors for the ground of the table and for the lines that stand for the curves."""
        self._use_ground(theme)
        self._sweeps.set_theme(theme)
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
        chosen, current = self.all_chosen, self.chosen
        rows, at_hand = self._sorted(self._rows()), self._at_hand
        self._marks = () if at_hand is None else at_hand.marks
        differing = settings_that_differ(rows)
        alike = [each.name for each in fields(Hyperparameters) if each.name not in differing]
        has_data = len({run.data_fingerprint for run in rows}) > 1
        drawn = {*self._runs.drawn, at_hand}
        with QSignalBlocker(self.tree):
            self.tree.clear()
            data = ("Data",) if has_data else ()
            self.tree.setHeaderLabels([*_FIXED, *map(column_of, differing), *data])
            row.align_right(self.tree.headerItem())
            for run in rows:
                values = [run.setting(name) for name in differing]
                if has_data:
                    values.append(run.data_name)
                self.tree.addTopLevelItem(self._item(run, values, is_drawn=run in drawn))
            self._choose(chosen or (() if current is None else (current,)), current)
        self._show_order()
        self._share_room()
        self._same.setText(same_in_all(rows, alike))
        self._show_buttons()

    def _sort_by(self, column: int) -> None:
        title = self.tree.headerItem().text(column)
        before = self._sorted_by
        # Names from A on first, figures from the largest on.
        is_first = before is None or before[0] != title
        down = column != 0
        self._sorted_by = (title, down) if is_first else (title, not down) if before == (title, down) else None
        self._rebuild()

    def _sorted(self, rows: list[Run]) -> list[Run]:
        if self._sorted_by is None:
            return rows
        title, is_down = self._sorted_by
        return sorted(rows, key=lambda run: sort_key(title, run), reverse=is_down)

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

    @property
    def _at_hand(self) -> Run | None:
        """The run at hand, as far as it was trained; none before."""
        run = self._runs.current
        return run.as_trained() if run is not None and run.is_trained else None

    def _rows(self) -> list[Run]:
        """Return the runs, the one at hand first if it was trained, and the others from the latest on."""
        at_hand = self._at_hand
        others = [run.as_trained() for run in reversed(self._runs.others)]
        return others if at_hand is None else [at_hand, *others]

    def _item(self, run: Run, values: list[str], *, is_drawn: bool) -> QTreeWidgetItem:
        is_at_hand = run == self._runs.current
        line = run_look.swatch(
            self.themes.theme,
            None if is_at_hand else run.color,
            self.devicePixelRatioF(),
            is_drawn=is_drawn,
            is_pinned=run.is_pinned,
        )
        item = row.make(run, values, line, is_at_hand=is_at_hand, is_drawn=is_drawn)
        self._show_figures(item, run)
        return item

    def _show_figures(self, item: QTreeWidgetItem | None, run: Run | None) -> None:
        if item is None or run is None:
            return
        with QSignalBlocker(self.tree):
            row.show_figures(item, run)

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _item_at_hand(self) -> QTreeWidgetItem | None:
        at_hand = self._runs.current
        return next((item for item in self._items() if at_hand is not None and row.id_of(item) == at_hand.id), None)

    def _choose(self, runs: Collection[UUID], current: UUID | None) -> None:
        for item in self._items():
            if row.id_of(item) == current:
                self.tree.setCurrentItem(item)
        for item in self._items():
            item.setSelected(row.id_of(item) in runs)

    def _show_buttons(self) -> None:
        count, chosen = len(self.all_chosen), self._runs.find(self.chosen)
        self._repeat.setEnabled(self.tree.topLevelItemCount() > 0 and count <= 1)
        runs = self._chosen_runs()
        self._pin.setEnabled(bool(runs))
        self._pin.setText(_UNPIN if runs and all(run.is_pinned for run in runs) else _PIN)
        self._back.setEnabled(chosen is not None and chosen != self._runs.current and count <= 1)
        self._remove.setEnabled(bool(self._others_chosen()))

    def _chosen_runs(self) -> list[Run]:
        return [run for run in map(self._runs.find, self.all_chosen) if run is not None]

    def _others_chosen(self) -> list[Run]:
        chosen = set(self.all_chosen)
        return [run for run in self._runs.others if run.id in chosen]

    def _take_change(self, item: QTreeWidgetItem, column: int) -> None:
        id = row.id_of(item)
        run = self._runs.find(id)
        is_shown = item.checkState(0) == Qt.CheckState.Checked
        # A moment later, because the table is filled again, and its editor is still open now.
        if run is not None and run != self._runs.current and is_shown != (run in self._runs.drawn):
            ids = self.all_chosen if id in self.all_chosen else (id,)
            QTimer.singleShot(0, self, lambda: self._runs.set_shown(ids, is_shown))
        else:
            name = item.text(0)
            QTimer.singleShot(0, self, lambda: self._runs.rename(id, name))

    def _delete(self) -> None:
        """Forget the chosen runs, and choose what stands in their place then."""
        chosen = [run.id for run in self._others_chosen()]
        ids = [row.id_of(item) for item in self._items()]
        if not chosen:
            return
        place = min(ids.index(id) for id in chosen)
        left = [id for id in ids if id not in chosen]
        self.workbench.delete_runs(chosen)
        if left:
            next_one = left[min(place, len(left) - 1)]
            self._choose((next_one,), next_one)
        self.tree.setFocus()

    def _offer(self, place: QPoint) -> None:
        item = self.tree.itemAt(place)
        if item is None:
            return
        self._menu_of(item).popup(self.tree.viewport().mapToGlobal(place))

    def _menu_of(self, item: QTreeWidgetItem) -> QMenu:
        menu = QMenu(self.tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = menu.addAction("Re&name")
        rename.setEnabled(len(self.all_chosen) <= 1)
        rename.triggered.connect(lambda: self.tree.editItem(item, 0))
        self._offer_to_show(menu)
        for button in (self._repeat, self._back, self._pin, self._remove):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        return menu

    def _offer_to_show(self, menu: QMenu) -> None:
        """Offer to draw the curves of the chosen runs, or to leave them out; that at hand is always drawn."""
        runs, drawn = self._others_chosen(), self._runs.drawn
        for text, is_shown in (("&Show", True), ("&Hide", False)):
            ids = [run.id for run in runs if (run in drawn) != is_shown]
            action = menu.addAction(text)
            action.setEnabled(bool(ids))
            action.triggered.connect(partial(self._runs.set_shown, ids, is_shown))


def _heads(kinds: set[str]) -> list[str]:
    """Return the titles of best and last accuracy as a file has them, without a unit or a word in each field."""
    which = "test" if kinds <= {"test"} else "validation" if "test" not in kinds else "test or validation"
    return [f"{title} {which} accuracy in %" for title in ("Best", "Last")]
