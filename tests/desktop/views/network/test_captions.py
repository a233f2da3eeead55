"""What is written around a network: how many neurons are not drawn, and the figures of the outputs."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from core.hyperparameters import Hyperparameters
from core.insight.diagram import diagram
from core.network.network import Network
from desktop.look.theme import DARK, LIGHT, Theme
from desktop.views.network.captions import paint_captions, paint_outputs
from desktop.views.network.frozen import frozen_words, layers_of
from desktop.views.network.places import Places, place
from desktop.views.network.scene import Scene

NAMES = tuple("0123456789")
SIZE = (700, 320)


def scene_of(most_neurons: int) -> Scene:
    network = Network.create(Hyperparameters(hidden=(16,)), np.random.default_rng(3))
    image = np.full((28, 28), 200, np.uint8)
    return Scene(diagram(network, image, most_neurons=most_neurons), image, NAMES, are_shares=True)


def blank() -> QImage:
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.surface))
    return image


def has_ink(image: QImage, area: QRect) -> bool:
    part, ground = image.copy(area.intersected(image.rect())), QColor(LIGHT.surface).rgb()
    return any(part.pixel(x, y) != ground for x in range(part.width()) for y in range(part.height()))


def places_of(scene: Scene, line: int) -> Places:
    return place(QSizeF(*SIZE), scene.counts, line, 120)


@pytest.mark.parametrize(("most", "tells"), [(16, False), (12, True)])
def test_below_a_layer_stands_how_many_are_not_drawn(qtbot: QtBot, most: int, tells: bool) -> None:
    scene, image = scene_of(most), blank()
    painter = QPainter(image)
    places = places_of(scene, painter.fontMetrics().height())
    paint_captions(painter, scene, places, LIGHT, adds=False)
    painter.end()
    column = round(float(places.centers[0][0, 0]))
    below = QRect(column - 40, round(places.bottom) + 1, 80, SIZE[1])
    above = QRect(column - 40, 0, 80, round(places.top))
    assert has_ink(image, below) is tells
    assert has_ink(image, above)


def test_every_output_has_its_figure_and_the_font_stays_as_it_was(qtbot: QtBot) -> None:
    scene, image = scene_of(16), blank()
    painter = QPainter(image)
    font = painter.font()
    places = places_of(scene, painter.fontMetrics().height())
    paint_outputs(painter, scene, places, LIGHT, SIZE[0])
    assert painter.font() == font
    painter.end()
    for y in places.centers[-1][:, 1].tolist():
        assert has_ink(image, QRect(SIZE[0] - 60, round(y) - 4, 60, 8))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("frozen", "width"), [({0}, 700), ({1}, 700), ({0, 1}, 330)])
def test_a_layer_that_is_frozen_has_a_lock_above_it(qtbot: QtBot, theme: Theme, frozen: set[int], width: int) -> None:
    scene = replace(scene_of(16), frozen=frozenset(frozen))
    image = QImage(width, SIZE[1], QImage.Format.Format_RGB32)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    places = place(QSizeF(width, SIZE[1]), scene.counts, painter.fontMetrics().height(), 120)
    paint_captions(painter, scene, places, theme, adds=False)
    painter.end()
    lock = QColor(theme.text).rgb()
    for layer, centers in enumerate(places.centers):
        middle, reach = round(float(centers[0, 0])), round(places.room / 2)
        columns = range(max(0, middle - reach), min(width, middle + reach))
        full = sum(image.pixel(x, y) == lock for x in columns for y in range(round(places.top)))
        assert (full >= 25) is (layer in frozen), "its body is full of the color of words, which captions are not"


@pytest.mark.parametrize(
    ("frozen", "words"),
    [
        ((), ""),
        ((1,), "Layer 1 is frozen: its weights"),
        ((1, 2), "Layers 1 and 2 are frozen: their weights"),
        ((3,), "The outputs are frozen: their weights"),
        ((2, 3), "Layer 2 and the outputs are frozen: their weights"),
    ],
)
def test_a_sentence_tells_which_layers_are_frozen(frozen: tuple[int, ...], words: str) -> None:
    said = frozen_words(layers_of(frozen), 3)
    assert said.startswith(words)
    assert bool(said) is bool(frozen)
