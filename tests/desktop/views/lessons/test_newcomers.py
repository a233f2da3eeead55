"""Newcomers as policies: how people who know nothing play lessons, and that none of them gets stuck."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from core.data import catalog
from core.data.dataset import Dataset
from core.errors import DataError
from core.lessons import course
from core.lessons.answers import Answer
from core.lessons.facts import FACTS
from core.lessons.lesson import Lesson
from core.lessons.question import Ask
from core.lessons.running import RunBlock
from desktop.look.text_size import SIZES
from desktop.look.theme import LIGHT
from desktop.models.lessons import LessonsModel
from desktop.models.training import State
from desktop.views.lessons.page import LessonPage
from desktop.views.lessons.text import LessonText
from tests.core.lessons.lesson_texts import changed
from tests.desktop.conftest import Person
from tests.desktop.helpers import assert_same_weights
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images

LESSONS = [entry.lesson for entry in course.entries([course.FOLDER]) if entry.lesson is not None]
KNOWN = {name: (1 + place) / 100 for place, name in enumerate(FACTS)}  # no two are told alike


@pytest.fixture
def learner(person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there()
    return Learner(person)


class Walk:
    """Somebody who plays a whole lesson on its page, without a window: nothing is trained.

    Parameters
    ----------
    choice : int
        Which of the wrong options they take, from 0, as long as there are so many; which wrong number.
    """

    def __init__(self, lessons: LessonsModel, page: LessonPage, lesson: Lesson, choice: int) -> None:
        self._lessons, self._page, self._choice = lessons, page, choice
        self.told: list[tuple[str, str]] = []  # what was said to each wrong answer, and what stood on the card
        lessons.begin(lesson, "builtin", anew=True)

    def play(self, look=lambda: None) -> None:
        """Go to the end of the lesson, and look at every state on the way."""
        player = self._lessons.player
        for _ in range(300):
            self._page.refresh()
            look()
            block = player.waits_for
            if block is None and player.is_last:
                break
            if block is None:
                self._listen()
                self._lessons.next_step()
            elif isinstance(block, Ask):
                self._lessons.answer(self._wrong(block))
            elif isinstance(block, RunBlock):
                self._lessons.run_ended(KNOWN)
            else:
                self._lessons.go_on()
        self._listen()
        assert player.is_done

    def _wrong(self, ask: Ask) -> Answer:
        options = [option for option in ask.options if not option.right]
        if options:
            return Answer((options[self._choice % len(options)].id,))
        return Answer(number=ask.high if self._choice % 2 else ask.low, words="Because.")

    def _listen(self) -> None:
        player = self._lessons.player
        for ask in player.step.blocks(Ask):
            answer = player.answers[ask.id]
            said = [option.says for option in ask.options if option.id in answer.options]
            card = next(card for card in self._page.cards() if card.block is ask)
            words = "\n".join(label._markdown for label in card.findChildren(LessonText))
            self.told += [(player.text_of(text), words) for text in said]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_each_wrong_answer_sees_its_own_words(qtbot, jobs, tmp_path, lesson):
    lessons = LessonsModel(jobs, path=tmp_path / "lessons.json")
    page = LessonPage(lessons, LIGHT, lambda: None, lambda: "waiting")
    qtbot.addWidget(page)
    wrong = {option.says for ask in lesson.blocks(Ask) for option in ask.options if not option.right}
    most = max((sum(not option.right for option in ask.options) for ask in lesson.blocks(Ask)), default=0)
    heard = set()
    for choice in range(max(most, 1)):
        walk = Walk(lessons, page, lesson, choice)
        walk.play()
        assert all(said in words for said, words in walk.told)
        heard |= {said for said, _ in walk.told}
    assert heard == {lessons.player.text_of(text) for text in wrong}


def test_the_impatient_press_everything_and_break_nothing(learner):
    learner.begin()
    panel, player = learner.seen("lessonPanel"), learner.lessons.player
    for _ in range(5):  # Next at once: the last step offers another lesson
        if not player.is_last:
            learner.press("lessonNextButton")
    assert player.step.id == "now"
    page = learner.seen("lessonPage")
    page.setFocus()
    for _ in range(12):  # held
        QTest.keyClick(page, Qt.Key.Key_PageUp)
    assert (player.place, panel.isVisible()) == (0, True)
    learner.guess(0)
    block = player.waits_for
    button = learner.seen("lessonRunButton")
    button.click()
    button.click()  # twice: it pauses before it began, or right after
    training = learner.person.workbench.training
    learner.person.wait_until(lambda: player.waits_for is not block or training.state is State.PAUSED)
    if player.waits_for is block:
        button.click()
    learner.person.wait_until(lambda: player.waits_for is not block)
    assert len([run for run in learner.person.workbench.runs.trained if run.name == "3 Small: first"]) == 1
    learner.press("lessonNextButton")
    field = learner.seen("lessonNumberSpin")
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert player.is_done
    assert len(player.answers) == 2


def test_the_wanderer_finds_lesson_and_network_as_they_were(
    monkeypatch: pytest.MonkeyPatch, qtbot, open_window, tiny_dataset: Dataset, figures_folder: Path
):
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there(changed("epochs = 2", "epochs = 1000"))
    person = Person(qtbot, open_window())
    learner, workbench = Learner(person), person.workbench
    person.train_a_little()
    own = workbench.runs.current
    learner.begin()
    learner.guess(1)
    learner.press("lessonRunButton")
    person.wait_until(lambda: person.step > 2)
    workbench.settings.propose("batch_size", 20)  # other settings
    person.trigger("resetAction")
    person.wait_until(lambda: workbench.training.state is State.READY)
    assert isinstance(learner.lessons.player.waits_for, RunBlock)
    workbench.library.load(str(figures_folder))  # another data set
    person.wait_until(lambda: workbench.library.in_use == str(figures_folder) and not workbench.library.is_busy)
    assert isinstance(learner.lessons.player.waits_for, RunBlock)
    learner.press("lessonRunButton")
    person.wait_until(lambda: person.step > 2)
    person.window.close()  # in the middle of a run

    again = Person(qtbot, open_window())
    other = Learner(again)
    other.begin()
    assert other.lessons.player.answers["guess"].options == ("better",)
    assert isinstance(other.lessons.player.waits_for, RunBlock)
    other.press("lessonLeaveButton")
    assert not other.is_seen("lessonPanel")
    runs = again.workbench.runs
    again.wait_until(lambda: runs.find(own.id) is not None)
    again.workbench.session.switch(own.id)
    again.wait_until(lambda: runs.current.id == own.id and runs.current.latest is not None)
    assert_same_weights(runs.current.latest.network, own.latest.network)


def test_the_keyboard_alone_leads_from_the_list_to_the_end(learner):
    put_lesson_there(changed('images = ["builtin"]', 'images = ["builtin"]\nknobs = ["batch_size"]'))
    window = learner.person.window
    window.activateWindow()

    def is_at(name: str) -> bool:
        return window.focusWidget() is not None and window.focusWidget().objectName() == name

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            window.activateWindow()  # shortcuts are of the window in front
            QApplication.processEvents()
            assert window.focusWidget() is not None, "the keyboard is nowhere"
            QTest.keyClick(window.focusWidget(), key)
            QApplication.processEvents()

    def tab_to(name: str) -> None:
        for _ in range(25):
            if not is_at(name):
                press(Qt.Key.Key_Tab)
        assert is_at(name)

    QTest.keySequence(window, "Ctrl+Shift+L")
    learner.person.wait_until(lambda: bool(learner.lessons.entries) and is_at("lessonList"))
    found = window.focusWidget()
    for _ in range(found.count()):
        if "Small" not in found.currentItem().text():
            press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    learner.person.wait_until(lambda: is_at("lessonAnswer0"))
    player = learner.lessons.player
    press(Qt.Key.Key_2)
    tab_to("lessonGuessButton")
    press(Qt.Key.Key_Return)
    learner.person.wait_until(lambda: is_at("lessonRunButton"))
    press(Qt.Key.Key_Space)
    learner.person.wait_until(lambda: is_at("lessonNextButton"))  # and not in a setting, which Page down would change
    press(Qt.Key.Key_PageDown)
    learner.person.wait_until(lambda: is_at("lessonNumberSpin"))
    press(Qt.Key.Key_9, Qt.Key.Key_9, Qt.Key.Key_Return)
    assert player.answers["number"].number == 99
    assert player.is_done
    learner.person.wait_until(lambda: is_at("lessonNextButton"))
    tab_to("lessonLeaveButton")
    press(Qt.Key.Key_Space)
    assert learner.lessons.player is None


def test_nothing_is_cut_with_the_largest_text_in_a_small_window(qtbot, jobs, tmp_path, learner):
    knobs = 'knobs = ["hidden", "batch_size", "epochs"]'
    put_lesson_there(changed('images = ["builtin"]', f'images = ["builtin"]\n{knobs}'))
    window = learner.person.window
    window.resize(1024, 700)
    try:
        for _ in SIZES:
            if window.actions_["largerTextAction"].isEnabled():
                learner.person.trigger("largerTextAction")
        QApplication.processEvents()
        learner.open_list()
        assert _cut(learner.seen("lessonPanel")) == []
        learner.begin()
        assert _cut(learner.seen("lessonPanel")) == []
        learner.guess(0)
        learner.person.workbench.settings.propose("batch_size", 20)
        learner.seen("lessonExperimentCard")
        assert _cut(learner.seen("lessonPanel")) == []
        learner.run()
        assert _cut(learner.seen("lessonPanel")) == []
        assert learner.seen("lessonPage").height() >= 3 * window.fontMetrics().lineSpacing()
        _look_at_all(qtbot, LessonsModel(jobs, path=tmp_path / "lessons.json"), learner.seen("lessonPage").width())
    finally:
        learner.person.trigger("usualTextAction")


def _look_at_all(qtbot, lessons: LessonsModel, width: int) -> None:
    """Look at every state of every lesson on a page as wide as the window's."""
    page = LessonPage(lessons, LIGHT, lambda: None, lambda: "waiting")
    qtbot.addWidget(page)
    page.resize(width, 400)
    page.show()

    def look() -> None:
        _settle()
        page.resize(max(page.width(), page.needed_width), page.height())  # as the column of the window does
        assert page.width() < 1024 / 2
        assert _cut(page) == [], lessons.lesson.id

    for lesson in LESSONS:
        Walk(lessons, page, lesson, 0).play(look)


