"""Shutdown: the window closes as by a person's hand when the system asks the program to end.

A log-out, a shutdown or ``kill`` sends a signal. Python answers one only between two of its own instructions,
and Qt's event loop, which waits in C++, may not come to any for minutes. So Python is told to write the signal's
number into a socket as it comes (``signal.set_wakeup_fd``), and Qt to wake up when there is something to read.
"""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

_NAMES = ("SIGTERM", "SIGHUP")  # the second one is unknown to Windows


class Shutdown(QObject):
    """Closes all windows when the system asks for it; what was not saved is kept as ever.

    Parameters
    ----------
    parent : QObject, optional
        What owns it; signals are as they were once that is gone, or after :meth:`end`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)
        self._before = {number: signal.signal(number, self._ask) for number in _numbers()}
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._is_asked = False

    def end(self) -> None:
        """Leave signals to what answered them before."""
        signal.set_wakeup_fd(self._wakeup_before)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True  # nothing else: this may come in the middle of anything

    def _wake(self) -> None:
        # Python calls _ask before this line at the latest.
        self._reader.recv(4096)
        if self._is_asked:
            self._is_asked = False
            QApplication.closeAllWindows()  # a dialog that is open first: it would keep the window from closing


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
