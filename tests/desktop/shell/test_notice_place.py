"""NoticePlace: a notice takes its room from the views, and gives it back."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.notice_place import NoticePlace


def place_of(qtbot: QtBot) -> tuple[NoticePlace, QWidget, QLabel]:
    views, notice = QWidget(), QLabel("Something happened.")
    views.setMinimumSize(200, 150)
    notice.setWordWrap(True)  # so that its height hangs on its width
    place = NoticePlace(views, notice)
    qtbot.addWidget(place)
    notice.hide()
    place.resize(300, 200)
    place.show()
    return place, views, notice


def test_the_views_have_all_the_room_until_there_is_a_notice(qtbot: QtBot) -> None:
    place, views, notice = place_of(qtbot)
    assert views.geometry() == place.rect()
    notice.show()
    assert notice.geometry().bottom() == place.rect().bottom()
    assert views.geometry().bottom() + 1 == notice.geometry().top()
    notice.hide()
    assert views.geometry() == place.rect()


def test_a_notice_asks_for_no_more_room(qtbot: QtBot) -> None:
    place, views, notice = place_of(qtbot)
    before = place.minimumSizeHint(), place.sizeHint()
    notice.show()
    assert (place.minimumSizeHint(), place.sizeHint()) == before
