"""The tour goes from the first launch to the file opened again, and leaves a picture at each stop."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.errors import InklingError
from desktop import tour
from desktop.window import MainWindow


def test_the_tour_leaves_a_numbered_picture_of_everything_in_light_and_dark(
    qtbot: QtBot, figures_folder: Path, tmp_path: Path
):
    assert tour.run([str(tmp_path / "pictures"), "--dataset", str(figures_folder)]) == 0
    names = [path.stem for path in sorted((tmp_path / "pictures").glob("*.png"))]
    assert [int(name.split("-")[0]) for name in names] == [*range(1, len(names) + 1)]
    for stop in ("first-launch", "training", "panel-neurons", "panel-pad", "opened-again", "dialog-crash"):
        assert {name.split("-", 1)[1] for name in names} >= {f"{stop}-light", f"{stop}-dark"}
    first = QImage(str(next((tmp_path / "pictures").glob("01-*.png"))))
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.deleteLater()  # the tour leaves that to the end of its process
    assert first.size().toTuple() == (1280, 800)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InklingError, match="pictures"):
        tour.run([str(tmp_path / "file" / "pictures")])
