"""The cards of a lesson, each without a window."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QPushButton

from core.lessons.answers import Answer
from core.lessons.lesson import Lesson
from core.lessons.question import Ask
from core.lessons.reading import parsed
from core.lessons.running import Check, RunBlock
from core.lessons.showing import Draw, If, Point
from desktop.look.theme import DARK, LIGHT
from desktop.models.lessons import LessonsModel
from desktop.views.lessons.card import Card
from desktop.views.lessons.doing_cards import CheckCard, DoCard, SayCard
from desktop.views.lessons.list_page import LessonList
from desktop.views.lessons.page import LessonPage
from desktop.views.lessons.question_card import QuestionCard
from desktop.views.lessons.run_card import RunCard, RunState
from desktop.views.lessons.text import LessonText
from desktop.widgets.form.option_row import OptionRow
from tests.core.lessons.lesson_texts import LESSON, changed

MORE = """```point
at = "pad"
text = "Look at the pad."
```
```draw
text = "Draw a three."
```
```if
answer = "guess.wrong"
text = "Look again."
```
The end.
"""


def _lesson(text: str = LESSON) -> Lesson:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    return lesson


@pytest.fixture
def lessons(jobs, tmp_path: Path) -> LessonsModel:
    return LessonsModel(jobs, path=tmp_path / "lessons.json", clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))


def _button(card: Card, name: str) -> QPushButton:
    found = card.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_click_on_the_words_chooses_the_answer(qtbot):
    row = OptionRow("It gets better, by and by", 1, several=False)
    qtbot.addWidget(row)
    row.resize(200, 60)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert row.button.isChecked()
    assert row.button.objectName() == "lessonAnswer1"
    assert row.button.accessibleName() == "It gets better, by and by"


def test_a_question_is_answered_once_something_is_chosen(qtbot, lessons):
    lesson = _lesson()
    lessons.begin(lesson, "builtin")
    card = QuestionCard(next(lesson.blocks(Ask)), lessons, LIGHT)
    qtbot.addWidget(card)
    say = _button(card, "lessonGuessButton")
    assert not say.isEnabled()
    card.choose(7)  # there is no such answer
    card.choose(0)
    assert say.isEnabled()
    assert card.tell_hint() is False
    say.click()
    say.click()  # a second click does nothing
    assert lessons.player.answers["guess"].options == ("nothing",)
    card.refresh()
    assert not card.has_hint
    edge = card.edge()
    lessons.run_ended({"test_accuracy": 0.5, "step": 4.0})
    card.refresh()
    assert card.edge() == LIGHT.warning != edge


def test_a_number_is_given_by_the_return_key(qtbot, lessons):
    lesson = _lesson()
    lessons.begin(lesson, "builtin")
    lessons.go_to(1)
    card = QuestionCard(list(lesson.blocks(Ask))[1], lessons, LIGHT)
    qtbot.addWidget(card)
    field = card.findChild(QDoubleSpinBox, "lessonNumberSpin")
    card.take_focus()
    assert field.lineEdit().selectedText()  # typing replaces what stands there
    QTest.keyClicks(field, "37")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert lessons.player.answers["number"].number == 37
    lessons.run_ended({"test_accuracy": 0.5})
    lessons.learn({"run.first.test_accuracy": 0.5})
    card.refresh()
    said = [label.accessibleName() for label in card.findChildren(LessonText)]
    assert any(words.startswith("Not quite. ") for words in said)


def test_a_run_can_be_started_only_when_it_is_its_turn(qtbot, lessons):
    lesson = _lesson()
    lessons.begin(lesson, "builtin")
    pressed: list[bool] = []
    state: list[RunState] = ["waiting"]
    card = RunCard(next(lesson.blocks(RunBlock)), lessons, LIGHT, lambda: pressed.append(True), lambda: state[0])
    qtbot.addWidget(card)
    button = _button(card, "lessonRunButton")
    button.click()
    assert not pressed
    lessons.go_on()
    card.refresh()
    assert button.text() == "Run it"
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed
    state[0] = "ending"
    card.refresh()
    assert not button.isEnabled()  # what it came to is being found out: pressed now, it would begin once more
    lessons.run_ended({"test_accuracy": 0.5})
    card.refresh()
    assert button.text() == "Done"
    lessons.repeat()
    state[0] = "waiting"
    card.refresh()
    assert button.text() == "Run it"


@pytest.mark.parametrize(("accuracy", "edge"), [(0.5, LIGHT.success), (0.01, LIGHT.warning)])
def test_a_check_tells_its_outcome(qtbot, lessons, accuracy: float, edge: str):
    lesson = _lesson()
    lessons.begin(lesson, "builtin")
    lessons.go_on()
    lessons.run_ended({"test_accuracy": accuracy})
    card = CheckCard(next(lesson.blocks(Check)), lessons, LIGHT)
    qtbot.addWidget(card)
    assert card.edge() == edge
    assert _button(card, "lessonGoOnButton").isHidden() is (accuracy == 0.5)


def test_what_is_to_be_done_leads_there_and_on(qtbot, lessons):
    lesson = _lesson(changed("The end.\n", MORE))
    lessons.begin(lesson, "builtin")
    lessons.go_to(1)
    lessons.go_on()
    shown: list[object] = []
    point, draw = next(lesson.blocks(Point)), next(lesson.blocks(Draw))
    card = DoCard(point, lessons, LIGHT, shown.append)
    qtbot.addWidget(card)
    _button(card, "lessonShowButton").click()
    assert shown == [point]
    _button(card, "lessonGoOnButton").click()
    assert lessons.player.waits_for is draw
    lessons.learn({"pad.ink": 1.0})
    assert lessons.player.waits_for is None


def test_an_if_says_nothing_where_it_does_not_apply(qtbot, lessons):
    lesson = _lesson(changed("The end.\n", MORE))
    lessons.begin(lesson, "builtin")
    said = SayCard(next(lesson.blocks(If)), lessons)
    qtbot.addWidget(said)
    assert said.isHidden()


def test_what_is_said_to_an_answer_is_scrolled_to(qtbot, lessons):
    page = LessonPage(lessons, LIGHT, lambda: None, lambda: "waiting")
    qtbot.addWidget(page)
    lessons.moved.connect(page.refresh)
    lessons.begin(_lesson(), "builtin")
    page.resize(300, 160)
    page.show()
    asked = page.question
    lessons.answer(Answer(("nothing",)))
    lessons.run_ended({"test_accuracy": 0.5, "step": 12.0})
    said = asked.feedback
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: page.viewport().rect().contains(QRect(said.mapTo(page.viewport(), QPoint()), said.size())))


def test_a_page_asks_for_the_width_that_large_text_needs_and_keeps_it(qtbot, lessons):
    page = LessonPage(lessons, LIGHT, lambda: None, lambda: "waiting")
    qtbot.addWidget(page)
    lessons.moved.connect(page.refresh)
    lessons.begin(_lesson(), "builtin")
    usual = page.needed_width
    page.setStyleSheet("font-size: 40pt")
    page.ensurePolished()
    page.refresh()
    large = page.needed_width
    assert large > usual
    lessons.answer(Answer(("nothing",)))  # its buttons are gone
    assert page.needed_width >= large


def test_a_page_follows_the_lesson_and_the_theme(qtbot, lessons):
    page = LessonPage(lessons, LIGHT, lambda: None, lambda: "waiting")
    qtbot.addWidget(page)
    lessons.moved.connect(page.refresh)
    lessons.begin(_lesson(), "builtin")
    assert [type(card) for card in page.cards()] == [QuestionCard]
    page.resize(300, page.widget().sizeHint().height() - 20)  # taller than what it takes at this width
    lessons.go_on()
    assert [type(card) for card in page.cards()] == [QuestionCard, RunCard]
    page.resize(300, 160)
    page.show()
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: 0 < bar.maximum() == bar.value())  # what is new is in sight, as soon as it has room
    page.hide()
    page.set_theme(DARK)
    lessons.next_step()
    assert page.question is not None
    lessons.leave()
    page.refresh()
    assert page.cards() == []


def test_a_lesson_is_chosen_from_the_list(qtbot, lessons):
    found = LessonList(lessons)
    qtbot.addWidget(found)
    lessons.list_all()
    qtbot.waitUntil(lambda: bool(lessons.entries), timeout=60_000)
    chosen: list[tuple[Lesson, bool]] = []
    found.chosen.connect(lambda lesson, anew: chosen.append((lesson, anew)))
    found._list.itemActivated.emit(found._list.item(0))
    assert chosen == [(lessons.entries[0].lesson, False)]
