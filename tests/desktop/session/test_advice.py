"""A run that goes astray."""

from core.network.engine import FastEngine
from desktop.models.training import State
from tests.desktop.helpers import send_astray


def test_a_run_that_diverges_stops_and_says_the_likely_cause(person):
    send_astray(person)
    assert "no longer a finite number" in person.notice
    assert "learning rate is 1000" in person.notice


def test_what_troubles_the_processes_is_told_once_and_training_goes_on(person, monkeypatch):
    monkeypatch.setattr(FastEngine, "trouble", "No helper came.")
    person.train_a_little()
    person.train_a_little()
    assert [notice.text for notice in person.workbench.notices.past].count("No helper came.") == 1


def test_going_back_to_the_last_sound_weights_works_and_training_goes_on(person):
    send_astray(person)
    back = next(label for label, _ in person.workbench.notices.current.actions if label.startswith("Back to"))
    person.press(back)
    person.wait_for_state(State.PAUSED)
    latest = person.workbench.timeline.latest
    assert latest.is_sound
    assert latest.step > 0
    person.workbench.settings.propose("learning_rate", 0.001)
    person.train_a_little()
    assert person.workbench.timeline.latest.is_sound


def test_after_a_failure_settings_may_be_changed_and_nothing_of_the_failed_network_appears(person, qtbot):
    send_astray(person)
    step, notice = person.step, person.notice
    with qtbot.assertNotEmitted(person.workbench.training.reached, wait=50):
        person.workbench.settings.propose("learning_rate", 0.0005)
    assert (person.step, person.notice) == (step, notice)
    assert person.workbench.training.state is State.FAILED


def test_train_after_a_failure_offers_the_ways_out_once_more(person):
    send_astray(person)
    person.workbench.notices.dismiss()
    person.trigger("trainAction")
    assert person.workbench.training.state is State.FAILED
    assert [label for label, _ in person.workbench.notices.current.actions][-1] == "Start over"
    person.press("Start over")
    person.wait_for_state(State.READY)
