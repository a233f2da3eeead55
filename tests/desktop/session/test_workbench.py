"""What a person asks for: train, pause, step, and the presets."""

from pathlib import Path

import pytest

from core.errors import KnobError
from core.presets import preset
from desktop.models.training import State
from tests.desktop.helpers import assert_same_weights, trained_directly

pytestmark = pytest.mark.panels()


def test_a_window_starts_with_a_network_that_is_ready_to_train(person):
    assert person.workbench.training.state is State.READY
    assert person.step == 0


def test_train_changes_the_state_at_once_and_pause_too(person):
    person.trigger("trainAction")
    assert person.workbench.training.state is State.RUNNING
    person.trigger("trainAction")
    assert person.workbench.training.state is State.PAUSED
    person.settle()


def test_train_pressed_right_after_pause_trains_and_says_so(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 3)
    for _ in range(4):
        person.trigger("trainAction")  # pause and go on, before the thread has answered
    assert person.workbench.training.state is State.RUNNING
    step = person.step
    person.wait_until(lambda: person.step > step + 3)
    assert person.workbench.training.state is State.RUNNING
    person.pause()


def test_paused_training_publishes_nothing(person, qtbot):
    person.train_a_little()
    step = person.step
    with qtbot.assertNotEmitted(person.workbench.training.reached, wait=100):
        pass
    assert person.step == step


def test_step_trains_on_one_batch(person):
    for expected in (1, 2):
        person.trigger("stepAction")
        person.wait_for_state(State.PAUSED)
        assert person.step == expected


def test_step_epoch_trains_to_the_end_of_the_epoch(person):
    person.trigger("stepAction")
    person.wait_for_state(State.PAUSED)
    person.trigger("stepEpochAction")
    person.wait_for_state(State.PAUSED)
    assert person.step == 10
    assert person.workbench.timeline.latest.epoch == 1.0


def test_pausing_and_going_on_gives_the_weights_of_an_unbroken_run(person, figures_folder: Path):
    for _ in range(3):
        person.train_a_little(4)
    person.trigger("stepAction")
    person.wait_for_state(State.PAUSED)
    latest = person.workbench.timeline.latest
    expected = trained_directly(latest.hyperparameters, figures_folder, latest.step)
    assert_same_weights(latest.network, expected)


def test_train_pressed_before_there_is_a_network_is_not_forgotten(open_window, qtbot):
    window = open_window()
    workbench = window.workbench
    workbench.reset()
    workbench.train()
    assert workbench.training.state is State.PREPARING
    qtbot.waitUntil(lambda: workbench.training.is_running, timeout=20_000)
    workbench.training.pause()


def test_a_preset_shows_its_settings_and_the_first_unknown_one_is_an_error(person):
    person.workbench.use_preset("default")
    assert person.workbench.settings.value == preset("default").hyperparameters
    with pytest.raises(KnobError, match="no preset called 'nonsense'"):
        person.workbench.use_preset("nonsense")