def _settle() -> None:
    for _ in range(5):  # a layout settles in a few rounds of events
        QApplication.processEvents()


def _cut(panel: QWidget) -> list[str]:
    """Return the words of labels and buttons that have less room than they need, or stand out at a side."""
    _settle()
    found = []
    for widget in panel.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)):
            continue
        needed = widget.minimumSizeHint() if isinstance(widget, QLabel) else widget.sizeHint()
        height = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else needed.height()
        left = widget.mapTo(panel, widget.rect().topLeft()).x()
        is_beside = left < 0 or left + widget.width() > panel.width()
        if widget.width() < needed.width() or widget.height() < height or is_beside:
            text = widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName() or widget.text()
            room = f"{widget.width()} x {widget.height()} of {needed.width()} x {height}"
            found.append(f"{widget.objectName()} {text!r}: {room}")
    return found


def test_without_mnist_a_lesson_is_played_on_what_is_here_or_says_why_not(learner, monkeypatch):
    monkeypatch.setenv("INKLING_DATA", str(course.own_folder()))
    load = catalog.load

    def without(name: str, *others: object, **options: object) -> Dataset:
        if name == "mnist":
            raise DataError("MNIST is not here.", "Connect to a network.")
        return load(name, *others, **options)

    monkeypatch.setattr(catalog, "load", without)
    put_lesson_there(changed('images = ["builtin"]', 'images = ["mnist", "builtin"]'))
    put_lesson_there(
        changed('images = ["builtin"]', 'images = ["mnist"]').replace('"small"', '"far"').replace("Small", "Far"), "far"
    )
    learner.begin()
    assert learner.lessons.player.images == "builtin"
    learner.press("lessonLeaveButton")
    learner.open_list()
    found = learner.seen("lessonList")
    item = next(found.item(row) for row in range(found.count()) if "Far" in found.item(row).text())
    found.itemActivated.emit(item)
    learner.person.wait_until(lambda: "MNIST is not here." in learner.person.notice)
    assert learner.lessons.player is None
    learner.choose("Small")  # the others can be played all the same
