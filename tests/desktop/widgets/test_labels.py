"""Labels: few text styles, whose colors follow the palette."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.widgets.labels import VerdictLabel, heading, hint


def test_styles_differ_in_size_and_weight(qtbot: QtBot):
    plain, title, small, large = QLabel("a"), heading("a"), hint("a"), VerdictLabel("a")
    for label in (plain, title, small, large):
        qtbot.addWidget(label)
    sizes = [label.font().pointSizeF() for label in (small, plain, title, large)]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 4
    assert title.font().weight() == QFont.Weight.DemiBold


def test_hints_wrap(qtbot: QtBot):
    label = hint("A long explanation. " * 10)
    qtbot.addWidget(label)
    assert label.wordWrap()


def test_a_long_verdict_is_written_smaller_and_moves_nothing(qtbot: QtBot):
    label = VerdictLabel("7")
    qtbot.addWidget(label)
    height = label.sizeHint().height()
    size = label.font().pointSizeF()
    label.setText("Ankle boot")
    assert label.font().pointSizeF() < size
    assert label.minimumHeight() <= height
    label.setText("3")
    assert label.font().pointSizeF() == size


def test_a_verdict_longer_than_its_room_is_cut_on_screen_alone(qtbot: QtBot):
    label = VerdictLabel("7")
    qtbot.addWidget(label)
    name = "a name of thirty characters ..."
    label.setText(name)
    assert label.text() == name
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 2
    label.resize(label.minimumSizeHint())
    assert not label.grab().isNull()
    label.setText("7")
    assert label.minimumSizeHint().width() == label.sizeHint().width()
