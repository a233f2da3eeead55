"""The pad, drawn on with the mouse, shows the network the image that strokes give, and a file of the drawing."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.arrays import Bytes
from core.data.ink import pictures
from core.data.ink.strokes import Ink, prepare

# A four with an open top and a low bar: two strokes, and nothing about it is symmetrical.
FOUR = (((0.35, 0.1), (0.2, 0.55), (0.7, 0.5)), ((0.6, 0.25), (0.62, 0.6), (0.5, 0.95)))


def difference(one: Bytes, other: Bytes) -> float:
    """Return the mean difference after the whole-pixel shift that fits best: mass near a half rounds either way."""
    shifts = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return min(float(np.abs(np.roll(one, shift, (0, 1)).astype(int) - other).mean()) for shift in shifts)


@pytest.fixture
def by_mouse(person) -> Bytes:
    """Return what the network is shown after a four was drawn with the mouse."""
    for stroke in FOUR:
        person.draw(*stroke)
    return person.workbench.pad.image.copy()


@pytest.fixture
def by_strokes() -> Bytes:
    return prepare(Ink(tuple(np.array(stroke) for stroke in FOUR)))


def test_the_mouse_gives_the_image_of_the_strokes(by_mouse: Bytes, by_strokes: Bytes):
    assert difference(by_mouse, by_strokes) < 2


def test_a_file_of_the_drawing_gives_the_image_of_the_mouse(by_mouse: Bytes, tmp_path: Path):
    side, line = 400, 36
    picture = Image.new("L", (side, side), 255)
    brush = ImageDraw.Draw(picture)
    for stroke in FOUR:
        brush.line([(x * side, y * side) for x, y in stroke], fill=0, width=line, joint="curve")
        for x, y in ((x * side, y * side) for x, y in stroke):
            brush.ellipse((x - line / 2, y - line / 2, x + line / 2, y + line / 2), fill=0)
    picture.save(tmp_path / "four.png")
    assert difference(pictures.read(tmp_path / "four.png"), by_mouse) < 6


def test_the_pad_is_not_mirrored_turned_swapped_or_inverted(by_mouse: Bytes, by_strokes: Bytes):
    for wrong in (by_mouse[:, ::-1], by_mouse[::-1], by_mouse[::-1, ::-1], by_mouse.T, 255 - by_mouse):
        assert difference(wrong, by_strokes) > 12


def test_a_drawing_elsewhere_and_smaller_gives_the_same_image(person, by_mouse: Bytes):
    person.trigger("clearInkAction")
    for stroke in FOUR:
        person.draw(*((0.4 + 0.5 * x, 0.3 + 0.5 * y) for x, y in stroke))
    assert difference(person.workbench.pad.image, by_mouse) < 4
