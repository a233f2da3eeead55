"""What is pressed before it can be done is done when it can, or it is said why not; no network has to be waited for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.models.training import State
from desktop.preferences import Preferences
from desktop.shell.window import MainWindow


@pytest.fixture
def early(
    notices_stay: None, qtbot: QtBot, preferences: Preferences, dialogs: object, crashes: list[BaseException]
) -> Iterator[MainWindow]:
    """Return a window as it is at first, before its data set is loaded."""
    window = app.assemble(app.application(), preferences)
    window.workbench.crashed.connect(crashes.append)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    assert not crashes


@pytest.fixture
def load(early: MainWindow, figures_folder: Path) -> Callable[[], None]:
    """Return what lets its data set come."""
    return lambda: early.workbench.open_first(None, str(figures_folder))


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, name)
    assert found is not None
    return found


def wait_for(qtbot: QtBot, window: MainWindow, state: State) -> None:
    qtbot.waitUntil(lambda: window.workbench.training.state is state, timeout=60_000)


def test_train_pressed_while_the_first_images_load_trains(early: MainWindow, load, qtbot: QtBot):
    action(early, "trainAction").trigger()
    assert action(early, "trainAction").text() == "&Pause"
    assert "training begins then" in early.findChild(QLabel, "statusLabel").text()
    load()
    wait_for(qtbot, early, State.RUNNING)


def test_train_pressed_twice_leaves_the_network_untrained(early: MainWindow, load, qtbot: QtBot):
    for _ in range(2):
        action(early, "trainAction").trigger()
    load()
    wait_for(qtbot, early, State.READY)
    assert action(early, "trainAction").text() == "&Train"


def test_a_step_waits_as_well(early: MainWindow, load, qtbot: QtBot):
    action(early, "stepAction").trigger()
    load()
    wait_for(qtbot, early, State.PAUSED)
    assert early.workbench.timeline.latest.step == 1


def test_reset_is_the_last_word(early: MainWindow, load, qtbot: QtBot):
    action(early, "trainAction").trigger()
    action(early, "resetAction").trigger()
    load()
    wait_for(qtbot, early, State.READY)


def test_a_preset_chosen_meanwhile_is_what_the_first_network_has(early: MainWindow, load, qtbot: QtBot):
    early.workbench.use_preset("diary-16-16")
    action(early, "trainAction").trigger()
    load()
    wait_for(qtbot, early, State.RUNNING)
    assert early.workbench.runs.current.settings.hidden == (16, 16)


def test_what_needs_images_says_that_they_are_still_to_come(early: MainWindow, load, qtbot: QtBot):
    image = action(early, "testImageAction")
    assert not image.isEnabled()
    assert "still being loaded" in image.toolTip()
    load()
    wait_for(qtbot, early, State.READY)
    assert image.isEnabled()


def test_saving_says_that_there_is_nothing_yet(early: MainWindow, dialogs):
    action(early, "saveAction").trigger()
    assert dialogs.asked == []
    assert "no network to save yet" in early.workbench.notices.current.text


def test_a_step_that_cannot_be_taken_says_why(person):
    person.trigger("trainAction")
    step = person.find(QAction, "stepAction")
    assert not step.isEnabled()
    assert "Pause it" in step.toolTip()
    person.pause()
    assert "Pause it" not in step.toolTip()


@pytest.mark.parametrize("is_trained", [True, False])
def test_a_network_that_takes_long_need_not_be_waited_for(person, endless: list[int], is_trained: bool):
    if is_trained:
        person.train_a_little()
    person.draw((0.3, 0.3), (0.6, 0.6))
    before, workbench = person.workbench.timeline.latest, person.workbench
    workbench.training._slow.setInterval(0)
    workbench.settings.propose("hidden", (5000, 5000))
    if is_trained:
        person.trigger("resetAction")
    busy = person.find(QProgressBar, "busyBar")
    person.wait_until(busy.isVisible)
    assert "the network before" in person.find(QLabel, "statusLabel").text()
    assert person.find(QLabel, "predictionLabel").text() == "–"
    assert person.find(QLabel, "confidenceLabel").text() == "The network is being made."
    person.find(QPushButton, "cancelButton").click()
    person.wait_until(lambda: workbench.training.state is (State.PAUSED if is_trained else State.READY))
    assert workbench.timeline.latest.step == before.step
    assert workbench.settings.value == before.hyperparameters
    assert not busy.isVisible()
    assert person.find(QLabel, "confidenceLabel").text() != "The network is being made."


def test_where_there_is_no_network_before_another_one_can_be_asked_for(early: MainWindow, load, endless, qtbot: QtBot):
    workbench = early.workbench
    workbench.training._slow.setInterval(0)
    button = early.findChild(QPushButton, "cancelButton")
    load()
    qtbot.waitUntil(lambda: workbench.training.is_slow and button.isVisible(), timeout=60_000)
    button.click()
    assert workbench.training.state is State.FAILED
    assert "No network was made" in workbench.notices.current.text
    endless.clear()
    workbench.settings.propose("hidden", (7,))
    wait_for(qtbot, early, State.READY)
