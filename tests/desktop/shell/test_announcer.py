"""Verdicts, notices and the end of a run are announced to a screen reader."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from desktop.models.notices import Notice
from desktop.models.training import State
from desktop.shell import announcer

STROKE = (0.3, 0.2), (0.5, 0.8)


@pytest.fixture
def heard(person, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """Return what a screen reader was asked to say, and whether it was to be said at once; there are no pauses."""
    said: list[tuple[str, bool]] = []

    def listen(event: QAccessibleAnnouncementEvent) -> None:
        assert event.object() is person.window
        said.append((event.message(), event.politeness() is QAccessible.AnnouncementPoliteness.Assertive))

    monkeypatch.setattr(announcer, "QAccessible", SimpleNamespace(updateAccessibility=listen))
    announcements = person.workbench.announcements
    announcements._is_heard = lambda: True
    announcements._pause.isActive = lambda: False
    return said


def test_a_verdict_is_announced_when_the_pen_is_lifted_and_not_before(person, heard):
    person.workbench.set_doubt_threshold(0.0)
    person.draw(*STROKE, (0.5, 0.5), (0.6, 0.4))
    assert len(heard) == 1
    words, is_urgent = heard[0]
    assert words[0] in "0123456789"
    assert "%" in words
    assert not is_urgent


def test_the_same_digit_drawn_anew_is_announced_anew(person, heard):
    person.draw(*STROKE)
    person.trigger("clearInkAction")
    person.draw(*STROKE)
    assert len(heard) == 2


def test_another_network_with_the_same_answer_says_nothing_new(person, heard):
    person.draw(*STROKE)
    person.workbench.pad.use_network(person.workbench.timeline.latest.network)
    assert len(heard) == 1


def test_notices_are_announced_once_with_their_buttons_and_errors_at_once(person, heard):
    notices = person.workbench.notices
    notices.post(Notice("info", "It was deleted.", (("Undo", lambda: None),)))
    notices.post(Notice("error", "The disk is full."))
    notices.dismiss()  # the first comes back
    assert heard == [("It was deleted. Buttons: Undo.", False), ("The disk is full.", True)]


def test_the_end_of_a_run_is_announced_with_its_accuracy(person, heard):
    person.workbench.settings.propose("epochs", 1)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    ends = [words for words, _ in heard if words.startswith("Training is finished")]
    assert len(ends) == 1
    assert "1 epochs" not in ends[0]
    assert "test accuracy" in ends[0]
