"""The notices so far, to read again."""

from datetime import datetime

from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from desktop.dialogs.notices import NoticesDialog
from desktop.look.theme import LIGHT
from desktop.models.notices import Told


def test_the_newest_is_on_top_with_its_time(qtbot: QtBot):
    past = [
        Told(datetime(2025, 1, 31, 9, 5), "info", "mine.npz is saved."),
        Told(datetime(2025, 1, 31, 9, 7), "error", "<b>bad</b>.npz is no network."),
    ]
    dialog = NoticesDialog(past, LIGHT)
    qtbot.addWidget(dialog)
    told = dialog.findChild(QListWidget, "noticeHistory")
    assert [told.item(row).text() for row in range(told.count())] == [
        "09:07  <b>bad</b>.npz is no network.",
        "09:05  mine.npz is saved.",
    ]


def test_where_nothing_was_told_it_says_so(qtbot: QtBot):
    dialog = NoticesDialog([], LIGHT)
    qtbot.addWidget(dialog)
    assert "Nothing has been told yet." in [label.text() for label in dialog.findChildren(QLabel)]
