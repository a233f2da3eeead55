"""InForce: a value that changes many times a second moves nothing."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
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


class Form(QWidget):
    """Counts how often what stands in it asks for a new layout."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = 0

    def event(self, event: QEvent) -> bool:
        self.requests += event.type() == QEvent.Type.LayoutRequest
        return bool(super().event(event))


def test_another_figure_lays_nothing_out_anew(qtbot: QtBot) -> None:
    form, label = Form(), InForce("Learning rate")
    qtbot.addWidget(form)
    QHBoxLayout(form).addWidget(label)
    form.show()
    label.show_text("now 0.01")
    QApplication.sendPostedEvents()
    form.requests = 0
    for text in ("now 0.02", "now 0.00123"):
        label.show_text(text)
        QApplication.sendPostedEvents()
    assert form.requests == 0
