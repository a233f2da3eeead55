"""The settings in the window: a value that cannot be is explained where it was written."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QLineEdit

from core.parts.schedules import Constant, Linear

pytestmark = pytest.mark.panels("settings", "choices")


def errors(person) -> list[str]:
    return [label.text() for label in person.window.findChildren(QLabel, "fieldError") if label.isVisible()]


def sizes(person) -> tuple[int, ...]:
    latest = person.workbench.timeline.latest
    return () if latest is None else latest.network.sizes


def write_layers(person, text: str) -> None:
    edit = person.find(QLineEdit, "hiddenLayersEdit")
    edit.setText(text)
    edit.editingFinished.emit()


def test_too_many_neurons_are_refused_below_the_field(person):
    write_layers(person, "5000000")
    assert "100,000 neurons" in errors(person)[0]
    assert person.workbench.settings.value.hidden == (12,)


def test_words_are_refused_below_the_field_and_a_number_takes_that_away(person):
    write_layers(person, "many")
    assert len(errors(person)) == 1
    write_layers(person, "16")
    assert errors(person) == []
    person.wait_until(lambda: sizes(person) == (784, 16, 10))


def test_train_says_what_cannot_be_read_and_takes_nothing_else_for_it(person):
    for text, told in (("zwei", "Write whole numbers"), ("5000000", "100,000 neurons")):
        write_layers(person, text)
        person.trigger("trainAction")
        assert "Training has not begun, because of what is written for hidden layers." in person.notice
        assert told in person.notice
        assert not person.workbench.training.is_running
        assert person.step == 0
    write_layers(person, "16")
    person.train_a_little()
    assert sizes(person) == (784, 16, 10)
    assert "Training has not begun" not in person.notice


def test_train_says_which_number_cannot_be_and_then_goes_on_with_what_is_there(person):
    rate = person.find(QDoubleSpinBox, "learningRateSpin")
    before = rate.value()
    rate.lineEdit().setText("1e9")
    person.trigger("trainAction")
    assert "Training has not begun, because of what is written for learning rate." in person.notice
    assert f"It stays at {before:g}." in person.notice
    assert "It stays at" in errors(person)[0]
    assert person.step == 0
    person.train_a_little()
    assert errors(person) == []
    assert person.workbench.settings.value.learning_rate == before


def test_a_whole_network_written_with_dashes_is_not_taken_for_hidden_layers(person):
    write_layers(person, "784-30-10")
    assert "Write the hidden layers alone, such as 30." in errors(person)[0]
    assert person.workbench.settings.value.hidden == (12,)


def test_train_takes_what_is_typed_for_meant(person):
    person.find(QLineEdit, "hiddenLayersEdit").setText("9, 5")  # and neither Enter nor Tab
    person.train_a_little()
    assert sizes(person) == (784, 9, 5, 10)


def test_a_change_elsewhere_takes_back_what_cannot_be_read(person):
    write_layers(person, "zwei")
    person.workbench.settings.propose("learning_rate", 0.003)
    assert errors(person) == []
    person.train_a_little()
    assert sizes(person) == (784, 12, 10)


def test_a_network_that_takes_much_memory_says_so(person):
    label = person.find(QLabel, "memoryLabel")
    assert not label.isVisible()
    person.train_a_little()  # so that the new size waits
    form = label.parentWidget().parentWidget()
    height = form.sizeHint().height()
    write_layers(person, "100000")
    assert label.isVisible()
    assert form.sizeHint().height() == height  # nothing moves as it comes
    assert "6.4 GiB" in label.text()
    write_layers(person, "64")
    assert not label.isVisible()


def test_no_hidden_layer_one_neuron_and_many_all_train(person):
    for text, wanted in (("", (784, 10)), ("1", (784, 1, 10)), ("5000", (784, 5000, 10))):
        write_layers(person, text)
        person.wait_until(lambda wanted=wanted: sizes(person) == wanted)
        person.trigger("stepAction")
        person.wait_until(lambda: person.step == 1)
        person.settle()
        person.trigger("resetAction")
        person.wait_until(lambda: person.step == 0)


def test_the_preset_is_own_settings_after_a_change_and_a_preset_again_when_chosen(person):
    presets = person.find(QComboBox, "presetCombo")
    assert presets.currentText() == "Own settings"
    presets.setCurrentIndex(presets.findData("default"))
    assert person.workbench.settings.value.hidden == (128,)
    person.workbench.settings.propose("epochs", 7)
    assert presets.currentText() == "Own settings"


def test_the_rate_in_force_stands_beside_the_field_while_a_schedule_moves_it(person):
    settings = replace(person.workbench.settings.value, learning_rate=0.01, schedule=Linear(), epochs=4)
    person.workbench.settings.show_value(settings)
    person.train_a_little(15)
    label = person.find(QDoubleSpinBox, "learningRateSpin").parent().findChild(QLabel, "inForceLabel")
    latest = person.workbench.timeline.latest
    word, rate = label.text().split()
    assert label.isVisible()
    assert word == "now"
    assert float(rate) == pytest.approx(0.01 * (1 - latest.epoch / 4), rel=0.01)
    person.trigger("firstAction")
    assert label.text() == "then 0.01"
    person.trigger("liveAction")
    person.workbench.settings.propose("schedule", Constant())
    person.wait_until(lambda: not label.isVisible())
