"""NoticeReader: a notice goes by itself once it was read, and not before."""

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.notices import Notice, NoticesModel
from desktop.shell import notice_reader
from desktop.shell.notice_reader import NoticeReader


class Shown:
    """A window with a bar in it, whose notices are read."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.bar = QWidget(), QWidget()
        self.button = QPushButton(self.bar)
        self.elsewhere = QPushButton()
        layout = QVBoxLayout(self.window)
        for widget in (self.bar, self.elsewhere):
            layout.addWidget(widget)
        qtbot.addWidget(self.window)
        self.notices = NoticesModel(self.window)
        self.reader = NoticeReader(self.notices, self.bar, self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.elsewhere.setFocus()

    def read(self) -> None:
        """Let the time pass that the notice on top takes to be read."""
        assert self.notices.current is not None
        self.reader.pass_time(self.notices.current.reading_seconds)


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Shown:
    monkeypatch.setattr(notice_reader, "TICK_MS", 10**9)  # no time passes but what a test says
    return Shown(qtbot)


@pytest.mark.parametrize("kind", ["info", "warning", "error"])
def test_what_was_read_goes_by_itself(shown: Shown, kind: str):
    shown.notices.post(Notice(kind, "A file was saved."))
    shown.reader.pass_time(1.0)
    assert shown.notices.current is not None
    shown.read()
    assert shown.notices.current is None


def test_a_long_text_takes_longer():
    assert Notice("info", "word " * 60).reading_seconds > 3 * Notice("info", "word " * 3).reading_seconds


def test_a_question_waits_for_its_answer(shown: Shown):
    shown.notices.post(Notice("info", "Open it?", (("Open", lambda: None),)))
    shown.read()
    assert shown.notices.current is not None


def test_what_can_be_done_elsewhere_as_well_goes(shown: Shown):
    shown.notices.post(Notice("info", "1 run was deleted.", (("Undo", lambda: None),), passes=True))
    shown.read()
    assert shown.notices.current is None


def test_each_notice_has_its_own_time(shown: Shown):
    shown.notices.post(Notice("warning", "first"))
    shown.reader.pass_time(4.0)
    shown.notices.post(Notice("warning", "second"))
    shown.read()
    assert shown.notices.current.text == "first"
    shown.reader.pass_time(4.0)
    assert shown.notices.current is not None, "it was covered, and is to be read from its beginning"


def test_no_notice_goes_unread_while_the_window_is_away(shown: Shown):
    shown.notices.post(Notice("info", "A file was saved."))
    shown.window.hide()
    shown.read()
    assert shown.notices.current is not None


def test_no_notice_goes_from_under_the_keyboard(shown: Shown):
    shown.notices.post(Notice("info", "A file was saved."))
    shown.button.setFocus()
    shown.read()
    assert shown.notices.current is not None
