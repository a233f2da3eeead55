"""Pointing: finds what a lesson speaks of in the window, brings it into sight, and frames it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMainWindow, QWidget

from core.lessons.block import Block
from core.lessons.showing import Point
from desktop.session.workbench import Workbench
from desktop.shell.arrangement import Arrangement
from desktop.views.panel import Panel
from desktop.widgets.fold import Fold
from desktop.widgets.spotlight import Spotlight

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
        self._watched: QWidget | None = None
        self._until = ""

    def point_at(self, block: Block) -> None:
        """Point at what a block speaks of; what is not in this window is passed over."""
        if not isinstance(block, Point):
            return
        target = self._target(block.at)
        if target is None:
            return
        self._bring_into_sight(target)
        Spotlight(target, self._window.palette().highlight().color().name())
        self._watch(target, block.until)

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

    def _watch(self, target: QWidget, until: str) -> None:
        """Go on once the target is clicked, or what it holds is changed."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched, self._until = (target, until) if until != "next" else (None, "")
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what is done to the target, and let it be done."""
        released = QEvent.Type.MouseButtonRelease if self._until == "click" else QEvent.Type.FocusOut
        if event.type() in (released, QEvent.Type.KeyRelease) and watched is self._watched:
            target, self._watched = self._watched, None
            target.removeEventFilter(self)
            self._workbench.lessons.go_on()
        return False
