"""Several digits on the pad are read as a number, each on its own; one of them is explained and can be kept."""

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QWidget

from core.data.ink.part import Part
from core.data.ink.pictures import STAGES, Preparation, Stage
from core.data.ink.steps import ALL_STEPS
from core.data.ink.strokes import prepare
from core.insight.reasons import JOINED
from desktop.models.pictures import Picture

FOUR = [(0.22, 0.25), (0.1, 0.55), (0.38, 0.55)], [(0.32, 0.3), (0.3, 0.8)]
SEVEN = [(0.55, 0.25), (0.85, 0.25), (0.65, 0.8)]
pops_up = pytest.mark.qt_log_ignore("This plugin does not support")


def text(person, name: str) -> str:
    return person.find(QLabel, name).text()


def draw_number(person) -> None:
    person.workbench.set_doubt_threshold(0.0)
    for stroke in (*FOUR, SEVEN):
        person.draw(*stroke)


def test_a_number_is_read_digit_by_digit_and_undo_leads_back_to_one(person):
    announcements = person.workbench.announcements
    announcements._is_heard, announcements._pause.isActive = lambda: True, lambda: False
    said = []
    announcements.said.connect(lambda each: said.append(each.text))
    draw_number(person)
    pad = person.workbench.pad
    read = [str(digit.verdict.answer.digit) for digit in pad.digits]
    assert len(read) == 2
    assert text(person, "predictionLabel") == "".join(read)
    words = text(person, "confidenceLabel")
    assert words.startswith(f"Two digits, each read on its own: {read[0]}\N{NO-BREAK SPACE}(")
    assert said[-1] == f"{''.join(read)}: {words}"
    assert "one digit at a time; these are two" in person.find(QLabel, "confidenceLabel").toolTip().replace("\n", " ")
    assert [mark.caption for mark in person.find(QWidget, "pad").marks] == read
    person.workbench.set_doubt_threshold(1.0)  # an untrained network is never so sure
    assert text(person, "predictionLabel") == "??"
    pad.change_steps(ALL_STEPS.without("box"))
    assert pad.digits == ()
    pad.change_steps(ALL_STEPS)
    assert len(pad.digits) == 2
    person.trigger("undoInkAction")
    assert len(pad.digits) == 1
    assert np.array_equal(pad.image, prepare(pad.ink))
    assert person.find(QWidget, "pad").marks == ()


def test_the_digit_that_is_clicked_is_explained_and_no_dot_is_left(person):
    draw_number(person)
    pad = person.workbench.pad
    last = pad.image
    assert pad.chosen == 1
    person.draw((0.2, 0.4))
    assert pad.chosen == 0
    assert len(pad.ink.strokes) == 3
    assert np.array_equal(pad.image, pad.digits[0].part.image)
    assert not np.array_equal(pad.image, last)
    bars = person.find(QWidget, "digitBars")
    assert bars.accessibleDescription().startswith(text(person, "predictionLabel")[0])
    assert bars.accessibleName() == "The outputs: the first digit"
    person.draw((0.5, 0.95))  # between the boxes a dot is a dot
    assert len(pad.ink.strokes) == 4


@pops_up
def test_one_digit_of_a_number_is_kept_and_the_whole_is_refused(person):
    own = person.workbench.handwriting
    person.wait_until(lambda: own.is_ready)
    draw_number(person)
    person.draw((0.2, 0.4))
    person.find(QToolButton, "correctionButton").click()
    chooser = person.find(QWidget, "correctionChooser")
    QTest.keyClick(chooser, "4")
    (sample,) = own.samples
    assert (sample.label, len(sample.ink.strokes)) == (4, 2)
    person.window.tabs.setCurrentWidget(person.window.panels["handwriting"])
    own.ask_for(3)
    person.find(QPushButton, "keepDigitButton").click()
    assert len(own.samples) == 1
    assert "Several digits" in text(person, "handwritingHint")


def test_digits_that_touch_get_a_question_mark_and_the_reason(person):
    person.draw(*_ring(0.3))
    person.draw(*_ring(0.58))
    assert text(person, "predictionLabel") == "?"
    assert text(person, "confidenceLabel") == JOINED


def test_digits_drawn_without_lifting_the_pen_touch_too(person):
    person.draw(*_ring(0.3), *_ring(0.58)[::-1])
    assert text(person, "predictionLabel") == "?"
    assert text(person, "confidenceLabel") == JOINED


def test_no_sentence_makes_the_column_wider(person):
    panel, widths = person.window.panels["pad"], set()
    draw_number(person)
    widths.add(panel.minimumSizeHint().width())
    person.window.panels["pad"].canvas.clear()
    widths.add(panel.minimumSizeHint().width())
    words = person.find(QLabel, "confidenceLabel")
    assert words.fontMetrics().horizontalAdvance("8 (100 %),") <= words.minimumSizeHint().width() + 1
    for sentence in ("Not sure: 3 or 5", "Two digits, each read on its own: 8 (100 %), 9 (100 %)."):
        words.setText(sentence.replace(" (", "\N{NO-BREAK SPACE}(").replace(" %", "\N{NO-BREAK SPACE}%"))
        widths.add(panel.minimumSizeHint().width())
    assert len(widths) == 1


def test_the_digits_of_a_picture_are_read_and_marked_alike(person):
    person.workbench.set_doubt_threshold(0.0)
    frame = np.zeros((28, 28), np.uint8)
    frame[8:20, 4:10] = frame[8:20, 14:24] = 255
    frame.flags.writeable = False
    left, right = np.zeros((2, 28, 28), np.uint8)
    left[4:24, 10:18] = right[4:24, 6:22] = 255
    parts = Part((0.1, 0.2, 0.2, 0.6), left), Part((0.5, 0.2, 0.4, 0.6), right)
    stages = tuple(Stage(name, frame) for name in STAGES)
    picture = Picture("number.png", Preparation(stages, True, parts, ("A ruled line was left out.",)))
    person.workbench.pictures.begin(picture)
    pad = person.workbench.pad
    number = text(person, "predictionLabel")
    assert len(number) == 2
    assert number.isdigit()
    assert text(person, "pictureNotesLabel") == "A ruled line was left out."
    (first, _) = person.find(QWidget, "pad").marks
    assert first.box == pytest.approx((4 / 28, 8 / 28, 5 / 28, 12 / 28))
    assert pad.image is right
    pad.choose(0)
    assert pad.chosen_ink.picture is not None
    assert np.array_equal(pad.chosen_ink.picture, left)
    person.workbench.pictures.add(picture)
    menu = person.find(QMenu, "pictureReadingsMenu")
    menu.aboutToShow.emit()
    assert menu.actions()[0].text() == f"number.png: {number}"
    person.draw((0.1, 0.9), (0.9, 0.9))  # what is drawn over a picture is one image with it
    assert len(text(person, "predictionLabel")) == 1


def _ring(x: float) -> list[tuple[float, float]]:
    return [(x + 0.16 * np.cos(angle), 0.5 + 0.32 * np.sin(angle)) for angle in np.linspace(0, 6.4, 30)]
