"""NoticesModel: what a person has to be told, in order."""

import pytest
from pytestqt.qtbot import QtBot

from core.errors import DataError
from desktop.models.notices import Notice, NoticesModel


@pytest.fixture
def notices() -> NoticesModel:
    return NoticesModel()


def test_there_is_nothing_to_say_at_first(notices: NoticesModel):
    assert notices.current is None


def test_names_from_elsewhere_do_nothing_in_a_notice(notices: NoticesModel):
    notices.post(Notice("info", "net\u202ezpn.\x1b[31m is saved." + "x" * 100_000))
    assert notices.current.text.startswith("netzpn. is saved.x")
    assert len(notices.current.text) == 2000


def test_the_newest_is_shown_and_the_one_before_comes_back(notices: NoticesModel, qtbot: QtBot):
    notices.post(Notice("info", "first", (("Go", lambda: None),)))
    with qtbot.waitSignal(notices.changed):
        notices.post(Notice("warning", "second"))
    assert notices.current.text == "second"
    notices.dismiss()
    assert notices.current.text == "first"
    notices.dismiss()
    assert notices.current is None
    notices.dismiss()


def test_news_that_asks_for_nothing_does_not_come_back(notices: NoticesModel):
    notices.post(Notice("info", "a run was renamed"))
    notices.post(Notice("info", "a file was saved"))
    notices.dismiss()
    assert notices.current is None


def test_a_later_notice_of_the_same_topic_takes_the_place_of_the_earlier(notices: NoticesModel):
    notices.post(Notice("warning", "half done", topic="load"))
    notices.post(Notice("info", "something else"))
    notices.post(Notice("warning", "done", topic="load"))
    notices.dismiss()
    assert notices.current is None


def test_the_newest_is_on_top_however_serious_the_others_are(notices: NoticesModel):
    for kind, text in (("error", "old error"), ("warning", "warning"), ("error", "new error"), ("info", "info")):
        notices.post(Notice(kind, text))
    shown = []
    while notices.current is not None:
        shown.append(notices.current.text)
        notices.dismiss()
    assert shown == ["info", "new error", "warning", "old error"]


def test_what_was_read_goes_and_a_question_stays(notices: NoticesModel):
    question = Notice("info", "Open it?", (("Open", lambda: None),))
    told = Notice("error", "The disk is full.")
    for notice in (question, told):
        notices.post(notice)
    for notice in (question, told):
        notices.take_as_read(notice)
    assert notices.current is question


def test_what_was_told_can_be_read_again_each_thing_once(notices: NoticesModel):
    for text in ("first", "second", "first"):
        notices.post(Notice("info", text))
    notices.dismiss()
    assert [told.text for told in notices.past] == ["second", "first"]
    for number in range(200):
        notices.post(Notice("info", f"number {number}"))
    assert len(notices.past) == 50
    assert notices.past[-1].text == "number 199"


def test_what_can_wait_stands_behind_others_of_its_kind(notices: NoticesModel):
    notices.post(Notice("info", "first"))
    notices.post(Notice("info", "can wait"), below=True)
    assert notices.current.text == "first"
    notices.dismiss()
    assert notices.current.text == "can wait"


def test_a_button_is_that_of_the_notice_shown(notices: NoticesModel):
    done: list[str] = []
    notices.post(Notice("error", "trouble", (("Mend", lambda: done.append("mended")),)))
    notices.post(Notice("info", "by the way", (("Go", lambda: done.append("gone")),)))
    notices.act("Go")
    notices.act("Mend")
    assert done == ["gone", "mended"]


def test_the_same_words_are_not_said_twice(notices: NoticesModel):
    for _ in range(3):
        notices.post_error(DataError("The disk is full.", "Make room."))
    notices.dismiss()
    assert notices.current is None


def test_an_error_says_what_happened_and_what_to_do(notices: NoticesModel):
    notices.post_error(DataError("The disk is full.", "Make room."))
    assert notices.current.kind == "error"
    assert notices.current.text == "The disk is full. Make room."


def test_a_topic_is_withdrawn_wherever_it_stands(notices: NoticesModel, qtbot: QtBot):
    notices.post(Notice("warning", "waits", topic="pending"))
    notices.post(Notice("info", "other"))
    notices.withdraw("pending")
    assert notices.current.text == "other"
    with qtbot.assertNotEmitted(notices.changed):
        notices.withdraw("pending")


def test_a_button_acts_once_and_its_notice_goes(notices: NoticesModel):
    done: list[str] = []
    notices.post(Notice("info", "Really?", (("Yes", lambda: done.append("yes")), ("No", lambda: done.append("no")))))
    notices.act("No")
    assert done == ["no"]
    assert notices.current is None
    notices.act("No")
    assert done == ["no"]


def test_what_a_button_posts_is_seen(notices: NoticesModel):
    notices.post(Notice("info", "first", (("Go", lambda: notices.post(Notice("info", "second"))),)))
    notices.act("Go")
    assert notices.current.text == "second"


def test_a_button_that_the_notice_does_not_have_is_a_mistake(notices: NoticesModel):
    notices.post(Notice("info", "Really?"))
    with pytest.raises(ValueError, match="no button 'Yes'"):
        notices.act("Yes")
