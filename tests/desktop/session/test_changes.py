"""What a change of the settings does."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit, QSpinBox

from core.hyperparameters import Hyperparameters
from core.parts.activations import Tanh
from core.presets import preset
from desktop.models.training import State
from tests.desktop.helpers import assert_same_weights

pytestmark = pytest.mark.panels("settings", "choices")


def test_a_live_setting_acts_on_the_next_batch_and_leaves_a_mark(person):
    person.train_a_little()
    at = person.workbench.timeline.latest.epoch
    person.find(QDoubleSpinBox, "learningRateSpin").setValue(0.01)
    assert person.workbench.settings.in_force.learning_rate == 0.01
    person.wait_until(lambda: len(person.workbench.timeline.latest.marks) == 1)
    mark = person.workbench.timeline.latest.marks[0]
    assert mark.text == "learning rate 0.002 → 0.01"
    assert mark.epoch == pytest.approx(at)
    assert person.workbench.timeline.latest.hyperparameters.learning_rate == 0.01


def test_a_live_setting_reaches_training_that_runs(person):
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= 3)
    person.find(QSpinBox, "batchSizeSpin").setValue(60)
    person.wait_until(lambda: person.workbench.timeline.latest.hyperparameters.batch_size == 60)
    assert person.workbench.training.is_running
    person.pause()


@pytest.fixture
def announced(person) -> list[Hyperparameters]:
    """Return what is announced of the settings from now on."""
    told: list[Hyperparameters] = []
    person.workbench.settings.changed.connect(told.append)
    return told


def test_a_live_change_is_announced_once_and_is_in_force_by_then(person, announced):
    person.train_a_little()
    announced.clear()
    in_force: list[Hyperparameters] = []
    person.workbench.settings.changed.connect(lambda value: in_force.append(person.workbench.settings.in_force))
    person.find(QDoubleSpinBox, "learningRateSpin").setValue(0.01)
    assert [value.learning_rate for value in announced] == [0.01]
    assert in_force == announced


def test_a_change_that_waits_for_a_new_network_is_announced_once_and_the_new_network_once(person, announced):
    person.train_a_little()
    announced.clear()
    ask_for_tanh(person)
    assert [value.activation for value in announced] == [Tanh()]
    person.press("New network")
    assert [value.activation for value in announced] == [Tanh(), Tanh()]


def test_a_change_that_is_applied_at_once_with_a_new_network_is_announced_once(person, announced):
    ask_for_tanh(person)
    assert [value.activation for value in announced] == [Tanh()]
    assert person.workbench.settings.in_force.activation == Tanh()


def test_a_preset_is_announced_once_before_and_after_training(person, announced):
    person.workbench.use_preset("one-image-at-a-time")
    assert announced == [preset("one-image-at-a-time").hyperparameters]
    person.wait_for_state(State.READY)
    person.train_a_little()
    announced.clear()
    person.workbench.use_preset("overfitting")
    assert announced == [preset("overfitting").hyperparameters]


def test_an_experiment_and_its_undo_are_announced_once_each(person, announced):
    person.train_a_little()
    before = person.workbench.settings.value
    announced.clear()
    person.workbench.try_settings(replace(before, learning_rate=0.05))
    assert [value.learning_rate for value in announced] == [0.05]
    person.press("Undo")
    assert announced[1:] == [before]
    assert person.workbench.settings.in_force == before


def test_before_training_a_setting_that_needs_a_new_network_is_applied_at_once(person):
    edit = person.find(QLineEdit, "hiddenLayersEdit")
    edit.setText("20, 7")
    edit.editingFinished.emit()
    person.wait_for_state(State.READY)
    person.wait_until(lambda: person.step == 0 and person.workbench.timeline.latest.network.sizes == (784, 20, 7, 10))
    assert person.workbench.settings.pending == ()
    assert person.notice == ""


def ask_for_tanh(person) -> None:
    combo = person.find(QComboBox, "activationCombo")
    combo.setCurrentIndex(combo.findData("tanh"))


def test_a_setting_that_needs_a_new_network_is_announced_and_changes_nothing_yet(person):
    person.train_a_little()
    before = person.workbench.timeline.latest
    ask_for_tanh(person)
    assert person.workbench.settings.pending == ("activation",)
    assert "needs a new network" in person.notice
    assert person.workbench.timeline.latest is before


def test_a_setting_that_waits_does_not_keep_a_live_one_from_acting(person):
    person.train_a_little()
    ask_for_tanh(person)
    person.workbench.settings.propose("learning_rate", 0.05)
    person.wait_until(lambda: person.workbench.timeline.latest.hyperparameters.learning_rate == 0.05)
    assert person.workbench.settings.pending == ("activation",)
    assert "activation" in person.notice


def test_a_setting_that_waits_can_be_taken_back(person):
    person.train_a_little()
    ask_for_tanh(person)
    person.press("Take back")
    assert person.workbench.settings.pending == ()
    assert person.find(QComboBox, "activationCombo").currentData() == "relu"
    assert person.notice == ""


def test_a_setting_that_waits_is_applied_on_request_and_bring_it_back_undoes_even_that(person):
    person.train_a_little()
    before = person.workbench.timeline.latest
    ask_for_tanh(person)
    person.press("New network")
    person.wait_for_state(State.READY)
    assert isinstance(person.workbench.timeline.latest.hyperparameters.activation, Tanh)
    person.press("Bring it back")
    person.wait_for_state(State.PAUSED)
    assert_same_weights(person.workbench.timeline.latest.network, before.network)
    assert person.find(QComboBox, "activationCombo").currentData() == "relu"


def test_train_makes_the_network_that_the_settings_ask_for(person):
    person.train_a_little()
    ask_for_tanh(person)
    person.trigger("trainAction")
    person.wait_for_state(State.RUNNING)
    person.wait_until(lambda: person.step > 0)
    assert isinstance(person.workbench.timeline.latest.hyperparameters.activation, Tanh)
    person.pause()


def test_a_batch_larger_than_the_data_is_refused_and_the_form_shows_the_old_size(person):
    field = person.find(QSpinBox, "batchSizeSpin")
    field.setValue(5000)
    person.wait_until(lambda: "5,000" in person.notice)
    assert "300 training images" in person.notice
    assert field.value() == 30
    assert person.workbench.settings.in_force.batch_size == 30


def test_a_refused_batch_size_does_not_stop_training(person):
    person.trigger("trainAction")
    person.find(QSpinBox, "batchSizeSpin").setValue(5000)
    person.wait_until(lambda: "5,000" in person.notice)
    step = person.step
    person.wait_until(lambda: person.step > step)
    person.pause()


def test_after_a_network_that_could_not_be_made_a_changed_setting_makes_one(person):
    impossible = replace(person.workbench.settings.value, hidden=(7,), batch_size=5000)
    person.workbench.settings.show_value(impossible)
    person.wait_for_state(State.FAILED)
    assert person.workbench.timeline.latest is None
    person.workbench.settings.propose("batch_size", 20)
    person.wait_for_state(State.READY)
    assert person.workbench.timeline.latest.network.sizes == (784, 7, 10)


def test_an_output_without_probabilities_brings_a_cost_that_fits_it_and_says_so(person):
    combo = person.find(QComboBox, "outputCombo")
    combo.setCurrentIndex(combo.findData("linear"))
    assert person.find(QComboBox, "costCombo").currentData() == "squared-error"
    assert "The cost is now squared error" in person.notice


def test_training_ends_by_itself_and_train_then_adds_epochs(person):
    person.workbench.settings.propose("epochs", 2)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert person.workbench.timeline.latest.epoch == 2.0
    person.take_a_moment()
    person.trigger("trainAction")
    assert person.workbench.settings.in_force.epochs == 4
    person.wait_until(lambda: person.step == 40)
    person.wait_for_state(State.FINISHED)


def test_train_at_the_end_says_how_many_epochs_it_adds(person):
    person.workbench.settings.propose("epochs", 2)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    person.take_a_moment()
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert "after 2 epochs; it goes on to 4" in person.notice
    assert person.find(QSpinBox, "epochsSpin").value() == 4


def test_more_epochs_are_counted_from_those_that_are_done(person):
    person.trigger("stepEpochAction")
    person.settle()
    person.trigger("stepEpochAction")
    person.settle()
    person.workbench.settings.propose("epochs", 1)  # fewer than are done
    person.wait_for_state(State.FINISHED)
    person.trigger("trainAction")
    assert person.workbench.settings.in_force.epochs == 4
    person.wait_until(lambda: person.step == 40)
    person.wait_for_state(State.FINISHED)


def test_raising_the_epochs_of_a_finished_run_lets_it_go_on(person):
    person.workbench.settings.propose("epochs", 1)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert not person.find(QAction, "stepAction").isEnabled()
    person.workbench.settings.propose("epochs", 5)
    person.wait_for_state(State.PAUSED)
    person.trigger("stepAction")
    person.settle()
    assert person.step == 11
    assert person.workbench.settings.in_force.epochs == 5


def diary(person, name: str) -> None:
    """Choose a preset that trains a small network, by the box in the toolbar."""
    combo = person.find(QComboBox, "presetCombo")
    combo.setCurrentIndex(combo.findData(name))


def test_a_preset_waits_for_a_new_network_though_all_that_differs_could_act_at_once(person):
    story = preset("diary-16-16").hyperparameters
    person.workbench.settings.show_value(replace(story, batch_size=30, epochs=100_000))
    person.wait_until(lambda: person.workbench.training.state is State.READY and person.step == 0)
    person.train_a_little()
    before = person.workbench.timeline.latest
    diary(person, "diary-16-16")
    assert person.workbench.settings.pending == ("batch_size", "epochs")
    assert person.workbench.settings.in_force.batch_size == 30
    assert "preset begins with a new network" in person.notice
    assert person.workbench.timeline.latest is before
    person.press("Take back")
    assert person.workbench.settings.value.batch_size == 30
    assert person.workbench.settings.pending == ()
    assert person.notice == ""
    diary(person, "diary-16-16")
    person.press("New network")
    person.wait_until(lambda: person.step == 0)
    assert person.workbench.settings.in_force == story
    assert person.workbench.settings.pending == ()


def test_a_preset_chosen_before_anything_was_trained_is_in_force_at_once(person):
    diary(person, "diary-16-16")
    story = preset("diary-16-16").hyperparameters
    person.wait_until(lambda: person.workbench.training.state is State.READY and person.step == 0)
    assert person.workbench.settings.in_force == story
    assert person.notice == ""


def test_f5_meant_as_pause_does_not_begin_more_epochs_just_as_the_run_ends(person):
    now = [100.0]
    person.workbench.training._clock = lambda: now[0]
    person.find(QSpinBox, "epochsSpin").setValue(1)
    train = person.find(QAction, "trainAction")
    train.trigger()
    person.wait_for_state(State.FINISHED)
    person.settle()
    now[0] += 0.5
    train.trigger()
    assert person.workbench.training.state is State.FINISHED
    assert person.workbench.settings.value.epochs == 1
    now[0] += 1.0
    assert train.text() == "&Train on"
    assert "Train on for 1 more" in train.toolTip()
    train.trigger()
    assert person.workbench.settings.value.epochs == 2
    person.wait_until(lambda: person.workbench.timeline.latest.epoch == 2)
    person.wait_for_state(State.FINISHED)


def test_train_says_what_it_does_when_something_else_was_asked_for_at_the_end(person):
    person.find(QSpinBox, "epochsSpin").setValue(1)
    train = person.find(QAction, "trainAction")
    train.trigger()
    person.wait_until(lambda: train.text() == "&Train on")
    ask_for_tanh(person)
    assert train.text() == "&Train"
    assert "All epochs are done" not in train.toolTip()
    person.press("Take back")
    assert train.text() == "&Train on"


@pytest.mark.parametrize("goes_on", ["liveAction", "trainAction", "stepAction"])
def test_a_change_made_in_the_past_waits_until_the_run_goes_on(person, goes_on):
    person.train_a_little(12)
    workbench = person.workbench
    rate = workbench.settings.in_force.learning_rate
    workbench.timeline.move_to_first()
    workbench.settings.propose("learning_rate", 2 * rate)
    assert workbench.settings.in_force.learning_rate == rate
    assert "once you go back to its latest moment" in person.notice
    person.trigger(goes_on)
    person.wait_until(lambda: workbench.timeline.latest.hyperparameters.learning_rate == 2 * rate)
    assert workbench.settings.in_force.learning_rate == 2 * rate
    assert "once you go back" not in person.notice
    if goes_on == "trainAction":
        person.pause()


def test_a_change_made_and_taken_back_in_the_past_is_none(person):
    person.train_a_little(12)
    workbench = person.workbench
    rate = workbench.settings.in_force.learning_rate
    workbench.timeline.move_to_first()
    for value in (2 * rate, rate):
        workbench.settings.propose("learning_rate", value)
    assert "once you go back" not in person.notice
    workbench.timeline.go_live()
    assert workbench.timeline.latest.marks == ()


def test_a_layer_is_frozen_while_it_trains_and_the_rest_goes_on(person):
    person.trigger("stepAction")
    person.settle()
    before = person.workbench.timeline.latest
    person.workbench.settings.propose("frozen", (1,))
    person.trigger("stepAction")
    person.settle()
    after = person.workbench.timeline.latest
    assert after.step == before.step + 1
    same = [
        bool((one == other).all())
        for one, other in zip(before.network.parameters, after.network.parameters, strict=True)
    ]
    assert same == [True, True, False, False]
    assert after.marks[-1].text == "frozen layers none → 1"


def test_all_layers_cannot_be_frozen(person):
    edit = person.find(QLineEdit, "frozenEdit")
    edit.setText("1, 2")
    edit.editingFinished.emit()
    errors = [label.text() for label in person.window.findChildren(QLabel, "fieldError") if label.text()]
    assert errors == ["All layers are frozen, so nothing would learn. Leave at least one layer out."]
    assert person.workbench.settings.value.frozen == ()
