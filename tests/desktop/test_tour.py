"""The tour goes from the first launch to the file opened again, and leaves a picture at each stop."""

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.errors import InklingError
from core.sweep.shelf import Shelf
from desktop import tour, visit
from desktop.models.notices import Notice
from desktop.models.training import State
from desktop.shell.window import MainWindow


@pytest.fixture
def short_tour(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tour take one picture and end."""

    def take(self: tour.Tour, dataset: str, private: Path) -> None:
        self._window.show()
        self._picture("only-stop")

    monkeypatch.setattr(tour.Tour, "take", take)


def test_the_tour_leaves_a_numbered_picture_of_everything_in_light_and_dark(
    qtbot: QtBot, figures_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # Two lessons stand for all, which are a third of the pictures; .ci/run walks the whole way, on two platforms.
    lessons = tour.Tour._lessons
    monkeypatch.setattr(tour.Tour, "_lessons", lambda self: lessons(self)[:2])
    assert tour.run([str(tmp_path / "pictures"), "--dataset", str(figures_folder)]) == 0
    names = [path.stem for path in sorted((tmp_path / "pictures").glob("*.png"))]
    assert [int(name.split("-")[0]) for name in names] == [*range(1, len(names) + 1)]
    stops = (
        "first-launch",
        "training",
        "panel-neurons",
        "panel-pad",
        "opened-again",
        "dialog-crash",
        "dialog-sweep",
        "sweep-map",
    )
    for stop in (*stops, "lesson-random-first", "lesson-random-last"):
        assert {name.split("-", 1)[1] for name in names} >= {f"{stop}-light", f"{stop}-dark"}
    assert Shelf().load().sweeps == (), "a person's own sweeps are left alone"
    first = QImage(str(next((tmp_path / "pictures").glob("001-*.png"))))
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.deleteLater()  # the tour leaves that to the end of its process
    assert first.size().toTuple() == (1280, 800)


def test_a_tour_trains_on_where_a_run_has_come_to_its_end_a_moment_ago(
    qtbot: QtBot, figures_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def take(self: tour.Tour, dataset: str, private: Path) -> None:
        training = self._workbench.training
        self._workbench.open_first(None, dataset)
        self._wait(lambda: training.state is State.READY, "the first network")
        training.train()
        self._wait(lambda: training.state is State.FINISHED, "the end")
        assert training.has_just_ended
        self._train_until(self._epoch() + 0.2)
        self._pause()

    monkeypatch.setattr(tour.Tour, "take", take)
    monkeypatch.setattr(visit, "_PATIENCE", 20)
    assert tour.run([str(tmp_path / "pictures"), "--dataset", str(figures_folder)]) == 0


@pytest.mark.usefixtures("short_tour")
def test_a_tour_in_which_something_broke_has_failed_and_the_window_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def break_down(self: tour.Tour, name: str) -> None:
        self._workbench.notices.changed.connect(lambda: 1 // 0)  # a slot, whose errors Qt only prints
        self._workbench.notices.post(Notice("info", "anything"))

    monkeypatch.setattr(tour.Tour, "_picture", break_down)
    before = sys.excepthook
    with pytest.raises(ZeroDivisionError):
        tour.run([str(tmp_path)])
    assert sys.excepthook is before
    assert not any(isinstance(window, MainWindow) and window.isVisible() for window in QApplication.topLevelWidgets())


@pytest.mark.usefixtures("short_tour")
def test_a_tour_in_which_a_thread_broke_has_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def break_down(self: tour.Tour, name: str) -> None:
        self._workbench.crashed.emit(ZeroDivisionError("in a job"))

    monkeypatch.setattr(tour.Tour, "_picture", break_down)
    with pytest.raises(ZeroDivisionError, match="in a job"):
        tour.run([str(tmp_path)])


@pytest.mark.usefixtures("short_tour")
def test_a_tour_in_which_all_is_well_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert tour.run([str(tmp_path)]) == 0
    assert "2 pictures" in capsys.readouterr().out


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InklingError, match="pictures"):
        tour.run([str(tmp_path / "file" / "pictures")])
