"""The weight images: one for each neuron, of every layer, live."""

import numpy as np
from PySide6.QtWidgets import QCheckBox, QComboBox

from core.insight import neurons
from desktop.widgets.image_grid import ImageGrid


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
