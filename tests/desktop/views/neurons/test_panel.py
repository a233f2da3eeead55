"""The wall of weight images, live, in every order; a neuron that is opened; neurons that are switched off."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton

from core.data.dataset import Split
from core.insight import neurons
from core.insight.ablation import without
from core.insight.answer import mean_answer
from core.insight.evaluation import evaluate
from core.insight.liveliness import liveliness
from core.insight.neuron import portrait
from core.insight.orders import ordered
from core.insight.output import output_portrait
from core.training.run import Parent
from desktop.views.neurons.card import NeuronCard
from desktop.views.neurons.heat_map import HeatMap
from desktop.widgets.bars.vote_bars import VoteBars
from desktop.widgets.tiles.image_grid import ImageGrid

pytestmark = pytest.mark.panels("neurons", "data", "pad")


def test_every_neuron_has_an_image_that_follows_the_training(person):
    grid = person.find(ImageGrid, "weightImages")
    assert grid.count == 12
    before = grid._values.copy()
    person.train_a_little()
    expected = neurons.pictures(person.workbench.timeline.latest.network)
    person.wait_until(lambda: np.array_equal(grid._values, expected))  # the panel rests between two drawings
    assert not np.array_equal(grid._values, before)


def test_every_layer_can_be_shown(person):
    person.workbench.settings.propose("hidden", (9, 5))
    grid, layer = person.find(ImageGrid, "weightImages"), person.find(QComboBox, "layerCombo")
    person.wait_until(lambda: grid.count == 9)
    assert [layer.itemText(i).split(":")[0] for i in range(layer.count())] == ["Layer 1", "Layer 2", "Outputs"]
    for index, count in ((1, 5), (2, 10)):
        layer.setCurrentIndex(index)
        assert grid.count == count


def test_a_network_without_a_hidden_layer_shows_its_outputs(person):
    person.workbench.settings.propose("hidden", ())
    person.wait_until(lambda: person.find(ImageGrid, "weightImages").count == 10)


def test_each_image_can_have_a_scale_of_its_own_and_that_is_remembered(person):
    grid = person.find(ImageGrid, "weightImages")
    before = grid.viewport().grab().toImage()
    person.find(QCheckBox, "ownScaleCheck").click()
    assert grid.viewport().grab().toImage() != before
    assert person.workbench.preferences.flag("own scale", False)


def test_a_hidden_panel_is_drawn_when_it_is_shown(person):
    tabs = person.window.tabs
    tabs.setCurrentWidget(person.window.panels["data"])
    grid = person.find(ImageGrid, "weightImages")
    before = grid._values
    person.train_a_little()
    assert grid._values is before
    tabs.setCurrentWidget(person.window.panels["neurons"])
    np.testing.assert_array_equal(grid._values, neurons.pictures(person.workbench.timeline.latest.network))


def panel_of(person):
    return person.window.panels["neurons"]


def open_neuron(person, index, layer=0):
    """Open a neuron and wait until all is known about it."""
    person.workbench.selection.choose_neuron((layer, index))
    panel = panel_of(person)

    def is_known() -> bool:
        found, shown = panel._opened.portrayal, person.workbench.timeline.snapshot
        return found is not None and found.portrait.index == index and found.network is shown.network

    person.wait_until(is_known)
    return person.find(NeuronCard, "neuronCard")


def words_on(person, name):
    return person.find(QLabel, name).text()


def test_a_click_opens_a_neuron_and_escape_goes_back_to_the_wall(person):
    grid = person.find(ImageGrid, "weightImages")
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.tile_rect(4).center().toPoint())
    assert person.workbench.selection.neuron == (0, 4)
    card = person.find(NeuronCard, "neuronCard")
    assert card.isVisible()
    assert not grid.isVisible()
    assert words_on(person, "neuronTitle") == "Neuron 5 of 12"
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert person.workbench.selection.neuron is None
    assert grid.isVisible()
    assert not card.isVisible()


def test_an_open_neuron_shows_its_votes_its_images_and_its_film(person):
    person.train_a_little()
    open_neuron(person, 3)
    network, test = person.workbench.timeline.latest.network, person.workbench.library.dataset.test
    found = portrait(network, 0, 3, test.images, 8)
    np.testing.assert_allclose(person.find(VoteBars, "neuronVotes")._values, network.layers[1].weights[3], rtol=1e-6)
    np.testing.assert_array_equal(person.find(ImageGrid, "mostImages")._values, test.images[found.most])
    np.testing.assert_array_equal(person.find(ImageGrid, "leastImages")._values, test.images[found.least])
    film = person.find(ImageGrid, "neuronFilm")
    np.testing.assert_allclose(film._values[-1], found.picture)
    assert film.chosen == film.count - 1
    assert "of 100 test images" in words_on(person, "neuronFacts")


def test_arrow_keys_go_through_the_neurons_and_round(person):
    card = open_neuron(person, 11)
    QTest.keyClick(card, Qt.Key.Key_Right)
    assert person.workbench.selection.neuron == (0, 0)
    QTest.keyClick(card, Qt.Key.Key_Left)
    assert person.workbench.selection.neuron == (0, 11)


def test_a_moment_of_the_film_is_gone_to(person):
    person.train_a_little()
    open_neuron(person, 3)
    film = person.find(ImageGrid, "neuronFilm")
    QTest.mouseClick(film.viewport(), Qt.MouseButton.LeftButton, pos=film.tile_rect(0).center().toPoint())
    assert person.workbench.timeline.snapshot.step == 0
    assert film.chosen == 0


def test_a_neuron_that_is_off_is_missing_on_the_pad_and_in_the_test_accuracy_and_not_in_training(person):
    person.train_a_little(30)
    person.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9))
    workbench, panel = person.workbench, panel_of(person)
    latest = workbench.timeline.latest
    whole = workbench.pad.answer.outputs
    card = open_neuron(person, 3)
    QTest.keyClick(card, Qt.Key.Key_M)
    assert workbench.selection.muted == {(0, 3)}
    expected = without(latest.network, {(0, 3)})
    np.testing.assert_array_equal(workbench.pad.answer.outputs, mean_answer(expected, workbench.pad.image).outputs)
    assert not np.array_equal(workbench.pad.answer.outputs, whole)
    person.wait_until(lambda: panel._comparison is not None)
    test, cost = workbench.library.dataset.test, latest.hyperparameters.cost
    assert panel._comparison.rest == evaluate(expected, cost, test.images, test.labels).accuracy
    assert "instead of" in words_on(person, "mutedLabel")
    assert latest.network.layers[1].weights[3].any()
    person.find(QPushButton, "allOnButton").click()
    np.testing.assert_array_equal(workbench.pad.answer.outputs, whole)
    assert not person.find(QPushButton, "allOnButton").isVisible()


def test_a_neuron_says_what_its_value_is_for_the_digit_on_the_pad(person):
    person.train_a_little()
    open_neuron(person, 3)
    assert "On the pad" not in words_on(person, "neuronFacts")
    person.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9))
    image = person.workbench.pad.image
    for layer in (0, 1):
        open_neuron(person, 3, layer)
        value = person.workbench.timeline.latest.network.activity(image[np.newaxis]).values[layer][0, 3]
        person.wait_until(lambda value=value: f"\nOn the pad: {value:.3g}." in words_on(person, "neuronFacts"))


def test_switching_a_neuron_off_does_not_move_its_button(person):
    open_neuron(person, 3)
    button = person.find(QPushButton, "neuronMuteButton")
    before = button.mapToGlobal(QPoint(0, 0))
    button.click()
    person.wait_until(person.find(QPushButton, "allOnButton").isVisible)
    person.wait_until(lambda: person.find(QLabel, "mutedLabel").width() > 100)  # it is laid out
    assert button.mapToGlobal(QPoint(0, 0)) == before


def test_key_m_on_a_tile_switches_it_off_and_strikes_it_out(person):
    grid = person.find(ImageGrid, "weightImages")
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_M)
    assert person.workbench.selection.muted == {(0, 1)}
    assert [mark.sign for mark in grid._marks[1]][-1] == "off"


def test_another_architecture_switches_all_on_and_closes_the_neuron(person):
    open_neuron(person, 11)
    person.workbench.selection.mute(frozenset({(0, 11)}))
    person.workbench.settings.propose("hidden", (9, 5))
    grid = person.find(ImageGrid, "weightImages")
    person.wait_until(lambda: grid.count == 9)
    assert person.workbench.selection.muted == frozenset()
    assert grid.isVisible()
    assert words_on(person, "mutedLabel") == "" or not person.find(QLabel, "mutedLabel").isVisible()


def show_another(workbench) -> None:
    """Put a run on screen that grows out of the one before, so that its neurons stay, and has no moment yet."""
    runs = workbench.runs
    another = runs.begun(workbench.settings.in_force, workbench.library.dataset)
    runs.show(replace(another, parent=Parent(runs.current.id, 0, 0.0)))


def test_an_open_neuron_bears_other_data_before_their_run_has_a_moment(person):
    person.train_a_little()
    open_neuron(person, 3)
    workbench, panel = person.workbench, panel_of(person)
    show_another(workbench)
    workbench.library.use(replace(workbench.library.dataset, test=Split.empty()), "no tests")
    panel._ask_soon(is_urgent=True)
    # A job that crashes fails the test.
    before = panel._opened.portrayal
    person.wait_until(lambda: panel._opened.portrayal is not before)
    assert [moment is panel._snapshot for moment in panel._opened.portrayal.moments] == [True]
    person.wait_until(lambda: person.find(ImageGrid, "neuronFilm").count == 1)


def test_a_question_between_two_networks_of_other_shapes_is_answered_from_the_one_drawn(person):
    grid, panel = person.find(ImageGrid, "weightImages"), panel_of(person)
    combo = person.find(QComboBox, "orderCombo")
    combo.setCurrentIndex(combo.findData("change"))
    old = panel._snapshot
    person.workbench.settings.propose("hidden", (9, 5))
    person.wait_until(lambda: grid.count == 9)
    panel._snapshot = old  # it rests while the first moment of a new network is recorded
    panel._ask()
    surveys = person.workbench.neurons._surveys._latest
    person.wait_until(lambda: surveys._job is None)  # a question that fails fails the test


@pytest.mark.parametrize("anew", ["reset", "data", "another network"])
def test_a_new_network_of_the_same_shape_has_all_its_neurons_and_none_is_chosen(person, anew):
    person.train_a_little()
    grid, workbench = person.find(ImageGrid, "weightImages"), person.workbench
    grid.choose(7)
    workbench.selection.choose_neuron((0, 3))
    workbench.selection.mute(frozenset({(0, 3)}))
    before = workbench.timeline.latest.network
    if anew == "reset":
        person.trigger("resetAction")
    elif anew == "data":
        workbench.use_dataset(workbench.library.in_use)
    else:
        workbench.settings.propose("seed", 5)
        person.trigger("trainAction")
    person.wait_until(lambda: (latest := workbench.timeline.latest) is not None and latest.network is not before)
    if anew == "another network":
        person.wait_until(lambda: person.step > 0)
        person.pause()
    assert workbench.selection.muted == frozenset()
    assert workbench.selection.neuron is None
    assert grid.chosen is None


def test_a_branch_goes_on_without_the_neurons_that_are_off(person):
    person.train_a_little()
    workbench = person.workbench
    workbench.selection.mute(frozenset({(0, 3)}))
    workbench.branch_from_here()
    person.wait_until(lambda: person.workbench.training.is_running)
    person.pause()
    assert workbench.selection.muted == {(0, 3)}


@pytest.mark.parametrize("order", ["influence", "change", "similarity", "activity"])
def test_tiles_are_put_in_order_and_the_chosen_one_stays_its_neuron(person, order):
    person.train_a_little()
    grid, combo = person.find(ImageGrid, "weightImages"), person.find(QComboBox, "orderCombo")
    network = person.workbench.timeline.latest.network
    person.wait_until(lambda: panel_of(person)._snapshot.network is network)  # it rests between two drawings
    grid.choose(3)
    combo.setCurrentIndex(combo.findData(order))
    images = person.workbench.library.dataset.test.images
    start = person.workbench.timeline.recording[0].network
    expected = ordered(order, network, 0, liveliness(network, images), start)
    person.wait_until(lambda: np.array_equal(panel_of(person)._wall._order, expected))
    np.testing.assert_array_equal(grid._values, neurons.pictures(network)[expected])
    assert expected[grid.chosen] == 3
    assert grid.tooltip(grid.chosen).startswith("Neuron 4 of 12")


@pytest.mark.parametrize("count", [12, 300])
def test_the_color_scale_is_the_same_in_every_order(person, count):
    person.workbench.settings.propose("hidden", (count,))
    grid, combo = person.find(ImageGrid, "weightImages"), person.find(QComboBox, "orderCombo")
    person.wait_until(lambda: grid.count == count)
    limit, before = grid._colors._limit, grid._values
    combo.setCurrentIndex(combo.findData("influence"))
    person.wait_until(lambda: not np.array_equal(grid._values, before))
    assert grid._colors._limit == limit


def test_a_dead_neuron_is_marked(person):
    workbench = person.workbench
    latest = workbench.timeline.latest
    sick = latest.network.working_copy()
    sick.layers[0].biases[7] = -1000
    show_another(workbench)
    workbench.timeline.add([replace(latest, network=sick.frozen_copy(), step=1)])
    grid = person.find(ImageGrid, "weightImages")
    person.wait_until(lambda: [mark.sign for mark in grid._marks.get(7, ())] == ["dead"])
    assert "Dead" in grid.tooltip(7)


def test_a_deeper_layer_can_be_seen_as_a_matrix_and_its_columns_open(person):
    person.workbench.settings.propose("hidden", (9, 5))
    layer, check = person.find(QComboBox, "layerCombo"), person.find(QCheckBox, "matrixCheck")
    person.wait_until(lambda: layer.count() == 3)
    assert not check.isVisible()
    layer.setCurrentIndex(1)
    check.setChecked(True)
    matrix = person.find(HeatMap, "weightMatrix")
    assert matrix.isVisible()
    np.testing.assert_array_equal(matrix._values, person.workbench.timeline.latest.network.layers[1].weights)
    matrix.column_picked.emit(2)
    assert person.workbench.selection.neuron == (1, 2)
    assert words_on(person, "neuronTitle") == "Neuron 3 of 5 in layer 2"


def test_an_output_opens_and_shows_who_speaks_for_and_against_it(person):
    person.train_a_little()
    layer, grid = person.find(QComboBox, "layerCombo"), person.find(ImageGrid, "weightImages")
    layer.setCurrentIndex(1)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.tile_rect(4).center().toPoint())
    assert person.workbench.selection.neuron == (1, 4)
    open_neuron(person, 4, layer=1)
    assert words_on(person, "neuronTitle") == "Output 4"
    network, test = person.workbench.timeline.latest.network, person.workbench.library.dataset.test
    found = output_portrait(network, 4, test.images, test.labels, 8)
    assert "of 100 test images" in words_on(person, "neuronFacts")
    np.testing.assert_array_equal(person.find(ImageGrid, "mostImages")._values, test.images[found.most])
    speak_for = person.find(ImageGrid, "feedersFor")
    loudest = found.feeders.loudest_for(8)
    expected = neurons.pictures(network, 0, loudest)[: speak_for.count]
    assert speak_for.count > 0
    np.testing.assert_allclose(speak_for._values, expected)
    assert not person.find(VoteBars, "neuronVotes").isVisible()
    QTest.mouseClick(speak_for.viewport(), Qt.MouseButton.LeftButton, pos=speak_for.tile_rect(0).center().toPoint())
    assert person.workbench.selection.neuron == (0, int(loudest[0]))
    assert person.find(VoteBars, "neuronVotes").isVisible()


def test_outputs_cannot_be_switched_off(person):
    card = open_neuron(person, 4, layer=1)
    assert not person.find(QPushButton, "neuronMuteButton").isVisible()
    QTest.keyClick(card, Qt.Key.Key_M)
    assert person.workbench.selection.muted == frozenset()
    QTest.keyClick(card, Qt.Key.Key_Right)
    assert person.workbench.selection.neuron == (1, 5)


def test_without_a_hidden_layer_an_output_is_fed_by_the_pixels(person):
    person.workbench.settings.propose("hidden", ())
    grid = person.find(ImageGrid, "weightImages")
    person.wait_until(lambda: grid.count == 10)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.tile_rect(4).center().toPoint())
    open_neuron(person, 4)
    assert words_on(person, "neuronTitle") == "Output 4"
    assert person.find(ImageGrid, "feedersFor").count == 0
    assert "pixels feed it" in person.find(ImageGrid, "feedersFor")._empty_text
    assert person.workbench.selection.muted == frozenset()


def test_without_test_images_a_card_says_so(person):
    library = person.workbench.library
    library.use(replace(library.dataset, test=Split.empty()), "no tests")
    for neuron in ((0, 3), (1, 4)):
        open_neuron(person, neuron[1], layer=neuron[0])
        assert words_on(person, "neuronFacts").startswith("Bias ")
        assert person.find(ImageGrid, "mostImages")._empty_text == "This data set has no test images."
        assert person.find(ImageGrid, "mostImages").count == 0


def test_moments_of_another_architecture_are_left_out_of_the_film(person):
    panel, workbench = panel_of(person), person.workbench
    other = workbench.timeline.latest
    workbench.settings.propose("hidden", (9, 5))
    person.wait_until(lambda: person.find(ImageGrid, "weightImages").count == 9)
    found = []
    workbench.neurons.portrayed.connect(found.append)
    panel._opened.ask(other, (0, 11), workbench.library.dataset.test, is_urgent=True)
    person.wait_until(lambda: bool(found))
    assert [moment.network.sizes for moment in found[-1].moments] == [other.network.sizes]


def test_a_wall_that_takes_long_is_worked_out_in_a_job(person, monkeypatch):
    monkeypatch.setattr("desktop.views.neurons.wall._MOST_EFFORT", 0)
    person.workbench.settings.propose("hidden", (9, 5))
    grid, layer = person.find(ImageGrid, "weightImages"), person.find(QComboBox, "layerCombo")
    person.wait_until(lambda: layer.count() == 3)
    layer.setCurrentIndex(1)
    assert grid.count == 0
    assert "worked out" in grid._empty_text
    person.wait_until(lambda: grid.count == 5)
    expected = neurons.pictures(person.workbench.timeline.latest.network, 1)
    np.testing.assert_allclose(grid._values, expected)
    layer.setCurrentIndex(0)
    assert grid.count == 9


def test_a_neuron_chosen_elsewhere_that_cannot_be_shown_leaves_the_wall(person):
    for neuron in ((2, 3), (0, 99), (5, 0)):
        person.workbench.selection.choose_neuron(neuron)
        assert person.find(ImageGrid, "weightImages").isVisible()


def test_a_hidden_panel_asks_for_nothing(person):
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    asked = []
    person.workbench.neurons.surveyed.connect(asked.append)
    person.workbench.selection.choose_neuron((0, 3))
    person.train_a_little()
    surveys = person.workbench.neurons._surveys._latest
    person.wait_until(lambda: surveys._job is None)
    before = len(asked)
    person.train_a_little()
    assert len(asked) == before
    assert panel_of(person)._opened.portrayal is None


def test_tab_leads_through_everything_that_can_be_set_on_the_wall(person, qtbot):
    person.workbench.settings.propose("hidden", (9, 5))
    combo = person.find(QComboBox, "layerCombo")
    person.wait_until(lambda: combo.count() == 3)
    combo.setCurrentIndex(1)
    matrix = person.find(QCheckBox, "matrixCheck")
    person.wait_until(matrix.isVisible)
    combo.setFocus()
    names = []
    for _ in range(5):
        focused = person.window.focusWidget()
        names.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == ["layerCombo", "orderCombo", "matrixCheck", "ownScaleCheck", "weightImages"]
