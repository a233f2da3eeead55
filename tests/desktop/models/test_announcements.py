"""What is announced is said one after the other, with pauses to listen in, and only where somebody listens."""

import pytest

from desktop.models.announcements import Announcement, AnnouncementsModel


@pytest.fixture
def model(qapp) -> AnnouncementsModel:
    """Return a model with somebody listening, which keeps what it said in ``heard``."""
    made = AnnouncementsModel(lambda: True)
    made.heard = []
    made.said.connect(lambda announcement: made.heard.append(announcement.text))
    return made


def end_pause(model: AnnouncementsModel) -> None:
    model._pause.stop()
    model._pause.timeout.emit()


def test_the_first_is_said_at_once_and_the_next_after_a_pause(model: AnnouncementsModel) -> None:
    model.say("verdict", Announcement("4"))
    model.say("notice", Announcement("Saved."))
    assert model.heard == ["4"]
    end_pause(model)
    assert model.heard == ["4", "Saved."]


def test_a_longer_text_leaves_a_longer_pause(model: AnnouncementsModel) -> None:
    pauses = []
    for text in ("4", "a sentence that takes its time to be said"):
        model.say(text, Announcement(text))
        pauses.append(model._pause.interval())
        end_pause(model)
    assert pauses[0] < pauses[1]


def test_of_what_waits_only_the_newest_of_a_topic_is_said(model: AnnouncementsModel) -> None:
    for text in ("1", "2", "3"):
        model.say("verdict", Announcement(text))
    end_pause(model)
    end_pause(model)
    assert model.heard == ["1", "3"]


def test_what_is_urgent_is_said_before_what_waited_longer(model: AnnouncementsModel) -> None:
    model.say("verdict", Announcement("1"))
    model.say("verdict", Announcement("2"))
    model.say("notice", Announcement("The disk is full.", is_urgent=True))
    end_pause(model)
    assert model.heard == ["1", "The disk is full."]


def test_the_same_is_not_said_twice_running(model: AnnouncementsModel) -> None:
    for text in ("7: 91 %", "7: 92 %"):
        model.say("verdict", Announcement(text), key=7)
        end_pause(model)
    assert model.heard == ["7: 91 %"]


def test_after_it_was_dropped_the_same_is_news_again(model: AnnouncementsModel) -> None:
    for _ in range(2):
        model.say("verdict", Announcement("7"))
        end_pause(model)
        model.drop("verdict")
    assert model.heard == ["7", "7"]


def test_what_is_dropped_while_it_waits_is_not_said(model: AnnouncementsModel) -> None:
    model.say("notice", Announcement("Saved."))
    model.say("verdict", Announcement("7"))
    model.drop("verdict")
    end_pause(model)
    assert model.heard == ["Saved."]


def test_nothing_is_kept_where_nobody_listens(qapp) -> None:
    model, said = AnnouncementsModel(lambda: False), []
    model.said.connect(said.append)
    model.say("verdict", Announcement("7"))
    assert said == []
    assert not model._waiting
    assert not model._keys
