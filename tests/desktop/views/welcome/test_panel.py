"""The first two minutes: from the first stroke to a door, in a window nobody has used before."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QWidget

from core import disk
from core.files import pretrained
from core.lessons.answers import Answer
from core.lessons.progress import LessonProgress, ProgressFile
from core.lessons.reading import parsed
from desktop.models.lessons import FILE
from desktop.models.training import State
from desktop.models.welcome import Stage
from tests.core.lessons.lesson_texts import LESSON
from tests.desktop.conftest import Person, wait_for
from tests.desktop.lesson_helpers import Learner, put_lesson_there

SEVEN = ((0.2, 0.2), (0.5, 0.2), (0.8, 0.2), (0.65, 0.5), (0.5, 0.8))


@pytest.fixture
def newcomer(preferences, open_window, qtbot) -> Person:
    """Return someone at the very first start."""
    preferences.way_in = ""
    preferences.set_flag("something was trained", False)
    person = Person(qtbot, open_window())
    person.wait_until(lambda: person.workbench.pad.has_network)
    person.wait_until(lambda: person.workbench.welcome.pictures > 0)
    return person


def in_front(person) -> bool:
    return person.window.tabs.currentWidget() is person.window.panels["welcome"]


def is_there(window) -> bool:
    return window.tabs.isTabVisible(window.tabs.indexOf(window.panels["welcome"]))


def page_says(person) -> str:
    labels = person.window.panels["welcome"].findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_from_the_first_stroke_to_the_lessons_with_the_keyboard_alone(newcomer):
    person, workbench = newcomer, newcomer.workbench
    shipped = pretrained.load().latest
    assert in_front(person)
    assert workbench.notices.current is None
    assert f"was shown {shipped.train_images:,} pictures" in page_says(person)
    person.draw(*SEVEN)
    assert person.find(QLabel, "predictionLabel").text() == "7"
    whose = person.find(QLabel, "padWhoseLabel")
    assert whose.isVisible()
    assert "Inkling's own network" in whose.text()
    watch = person.find(QPushButton, "welcomeWatchButton")
    watch.setFocus()
    QTest.keyClick(watch, Qt.Key.Key_Space)
    assert workbench.welcome.stage is Stage.LEARNING
    person.wait_until(lambda: person.step > 0)
    assert whose.text() == "Now read by the network on screen."
    assert workbench.pad.network is workbench.timeline.snapshot.network
    person.wait_until(lambda: workbench.welcome.stage is Stage.ASKING)
    assert workbench.training.state is State.FINISHED
    assert workbench.timeline.latest.whole_epochs == 3
    guess = person.find(QDoubleSpinBox, "welcomeNumberSpin")
    person.wait_until(guess.isVisible)
    assert person.window.focusWidget() is guess
    QTest.keyClicks(guess, "90")  # in the place of what stands there
    assert guess.value() == 90
    QTest.keyClick(guess, Qt.Key.Key_Return)
    assert "All its neurons were there" in page_says(person)
    lessons = person.find(QPushButton, "welcomeLessonsButton")
    assert person.window.focusWidget() is lessons
    QTest.keyClick(lessons, Qt.Key.Key_Return)
    assert person.find(QWidget, "lessonPanel").isVisible()
    assert workbench.preferences.way_in == "lessons"
    assert not is_there(person.window)


def test_while_another_network_answers_it_is_explained_and_the_diagram_says_whose_it_is(newcomer):
    person, window = newcomer, newcomer.window
    window.tabs.setCurrentWidget(window.panels["why"])
    person.draw(*SEVEN)
    whose = person.find(QLabel, "whyWhoseLabel")
    assert whose.isVisible()
    assert any(label.text() == "Why 7 and not" for label in window.panels["why"].findChildren(QLabel))
    window.tabs.setCurrentWidget(window.panels["network"])
    caption = person.find(QLabel, "networkImageLabel")
    person.wait_until(lambda: "not trained yet" in caption.text())
    person.train_a_little()
    person.wait_until(lambda: caption.text().startswith("What is on the pad"))
    window.tabs.setCurrentWidget(window.panels["why"])
    assert whose.isHidden()


def test_skip_is_remembered_and_help_brings_the_page_back(newcomer, open_window, qtbot):
    person = newcomer
    person.find(QPushButton, "welcomeSkipButton").click()
    assert not is_there(person.window)
    assert person.workbench.preferences.way_in == "play"
    person.draw(*SEVEN)
    assert person.find(QLabel, "predictionLabel").text() == "7"  # nothing is trained yet
    person.window.close()
    again = Person(qtbot, open_window())
    assert not is_there(again.window)
    again.window.tabs.setCurrentIndex(3)
    again.trigger("usualLayoutAction")
    assert again.window.tabs.currentWidget() is again.window.panels["neurons"]
    again.trigger("welcomeAction")
    assert in_front(again)
    doors = [again.find(QPushButton, f"welcome{door}Button") for door in ("Lessons", "Play", "Teach")]
    assert all(door.isVisible() for door in doors)
    assert all(button.accessibleName() or button.text() for button in doors)
    doors[2].click()
    assert "inkling lessons check" in page_says(again)
    assert again.workbench.preferences.way_in == "teach"
    again.find(QPushButton, "welcomeSkipButton").click()
    assert not is_there(again.window)
    assert again.workbench.preferences.way_in == "teach"


def test_the_page_can_be_cut_short_and_follows_who_trains_without_it(newcomer):
    person = newcomer
    person.workbench.settings.propose("epochs", 1000)
    person.trigger("trainAction")
    person.wait_until(lambda: person.workbench.welcome.stage is Stage.LEARNING)
    person.wait_until(lambda: "it reads" in page_says(person))
    person.find(QPushButton, "welcomeEnoughButton").click()
    person.settle()
    assert person.workbench.training.state is State.PAUSED
    person.wait_until(person.find(QDoubleSpinBox, "welcomeNumberSpin").isVisible)
    person.find(QPushButton, "welcomeDontKnowButton").click()
    assert "one time in ten" in page_says(person)
    assert person.workbench.welcome.stage is Stage.DOORS


def test_a_lesson_begun_from_the_menu_is_a_door_too(newcomer):
    put_lesson_there()
    learner = Learner(newcomer)
    learner.begin()
    assert not is_there(newcomer.window)
    assert newcomer.workbench.preferences.way_in == "lessons"
    learner.guess(1)
    learner.run()
    assert newcomer.workbench.welcome.stage is Stage.CLOSED  # its run is no network to be watched and asked about
    learner.person.wait_until(lambda: newcomer.window.focusWidget() is learner.seen("lessonNextButton"))


def test_a_file_asked_for_is_not_kept_waiting_by_a_welcome(preferences, window):
    preferences.way_in = ""
    preferences.set_flag("something was trained", False)
    window.workbench.welcoming.greet(is_asked=True)
    assert not is_there(window)
    assert not window.workbench.pad.is_stand_in


def test_a_question_that_was_missed_comes_back_once(preferences, open_window, qtbot):
    put_lesson_there()
    lesson, _ = parsed(LESSON)
    then = datetime.now(UTC) - timedelta(days=2)
    missed = Answer(("nothing",), right=False, at=then.isoformat())
    facts = {"first": {"test_accuracy": 0.5, "step": 12.0}}
    progress = LessonProgress(version=lesson.version, answers={"guess": missed}, runs=facts)
    file = ProgressFile(disk.data_folder() / FILE)
    file.save("small", progress)
    window = open_window()
    person = Person(qtbot, window)
    wait_for(qtbot, lambda: is_there(window))
    assert not in_front(person)
    place = window.tabs.indexOf(window.panels["welcome"])
    assert window.tabs.tabText(place) == "Welcome (1)"
    window.tabs.setCurrentIndex(place)
    assert "What happens?" in page_says(person)
    person.find(QWidget, "lessonAnswer1").click()
    person.find(QPushButton, "welcomeGuessButton").click()
    assert "Yes: 50.0 %." in page_says(person)
    person.find(QPushButton, "welcomeSkipButton").click()
    assert not is_there(window)
    wait_for(qtbot, lambda: "guess" in file.load()[0]["small"].recalled)
    assert window.workbench.lessons.recall() is None
