"""Where files are written, and what is said of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from core.errors import FileError
from desktop.session.workbench import Workbench
from desktop.shell.destinations import Destinations


def test_the_folder_of_the_last_file_is_suggested_for_the_next(workbench: Workbench, tmp_path: Path) -> None:
    places = Destinations(workbench)
    assert places.remember(None) is None
    assert places.remember(tmp_path / "first.csv") == tmp_path / "first.csv"
    assert places.suggest("next.csv") == tmp_path / "next.csv"


def test_a_file_that_is_written_can_be_opened(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    path = tmp_path / "table.csv"
    Destinations(workbench).write(lambda: path.write_text("figures"), path)
    notice = workbench.notices.current
    assert notice is not None
    assert notice.text.startswith("table.csv is written")
    ((_label, open_it),) = notice.actions
    open_it()
    assert opened == [QUrl.fromLocalFile(str(path))]


def test_a_file_that_cannot_be_written_says_why(workbench: Workbench, tmp_path: Path) -> None:
    def fail() -> None:
        raise FileError("The disk is full.", "Make room.")

    Destinations(workbench).write(fail, tmp_path / "table.csv")
    notice = workbench.notices.current
    assert notice is not None
    assert (notice.kind, "The disk is full." in notice.text) == ("error", True)
