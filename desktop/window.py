"""MainWindow: places the panels, remembers the layout, and keeps what would be lost."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QSplitter, QTabWidget, QToolBar, QVBoxLayout, QWidget

from core.errors import InklingError
from core.insight.finding import CURVES, MATRIX, NEURONS, Finding
from core.version import inkling_version
from desktop.actions import Actions
from desktop.dialogs import files
from desktop.exports import Exports
from desktop.menus import Menus
from desktop.models.notices import Notice
from desktop.models.training import State
from desktop.panels import PANELS
from desktop.panels.coach import CoachPanel
from desktop.panels.curves import CurvesPanel
from desktop.panels.handwriting import HandwritingPanel
from desktop.panels.mistakes import MistakesPanel
from desktop.panels.neurons import NeuronsPanel
from desktop.panels.pad import PadPanel
from desktop.panels.panel import Panel
from desktop.panels.runs import RunsPanel
from desktop.panels.timeline import TimelinePanel
from desktop.resources import app_icon
from desktop.theme import Theme, ThemeKeeper
from desktop.widgets.ink_canvas import InkCanvas
from desktop.widgets.line_plot import LinePlot
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.spotlight import Spotlight
from desktop.workbench import Workbench

_MORE_OF_HANDWRITING = ("importHandwritingAction", "exportHandwritingAction", "deleteHandwritingAction")

_PLACES = {CURVES: "curves", NEURONS: "neurons", MATRIX: "mistakes"}  # the panels in which a finding can be seen

P = TypeVar("P", bound=Panel)


class MainWindow(QMainWindow):
    """The one window of Inkling.

    Parameters
    ----------
    workbench : Workbench
        All models.
    themes : ThemeKeeper
        Who knows the colors.
    """

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.workbench = workbench
        self.themes = themes
        self.panels = {entry.name: entry.panel_class(workbench, themes) for entry in PANELS}
        self.actions_ = Actions(themes.theme, self)
        self.notice_bar = NoticeBar(themes.theme)
        self.notice_bar.setObjectName("noticeBar")
        self.splitters: dict[str, QSplitter] = {}
        self.tabs = QTabWidget()
        self._exports = Exports(self, workbench, self._view_in_front)
        self._lay_out()
        self._join()
        self._restore_layout()
        self._show_title()
        self._show_state(workbench.training.state)

    def panel(self, kind: type[P]) -> P:
        """Return the window's panel of a class."""
        return next(panel for panel in self.panels.values() if isinstance(panel, kind))

    # Layout

    def _lay_out(self) -> None:
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Views")
        self.tabs.tabBar().setAccessibleName("Views")
        self.tabs.tabBar().setToolTip("<p>What to look at below the curves.</p>")
        for entry in self._at("tabs"):
            self.tabs.addTab(self.panels[entry], next(p.title for p in PANELS if p.name == entry))
        middle = self._split("middle", Qt.Orientation.Vertical, [self._one("top"), self.tabs], (5, 5))
        columns = [self._one("left"), middle, self._one("right")]
        across = self._split("columns", Qt.Orientation.Horizontal, columns, (0, 4, 1))
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice_bar)
        layout.addWidget(across, 1)
        layout.addWidget(self._one("bottom"))
        self.setCentralWidget(center)
        self._build_toolbar()
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

    def _build_toolbar(self) -> None:
        bar = QToolBar("Main toolbar")
        bar.setObjectName("toolBar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in ("trainAction", "stepAction", "stepEpochAction", "resetAction", "", "openAction", "saveAction", ""):
            if name:
                bar.addAction(self.actions_[name])
            else:
                bar.addSeparator()
        train_button = bar.widgetForAction(self.actions_["trainAction"])
        train_button.setMinimumWidth(train_button.fontMetrics().horizontalAdvance("Pause") + 48)  # as wide as either
        train_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)  # type: ignore[attr-defined]
        bar.addWidget(self._one("toolbar"))
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addAction(self.actions_["themeAction"])
        bar.addAction(self.actions_["aboutAction"])
        self.addToolBar(bar)

    def _restore_layout(self) -> None:
        preferences = self.workbench.preferences
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        self.splitters["columns"].setSizes([262, 728, 290])
        self.splitters["middle"].setSizes([330, 380])
        geometry = preferences.layout("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        for name, splitter in self.splitters.items():
            state = preferences.layout(name)
            if state is not None:
                splitter.restoreState(state)
        for name in self._at("tabs"):
            if preferences.flag(f"tab {name}", False):
                self.tabs.setCurrentWidget(self.panels[name])
        for name in self._sides():
            self.panels[name].setVisible(preferences.flag(f"panel {name}", True))

    def _save_layout(self) -> None:
        self.workbench.preferences.save_layout("window", self.saveGeometry())
        for name, splitter in self.splitters.items():
            self.workbench.preferences.save_layout(name, splitter.saveState())
        for name in self._at("tabs"):
            self.workbench.preferences.set_flag(f"tab {name}", self.tabs.currentWidget() is self.panels[name])
        for name in self._sides():
            self.workbench.preferences.set_flag(f"panel {name}", not self.panels[name].isHidden())

    def _sides(self) -> list[str]:
        """Return the names of the panels that may be hidden."""
        return [*self._at("left"), *self._at("right"), *self._at("bottom")]

    # What happens

    def _join(self) -> None:
        workbench, pad = self.workbench, self.panel(PadPanel)
        canvas = pad.canvas
        curves, mine = self.panel(CurvesPanel), self.panel(HandwritingPanel)
        self.actions_.connect_all(
            {
                "openAction": self._open,
                "openTrainedAction": lambda: self._after_saving(workbench.open_trained),
                "saveAction": self.save,
                "saveAsAction": self.save_as,
                "exportCsvAction": lambda: self._export(curves.cost, "csv"),
                "exportCostPngAction": lambda: self._export(curves.cost, "png"),
                "exportCostSvgAction": lambda: self._export(curves.cost, "svg"),
                "exportAccuracyPngAction": lambda: self._export(curves.accuracy, "png"),
                "exportAccuracySvgAction": lambda: self._export(curves.accuracy, "svg"),
                **self._exports.commands(),
                "quitAction": self.close,
                "trainAction": workbench.train_or_pause,
                "stepAction": workbench.training.step,
                "stepEpochAction": workbench.training.step_epoch,
                "resetAction": workbench.reset,
                "bringBackAction": workbench.bring_back,
                "liveAction": workbench.timeline.go_live,
                "openRunsAction": self._open_runs,
                "exportRunsAction": self._export_runs,
                "branchAction": workbench.branch_from_here,
                "repeatAction": lambda: self.ask_to_repeat(self.panel(RunsPanel).chosen),
                "playAction": workbench.timeline.play_or_stop,
                "firstAction": workbench.timeline.move_to_first,
                "previousAction": lambda: workbench.timeline.move_by(-1),
                "nextAction": lambda: workbench.timeline.move_by(1),
                "bestAction": workbench.timeline.move_to_best,
                "undoInkAction": canvas.undo,
                "redoInkAction": canvas.redo,
                "clearInkAction": canvas.clear,
                **pad.commands(),
                "openDataAction": self._open_data_folder,
                "importHandwritingAction": self._import_handwriting,
                "exportHandwritingAction": self._export_handwriting,
                "deleteHandwritingAction": mine.delete_all,
                "trainHandwritingAction": workbench.train_on_handwriting,
                "logCostAction": lambda: curves.cost.set_logarithmic(self.actions_["logCostAction"].isChecked()),
                "fullScreenAction": self._toggle_full_screen,
                "themeAction": self._toggle_theme,
                "aboutAction": self._show_about,
                "shortcutsAction": self._show_shortcuts,
            }
        )
        self.actions_["logCostAction"].setChecked(curves.cost.is_logarithmic)
        curves.cost.logarithmic_changed.connect(self.actions_["logCostAction"].setChecked)
        curves.export_asked.connect(self._export)
        pad.use_actions(self.actions_)
        self._join_handwriting(mine, canvas)
        self.panel(CoachPanel).show_asked.connect(self._show_finding)
        workbench.coach.changed.connect(self._show_coach)
        canvas.ink_changed.connect(lambda strokes: self._show_ink_actions())
        self._show_ink_actions()
        sides = {entry.title: self.panels[entry.name] for entry in PANELS if entry.name in self._sides()}
        self._menus = Menus(self.menuBar(), self.actions_, workbench, self.themes, sides, self.open_path)
        self._menus.fill()
        self.tabs.currentChanged.connect(lambda index: self._show_export_actions())
        self._show_export_actions()
        self.themes.changed.connect(self._use_theme)
        workbench.training.state_changed.connect(self._show_state)
        workbench.document.changed.connect(self._show_title)
        self.panel(RunsPanel).repeat_asked.connect(self.ask_to_repeat)
        self.panel(TimelinePanel).branch_button.setDefaultAction(self.actions_["branchAction"])
        workbench.timeline.changed.connect(self._show_timeline)
        self._show_timeline()
        workbench.shelf.changed.connect(self._show_shelf)
        self._show_shelf()
        workbench.notices.changed.connect(self._show_notice)
        self.notice_bar.acted.connect(workbench.notices.act)
        self.notice_bar.dismissed.connect(workbench.notices.dismiss)
        self._show_notice()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self._leave_full_screen)

    def _join_handwriting(self, mine: HandwritingPanel, canvas: InkCanvas) -> None:
        """Let Enter on the pad keep a digit while one's own are in sight, and wipe the pad for the next."""
        mine.kept.connect(canvas.clear)
        mine.train_button.setDefaultAction(self.actions_["trainHandwritingAction"])
        mine.more_menu.addActions([self.actions_[name] for name in _MORE_OF_HANDWRITING])
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), canvas, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(lambda: mine.keep_wanted() if mine.isVisible() else None)
        self.workbench.handwriting.changed.connect(self._show_handwriting_actions)
        self._show_handwriting_actions()

    def _show_handwriting_actions(self) -> None:
        handwriting = self.workbench.handwriting
        self.actions_["importHandwritingAction"].setEnabled(handwriting.is_ready)
        for name in ("exportHandwritingAction", "deleteHandwritingAction", "trainHandwritingAction"):
            self.actions_[name].setEnabled(bool(handwriting.samples))

    def _show_state(self, state: State) -> None:
        train = self.actions_["trainAction"]
        is_running = state is State.RUNNING
        train.setText("&Pause" if is_running else "&Train")
        self.actions_.set_icon("trainAction", "pause" if is_running else "train")
        can_step = state in (State.READY, State.PAUSED)
        for name in ("stepAction", "stepEpochAction"):
            self.actions_[name].setEnabled(can_step)

    def _show_shelf(self) -> None:
        self.actions_["bringBackAction"].setEnabled(self.workbench.shelf.last is not None)

    def _show_timeline(self) -> None:
        timeline = self.workbench.timeline
        has_moments = len(timeline.recording) > 1
        for name in ("playAction", "firstAction", "previousAction", "nextAction"):
            self.actions_[name].setEnabled(has_moments)
        self.actions_["playAction"].setText("Sto&p" if timeline.is_playing else "&Play")
        self.actions_.set_icon("playAction", "pause" if timeline.is_playing else "train")
        self.actions_["bestAction"].setEnabled(timeline.recording.best is not None)
        self.actions_["branchAction"].setEnabled(not timeline.is_live)
        has_run = timeline.latest is not None and timeline.latest.step > 0
        has_runs = has_run or bool(self.workbench.runs.earlier)
        for name in ("repeatAction", "exportRunsAction"):
            self.actions_[name].setEnabled(has_runs)

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

    def _show_ink_actions(self) -> None:
        canvas = self.panel(PadPanel).canvas
        self.actions_["undoInkAction"].setEnabled(canvas.can_undo)
        self.actions_["redoInkAction"].setEnabled(canvas.can_redo)
        self.actions_["clearInkAction"].setEnabled(not canvas.is_empty)

    def _use_theme(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        self.notice_bar.set_theme(theme)

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

    # Files

    def save(self, then: Callable[[], None] = lambda: None) -> None:
        """Save the network to its file, or ask for one; ``then`` is called once the file is whole."""
        path = self.workbench.document.path
        if path is None:
            self.save_as(then)
        else:
            self.workbench.save_file(path, then)

    def save_as(self, then: Callable[[], None] = lambda: None) -> None:
        """Ask for a file and save the network to it."""
        document, preferences = self.workbench.document, self.workbench.preferences
        suggestion = document.path or preferences.folder / "network.npz"
        path = files.ask_for_weights_to_save(self, suggestion)
        if path is not None:
            preferences.folder = path.parent
            self.workbench.save_file(path, then)

    def open_path(self, path: Path) -> None:
        """Open a weight file, or a folder of data, after asking about unsaved work."""
        if path.is_dir():
            self.workbench.use_dataset(str(path))
        else:
            self._after_saving(lambda: self.workbench.open_file(path))

    def _open(self) -> None:
        path = files.ask_for_weights_to_open(self, self.workbench.preferences.folder)
        if path is not None:
            self.workbench.preferences.folder = path.parent
            self.open_path(path)

    def _open_data_folder(self) -> None:
        folder = files.ask_for_data_folder(self, self.workbench.preferences.folder)
        if folder is not None:
            self.workbench.use_dataset(str(folder))

    def _after_saving(self, go_on: Callable[[], None]) -> None:
        """Ask what is to become of unsaved work, and then go on, unless the person thinks better of it."""
        document = self.workbench.document
        if document.is_modified:
            wish = files.ask_to_save(self, document.path.name if document.path else "the trained network")
            if wish is files.Wish.CANCEL:
                return
            if wish is files.Wish.SAVE:
                self.save(go_on)  # a save that fails, or is given up, opens nothing
                return
        go_on()

    def _export(self, plot: LinePlot, kind: str) -> None:
        name = "curves" if kind == "csv" else "cost" if plot.objectName() == "costPlot" else "accuracy"
        path = files.ask_for_export(self, self.workbench.preferences.folder / name, kind)
        if path is None:
            return
        self.workbench.preferences.folder = path.parent
        write = {"png": plot.export_png, "svg": plot.export_svg, "csv": self.panel(CurvesPanel).export_csv}[kind]
        self.workbench.attempt(lambda: self._write(write, path))

    def _import_handwriting(self) -> None:
        path = files.ask_for_handwriting_to_open(self, self.workbench.preferences.folder)
        if path is not None:
            self.workbench.preferences.folder = path.parent
            self.workbench.handwriting.merge(path)

    def _export_handwriting(self) -> None:
        suggestion = self.workbench.preferences.folder / "my handwriting.jsonl"
        path = files.ask_for_handwriting_to_save(self, suggestion)
        if path is not None:
            self.workbench.preferences.folder = path.parent
            self.workbench.handwriting.export(path, lambda: self._say_written(path))

    def ask_to_repeat(self, number: int) -> None:
        """Ask which setting of a run is to be another one, and train it again with that."""
        from desktop.dialogs.repeat import RepeatDialog

        run = self.workbench.saved_run(number)
        if run is None:
            return
        dialog = RepeatDialog(run.name, run.hyperparameters, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.workbench.repeat(number, dialog.settings))
        dialog.open()

    def _open_runs(self) -> None:
        path = files.ask_for_runs_to_open(self, self.workbench.preferences.folder)
        if path is not None:
            self.workbench.preferences.folder = path.parent
            self.workbench.open_runs(path)

    def _export_runs(self) -> None:
        path = files.ask_for_runs_to_save(self, self.workbench.preferences.folder / "my.runs.npz")
        if path is not None:
            self.workbench.preferences.folder = path.parent
            self.workbench.export_runs(path)

    def _write(self, write: Callable[[Path], None], path: Path) -> None:
        write(path)
        self._say_written(path)

    def _say_written(self, path: Path) -> None:
        self.workbench.notices.post(Notice("info", f"{path.name} is written, in {path.parent}.", topic="export"))

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
        if not self._is_work_safe():
            event.ignore()
            return
        self._save_layout()
        self.workbench.end()
        super().closeEvent(event)

    def _is_work_safe(self) -> bool:
        """Keep what no file holds, to be offered at the next start; ask only where that cannot be done."""
        self.workbench.training.pause()
        try:
            self.workbench.keep_unsaved()
        except InklingError as error:
            return files.ask_to_close_anyway(self, str(error))
        return True
