"""InForce: a value that changes many times a second moves nothing."""

from pytestqt.qtbot import QtBot

from desktop.widgets.form.in_force import InForce


def test_it_is_there_while_there_is_something_to_say_and_keeps_its_width(qtbot: QtBot) -> None:
    label = InForce("Learning rate")
    qtbot.addWidget(label)
    assert label.isHidden()
    label.show_text("now 0.01")
    width = label.width()
    assert not label.isHidden()
    assert label.accessibleName() == "Learning rate in force: now 0.01"
    label.show_text("now 0.00123")
    assert label.width() == width
    label.show_text("")
    assert label.isHidden()
