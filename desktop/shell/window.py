"""MainWindow: places the panels, remembers the layout, and keeps what would be lost."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QVBoxLayout, QWidget

from core.coach.finding import CURVES, MATRIX, NEURONS, Finding
from core.version import inkling_version
from desktop.actions import Actions
from desktop.look.icons import app_icon
from desktop.look.text_size import TextSizeKeeper
from desktop.look.theme import Theme, ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.shell.availability import Availability
from desktop.shell.curve_exports import CurveExports
from desktop.shell.exports import Exports
from desktop.shell.file_commands import FileCommands
from desktop.shell.layout_memory import LayoutMemory
from desktop.shell.menus import Menus
from desktop.shell.navigation import Navigation
from desktop.shell.notice_bar import NoticeBar
from desktop.shell.notice_place import NoticePlace
from desktop.shell.tab_bar import TabBar
from desktop.shell.toolbar import build_toolbar, fit_train_button
from desktop.views.coach.panel import CoachPanel
from desktop.views.curves.panel import CurvesPanel
from desktop.views.handwriting.panel import HandwritingPanel
from desktop.views.mistakes.panel import MistakesPanel
from desktop.views.neurons.panel import NeuronsPanel
from desktop.views.pad.panel import PadPanel
from desktop.views.panel import Panel
from desktop.views.runs.panel import RunsPanel
from desktop.views.table import PANELS
from desktop.views.timeline.panel import TimelinePanel
from desktop.views.why.panel import WhyPanel
from desktop.widgets.plot.line_plot import LinePlot
from desktop.widgets.shrink_area import ShrinkArea
from desktop.widgets.spotlight import Spotlight

_MORE_OF_HANDWRITING = ("importHandwritingAction", "exportHandwritingAction", "deleteHandwritingAction")

_LEAST_WIDTH, _LEAST_HEIGHT = 600, 240  # of the columns together; below what they need they are scrolled

_PLACES = {CURVES: "curves", NEURONS: "neurons", MATRIX: "mistakes"}  # the panels in which a finding can be seen

Commands = dict[str, Callable[[], object]]
"""What commands do, by the action's name."""

P = TypeVar("P", bound=Panel)


