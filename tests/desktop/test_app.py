"""build() and the command line of the window."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.data import catalog
from core.data.dataset import from_folder
from core.disk import data_folder
from core.errors import FileError, InklingError
from core.files import runs, weights
from core.hyperparameters import Hyperparameters
from core.presets import preset
from core.training.run import Run
from core.training.trainer import Trainer
from desktop import app
from desktop.models.training import State
from desktop.preferences import Preferences
from desktop.shell.window import MainWindow
from tests.desktop.helpers import file_of

Build = Callable[..., MainWindow]


@pytest.fixture
def build(qtbot: QtBot, preferences: Preferences, monkeypatch: pytest.MonkeyPatch) -> Iterator[Build]:
    """Return a function that builds a window from command line arguments, with preferences of the test's own."""
    monkeypatch.setattr(app, "Preferences", lambda: preferences)
    built: list[MainWindow] = []

    def build_one(*arguments: object) -> MainWindow:
        application, window = app.build([str(argument) for argument in arguments])
        assert application is QApplication.instance()
        built.append(window)
        return window

    yield build_one
    for window in built:
        window.close()
        window.deleteLater()


def wait_until_ready(qtbot: QtBot, window: MainWindow) -> None:
    states = (State.READY, State.PAUSED)
    qtbot.waitUntil(lambda: window.workbench.training.state in states, timeout=20_000)


def test_a_window_can_be_built_twice_in_one_process(build: Build, figures_folder: Path, qtbot: QtBot):
    first, second = build("--dataset", figures_folder), build("--dataset", figures_folder)
    for window in (first, second):
        assert not window.isVisible()
        wait_until_ready(qtbot, window)
    first.workbench.training.step()
    qtbot.waitUntil(lambda: first.workbench.timeline.latest.step == 1)
    assert second.workbench.timeline.latest.step == 0


def test_a_folder_of_data_on_the_command_line_is_opened_as_such(
    build: Build, figures_folder: Path, tmp_path: Path, qtbot: QtBot
):
    folder = shutil.copytree(figures_folder, tmp_path / "mine")
    window = build(folder, "--dataset", figures_folder)
    qtbot.waitUntil(lambda: window.workbench.library.in_use == str(folder), timeout=20_000)
    wait_until_ready(qtbot, window)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        ("/gone", "The data set used last no longer lies in /gone. Open it where it is now."),
        ("my/Runes", "The symbols used last, “Runes”, are no longer here."),
    ],
)
def test_that_the_data_set_used_last_is_gone_is_said(
    build: Build, preferences: Preferences, figures_folder: Path, qtbot: QtBot, monkeypatch, gone: str, words: str
):
    preferences.dataset = gone
    monkeypatch.setattr(catalog, "default_name", lambda: str(figures_folder))
    window = build()
    wait_until_ready(qtbot, window)
    assert words in [notice.text for notice in window.workbench.notices.past]


def test_what_killed_windows_left_unfinished_is_swept(build: Build, figures_folder: Path, qtbot: QtBot):
    left = data_folder() / "runs" / ".inkling-ab12cd34.part"
    left.parent.mkdir(parents=True)
    left.touch()
    os.utime(left, times=(0, 0))
    wait_until_ready(qtbot, build("--dataset", figures_folder))
    assert not left.exists()


def test_a_preset_a_data_set_and_the_projector_view_can_be_asked_for(build: Build, figures_folder: Path, qtbot: QtBot):
    window = build("--preset", "diary-16-16", "--dataset", figures_folder, "--projector")
    assert window.actions_["projectorAction"].isChecked()
    assert window.isFullScreen()
    wait_until_ready(qtbot, window)
    assert window.workbench.timeline.latest.hyperparameters == preset("diary-16-16").hyperparameters
    assert window.workbench.library.dataset.name == "figures"


def test_a_weight_file_is_opened_once_there_is_data(build: Build, figures_folder: Path, tmp_path: Path, qtbot: QtBot):
    trainer = Trainer(Hyperparameters(hidden=(5,)), from_folder(figures_folder))
    trainer.advance()
    weights.save(tmp_path / "mine.npz", trainer.snapshot())
    window = build(tmp_path / "mine.npz", "--dataset", figures_folder)
    qtbot.waitUntil(lambda: file_of(window.workbench) == tmp_path / "mine.npz", timeout=20_000)
    wait_until_ready(qtbot, window)
    assert window.workbench.timeline.latest.step == 1
    assert window.workbench.timeline.latest.network.sizes == (784, 5, 10)


def test_runs_are_opened_once_there_is_data(build: Build, figures_folder: Path, tmp_path: Path, qtbot: QtBot):
    trainer = Trainer(Hyperparameters(hidden=(5,)), from_folder(figures_folder))
    trainer.advance()
    moment = trainer.snapshot()
    runs.save(tmp_path / "all.runs.npz", (Run.of(moment, "Theirs"),))
    window = build(tmp_path / "all.runs.npz", "--dataset", figures_folder)
    wait_until_ready(qtbot, window)
    qtbot.waitUntil(lambda: bool(window.workbench.runs.others), timeout=20_000)
    (kept,) = window.workbench.runs.others
    assert kept.name == "Theirs"
    assert window.workbench.library.known(kept.data_fingerprint), "it was trained on the data at hand"
    assert window.workbench.timeline.latest.step == 0


def test_a_weight_file_that_is_missing_is_told_before_there_is_a_window(build: Build, tmp_path: Path):
    with pytest.raises(FileError, match=r"nowhere\.npz"):
        build(tmp_path / "nowhere.npz")


def test_an_unknown_preset_is_an_error_that_lists_those_there_are(build: Build):
    with pytest.raises(InklingError, match="no preset called 'nonsense'.*default"):
        build("--preset", "nonsense")


def test_the_data_used_last_is_used_again(build: Build, figures_folder: Path, preferences: Preferences, qtbot: QtBot):
    wait_until_ready(qtbot, build("--dataset", figures_folder))
    assert preferences.dataset == str(figures_folder)
    again = build()
    wait_until_ready(qtbot, again)
    assert again.workbench.library.in_use == str(figures_folder)


def test_wrong_usage_leaves_with_status_two(build: Build, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        build("--nonsense")
    assert left.value.code == 2
    assert "usage: inkling" in capsys.readouterr().err
