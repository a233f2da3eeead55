"""LayoutMemory: how the window was arranged when it closed, so that it opens like that again."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow, QStyle

from desktop.preferences import Preferences
from desktop.shell.arrangement import Arrangement

_FIRST_SIZE = (1280, 800)
_FIRST_SPLITS = {"columns": [262, 728, 290], "middle": [330, 380]}


class LayoutMemory:
    """Remembers size, splitters, the tab in front, and which panels are hidden.

    Parameters
    ----------
    window : QMainWindow
        Whose arrangement it is.
    preferences : Preferences
        Where it is kept.
    arrangement : Arrangement
        What stands in it: splitters, tabs and panels, each by the name it is remembered under.
    """

    def __init__(self, window: QMainWindow, preferences: Preferences, arrangement: Arrangement) -> None:
        self._window = window
        self._preferences = preferences
        self._arrangement = arrangement
        self._splitters = arrangement.splitters
        self._tabs = arrangement.tabs
        self._in_tabs = arrangement.at("tabs")
        self._toggles = arrangement.toggles

    def restore(self) -> None:
        """Arrange the window as it was, on a screen that may be another one."""
        self._window.resize(*_FIRST_SIZE)
        geometry = self._preferences.layout("window")
        if geometry is not None:
            self._window.restoreGeometry(geometry)
        self._stay_on_screen()
        for name, splitter in self._splitters.items():
            splitter.setSizes(_FIRST_SPLITS[name])
            state = self._preferences.layout(name)
            if state is not None:
                splitter.restoreState(state)
        for name, panel in self._in_tabs.items():
            if self._preferences.flag(f"tab {name}", False) and self._tabs.isTabVisible(self._tabs.indexOf(panel)):
                self._tabs.setCurrentWidget(panel)
        for name, toggle in self._toggles.items():
            toggle.setChecked(self._preferences.flag(f"panel {name}", True))

    def reset(self) -> None:
        """Forget what is remembered, and arrange the window as at the first start."""
        self._preferences.forget_layout()
        self._window.showNormal()  # out of full screen
        self._arrangement.show_first_tab()
        self.restore()

    def save(self) -> None:
        """Remember how the window is arranged."""
        self._preferences.save_layout("window", self._window.saveGeometry())
        for name, splitter in self._splitters.items():
            self._preferences.save_layout(name, splitter.saveState())
        for name, panel in self._in_tabs.items():
            self._preferences.set_flag(f"tab {name}", self._tabs.currentWidget() is panel)
        for name, toggle in self._toggles.items():
            self._preferences.set_flag(f"panel {name}", toggle.isChecked())

    def _stay_on_screen(self) -> None:
        """Shrink to what the screen has room for, and move there, whatever was remembered of another screen."""
        if self._window.isMaximized() or self._window.isFullScreen():
            return
        title = QSize(0, self._window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight))
        available = self._window.screen().availableGeometry()
        size = self._window.size().boundedTo(available.size() - title)
        if size != self._window.size():
            self._window.resize(size)
            self._window.move(available.topLeft())
