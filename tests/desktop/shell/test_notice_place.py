"""NoticePlace: a notice floats over the views, which do not move."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.notice_place import NoticePlace


def place_of(qtbot: QtBot, width: int = 300) -> tuple[NoticePlace, QWidget, QLabel]:
    views, notice = QWidget(), QLabel("Something happened, and there is more to say of it than fits into one line.")
    views.setMinimumSize(200, 150)
    notice.setWordWrap(True)  # so that its height hangs on its width
    place = NoticePlace(views, notice)
    qtbot.addWidget(place)
    notice.hide()
    place.resize(width, 200)
    place.show()
    return place, views, notice


def test_the_views_have_all_the_room_whether_or_not_there_is_a_notice(qtbot: QtBot) -> None:
    place, views, notice = place_of(qtbot)
    assert views.geometry() == place.rect()
    notice.show()
    assert views.geometry() == place.rect()
    assert notice.height() >= notice.heightForWidth(notice.width())
    assert place.rect().adjusted(1, 1, -1, -1).contains(notice.geometry()), "it floats within them"
    assert notice.geometry().top() > place.height() // 2, "at their lower edge"
    notice.hide()
    assert views.geometry() == place.rect()


def test_lines_are_not_too_long_to_be_read(qtbot: QtBot) -> None:
    place, _, notice = place_of(qtbot, width=3000)
    notice.show()
    assert notice.width() < 1500
    assert abs(notice.geometry().center().x() - place.rect().center().x()) <= 1


def test_a_notice_asks_for_no_more_room(qtbot: QtBot) -> None:
    place, _, notice = place_of(qtbot)
    before = place.minimumSizeHint(), place.sizeHint()
    notice.show()
    assert (place.minimumSizeHint(), place.sizeHint()) == before
