"""AnswerFields: options, a number or words, as a question of a lesson asks for them."""

import pytest
from PySide6.QtWidgets import QDoubleSpinBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from core.lessons.answers import Answer
from core.lessons.question import Ask, Option
from desktop.widgets.form.answer_fields import AnswerFields

OPTIONS = (Option("no", "No", "Not so."), Option("yes", "Yes", "So it is.", right=True))


@pytest.mark.parametrize(("form", "chosen"), [("choice", ("yes",)), ("several", ("no", "yes"))])
def test_options_are_chosen_by_their_number(qtbot: QtBot, form: str, chosen: tuple[str, ...]):
    fields = AnswerFields(Ask(1, "ask", "Is it?", form, OPTIONS), "own", columns=2)
    qtbot.addWidget(fields)
    assert not fields.is_complete
    with qtbot.waitSignal(fields.changed):
        fields.choose(0)
    fields.choose(1)
    fields.choose(7)
    assert fields.answer.options == chosen
    assert fields.is_complete
    fields.set_open(False)
    fields.choose(0)
    assert fields.answer.options == chosen, "it was given"


def test_a_number_is_in_the_middle_until_it_is_touched(qtbot: QtBot):
    fields = AnswerFields(Ask(1, "ask", "How many?", "number", low=0, high=100, unit="%"), "own")
    qtbot.addWidget(fields)
    field = fields.findChild(QDoubleSpinBox, "ownNumberSpin")
    assert (field.value(), field.decimals(), field.suffix()) == (50, 0, " %")
    assert (fields.is_complete, fields.is_touched) == (True, False)
    field.setValue(30)
    assert fields.is_touched
    assert fields.answer.number == 30
    fields.show_answer(Answer(number=12))
    assert field.value() == 12


def test_words_are_an_answer_once_there_are_any(qtbot: QtBot):
    fields = AnswerFields(Ask(1, "ask", "Why?", "words"), "own")
    qtbot.addWidget(fields)
    fields.findChild(QPlainTextEdit, "ownWordsEdit").setPlainText(" ")
    assert not fields.is_touched
    fields.show_answer(Answer(words="Because"))
    assert fields.is_touched
    assert fields.answer.words == "Because"
