"""NoticeReader: lets a notice go by itself once a person has had the time to read it."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.notices import Notice, NoticesModel

TICK_MS = 500


class NoticeReader(QObject):
    """Counts how long the notice on top was in sight.

    Time in which nobody can have read it does not count: while the window is not in front. Nor does it go away
    under the mouse, or while the keyboard is in it: someone is at it.

    Parameters
    ----------
    notices : NoticesModel
        The notices.
    bar : QWidget
        Where the one on top is shown.
    """

    def __init__(self, notices: NoticesModel, bar: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices, self._bar = notices, bar
        self._shown: Notice | None = None
        self._seconds = 0.0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(lambda: self.pass_time(TICK_MS / 1000))
        notices.changed.connect(self._follow)
        self._follow()

    def pass_time(self, seconds: float) -> None:
        """Take note that so much time has passed."""
        if self._shown is None or not self._is_read:
            return
        self._seconds += seconds
        if self._seconds >= self._shown.reading_seconds:
            self._notices.take_as_read(self._shown)

    @property
    def _is_read(self) -> bool:
        is_in_sight = self._bar.isVisible() and self._bar.window().isActiveWindow()
        focused = QApplication.focusWidget()
        is_used = self._bar.underMouse() or (focused is not None and self._bar.isAncestorOf(focused))
        return is_in_sight and not is_used

    def _follow(self) -> None:
        current = self._notices.current
        if current is not self._shown:
            self._shown, self._seconds = current, 0.0
        if current is None or current.stays:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
