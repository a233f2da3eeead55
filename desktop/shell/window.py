"""MainWindow: makes the panels of the table, and joins them with menus, toolbar, notices and one another."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from core.plain import LONGEST_NAME, harmless
from core.version import inkling_version
from desktop.actions import Actions, Commands
from desktop.look.icons import app_icon
from desktop.look.text_size import TextSizeKeeper
from desktop.look.theme import Theme, ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.shell.announcer import Announcer
from desktop.shell.arrangement import Arrangement
from desktop.shell.availability import Availability
from desktop.shell.column_shares import ColumnShares
from desktop.shell.exports import Exports
from desktop.shell.file_commands import FileCommands
from desktop.shell.incoming import Incoming
from desktop.shell.layout_memory import LayoutMemory
from desktop.shell.menus import Menus
from desktop.shell.navigation import Navigation
from desktop.shell.notice_bar import NoticeBar
from desktop.shell.notice_reader import NoticeReader
from desktop.shell.pointing import Pointing
from desktop.shell.projector import Projector
from desktop.shell.run_commands import RunCommands
from desktop.shell.toolbar import build_toolbar, fit_train_button
from desktop.shell.undo_command import UndoCommand
from desktop.views import table
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, DimTabs, OfferTab, PointAt, ShowTab, TakeColumn, TakeMiddle


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
        self.panels = {entry.name: entry.make(workbench, themes) for entry in table.PANELS}
        self.actions_ = Actions(themes.theme, self)
        self.notice_bar = NoticeBar(themes.theme)
        self.notice_bar.setObjectName("noticeBar")
        self.arrangement = Arrangement(self.panels, self.notice_bar)
        self.tabs = self.arrangement.tabs
        self._files = FileCommands(self, workbench)
        self._incoming = Incoming(self._files.open, workbench, self)
        self._runs = RunCommands(self, workbench)
        self._exports = Exports(self, workbench, self.arrangement)
        self._lay_out()
        self._join_commands()
        self._join_panels()
        self._columns = ColumnShares(self.arrangement.splitters["columns"], text_sizes.size)
        self.arrangement.taken_back.connect(self._columns.hold)
        self._join_models()
        self._layout_memory = LayoutMemory(self, workbench.preferences, self.arrangement)
        self._layout_memory.restore()

    def _lay_out(self) -> None:
        self._projector = Projector(
            self, self.arrangement, self.text_sizes, self.workbench, self.actions_.findChildren(QAction)
        )
        self._toolbar = build_toolbar(self.actions_, self.arrangement.one("toolbar"))
        self.addToolBar(self._toolbar)
        self.statusBar().addWidget(self.arrangement.one("status"), 1)
        self.statusBar().setSizeGripEnabled(False)

    # What is joined

    def _join_commands(self) -> None:
        """Give every action what it does: here, in the other files of this folder, or in a panel."""
        commands = {**self._files.commands(), **self._exports.commands(), **self._runs.commands(), **self._commands()}
        for panel in self.panels.values():
            commands |= panel.commands()
        undo = UndoCommand(
            self.workbench.undoing, self.actions_, self.actions_
        )  # gone with the actions, whatever loses the focus then
        self.actions_.connect_all(commands | {"undoAction": undo.undo})
        self._availability = Availability(self.actions_, self.workbench, self)
        menus = Menus(self.menuBar(), self.actions_, self.workbench, self.themes)
        menus.fill(self.open_path, list(self.arrangement.toggles.values()))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self._leave_full_screen)

    def _commands(self) -> Commands:
        return {
            "usualLayoutAction": self._use_usual_layout,
            "fullScreenAction": self._toggle_full_screen,
            "projectorAction": self._toggle_projector,
            "trainAction": self._projector.train,
            "themeAction": self._toggle_theme,
            "largerTextAction": lambda: self.text_sizes.change(1),
            "smallerTextAction": lambda: self.text_sizes.change(-1),
            "usualTextAction": lambda: self.text_sizes.change(0),
            "aboutAction": self._show_about,
            "shortcutsAction": self._show_shortcuts,
            "noticesAction": self._show_notices,
            "quitAction": self.close,
            "pasteAction": self._incoming.paste,
        }

    def _join_panels(self) -> None:
        """Give the panels the actions they have buttons for, and answer what they wish for."""
        for panel in self.panels.values():
            panel.use_actions(self.actions_)
        own = {**self._exports.answers(), **self._runs.answers(), **self._answers()}
        Navigation(self.tabs, self.panels.values(), own, self)
        self.tabs.currentChanged.connect(lambda index: self._show_export_actions())
        self._show_export_actions()

    def _answers(self) -> Answers:
        arrangement = self.arrangement
        pointing = Pointing(self, arrangement, self.workbench)
        return {
            TakeColumn: lambda wish: arrangement.take_column(wish.is_taken),
            TakeMiddle: lambda wish: arrangement.take_middle(wish.is_taken),
            DimTabs: lambda wish: arrangement.dim_tabs(wish.needed),
            OfferTab: lambda wish: arrangement.offer_tab(wish.name, wish.is_offered),
            ShowTab: lambda wish: arrangement.show_tab(wish.name),
            PointAt: lambda wish: pointing.point_at(wish.block),
        }

    def _join_models(self) -> None:
        notices = self.workbench.notices
        notices.changed.connect(self._show_notice)
        self.notice_bar.acted.connect(notices.act)
        self.notice_bar.dismissed.connect(notices.dismiss)
        NoticeReader(notices, self.notice_bar, self)
        self._show_notice()
        Announcer(self, self.workbench)
        self.themes.changed.connect(self._use_theme)
        self.text_sizes.changed.connect(self._use_text_size)
        self._use_text_size(self.text_sizes.size)
        self.workbench.runs.changed.connect(self._show_title)
        self.workbench.pictures.wanted.connect(lambda picture: self.arrangement.show_right())
        self.workbench.import_offered.connect(lambda offer: self._files.ask_to_import(offer, self.themes.theme))
        self._show_title()

    # What is shown

    def _show_title(self) -> None:
        runs = self.workbench.runs
        title = harmless(runs.title, LONGEST_NAME).replace("[*]", "[ * ]")  # which stands for "not saved yet"
        self.setWindowTitle(f"{title or 'Untitled network'}[*] – Inkling")
        self.setWindowModified(runs.current is not None and runs.current.is_unsaved)

    def _show_export_actions(self) -> None:
        view = self.arrangement.view_in_front
        for name in ("exportViewPngAction", "exportViewSvgAction"):
            self.actions_[name].setEnabled(view is not None)
        self.actions_["exportTableAction"].setEnabled(view is not None and type(view).table is not Panel.table)

    def _show_notice(self) -> None:
        notice = self.workbench.notices.current
        if notice is None:
            self.notice_bar.clear()
        else:
            labels = [label for label, _ in notice.actions]
            self.notice_bar.show_notice(notice.kind, self._projector.words(notice.text), labels)

    def _use_theme(self, theme: Theme) -> None:
        self.actions_.set_theme(theme)
        self.notice_bar.set_theme(theme)

    def _use_text_size(self, size: float) -> None:
        self.workbench.preferences.text_size = size
        fit_train_button(self._toolbar, self.actions_)
        self._columns.follow(size)
        self.actions_["largerTextAction"].setEnabled(self.text_sizes.can_grow)
        self.actions_["smallerTextAction"].setEnabled(self.text_sizes.can_shrink)

    def _toggle_theme(self) -> None:
        self.themes.toggle()
        self.workbench.preferences.theme = self.themes.choice

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _toggle_projector(self) -> None:
        self._projector.toggle()
        self.actions_["projectorAction"].setChecked(self._projector.is_on)
        self.actions_["fullScreenAction"].setChecked(self.isFullScreen())
        self._show_notice()  # with folders, or without

    def _use_usual_layout(self) -> None:
        if self._projector.is_on:
            self._toggle_projector()
        self.text_sizes.change(0)
        self._columns.forget()
        self._layout_memory.reset()
        self.actions_["fullScreenAction"].setChecked(False)

    def _leave_full_screen(self) -> None:
        if self._projector.is_on:
            self._toggle_projector()
            return
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        self.actions_["fullScreenAction"].setChecked(False)

    def _show_shortcuts(self) -> None:
        from desktop.dialogs.shortcuts import ShortcutsDialog

        dialog = ShortcutsDialog(self.actions_.keys(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _show_notices(self) -> None:
        from desktop.dialogs.notices import NoticesDialog

        dialog = NoticesDialog(self.workbench.notices.past, self.themes.theme, self)
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

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what is dragged over the window where it may be something to open."""
        if self._incoming.is_welcome(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what is dropped, wherever in the window."""
        event.acceptProposedAction()
        self._incoming.take(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._files.is_work_safe():
            event.ignore()
            return
        self._projector.leave()  # what is remembered is the window as it was
        self.arrangement.take_middle(is_taken=False)  # nobody would find again what is remembered as hidden
        self._layout_memory.save()
        self.workbench.end()
        super().closeEvent(event)
