"""Breaking the network in the window: every view looks at the damaged one, training has the sound one."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QSlider, QToolButton

from core.insight.damage import SOUND, Damage, damaged
from desktop.models.selection import SelectionModel
from desktop.models.training import State
from desktop.views.neurons.breaking import BreakStrip
from tests.desktop.helpers import assert_same_weights


def test_each_slider_does_its_damage_and_shows_that_of_others(qtbot) -> None:
    selection = SelectionModel()
    strip = BreakStrip(selection)
    qtbot.addWidget(strip)
    strip.use_layers(2)
    sliders = {kind: strip.findChild(QSlider, f"break{kind.title()}Slider") for kind in ("noise", "cut", "biases")}
    for kind, slider in sliders.items():
        slider.setValue(30)
        qtbot.waitUntil(lambda kind=kind: getattr(selection.damage, kind) == 0.3)
        assert slider.accessibleName()
    strip.findChild(QComboBox, "breakLayerBox").setCurrentIndex(1)
    strip.findChild(QSlider, "breakShuffleSlider").setValue(100)
    all_of_it = Damage(noise=0.3, cut=0.3, biases=0.3, shuffle=1, layer=1)
    qtbot.waitUntil(lambda: selection.damage == all_of_it)
    selection.make_whole()
    assert [slider.value() for slider in sliders.values()] == [0, 0, 0]
    fold = strip.findChild(QToolButton, "breakButton")
    fold.setChecked(False)
    selection.do_damage(Damage(cut=0.5))
    assert fold.isChecked()  # what is damaged does not hide
    assert sliders["cut"].value() == 50
    strip.use_layers(0)
    assert not strip.findChild(QSlider, "breakShuffleSlider").isEnabled()


def test_a_slider_that_is_drawn_does_not_wait_for_the_damage(qtbot) -> None:
    selection, done = SelectionModel(), []
    strip = BreakStrip(selection)
    qtbot.addWidget(strip)
    seconds = iter(range(1000))  # each damage takes a second, as far as anyone can tell
    strip._break_soon._clock = lambda: next(seconds)
    selection.damage_changed.connect(lambda damage: done.append(damage.noise))
    slider = strip.findChild(QSlider, "breakNoiseSlider")
    for place in range(1, 31):
        slider.setValue(place)
        assert any(label.text().replace("\u202f", " ") == f"Noise {place} %" for label in strip.findChildren(QLabel))
    assert done == [0.01]
    qtbot.waitUntil(lambda: done == [0.01, 0.3])
    slider.setValue(40)
    selection.make_whole()
    assert slider.value() == 0
    assert not strip._break_soon.is_waiting


def test_all_views_look_at_the_damaged_network_and_training_has_the_sound_one(person) -> None:
    workbench, panel = person.workbench, person.window.panels["neurons"]
    person.train_a_little()
    sound = workbench.timeline.snapshot.network
    before = [array.copy() for array in sound.parameters]
    person.window.tabs.setCurrentWidget(panel)
    person.find(QToolButton, "breakButton").click()
    person.find(QSlider, "breakNoiseSlider").setValue(80)
    broken = damaged(sound, Damage(noise=0.8))
    assert_same_weights(workbench.pad.network, broken)
    assert_same_weights(workbench.selection.as_seen(sound), broken)
    label = person.find(QLabel, "mutedLabel")
    person.wait_until(lambda: "test accuracy" in label.text() and "instead of" in label.text())
    assert "Noise of 80" in label.text()
    step = person.step
    person.train_a_little(3)
    assert person.step >= step + 3  # nothing holds it up
    for array, was in zip(sound.parameters, before, strict=True):
        np.testing.assert_array_equal(array, was)
    assert_same_weights(workbench.pad.network, damaged(workbench.timeline.snapshot.network, replace(SOUND, noise=0.8)))
    QTest.keyClick(person.find(QSlider, "breakNoiseSlider"), Qt.Key.Key_W)
    assert workbench.selection.damage == SOUND
    assert workbench.pad.network is workbench.timeline.snapshot.network
    assert not label.isVisible()
    workbench.selection.do_damage(Damage(cut=0.5))
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert workbench.selection.damage == SOUND  # it was another network that was broken
