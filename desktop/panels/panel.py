"""Panel: draws the shown snapshot, only while visible."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.training.snapshot import Snapshot
from desktop.theme import Theme, ThemeKeeper
from desktop.workbench import Workbench


class Panel(QWidget):
    """A part of the window that shows one moment of the run.

    Live training and scrubbing through the past look the same to it: both call
    :meth:`draw`. A hidden panel is not drawn, and so costs nothing; it is when it
    is shown.

    Parameters
    ----------
    workbench : Workbench
        The models it shows and asks.
    themes : ThemeKeeper
        Who knows the colors.
    """

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__()
        self.workbench = workbench
        self.themes = themes
        self._undrawn: Snapshot | None = None
        workbench.timeline.shown.connect(self._show_snapshot)
        themes.changed.connect(self.set_theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show a moment of the run; called only while the panel can be seen."""

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._undrawn is not None:
            snapshot, self._undrawn = self._undrawn, None
            self.draw(snapshot)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        if self.isVisible():
            self._undrawn = None
            self.draw(snapshot)
        else:
            self._undrawn = snapshot
