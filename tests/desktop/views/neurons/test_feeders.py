"""The neurons that feed an output: as many as there is room for, and larger where there is more."""

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from desktop.views.neurons.feeders import FeederStrips
from desktop.views.neurons.strip import Strip
from desktop.widgets.tiles.image_grid import ImageGrid


@pytest.fixture
def strips(qtbot) -> FeederStrips:
    strips = FeederStrips()
    qtbot.addWidget(strips)
    strips.resize(200, 160)
    strips.show()
    return strips


def eight(value: float) -> Strip:
    pictures = np.full((8, 28, 28), value, np.float32)
    return Strip(pictures, [f"{place}" for place in range(8)], [f"tip {place}" for place in range(8)])


def grid(strips: QWidget, name: str) -> ImageGrid:
    found = strips.findChild(ImageGrid, name)
    assert found is not None
    return found


def test_no_picture_is_cut_off_however_little_room_there_is(strips) -> None:
    strips.show_strips(eight(1), eight(-1), "")
    for width, height in ((200, 160), (320, 300), (900, 600)):
        strips.resize(width, height)
        for name in ("feedersFor", "feedersAgainst"):
            shown = grid(strips, name)
            assert 0 < shown.count <= 8
            assert shown.viewport().rect().contains(shown.tile_rect(shown.count - 1).toAlignedRect())
    assert grid(strips, "feedersFor").count == 8


def test_a_click_tells_the_place(strips, qtbot) -> None:
    strips.show_strips(eight(1), eight(-1), "")
    with qtbot.waitSignal(strips.against_opened) as caught:
        grid(strips, "feedersAgainst").opened.emit(2)
    assert caught.args == [2]


def test_none_is_said_and_why(strips) -> None:
    strips.show_strips(Strip(), Strip(), "The pixels feed it themselves.")
    assert grid(strips, "feedersFor")._empty_text == "The pixels feed it themselves."
    strips.show_strips(eight(1), Strip(), "")
    assert grid(strips, "feedersAgainst")._empty_text == "No neuron does."
