"""Fields for numbers: steps people expect, and no change by a passing wheel."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.form.number_fields import Combo, NumberField, WholeField


def number_field(qtbot: QtBot, low: float = 0.0, high: float = 1000.0) -> NumberField:
    field = NumberField(low, high, logarithmic=True)
    qtbot.addWidget(field)
    return field


def whole_field(qtbot: QtBot, *, doubling: bool) -> WholeField:
    field = WholeField(0, 10_000, doubling=doubling)
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize(
    ("value", "text"), [(0.002, "0.002"), (1.0, "1"), (1e-6, "1e-06"), (1000.0, "1000"), (0.1 + 0.2, "0.3")]
)
def test_a_number_is_written_as_people_write_it(qtbot: QtBot, value: float, text: str):
    field = number_field(qtbot)
    field.setValue(value)
    assert field.text() == text


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("0,5", 0.5), ("5e-3", 0.005)])
def test_a_number_is_read_as_people_write_it(qtbot: QtBot, text: str, value: float):
    field = number_field(qtbot)
    field.setValue(2.0)
    field.lineEdit().setText(text)
    field.interpretText()
    assert field.value() == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1e9", "Learning rate must be between 1e-06 and 1,000, not 1,000,000,000. It stays at 2."),
        ("0", "Learning rate must be between 1e-06 and 1,000, not 0. It stays at 2."),
        ("1.234,5", "'1.234,5' is not a number. It stays at 2."),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_a_sentence(qtbot: QtBot, text: str, told: str):
    field = NumberField(1e-6, 1000.0, logarithmic=True, label="Learning rate")
    qtbot.addWidget(field)
    field.setValue(2.0)
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, text)
    with qtbot.waitSignal(field.misread) as caught:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert caught.args[0].startswith(told)
    assert (field.value(), field.text()) == (2.0, "2")


@pytest.mark.parametrize("text", ["64.0", "1,000", "0", "-3", "1e3", "9" * 30])
def test_a_whole_number_that_cannot_be_is_refused_with_a_sentence(qtbot: QtBot, text: str):
    field = WholeField(1, 100_000, label="Epochs")
    qtbot.addWidget(field)
    field.setValue(20)
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, text)
    with qtbot.waitSignal(field.misread) as caught:
        field.interpretText()
    assert "It stays at 20." in caught.args[0]
    assert field.value() == 20


def test_a_word_for_all_can_be_typed_where_there_is_one(qtbot: QtBot):
    field = whole_field(qtbot, doubling=True)
    field.setSpecialValueText("all")
    field.setValue(64)
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, "all")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == 0


@pytest.mark.parametrize("text", ["", "-", "1e", "nan", "inf", "hello"])
def test_what_is_no_number_leaves_the_value(qtbot: QtBot, text: str):
    field = number_field(qtbot)
    field.setValue(2.0)
    state, _, _ = field.validate(text, 0)
    assert state is not QValidator.State.Acceptable
    assert field.valueFromText(text) == 2.0


def test_letters_cannot_be_typed(qtbot: QtBot):
    assert number_field(qtbot).validate("abc", 0)[0] is QValidator.State.Invalid


def test_a_logarithmic_field_steps_through_one_two_five(qtbot: QtBot):
    field = number_field(qtbot)
    field.setValue(0.002)
    seen = []
    for _ in range(4):
        field.stepUp()
        seen.append(field.value())
    assert seen == [0.005, 0.01, 0.02, 0.05]
    for _ in range(5):
        field.stepDown()
    assert field.value() == 0.001


def test_a_logarithmic_field_reaches_zero_and_leaves_it_again(qtbot: QtBot):
    field = number_field(qtbot)
    field.setValue(1e-6)
    field.stepDown()
    assert field.value() == 0.0
    field.stepUp()
    assert field.value() == 1e-6


def test_a_step_from_between_goes_to_the_next_round_number(qtbot: QtBot):
    field = number_field(qtbot)
    field.setValue(0.003)
    field.stepUp()
    assert field.value() == 0.005
    field.setValue(0.003)
    field.stepDown()
    assert field.value() == 0.002


def test_the_range_holds_whatever_is_stepped(qtbot: QtBot):
    field = number_field(qtbot, 0.0, 10.0)
    field.setValue(10.0)
    field.stepUp()
    assert field.value() == 10.0


def test_a_batch_size_doubles_and_halves(qtbot: QtBot):
    field = whole_field(qtbot, doubling=True)
    field.setValue(100)
    field.stepUp()
    assert field.value() == 128
    field.stepDown()
    assert field.value() == 64
    field.setValue(1)
    field.stepDown()
    assert field.value() == 0
    field.stepUp()
    assert field.value() == 1


def test_a_page_of_doublings_ends_at_the_largest_number_there_is(qtbot: QtBot):
    field = WholeField(0, 10_000_000, doubling=True)
    qtbot.addWidget(field)
    field.setValue(8_000_000)
    field.stepBy(10)  # a press of Page up: ten doublings are more than a field of Qt's can be asked to hold
    assert field.value() == 8_388_608


def test_other_whole_numbers_step_by_one(qtbot: QtBot):
    field = whole_field(qtbot, doubling=False)
    field.setValue(5)
    field.stepUp()
    assert field.value() == 6


def test_a_number_half_typed_is_not_announced(qtbot: QtBot):
    field = whole_field(qtbot, doubling=False)
    told: list[int] = []
    field.valueChanged.connect(told.append)
    field.show()
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, "128")
    assert told == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == [128]


def turn_wheel(widget: QWidget) -> None:
    at = QPointF(widget.rect().center())
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_passing_wheel_changes_nothing_and_one_over_the_focused_field_does(qtbot: QtBot):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    combo, number, whole = Combo(), NumberField(0, 10), WholeField(0, 10)
    combo.addItems(["a", "b", "c"])
    for field in (combo, number, whole):
        layout.addWidget(field)
    number.setValue(5)
    whole.setValue(5)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    values = {combo: combo.currentIndex, number: number.value, whole: whole.value}
    for field, value in values.items():
        page.setFocus()
        field.clearFocus()
        before = value()
        turn_wheel(field)
        assert value() == before
        field.setFocus()
        turn_wheel(field)
        assert value() != before
