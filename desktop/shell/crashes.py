"""CrashKeeper: an error nobody foresaw is shown once, logged whole, and the work is kept."""

import sys
import traceback
from datetime import datetime
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from core.disk import data_folder, open_to_append
from core.errors import InklingError
from desktop.dialogs.crash import CrashDialog, details_of
from desktop.shell.window import MainWindow


class CrashKeeper(QObject):
    """Takes errors from any thread and shows them on the window's.

    Parameters
    ----------
    window : MainWindow
        Whose work is kept, and over which the dialog opens.
    """

    taken = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._seen: set[tuple[type, str, int]] = set()
        self.taken.connect(self._show, Qt.ConnectionType.AutoConnection)
        window.workbench.crashed.connect(self._show)

    def take(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        """Take what an excepthook is given."""
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
        else:
            self.taken.emit(error if error is not None else kind())

    def _show(self, error: BaseException) -> None:
        place = _place_of(error)
        if place in self._seen:
            return  # an error in something drawn thirty times a second is told once
        self._seen.add(place)
        details = details_of(error)
        sys.stderr.write(details)
        self._log(details)
        dialog = CrashDialog(details, self._keep(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _keep(self) -> str:
        """Keep unsaved work, and return a sentence about it."""
        try:
            return self._window.workbench.keep()
        except InklingError as trouble:
            return f"The trained network could not be kept: {trouble}"

    def _log(self, details: str) -> None:
        path = data_folder() / "crashes.log"
        try:
            with open_to_append(path) as log:
                log.write(f"{datetime.now().isoformat(timespec='seconds')}\n{details}\n".encode(errors="replace"))
        except OSError as trouble:
            sys.stderr.write(f"the error could not be logged: {trouble}\n")


def _place_of(error: BaseException) -> tuple[type, str, int]:
    """Return what and where an error was, so that the same one is known again however it came about."""
    frames = traceback.extract_tb(error.__traceback__)
    return (type(error), frames[-1].filename, frames[-1].lineno or 0) if frames else (type(error), str(error), 0)
