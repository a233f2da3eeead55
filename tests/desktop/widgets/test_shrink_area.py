from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.shrink_area import ShrinkArea


def _column(qtbot: QtBot) -> tuple[ShrinkArea, QWidget]:
    inner, part = QWidget(), QWidget()
    part.setMinimumSize(80, 200)
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(part)
    area = ShrinkArea(inner, QSize(0, 50))
    qtbot.addWidget(area)
    return area, part


def test_what_is_inside_has_all_the_room_and_no_less_than_it_needs(qtbot: QtBot):
    area, part = _column(qtbot)
    area.show()
    area.resize(120, 300)
    qtbot.waitUntil(lambda: part.size() == QSize(120, 300))
    assert not area.verticalScrollBar().isVisible()
    area.resize(120, 90)
    qtbot.waitUntil(lambda: area.verticalScrollBar().isVisible() and part.height() == 200)
    qtbot.waitUntil(lambda: part.width() == area.viewport().width())  # the scroll bar hides nothing


def test_it_asks_for_little_itself(qtbot: QtBot):
    area, _ = _column(qtbot)
    assert area.minimumSizeHint().height() == 50
    assert area.minimumSizeHint().width() > 80


def test_what_comes_to_need_more_is_given_it(qtbot: QtBot):
    area, part = _column(qtbot)
    area.resize(120, 250)
    area.show()
    part.setMinimumHeight(400)
    qtbot.waitUntil(lambda: part.height() == 400)
