"""Pointing: finds what a lesson speaks of in the window, brings it into sight, and frames it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from shiboken6 import isValid

from core.lessons.block import Block
from core.lessons.showing import Point
from desktop.session.workbench import Workbench
from desktop.shell.arrangement import Arrangement
from desktop.views.panel import Panel
from desktop.widgets.fold import Fold
from desktop.widgets.spotlight import Spotlight

_WAYS_THROUGH = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)  # keys that lead to something, and do nothing to it
_MEANT = {"cell": "mistakes", "output": "network", "epoch": "timeline"}


class Pointing(QObject):
    """Points at things by the names that lesson files may rely on.

    Parameters
    ----------
    window : QMainWindow
        The window.
    arrangement : Arrangement
        Where its panels are.
    workbench : Workbench
        The models.
    """

    def __init__(self, window: QMainWindow, arrangement: Arrangement, workbench: Workbench) -> None:
        super().__init__(window)
        self._window, self._arrangement, self._workbench = window, arrangement, workbench
        self._watched: tuple[QWidget, ...] = ()
        self._block: Point | None = None

    def point_at(self, block: Block) -> None:
        """Point at what a block speaks of; what is not in this window is passed over."""
        if not isinstance(block, Point):
            return
        target = self._target(block.at)
        if target is None:
            return
        self._bring_into_sight(target)
        Spotlight(target, self._window.palette().highlight().color().name())
        self._watch((target, *target.findChildren(QWidget)) if block.until != "next" else (), block)

    def _target(self, at: str) -> QWidget | None:
        kind, _, rest = at.partition(":")
        if kind == "epoch":
            self._workbench.timeline.move_to_epoch(float(rest))
        panels = {name: panel for place in ("tabs", "bottom") for name, panel in self._arrangement.at(place).items()}
        if kind in ("tab", *_MEANT):
            return panels.get(rest if kind == "tab" else _MEANT[kind])
        # The one place that looks for a widget by its name: lesson files name them, as scripts do.
        return next((found for found in self._window.findChildren(QWidget) if found.objectName() == at), None)

    def _bring_into_sight(self, target: QWidget) -> None:
        parent: QWidget | None = target
        while parent is not None:
            if isinstance(parent, Panel) and self._arrangement.tabs.indexOf(parent) >= 0:
                self._arrangement.tabs.setCurrentWidget(parent)
            elif isinstance(parent, Fold):
                parent.set_open()
            parent = parent.parentWidget()

    def _watch(self, watched: tuple[QWidget, ...], block: Point) -> None:
        """Go on once the target is clicked, or what it holds is changed; a click is told to what lies inside it."""
        for one in filter(isValid, self._watched):  # what a view shows may be made anew meanwhile
            one.removeEventFilter(self)
        self._watched, self._block = watched, block
        for one in self._watched:
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is done to the target, and let it be done."""
        if self._block is not None and self._watched and self._is_done(self._block, event):
            player = self._workbench.lessons.player
            is_waited_for = player is not None and player.waits_for is self._block
            self._watch((), self._block)  # once is enough
            if is_waited_for:  # else the person went on by the button, and something else is waited for
                self._workbench.lessons.go_on()
        return False

    def _is_done(self, block: Point, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyRelease and event.key() not in _WAYS_THROUGH
        released = QEvent.Type.MouseButtonRelease if block.until == "click" else QEvent.Type.FocusOut
        return event.type() == released
