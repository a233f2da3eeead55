"""The network drawn in the window: on the pad's image or a test image, live, with sums written out."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from core.data.dataset import Split
from core.insight.answer import answer
from desktop.views.network.diagram import NetworkView
from desktop.widgets.words.looks import PAD_IN_ONE_PASS

pytestmark = pytest.mark.panels("network", "neurons", "data", "pad")

SEVEN = ((0.2, 0.2), (0.5, 0.2), (0.8, 0.2), (0.6, 0.5), (0.4, 0.85))


@pytest.fixture
def panel(person):
    panel = person.window.panels["network"]
    person.window.tabs.setCurrentWidget(panel)
    return panel


@pytest.fixture
def view(person, panel) -> NetworkView:
    return person.find(NetworkView, "networkView")


def words(person) -> str:
    return person.find(QLabel, "networkSumLabel").text().replace("\N{NO-BREAK SPACE}", " ")


def caption(person) -> str:
    return person.find(QLabel, "networkImageLabel").text()


def point_at(person, view: NetworkView, neuron: tuple[int, int]) -> None:
    """Move the mouse to a neuron, wherever it is drawn once everything has found its place."""

    def is_pointed_at() -> bool:
        QTest.mouseMove(view, QPoint(1, 1))  # a mouse that is there already, from a test before, would not move
        QTest.mouseMove(view, view.center_of(neuron).toPoint())
        return view._cursor == neuron

    person.wait_until(is_pointed_at)


def press(person, name: str) -> None:
    person.find(QToolButton, f"network{name}Button").click()


def test_an_empty_pad_leaves_the_first_test_image(person, view):
    test = person.workbench.library.dataset.test
    assert (view.scene.image == test.images[0]).all()
    assert caption(person) == f"Test image 1 of 100, labelled {test.labels[0]}"


def test_the_test_images_can_be_gone_through(person, view):
    images = person.workbench.library.dataset.test.images
    press(person, "Next")
    assert (view.scene.image == images[1]).all()
    press(person, "Previous")
    press(person, "Previous")
    assert (view.scene.image == images[99]).all()
    shown = set()
    for _ in range(8):
        press(person, "Random")
        shown.add(caption(person))
    assert len(shown) > 1


def test_what_is_drawn_is_looked_at_until_a_test_image_is_asked_for(person, view):
    person.draw(*SEVEN)
    person.wait_until(lambda: (view.scene.image == person.workbench.pad.image).all())
    assert caption(person) == PAD_IN_ONE_PASS
    outputs = answer(person.workbench.pad.network, person.workbench.pad.image).outputs
    np.testing.assert_allclose(view.scene.diagram.values[-1], outputs, rtol=1e-5)
    press(person, "Next")
    assert caption(person).startswith("Test image 1 ")
    press(person, "Next")
    assert caption(person).startswith("Test image 2 ")
    press(person, "Pad")
    assert caption(person).startswith("What is on the pad")
    assert not person.find(QToolButton, "networkPadButton").isEnabled()
    press(person, "Next")
    assert caption(person).startswith("Test image 2 ")
    person.draw((0.3, 0.5), (0.7, 0.5))
    person.wait_until(lambda: caption(person).startswith("What is on the pad"))
    person.trigger("clearInkAction")
    person.wait_until(lambda: caption(person).startswith("Test image 2"))


def test_a_chosen_neuron_is_among_those_drawn_and_it_is_said_how_to_let_it_go(person, view):
    person.workbench.settings.propose("hidden", (300,))
    person.wait_until(lambda: len(view.scene.diagram.values[0]) == 300)
    hidden = next(index for index in range(300) if index not in view.scene.diagram.shown[0])
    count = len(view.scene.diagram.shown[0])
    person.workbench.selection.choose_neuron((0, hidden))
    assert view.focus == (0, hidden)
    for _ in range(3):
        assert hidden in view.scene.diagram.shown[0]
        assert len(view.scene.diagram.shown[0]) == count
        assert "Esc, lets it go" in words(person)
        press(person, "Next")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.focus is None
    assert person.workbench.selection.neuron is None


def test_it_follows_the_training_and_the_timeline(person, view):
    before = view.scene.diagram.values[-1]
    person.train_a_little()

    def shows(snapshot) -> bool:
        expected = snapshot.network.outputs(view.scene.image[np.newaxis])[0]
        return np.allclose(view.scene.diagram.values[-1], expected, rtol=1e-4)

    person.wait_until(lambda: shows(person.workbench.timeline.latest))  # the panel rests between two drawings
    assert not np.allclose(view.scene.diagram.values[-1], before)
    person.workbench.timeline.move_to(0)
    np.testing.assert_array_equal(view.scene.diagram.values[-1], before)


def test_a_neuron_pointed_at_shows_its_sum(person, view):
    assert "Point at a neuron" in words(person)
    point_at(person, view, (0, 4))
    assert words(person).startswith("Neuron 5 of layer 1: z = ")
    assert ", ReLU → " in words(person)
    assert "[pixel " in words(person)
    point_at(person, view, (1, 3))
    assert words(person).startswith("Output 3: z = ")
    assert ", Softmax → " in words(person)
    assert "[neuron " in words(person)
    assert view.accessibleDescription() == person.find(QLabel, "networkSumLabel").text()
    QTest.mouseMove(view, QPoint(3, 3))
    assert "Point at a neuron" in words(person)


def test_the_keyboard_points_as_well(person, view):
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert words(person).startswith("Output ")
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert words(person).startswith("Neuron ")


def test_a_sum_stays_up_to_date_while_its_neuron_is_chosen(person, view):
    person.workbench.selection.choose_neuron((0, 4))
    before = words(person)
    assert before.startswith("Neuron 5 of layer 1")
    person.train_a_little()
    person.wait_until(lambda: words(person) != before)
    assert words(person).startswith("Neuron 5 of layer 1")


def test_a_click_chooses_the_neuron_for_every_view(person, view):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.center_of((0, 4)).toPoint())
    assert person.workbench.selection.neuron == (0, 4)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert person.workbench.selection.neuron is None
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.center_of((1, 4)).toPoint())
    assert person.workbench.selection.neuron == (1, 4)  # outputs open as well


def test_neurons_switched_off_have_no_say(person, view):
    before = view.scene.diagram.values[-1]
    person.workbench.selection.mute(frozenset({(0, index) for index in range(12)}))
    after = view.scene.diagram.values[-1]
    assert not np.allclose(before, after)
    person.workbench.selection.mute(frozenset())
    np.testing.assert_array_equal(view.scene.diagram.values[-1], before)


def test_a_neuron_that_is_off_is_struck_out_without_links_also_when_pointed_at(person, view):
    person.workbench.selection.mute(frozenset({(0, 4)}))
    assert view.scene.diagram.off == {(0, 4)}
    assert 4 not in view.scene.diagram.links[0].targets
    assert 4 not in view.scene.diagram.links[1].sources
    struck = view.grab().toImage()
    point_at(person, view, (0, 4))
    assert "is switched off and passes nothing on" in words(person)
    assert not any(len(links.carried) for _, links in view._focus_links)
    point_at(person, view, (1, 3))
    assert 4 not in view._focus_links[0][1].sources
    QTest.mouseMove(view, QPoint(3, 3))
    person.find(QPushButton, "networkAllOnButton").click()
    assert view.scene.diagram.off == frozenset()
    assert view.grab().toImage() != struck


def test_pointing_at_a_neuron_of_the_first_layer_shows_what_each_pixel_adds(person, view):
    point_at(person, view, (0, 4))
    network = person.workbench.timeline.latest.network
    expected = view.scene.diagram.inputs * network.layers[0].weights[:, 4]
    np.testing.assert_allclose(view.pushes.ravel(), expected)
    point_at(person, view, (1, 3))
    assert view.pushes is None


@pytest.mark.parametrize("hidden", [(), (2000,), (16, 16), (5,) * 12])
def test_any_architecture_can_follow_another(person, view, hidden):
    person.workbench.selection.choose_neuron((0, 11))
    person.workbench.settings.propose("hidden", hidden)
    person.wait_until(lambda: [len(values) for values in view.scene.diagram.values] == [*hidden, 10])
    assert all(len(shown) <= max(view.capacity, 10) for shown in view.scene.diagram.shown)
    view.grab()


def test_no_test_images_are_told_with_what_to_do(person, panel, view):
    library = person.workbench.library
    library.use(replace(library.dataset, test=Split.empty()), "no tests")
    panel.draw(person.workbench.timeline.latest)
    assert view.scene is None
    assert "draw a digit on the pad" in view.accessibleDescription()
    assert not person.find(QToolButton, "networkNextButton").isEnabled()
    person.draw(*SEVEN)
    person.wait_until(lambda: view.scene is not None)


def test_weights_that_are_no_numbers_are_told(person, panel, view):
    latest = person.workbench.timeline.latest
    network = latest.network.working_copy()
    network.layers[0].weights[:] = np.nan
    panel.draw(replace(latest, network=network))
    assert view.scene is None
    assert "no longer numbers" in view.accessibleDescription()
    panel.draw(latest)
    assert view.scene is not None


def test_hidden_it_is_drawn_when_it_is_shown_again(person, panel, view):
    scene = view.scene
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    person.draw(*SEVEN)
    person.train_a_little()
    assert view.scene is scene
    person.window.tabs.setCurrentWidget(panel)
    assert (view.scene.image == person.workbench.pad.image).all()


def test_what_is_frozen_is_marked_and_said_as_soon_as_it_is_so(person, panel, view):
    assert view.scene.frozen == frozenset()
    assert not view.toolTip()
    person.workbench.settings.propose("frozen", (1,))
    person.train_a_little()
    person.wait_until(lambda: view.scene.frozen == {0})
    assert "Layer 1 is frozen" in view.toolTip()
    assert view.accessibleDescription().startswith("Layer 1 is frozen")
    point_at(person, view, (1, 3))
    assert view.accessibleDescription().startswith("Output 3")
    assert "Layer 1 is frozen" in view.accessibleDescription()
    person.trigger("slowMotionAction")
    person.wait_until(lambda: view.scene.highlight is not None)
    assert view.scene.frozen == {0}
