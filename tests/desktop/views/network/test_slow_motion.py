"""Slow motion in the window: opened, stepped through with the keyboard, followed by clicks, and its step taken."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSplitter, QWidget

from core.insight.answer import answer
from core.insight.walk.sentences import NOT_FINITE
from core.parts.activations import ReLU
from desktop.models.training import State
from desktop.models.walk import Source
from desktop.views.network.diagram import NetworkView

pytestmark = pytest.mark.panels("network", "neurons", "curves", "pad", "data", "numpy")


@pytest.fixture
def slow(person):
    """Return slow motion, opened on the first test image, with its first walk."""
    person.workbench.training.use_way("plain")
    person.trigger("slowMotionAction")
    slow = person.window.panels["network"]._slow
    person.wait_until(lambda: slow.model.walk is not None)
    return slow


def walk_on(person, slow, act, *given):
    """Do what needs another walk, and return it."""
    before = slow.model.walk
    act(*given)
    person.wait_until(lambda: slow.model.walk is not before)
    return slow.model.walk


def words(person, name: str) -> str:
    return person.find(QLabel, name).text()


def test_it_is_gone_through_and_left_with_the_keyboard(person, slow):
    view, curves = person.find(NetworkView, "networkView"), person.window.panels["curves"]
    place = person.find(QWidget, "slowPlaceLabel")
    assert person.window.tabs.currentWidget() is person.window.panels["network"]
    assert not curves.isVisible()  # their room is taken
    assert place.accessibleName() == "Frame 1 of 13: picture"
    for _ in range(8):
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert place.accessibleName() == "Frame 9 of 13: slope of a weight"
    highlight = view.scene.highlight
    layer, source, target = slow.model.walk.passage.followed.link
    assert highlight.neurons == {(layer - 1, source), (layer, target)}
    assert [(of, *links.sources, *links.targets) for of, links in highlight.links] == [(layer, source, target)]
    assert highlight.is_backward
    assert words(person, "slowNumbers") == slow.model.frame.numbers[0]
    assert words(person, "slowCode") == "dw2 = a1.T @ d"
    assert slow.model.frame.numbers[0] in view.accessibleDescription()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert place.accessibleName().startswith("Frame 13 ")
    after = slow.model.walk.passage.alone.after
    np.testing.assert_allclose(view.scene.diagram.values[-1], after.outputs(view.scene.image[None])[0], rtol=1e-5)
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert slow.model.is_playing
    person.window.tabs.setCurrentIndex(0)
    assert curves.isVisible()  # another view leaves them their room
    person.window.tabs.setCurrentWidget(person.window.panels["network"])
    assert not curves.isVisible()
    QTest.keyClick(person.find(QPushButton, "slowTakeButton"), Qt.Key.Key_Escape)
    assert not slow.is_open
    assert view.scene.highlight is None
    assert curves.isVisible()
    person.trigger("slowMotionAction")
    person.window.close()  # with the room of the curves taken: the next start has them where they were
    layout = person.workbench.preferences.layout("middle")
    splitter = QSplitter(Qt.Orientation.Vertical)
    for _ in range(2):
        splitter.addWidget(QWidget())
    splitter.resize(600, 600)
    assert splitter.restoreState(layout)
    assert min(splitter.sizes()) > 100


def test_the_real_step_gives_the_weights_that_were_shown(person, slow):
    take = person.find(QPushButton, "slowTakeButton")
    assert not take.isEnabled()  # a test image is never trained on
    assert "The next batch" in take.accessibleDescription()
    source = person.find(QComboBox, "slowSourceCombo")
    walk_on(person, slow, lambda: source.activated.emit(source.findData(Source.BATCH.value)))
    assert take.isEnabled()
    step = slow.model.walk.passage.together
    take.click()
    person.wait_until(lambda: person.step == 1 and person.workbench.training.state is State.PAUSED)
    for said, real in zip(step.after.parameters, person.workbench.timeline.latest.network.parameters, strict=True):
        np.testing.assert_array_equal(said, real)
    assert slow.model.walk.passage.together is step  # it can still be looked at
    assert words(person, "slowNoteLabel") == "The step is taken: the network has these weights now."
    assert take.text() == "Go on"
    walk_on(person, slow, take.click)
    assert slow.model.snapshot is person.workbench.timeline.latest
    assert (slow.model.place, take.text(), take.isEnabled()) == (0, "Take this step", True)
    person.workbench.timeline.move_to(0)
    person.wait_until(lambda: slow.model.snapshot.step == 0)
    assert "Go live" in take.accessibleDescription()
    person.workbench.timeline.go_live()
    person.wait_until(take.isEnabled)
    person.workbench.settings.propose("learning_rate", 0.25)  # acts on the next step, and so on what is shown
    person.wait_until(lambda: slow.model.walk.passage.settings.learning_rate == 0.25)


def test_while_training_runs_it_waits_and_is_not_offered(person, slow):
    action, before = person.window.findChild(QAction, "slowMotionAction"), slow.model.snapshot
    assert action.shortcut().toString() == "Ctrl+F10"
    goal = person.step + 3
    person.trigger("trainAction")
    person.wait_until(lambda: person.step >= goal)
    assert not action.isEnabled()
    assert "Pause it" in action.toolTip()
    assert slow.model.snapshot is before
    assert words(person, "slowNoteLabel").startswith("Training runs")
    person.pause()
    person.wait_until(lambda: slow.model.snapshot is person.workbench.timeline.latest)
    assert action.isEnabled()


def test_what_is_clicked_or_chosen_with_the_keys_is_followed(person, slow):
    view = person.find(NetworkView, "networkView")
    slow.model.go_to(3)

    def click(point) -> None:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point.toPoint())

    followed = walk_on(person, slow, lambda: click(view.center_of((0, 5)))).passage.followed
    assert followed.neuron == (0, 5)
    links = view.scene.highlight.links[0][1]
    source, target = int(links.sources[-1]), int(links.targets[-1])
    ends = view.center_of((0, source)), view.center_of((1, target))
    followed = walk_on(person, slow, lambda: click(ends[0] * 0.4 + ends[1] * 0.6)).passage.followed
    assert followed.link == (1, source, target)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert "a click or Enter follows it" in person.find(QWidget, "slowPlaceLabel").accessibleName()
    cursor = view._cursor
    followed = walk_on(person, slow, lambda: QTest.keyClick(view, Qt.Key.Key_Return)).passage.followed
    assert cursor[1] == (followed.output if cursor[0] == 1 else followed.neuron[1])
    assert person.workbench.selection.neuron is None  # it opens nothing elsewhere


def test_a_drawing_is_walked_through_as_what_it_is_meant_to_be(person, slow):
    label = person.find(QComboBox, "slowLabelCombo")
    assert not label.isVisible()  # a test image has a label
    walk_on(person, slow, lambda: person.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9)))
    person.wait_until(label.isVisible)
    pad = person.workbench.pad
    assert slow.model.walk.passage.label == answer(pad.network, pad.image).digit  # in one pass, as it is walked
    meant = (slow.model.walk.passage.label + 1) % 10
    assert walk_on(person, slow, lambda: label.activated.emit(meant)).passage.label == meant


@pytest.mark.parametrize(
    ("trouble", "hidden"), [("not finite", (12,)), ("dead", (12,)), ("no hidden layer", ()), ("deep", (9, 8, 7))]
)
def test_every_kind_of_network_walks_with_a_sentence(person, slow, trouble, hidden):
    workbench = person.workbench
    if hidden != (12,):
        walk_on(person, slow, lambda: workbench.settings.propose("hidden", hidden))
    moment = workbench.timeline.latest
    layers = list(moment.network.layers)
    if trouble == "not finite":
        layers[0] = replace(layers[0], weights=np.full_like(layers[0].weights, np.nan))
    if trouble == "dead":
        layers[0] = replace(layers[0], biases=np.full_like(layers[0].biases, -1e6), activation=ReLU())
    changed = replace(moment, network=replace(moment.network, layers=tuple(layers)))
    walk_on(person, slow, slow.take, changed) if trouble in ("not finite", "dead") else None
    for place in range(slow.model.count):
        slow.model.go_to(place)
        person.window.panels["network"].grab()
        shown = " ".join(words(person, f"slow{name}") for name in ("Numbers", "Sentence", "Code"))
        assert shown.strip()
    if trouble == "not finite":
        slow.model.go_to(6)
        assert words(person, "slowSentence") == NOT_FINITE
        assert not person.find(QPushButton, "slowTakeButton").isEnabled()


def test_a_lesson_that_begins_puts_it_away(person, slow):
    person.workbench.lessons.begun.emit()
    assert not slow.is_open
    assert person.window.panels["curves"].isVisible()
