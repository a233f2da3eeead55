"""The data browser: the first images of the file first, by digit, training or test."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from core.data.augment import Affine, Elastic, Shift
from desktop.views.data.picture_table import PictureTable
from desktop.widgets.tiles.image_grid import ImageGrid

pytestmark = pytest.mark.panels("data", "neurons", "pad")


@pytest.fixture
def grid(person) -> ImageGrid:
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    return person.find(ImageGrid, "dataImages")


def test_the_first_images_of_the_file_are_the_first_thing_seen(person, grid: ImageGrid, tiny_dataset):
    np.testing.assert_array_equal(grid._values[:10], tiny_dataset.train.images[:10])
    assert [*grid._captions[:10]] == [str(label) for label in tiny_dataset.train.labels[:10]]
    assert grid.count == 300
    visible = [
        index for index in range(10) if grid.viewport().rect().contains(grid.tile_rect(index).center().toPoint())
    ]
    assert visible == [*range(10)]


def test_one_digit_alone_can_be_shown(person, grid: ImageGrid, tiny_dataset):
    person.find(QComboBox, "digitCombo").setCurrentIndex(4)  # "All", then 0, 1, 2, 3
    assert grid.count == int((tiny_dataset.train.labels == 3).sum())
    assert set(grid._captions) == {"3"}


def test_the_test_images_can_be_shown(person, grid: ImageGrid, tiny_dataset):
    person.find(QComboBox, "splitCombo").setCurrentIndex(1)
    assert grid.count == 100
    np.testing.assert_array_equal(grid._values[0], tiny_dataset.test.images[0])


def test_a_click_tells_number_label_and_what_the_network_reads(person, grid: ImageGrid, tiny_dataset):
    place = grid.tile_rect(2).center().toPoint()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    text = person.find(QLabel, "chosenImageLabel").text()
    assert text.startswith(f"Number 3, labelled {tiny_dataset.train.labels[2]}; the network reads")
    before = text
    person.train_a_little(20)
    assert person.find(QLabel, "chosenImageLabel").text() != before


def test_what_was_chosen_is_forgotten_when_other_images_are_shown(person, grid: ImageGrid):
    grid.picked.emit(2)
    person.find(QComboBox, "splitCombo").setCurrentIndex(1)
    assert person.find(QLabel, "chosenImageLabel").text() == ""


@pytest.fixture
def table(person, grid: ImageGrid) -> PictureTable:
    person.find(QComboBox, "splitCombo").setCurrentIndex(2)
    return person.find(PictureTable, "augmentationTable")


def test_without_augmentation_images_are_shown_as_they_are(person, table: PictureTable, tiny_dataset):
    assert table.isVisible()
    assert len(table.pictures) == 1
    np.testing.assert_array_equal(table.pictures[0], tiny_dataset.train.images[: table.columns])
    assert not person.find(QPushButton, "rollButton").isEnabled()


def test_augmented_images_stand_below_those_they_are_made_of(person, table: PictureTable, tiny_dataset):
    person.workbench.settings.propose("augmentation", Shift(pixels=2))
    first, *others = table.pictures
    np.testing.assert_array_equal(first, tiny_dataset.train.images[: table.columns])
    assert len(others) == table.rows
    for row in others:
        assert (row != first).any()
    assert len({row.tobytes() for row in others}) == len(others)


def test_turning_a_knob_changes_the_augmented_images_and_back_is_back(person, table: PictureTable):
    shown = []
    for rotation in (0.0, 40.0, 0.0):
        person.workbench.settings.propose("augmentation", Affine(rotation=rotation))
        shown.append(table.pictures)
    assert (shown[0] != shown[1]).any()
    np.testing.assert_array_equal(shown[0], shown[2])


def test_rolling_again_changes_the_same_images_otherwise(person, table: PictureTable, qtbot):
    person.workbench.settings.propose("augmentation", Elastic())
    before = table.pictures
    qtbot.mouseClick(person.find(QPushButton, "rollButton"), Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(table.pictures[0], before[0])
    assert (table.pictures[1:] != before[1:]).any(axis=(2, 3)).all()


def test_augmented_images_of_one_digit_alone_can_be_shown(person, table: PictureTable, tiny_dataset):
    person.find(QComboBox, "digitCombo").setCurrentIndex(4)
    threes = tiny_dataset.train.images[tiny_dataset.train.labels == 3]
    np.testing.assert_array_equal(table.pictures[0], threes[: table.columns])
