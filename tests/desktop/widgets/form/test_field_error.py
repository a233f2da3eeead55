"""FieldError: why what is typed cannot be, over the form, which does not move."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.form.field_error import FieldError

_LONG = "This cannot be, and there is a lot to say of why it cannot and of what can be done instead. " * 3


@pytest.fixture
def form(qtbot: QtBot) -> QWidget:
    form = QWidget()
    layout = QVBoxLayout(form)
    for _ in range(8):
        layout.addWidget(QLineEdit())
    qtbot.addWidget(form)
    form.resize(260, 400)
    form.show()
    return form


def fields(form: QWidget) -> list[QLineEdit]:
    return form.findChildren(QLineEdit)


@pytest.mark.parametrize("place", [0, 7])
def test_it_is_whole_and_beside_its_field_and_nothing_moves(form: QWidget, place: int):
    before = [field.geometry() for field in fields(form)]
    error = FieldError(fields(form)[place])
    error.show_text(_LONG)
    assert error.isVisible()
    assert error.height() >= error.heightForWidth(error.width())
    assert form.rect().contains(error.geometry())
    assert not error.geometry().intersects(before[place])
    assert [field.geometry() for field in fields(form)] == before
    error.show_text("")
    assert not error.isVisible()


def test_a_click_puts_it_away(form: QWidget, qtbot: QtBot):
    error = FieldError(fields(form)[0])
    error.show_text(_LONG)
    qtbot.mouseClick(error, Qt.MouseButton.LeftButton)
    assert not error.isVisible()


def test_what_was_typed_is_no_markup(form: QWidget):
    error = FieldError(fields(form)[0])
    error.show_text("<b>big</b> is no number.")
    assert error.textFormat() is Qt.TextFormat.PlainText
