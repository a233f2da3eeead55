"""Projector: what a class sees, that the keys of a presenter's remote act, and that all comes back as it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core.data.dataset import Dataset
from desktop.models.notices import Notice
from desktop.preferences import Preferences
from desktop.shell.window import MainWindow
from tests.desktop.conftest import OpenWindow, Person
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images


def _arranged(window: MainWindow) -> tuple[object, ...]:
    """Return all that has to come back."""
    QApplication.processEvents()
    arrangement = window.arrangement
    return (
        {name: splitter.sizes() for name, splitter in arrangement.splitters.items()},
        [splitter.widget(place) for splitter in arrangement.splitters.values() for place in range(splitter.count())],
        {name: panel.isVisible() for name, panel in window.panels.items()},
        arrangement.tabs.currentIndex(),
        arrangement.tabs.tabBar().isVisible(),
        window.menuBar().isVisible(),
        window.windowState(),
        round(QApplication.font().pointSizeF(), 3),
    )


def test_a_class_sees_what_it_needs_and_all_comes_back_as_it_was(person: Person) -> None:
    window, seen = person.window, person.find
    window.arrangement.toggles["pad"].setChecked(False)
    window.tabs.setCurrentIndex(2)
    before, points = _arranged(window), QFontInfo(QApplication.font()).pointSizeF()
    person.trigger("projectorAction")
    QApplication.processEvents()
    assert window.isFullScreen()
    assert QApplication.font().pointSizeF() >= 1.4 * points
    assert not window.menuBar().isVisible()
    assert not window.tabs.tabBar().isVisible()
    pad, verdict = window.panels["pad"], seen(QLabel, "predictionLabel")
    assert pad.isVisible()
    assert window.panels["neurons"].isVisible()
    assert window.panels["status"].isVisible()
    assert QFontMetrics(verdict.font()).height() > 0.14 * window.height()
    assert not seen(QWidget, "padPreview").isVisible()
    accuracy, cost = seen(QWidget, "accuracyPlot"), seen(QWidget, "costPlot")
    assert accuracy.isVisible()
    assert not cost.isVisible()
    QTest.keyClick(window, Qt.Key.Key_C)
    assert cost.isVisible()
    assert not accuracy.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F5)  # the keys of the menus, which nobody sees
    assert person.workbench.training.is_running
    QTest.keyClick(window, Qt.Key.Key_F5)
    person.settle()
    stage = seen(QWidget, "projectorStage")
    for _ in range(2):  # black, as the key of a remote makes it, and back
        QTest.keyClick(window, Qt.Key.Key_Period)
    assert stage.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    person.wait_until(lambda: _arranged(window) == before)


def test_slow_motion_takes_the_room_of_the_plot_wherever_it_is_opened_and_left(person: Person) -> None:
    window, plot, network = person.window, person.window.panels["curves"], person.window.panels["network"]
    window.tabs.setCurrentWidget(network)
    person.trigger("slowMotionAction")
    assert not plot.isVisible()
    person.trigger("projectorAction")
    window.tabs.setCurrentWidget(network)
    QApplication.processEvents()
    stage = person.find(QWidget, "projectorStage")
    assert not plot.isVisible()
    assert network.height() > 0.6 * stage.height()
    person.trigger("slowMotionAction")
    QApplication.processEvents()
    assert plot.isVisible()
    assert network.height() < 0.6 * stage.height()
    legend = person.find(QLabel, "networkSumLabel")
    assert not legend.isVisible(), "nobody points at neurons from the last row"
    person.trigger("projectorAction")
    QApplication.processEvents()
    assert plot.isVisible()
    assert legend.isVisible()
    window.tabs.setCurrentWidget(window.panels["data"])
    person.trigger("projectorAction")
    window.tabs.setCurrentWidget(network)
    person.trigger("slowMotionAction")
    window.tabs.setCurrentWidget(window.panels["neurons"])
    person.trigger("projectorAction")
    QApplication.processEvents()
    assert plot.isVisible()


def test_columns_that_large_text_widened_are_as_they_were(person: Person) -> None:
    window = person.window
    window.resize(1024, 700)
    person.workbench.use_preset("diary-128")  # its card, and all settings: what needs the most room
    person.find(QWidget, "moreSettingsButton").click()
    QApplication.processEvents()
    before = window.arrangement.splitters["columns"].sizes()
    person.trigger("projectorAction")
    # As large as the screen by now: a window that is left before takes the screen's size afterwards.
    person.wait_until(lambda: window.height() == window.screen().geometry().height())
    person.trigger("projectorAction")
    person.wait_until(lambda: window.arrangement.splitters["columns"].sizes() == before)


def test_a_view_that_was_put_away_meanwhile_does_not_come_back(person: Person) -> None:
    window, welcome = person.window, person.window.panels["welcome"]
    person.trigger("welcomeAction")
    assert window.tabs.currentWidget() is welcome
    person.trigger("projectorAction")
    person.workbench.welcoming.skip()
    person.trigger("projectorAction")
    assert window.tabs.currentWidget() is not welcome


def test_what_is_remembered_is_the_window_as_it_was(
    person: Person, open_window: OpenWindow, preferences: Preferences
) -> None:
    person.window.tabs.setCurrentIndex(2)
    person.trigger("projectorAction")
    person.window.close()
    assert preferences.text_size == 1.0
    again = open_window()
    assert not again.isFullScreen()
    assert again.tabs.currentIndex() == 2
    assert again.menuBar().isVisible()
    assert again.panels["curves"].isVisible()


def test_no_folder_is_shown_to_a_class(person: Person) -> None:
    told = f"{Path.home() / 'my secret' / 'net.npz'} was saved, and /srv/anna/other.npz; 3 / 4 of it, https://a.org/b."
    person.workbench.notices.post(Notice("info", told, topic="test"))
    text = person.find(QLabel, "noticeText")
    assert text.text() == told
    person.trigger("projectorAction")
    assert "net.npz was saved, and other.npz; 3 / 4 of it, https://a.org/b." in text.text()
    assert str(Path.home()) not in text.text()
    person.trigger("projectorAction")
    assert text.text() == told


@pytest.fixture
def learner(person: Person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there()
    return Learner(person)


def test_a_remote_and_figures_play_a_lesson(learner: Learner) -> None:
    window = learner.person.window
    learner.person.trigger("projectorAction")
    learner.begin()
    player, strip = learner.lessons.player, learner.seen("lessonStrip")
    assert not learner.is_seen("statusLabel")

    def press(key: Qt.Key) -> None:
        window.activateWindow()  # which a platform without a screen may forget
        QApplication.processEvents()
        QTest.keyClick(QApplication.focusWidget() or window, key)

    def said() -> str:
        labels = [label for label in strip.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.accessibleName() or label.text() for label in labels)

    assert "Look." in said()
    press(Qt.Key.Key_PageDown)
    assert "What happens?" in said()
    assert "1   Nothing" in said()
    assert learner.seen("lessonStripButton").text() == "We don't know"
    press(Qt.Key.Key_PageUp)
    assert "Look." in said()
    press(Qt.Key.Key_Right)  # as some remotes say it
    press(Qt.Key.Key_1)
    assert learner.seen("lessonStripButton").text() == "That is our guess"
    press(Qt.Key.Key_PageDown)
    assert player.answers["guess"].options == ("nothing",)
    run = player.waits_for
    assert "Watch: The cost." in said()
    press(Qt.Key.Key_F5)
    learner.person.wait_until(lambda: player.waits_for is not run)
    assert "Something did." in said()
    assert "2   It gets better" in said()  # what is right, once that is known
    for word in ("So it is.", "It reads", "How many percent?"):
        press(Qt.Key.Key_PageDown)
        assert word in said()
    for key in (Qt.Key.Key_9, Qt.Key.Key_9, Qt.Key.Key_PageDown):
        press(key)
    assert player.answers["number"].number == 99
    learner.person.trigger("projectorAction")
    assert learner.seen("lessonPanel").isVisible()
    assert learner.is_seen("lessonNextButton")
