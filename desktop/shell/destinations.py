"""Destinations: the folder that files are opened from and written to, and the word that one is written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop.models.notices import Notice
from desktop.session.workbench import Workbench

TOPIC = "export"
"""Of what is said about files that are written: the latest takes the place of those before."""


class Destinations:
    """Remembers where the last file was, and says where one is written.

    Parameters
    ----------
    workbench : Workbench
        Its preferences and its notices.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    @property
    def folder(self) -> Path:
        """Where the last file was opened or written."""
        return self._workbench.preferences.folder

    def suggest(self, name: str) -> Path:
        """Return where a file of this name would be written."""
        return self.folder / name

    def remember(self, path: Path | None) -> Path | None:
        """Remember the folder of a file that was chosen, and return the file; nothing where none was."""
        if path is not None:
            self._workbench.preferences.folder = path.parent
        return path

    def write(self, write: Callable[[], object], path: Path) -> None:
        """Write a file now, and say that it is written or why it is not."""

        def work() -> None:
            write()
            self.say_written(path)

        self._workbench.attempt(work, topic=TOPIC)

    def say_written(self, path: Path) -> None:
        """Say where a file is, and offer to open it."""
        url = QUrl.fromLocalFile(str(path.absolute()))

        def show() -> None:
            QDesktopServices.openUrl(url)

        self._workbench.notices.post(
            Notice("info", f"{path.name} is written, in {path.parent}.", (("Open", show),), topic=TOPIC, passes=True)
        )
