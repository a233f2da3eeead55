"""Projector: lends the window's panels to the view for a class, and gives all back as it was."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QSizePolicy, QStackedWidget, QToolBar, QWidget

from core.lessons.running import RunBlock
from desktop.look.text_size import TextSizeKeeper, text_scale
from desktop.session.workbench import Workbench
from desktop.shell.arrangement import Arrangement, Lent
from desktop.shell.projector_stage import ProjectorStage

_LARGER = 1.5  # times the person's text
_USUAL_HEIGHT = 800  # lines of a screen; on a larger one, text is as much larger, so that all is composed alike
_MOST = 30  # lines of text that a screen always has room for
_FOLDERS = re.compile(r"(?<![\w:/\\])(?:~|[A-Za-z]:)?[/\\](?:[^\s/\\]+[/\\])+")


@dataclass(frozen=True, slots=True)
class _Before:
    """What comes back when the view is left."""

    state: Qt.WindowState
    size: QSize
    in_front: QWidget | None
    frame: tuple[QWidget, ...]  # what was shown around the panels
    lent: Lent


class Projector(QObject):
    """Enters the projector view and leaves it; the panels are the window's own, in another arrangement.

    Parameters
    ----------
    window : QMainWindow
        The window, in the middle of which the arrangement stands.
    arrangement : Arrangement
        Whose panels are lent.
    text_sizes : TextSizeKeeper
        Writes everything larger meanwhile.
    workbench : Workbench
        The models.
    actions : sequence of QAction
        Whose keys stay alive while no menu is shown.
    """

    def __init__(
        self,
        window: QMainWindow,
        arrangement: Arrangement,
        text_sizes: TextSizeKeeper,
        workbench: Workbench,
        actions: Sequence[QAction],
    ) -> None:
        super().__init__(window)
        self._window, self._arrangement, self._workbench = window, arrangement, workbench
        self._text_sizes, self._actions = text_sizes, actions
        self._before: _Before | None = None
        self._stage = ProjectorStage()
        self._pages = QStackedWidget()
        self._pages.addWidget(arrangement)
        self._pages.addWidget(self._stage)
        window.setCentralWidget(self._pages)
        self._fit_soon = QTimer(self, singleShot=True, interval=0)
        self._fit_soon.timeout.connect(self._fit_text)
        self._stage.resized.connect(self._fit_soon.start)
        workbench.lessons.left.connect(self._show_wall)
        space = self._key("Space", self.train)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)  # elsewhere it presses buttons, and draws
        self._keys = [*(self._key(keys, self._stage.blank) for keys in (".", "B")), space]

    @property
    def is_on(self) -> bool:
        """Whether the window shows the projector view."""
        return self._before is not None

    def toggle(self) -> None:
        """Enter the view, or leave it."""
        if self.is_on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Show what a class has to see, on the whole screen."""
        if self.is_on:
            return
        window, arrangement = self._window, self._arrangement
        frame = tuple(bar for bar in _bars(window) if not bar.isHidden())
        tab = arrangement.tabs.currentWidget()
        lent = arrangement.lend()
        self._before = _Before(window.windowState(), window.size(), tab, frame, lent)
        window.setUpdatesEnabled(False)
        for bar in frame:
            bar.hide()
        ignored = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        arrangement.setSizePolicy(ignored)  # large text would ask for a window larger than the screen there
        window.addActions(self._actions)  # a menu bar that is hidden takes their keys with it
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        self._fit_text()
        arrangement.project(True)
        self._stage.hold(lent, arrangement.one("status"), has_lesson=lent.lesson not in lent.hidden)
        self._pages.setCurrentWidget(self._stage)
        self._switch_keys(True)
        if self._workbench.lessons.player is None:
            self._show_wall()
            self._stage.setFocus()
        window.setUpdatesEnabled(True)

    def leave(self) -> None:
        """Put everything back as it was."""
        before, self._before = self._before, None
        if before is None:
            return
        window, arrangement = self._window, self._arrangement
        window.setUpdatesEnabled(False)
        self._switch_keys(False)
        self._stage.let_go()
        self._text_sizes.magnify(1.0)
        arrangement.take_back(before.lent)
        status = arrangement.one("status")
        window.statusBar().addWidget(status, 1)
        status.show()
        arrangement.project(False)
        if before.in_front is not None:
            arrangement.bring_back(before.in_front)
        for action in self._actions:
            window.removeAction(action)
        for bar in before.frame:
            bar.show()
        self._pages.setCurrentWidget(arrangement)
        window.setWindowState(before.state)
        if not before.state & (Qt.WindowState.WindowFullScreen | Qt.WindowState.WindowMaximized):
            window.resize(before.size)  # which the screen's may have taken the place of, where it came late
        arrangement.setSizePolicy(QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred))
        window.setUpdatesEnabled(True)

    def train(self) -> None:
        """Train or pause, as the button of a presenter's remote does; a run that the lesson waits for is begun."""
        player, workbench = self._workbench.lessons.player, self._workbench
        run = player.waits_for if player is not None and self.is_on else None
        if isinstance(run, RunBlock) and not workbench.training.is_running:
            self._arrangement.show_tab(run.tab)
            workbench.playing.run()
        else:
            workbench.train_or_pause()

    def words(self, text: str) -> str:
        """Return what may be read by a class: files without the folders they are in, which name their owner."""
        if not self.is_on:
            return text
        return _FOLDERS.sub("", text.replace(f"{Path.home()}{os.sep}", ""))

    def _show_wall(self) -> None:
        if self.is_on:
            self._arrangement.show_tab("neurons")

    def _fit_text(self) -> None:
        """Write everything as large as the screen asks for."""
        if not self.is_on:
            return
        # A window on its way to the whole screen has not its size yet.
        place = self._window.screen().size() if self._window.isFullScreen() else self._stage.size()
        height, size = place.height(), self._text_sizes.size
        line = QFontMetrics(QApplication.font()).lineSpacing() / text_scale() * size
        self._text_sizes.magnify(min(_LARGER * max(height / _USUAL_HEIGHT, 1.0), max(height / _MOST / line, 1.0)))

    def _switch_keys(self, is_on: bool) -> None:
        for key in self._keys:
            key.setEnabled(is_on)

    def _key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._stage)
        shortcut.setEnabled(False)
        shortcut.activated.connect(act)
        return shortcut


def _bars(window: QMainWindow) -> list[QWidget]:
    return [window.menuBar(), *window.findChildren(QToolBar), window.statusBar()]
