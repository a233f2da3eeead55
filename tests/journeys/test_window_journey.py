"""From the first press of Train to the file opened the next day, in the real window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.data import idx
from core.data.dataset import Dataset
from core.data.ink.strokes import Ink
from core.network.processors import limit_blas
from core.presets import preset
from core.training.trainer import Trainer
from desktop import app
from desktop.models.training import State
from desktop.preferences import Preferences
from desktop.shell.window import MainWindow
from desktop.widgets.ink.canvas import InkCanvas
from tests.desktop.helpers import file_of

# What a person may meet here that is no fault of the window: what the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
PATIENCE_MS = 60_000
Launch = Callable[..., MainWindow]
SEVEN = ((0.1, 0.12), (0.18, 0.11), (0.27, 0.11), (0.36, 0.12), (0.33, 0.19), (0.28, 0.28), (0.24, 0.37), (0.21, 0.46))


@pytest.fixture
def launch(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Launch]:
    """Return a function that starts Inkling with the given arguments; closing it is up to the test."""
    kept = Preferences(QSettings(str(tmp_path / "inkling.ini"), QSettings.Format.IniFormat))
    monkeypatch.setattr(app, "Preferences", lambda: kept)
    launched: list[MainWindow] = []

    def launch_one(*arguments: object) -> MainWindow:
        _, window = app.build([str(argument) for argument in arguments])
        launched.append(window)
        window.show()
        return window

    yield launch_one
    for window in launched:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def figures_folder(tmp_path: Path, tiny_dataset: Dataset) -> Path:
    for name, split in (("train", tiny_dataset.train), ("t10k", tiny_dataset.test)):
        idx.write(tmp_path / "figures" / f"{name}-images-idx3-ubyte", split.images)
        idx.write(tmp_path / "figures" / f"{name}-labels-idx1-ubyte", split.labels)
    return tmp_path / "figures"


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    assert action.isEnabled()
    action.trigger()


def wait_for(qtbot: QtBot, window: MainWindow, *states: State) -> None:
    qtbot.waitUntil(lambda: window.workbench.training.state in states, timeout=PATIENCE_MS)


def step_of(window: MainWindow) -> int:
    """Return the step of the latest moment, -1 before the first."""
    latest = window.workbench.timeline.latest
    return -1 if latest is None else latest.step


def draw(window: MainWindow, *points: tuple[float, float]) -> None:
    pad = window.findChild(QWidget, "pad")
    places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in points]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[-1])


def verdict(window: MainWindow) -> tuple[str, list[float]]:
    return window.findChild(QLabel, "predictionLabel").text(), window.workbench.pad.answer.outputs.tolist()


def test_train_draw_save_close_reopen_gives_the_same_answer_and_goes_on_bit_for_bit(
    launch: Launch, figures_folder: Path, tiny_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot
):
    first_day = launch("--dataset", figures_folder)
    wait_for(qtbot, first_day, State.READY)
    trigger(first_day, "stepEpochAction")
    wait_for(qtbot, first_day, State.PAUSED)
    trigger(first_day, "stepAction")
    wait_for(qtbot, first_day, State.PAUSED)
    draw(first_day, *SEVEN)
    answer, strokes = verdict(first_day), first_day.findChild(InkCanvas, "pad").strokes
    file = tmp_path / "mine.npz"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(file), ""))
    trigger(first_day, "saveAction")
    qtbot.waitUntil(lambda: not first_day.isWindowModified(), timeout=PATIENCE_MS)
    step, curves = first_day.workbench.timeline.latest.step, first_day.workbench.timeline.latest.curves
    first_day.close()

    next_day = launch(file)
    qtbot.waitUntil(lambda: file_of(next_day.workbench) == file, timeout=PATIENCE_MS)
    wait_for(qtbot, next_day, State.PAUSED)
    # The same ink, point by point: the pad of a smaller window would round the mouse's places differently.
    next_day.findChild(InkCanvas, "pad").set_ink(Ink(strokes))
    assert verdict(next_day) == answer
    np.testing.assert_array_equal(next_day.workbench.timeline.latest.curves.table, curves.table)
    trigger(next_day, "trainAction")
    wait_for(qtbot, next_day, State.FINISHED)

    unbroken = Trainer(preset("default").hyperparameters, tiny_dataset)
    with limit_blas():
        while not unbroken.is_finished:
            unbroken.advance()
    latest, expected = next_day.workbench.timeline.latest, unbroken.snapshot()
    is_same_length = latest.step == expected.step
    assert is_same_length
    assert latest.step > step
    for ours, theirs in zip(latest.network.parameters, expected.network.parameters, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_kept_network_that_was_never_saved_is_there_the_next_day(launch: Launch, figures_folder: Path, qtbot):
    first_day = launch("--dataset", figures_folder)
    wait_for(qtbot, first_day, State.READY)
    trigger(first_day, "stepEpochAction")
    wait_for(qtbot, first_day, State.PAUSED)
    step = first_day.workbench.timeline.latest.step
    first_day.close()
    next_day = launch()
    wait_for(qtbot, next_day, State.READY)
    while next_day.workbench.notices.current.topic != "kept":
        next_day.workbench.notices.dismiss()
    next_day.notice_bar.acted.emit("Open it")
    qtbot.waitUntil(lambda: step_of(next_day) == step, timeout=PATIENCE_MS)


def test_real_mnist_is_read_within_a_few_epochs(launch: Launch, mnist_folder: Path, qtbot):
    window = launch("--dataset", mnist_folder)
    wait_for(qtbot, window, State.READY)
    assert window.findChild(QComboBox, "datasetCombo").currentText()
    settings = window.workbench.settings.value
    window.workbench.settings.show_value(replace(settings, epochs=3))
    trigger(window, "trainAction")
    wait_for(qtbot, window, State.FINISHED)
    latest = window.workbench.timeline.latest
    assert latest.curves.last("test_accuracy") > 0.97
    draw(window, *SEVEN)
    assert verdict(window)[0] == "7"