class MainWindow(QMainWindow):
    """The one window of Inkling.

    Parameters
    ----------
    workbench : Workbench
        All models.
    themes : ThemeKeeper
        Who knows the colors.
    text_sizes : TextSizeKeeper
        Who knows how large text is.
    """

    def __init__(self, workbench: Workbench, themes: ThemeKeeper, text_sizes: TextSizeKeeper) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # Qt's own takes the toolbar away, for good
        self.workbench = workbench
        self.themes = themes
        self.text_sizes = text_sizes
        self.panels = {entry.name: entry.panel_class(workbench, themes) for entry in PANELS}
        self.actions_ = Actions(themes.theme, self)
        self.notice_bar = NoticeBar(themes.theme)
        self.notice_bar.setObjectName("noticeBar")
        self.splitters: dict[str, QSplitter] = {}
        self.tabs = QTabWidget()
        self._files = FileCommands(self, workbench)
        self._exports = Exports(self, workbench, self._view_in_front)
        self._curve_exports = CurveExports(self, workbench, self.panel(CurvesPanel))
        self._lay_out()
        self._join()
        self._layout_memory = LayoutMemory(
            self, workbench.preferences, self.splitters, self.tabs, self.panels, self._sides()
        )
        self._layout_memory.restore()

    def panel(self, kind: type[P]) -> P:
        """Return the window's panel of a class."""
        return next(panel for panel in self.panels.values() if isinstance(panel, kind))

    # Layout

    def _lay_out(self) -> None:
        self.tabs.setObjectName("tabs")
        self.tabs.setTabBar(TabBar())
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Views")
        self.tabs.tabBar().setAccessibleName("Views")
        self.tabs.tabBar().setToolTip("<p>What to look at below the curves.</p>")
        for entry in self._at("tabs"):
            self.tabs.addTab(self.panels[entry], next(p.title for p in PANELS if p.name == entry))
        views = NoticePlace(self.tabs, self.notice_bar)
        middle = self._split("middle", Qt.Orientation.Vertical, [self._one("top"), views], (5, 5))
        columns = [self._one("left"), middle, self._one("right")]
        across = self._split("columns", Qt.Orientation.Horizontal, columns, (0, 4, 1))
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(ShrinkArea(across, QSize(_LEAST_WIDTH, _LEAST_HEIGHT)), 1)
        layout.addWidget(self._one("bottom"))
        self.setCentralWidget(center)
        self._toolbar = build_toolbar(self.actions_, self._one("toolbar"))
        self.addToolBar(self._toolbar)
        self.statusBar().addWidget(self._one("status"), 1)
        self.statusBar().setSizeGripEnabled(False)

    def _at(self, place: str) -> list[str]:
        return [entry.name for entry in PANELS if entry.place == place]

    def _one(self, place: str) -> QWidget:
        return self.panels[self._at(place)[0]]

    def _split(
        self, name: str, orientation: Qt.Orientation, widgets: list[QWidget], stretch: tuple[int, ...]
    ) -> QSplitter:
        splitter = QSplitter(orientation)
        splitter.setObjectName(f"{name}Splitter")
        for index, (widget, share) in enumerate(zip(widgets, stretch, strict=True)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(index, share)
            splitter.setCollapsible(index, False)
        self.splitters[name] = splitter
        return splitter

    def _sides(self) -> list[str]:
        """Return the names of the panels that may be hidden."""
        return [*self._at("left"), *self._at("right"), *self._at("bottom")]

    # What happens

    def _join(self) -> None:
        self.actions_.connect_all(
            {
                **self._files.commands(),
                **self._exports.commands(),
                **self._curve_exports.commands(),
                **self._training_commands(),
                **self._timeline_commands(),
                **self._pad_commands(),
                **self._window_commands(),
            }
        )
        self._join_panels()
        self._join_handwriting()
        self._join_notices()
        self._availability = Availability(self.actions_, self.workbench, self.panel(PadPanel).canvas, self)
        self._fill_menus()
        self.tabs.currentChanged.connect(lambda index: self._show_export_actions())
        self._show_export_actions()
        self.themes.changed.connect(self._use_theme)
        self.text_sizes.changed.connect(self._use_text_size)
        self._use_text_size(self.text_sizes.size)
        self.workbench.document.changed.connect(self._show_title)
        self.workbench.runs_opened.connect(lambda: self.tabs.setCurrentWidget(self.panel(RunsPanel)))
        self._show_title()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self._leave_full_screen)

    def _training_commands(self) -> Commands:
        workbench = self.workbench
        return {
            "trainAction": workbench.train_or_pause,
            "stepAction": workbench.step,
            "stepEpochAction": workbench.step_epoch,
            "resetAction": workbench.reset,
            "bringBackAction": workbench.bring_back,
            "branchAction": workbench.branch_from_here,
            "repeatAction": self._repeat,
            "deleteRunsAction": workbench.delete_all_runs,
            "trainHandwritingAction": workbench.train_on_handwriting,
        }

    def _timeline_commands(self) -> Commands:
        timeline = self.workbench.timeline
        return {
            "liveAction": timeline.go_live,
            "playAction": timeline.play_or_stop,
            "firstAction": timeline.move_to_first,
            "previousAction": lambda: timeline.move_by(-1),
            "nextAction": lambda: timeline.move_by(1),
            "bestAction": timeline.move_to_best,
        }

    def _pad_commands(self) -> Commands:
        pad = self.panel(PadPanel)
        return {
            "undoInkAction": pad.canvas.undo,
            "redoInkAction": pad.canvas.redo,
            "clearInkAction": pad.canvas.clear,
            **pad.commands(),
            "deleteHandwritingAction": self.panel(HandwritingPanel).delete_all,
        }

    def _window_commands(self) -> Commands:
        cost, log_cost = self.panel(CurvesPanel).cost, self.actions_["logCostAction"]
        return {
            "logCostAction": lambda: cost.set_logarithmic(log_cost.isChecked()),
            "fullScreenAction": self._toggle_full_screen,
            "themeAction": self._toggle_theme,
            "largerTextAction": lambda: self.text_sizes.change(1),
            "smallerTextAction": lambda: self.text_sizes.change(-1),
            "usualTextAction": lambda: self.text_sizes.change(0),
            "aboutAction": self._show_about,
            "shortcutsAction": self._show_shortcuts,
            "quitAction": self.close,
        }

    def _join_panels(self) -> None:
        """Give the panels the commands they have buttons for, and answer what they ask for."""
        curves, log_cost = self.panel(CurvesPanel), self.actions_["logCostAction"]
        log_cost.setChecked(curves.cost.is_logarithmic)
        curves.cost.logarithmic_changed.connect(log_cost.setChecked)
        for plot in self.findChildren(LinePlot):
            plot.export_requested.connect(partial(self._curve_exports.save, plot))
        self.panel(PadPanel).use_actions(self.actions_)
        self.panel(RunsPanel).repeat_asked.connect(self.ask_to_repeat)
        self.panel(TimelinePanel).branch_button.setDefaultAction(self.actions_["branchAction"])
        self.panel(CoachPanel).show_asked.connect(self._show_finding)
        self.workbench.coach.changed.connect(self._show_coach)
        Navigation(self.tabs, self.panel(MistakesPanel), self.panel(NeuronsPanel), self.panel(WhyPanel), self)

    def _join_handwriting(self) -> None:
        """Let Enter on the pad keep a digit while one's own are in sight, and wipe the pad for the next."""
        mine, canvas = self.panel(HandwritingPanel), self.panel(PadPanel).canvas
        mine.kept.connect(canvas.clear)
        self.actions_["trainHandwritingAction"].setIconText("Train on my hand")  # on its button; the menu says more
        mine.train_button.setDefaultAction(self.actions_["trainHandwritingAction"])
        mine.more_menu.addActions([self.actions_[name] for name in _MORE_OF_HANDWRITING])
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), canvas, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(lambda: mine.keep_wanted() if mine.isVisible() else None)

    def _join_notices(self) -> None:
        notices = self.workbench.notices
        notices.changed.connect(self._show_notice)
        self.notice_bar.acted.connect(notices.act)
        self.notice_bar.dismissed.connect(notices.dismiss)
        self._show_notice()

    def _fill_menus(self) -> None:
        sides = {entry.title: self.panels[entry.name] for entry in PANELS if entry.name in self._sides()}
        self._menus = Menus(self.menuBar(), self.actions_, self.workbench, self.themes, sides, self.open_path)
        self._menus.fill()

    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.workbench.document.name or 'Untitled network'}[*] – Inkling")
        self.setWindowModified(self.workbench.document.is_modified)

    def _view_in_front(self) -> Panel:
        view = self.tabs.currentWidget()
        assert isinstance(view, Panel)
        return view

    def _show_export_actions(self) -> None:
        self.actions_["exportTableAction"].setEnabled(type(self._view_in_front()).table is not Panel.table)

    def _show_coach(self) -> None:
        """Tell in the coach's tab how much it has to say."""
        count = len(self.workbench.coach.findings or ())
        place = self.tabs.indexOf(self.panel(CoachPanel))
        self.tabs.setTabText(place, f"Coach ({count})" if count else "Coach")

    def _show_finding(self, finding: Finding) -> None:
        """Bring the view to the front in which a finding can be seen, and point at it."""
        view = self.panels.get(_PLACES[finding.view], self.panel(CurvesPanel))
        if finding.layer is not None:
            self.panel(NeuronsPanel).show_layer(finding.layer)
        if self.tabs.indexOf(view) >= 0:
            self.tabs.setCurrentWidget(view)
        if finding.cell is not None:
            self.panel(MistakesPanel).point_at(finding.cell)
        else:
            Spotlight(view, self.themes.theme.warning)

    def _show_notice(self) -> None:
        notice = self.workbench.notices.current
        if notice is None:
            self.notice_bar.clear()
        else:
            labels = [label for label, _ in notice.actions]
            self.notice_bar.show_notice(notice.kind, notice.text, labels)

    def _use_theme(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        self.notice_bar.set_theme(theme)

    def _use_text_size(self, size: float) -> None:
        self.workbench.preferences.text_size = size
        fit_train_button(self._toolbar, self.actions_)
        self.actions_["largerTextAction"].setEnabled(self.text_sizes.can_grow)
        self.actions_["smallerTextAction"].setEnabled(self.text_sizes.can_shrink)

    def _toggle_theme(self) -> None:
        self.themes.toggle()
        self.workbench.preferences.theme = self.themes.choice

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _leave_full_screen(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        self.actions_["fullScreenAction"].setChecked(False)

    def _show_shortcuts(self) -> None:
        from desktop.dialogs.shortcuts import ShortcutsDialog

        dialog = ShortcutsDialog(self.actions_.keys(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_about(self) -> None:
        from desktop.dialogs.about import AboutDialog

        dialog = AboutDialog(inkling_version(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Open a file of Inkling's as what it is, or a folder of data; asks about unsaved work where it has to."""
        self._files.open(path)

    def _repeat(self) -> None:
        """Repeat the run at hand, or the one put aside last; the table has a button for the one chosen there."""
        runs = self.workbench.runs
        is_trained = self.workbench.saved_run(runs.at_hand.number) is not None
        self.ask_to_repeat(runs.at_hand.number if is_trained or not runs.earlier else runs.earlier[-1].number)

    def ask_to_repeat(self, number: int) -> None:
        """Ask which setting of a run is to be another one, and train it again with that."""
        from desktop.dialogs.repeat import RepeatDialog

        run = self.workbench.saved_run(number)
        if run is None:
            return
        dialog = RepeatDialog(run, is_at_hand=number == self.workbench.runs.at_hand.number, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.workbench.repeat(number, dialog.settings))
        dialog.open()

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.open_path(Path(local[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._files.is_work_safe():
            event.ignore()
            return
        self._layout_memory.save()
        self.workbench.end()
        super().closeEvent(event)
