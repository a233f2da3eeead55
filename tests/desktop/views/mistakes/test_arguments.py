"""Arguments: the neurons that argued for what an image was taken for, the loudest first."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.hyperparameters import Hyperparameters
from core.network.network import Network
from desktop.look.theme import LIGHT
from desktop.views.mistakes.arguments import Arguments
from desktop.widgets.tiles.image_grid import ImageGrid

NAMES = tuple("0123456789")


@pytest.fixture
def arguments(qtbot: QtBot) -> Arguments:
    made = Arguments(LIGHT, 100)
    qtbot.addWidget(made)
    made.resize(600, 160)
    return made


def grid_of(arguments: Arguments) -> ImageGrid:
    return arguments.findChild(ImageGrid, "argumentImages")


def show(arguments: Arguments, *hidden: int, digit: int = 9) -> None:
    network = Network.create(Hyperparameters(hidden=hidden), np.random.default_rng(3))
    image = np.full((28, 28), 200, np.uint8)
    arguments.show_image(network, image, 4, digit, NAMES)


def test_at_most_twelve_argue_and_a_click_names_the_neuron(arguments: Arguments) -> None:
    told: list[tuple[int, int]] = []
    arguments.picked.connect(told.append)
    show(arguments, 30, 20)
    grid = grid_of(arguments)
    assert 0 < grid.count <= 12
    numbers = [int(caption.split(":")[0]) - 1 for caption in grid._captions]
    grid.picked.emit(grid.count - 1)
    assert told == [(1, numbers[-1])]  # of the last hidden layer
    grid.picked.emit(grid.count)  # there is none
    assert len(told) == 1


def test_a_right_answer_is_told_as_one(arguments: Arguments) -> None:
    show(arguments, 20, digit=4)
    assert arguments.findChild(QLabel, "argumentsTitle").text().startswith("Read correctly now: why 4 and not ")


def test_without_a_hidden_layer_there_is_no_one_to_argue(arguments: Arguments) -> None:
    show(arguments)
    assert grid_of(arguments).count == 0
