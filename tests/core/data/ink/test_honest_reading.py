"""What must make no difference makes none, whether a digit is drawn or in a file; what must, does.

The drawings are one-sided (no mirror image of theirs is the same), so that a picture that came in mirrored,
upside down, with its axes swapped or inverted could not pass.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from core.arrays import Array, Bytes
from core.data.frame import CENTER
from core.data.ink import pictures
from core.data.ink.strokes import Ink, Stroke, prepare
from core.data.writer import synthetic
from core.data.writer.hands import ON_PAPER
from core.errors import FileError
from core.files import pretrained
from core.network.network import Network
from tests.photos import Light, anywhere, photo

# A four with an open top and a low bar: two strokes, and nothing about it is symmetrical.
FOUR: tuple[Stroke, ...] = (
    np.array([(0.35, 0.1), (0.2, 0.55), (0.7, 0.5)]),
    np.array([(0.6, 0.25), (0.62, 0.6), (0.5, 0.95)]),
)
TIDY = replace(ON_PAPER, jitter=0.02, sloppiness=0.2)  # so that what is misread is the way's fault, not the hand's
WRONG_WAYS = {
    "mirrored": lambda image: image[:, ::-1],
    "upside down": lambda image: image[::-1],
    "turned by half": lambda image: image[::-1, ::-1],
    "axes swapped": lambda image: image.T,
    "inverted": lambda image: 255 - image,
}


def difference(one: Bytes, other: Bytes) -> float:
    """Return the mean difference after the whole-pixel shift that fits best: mass near a half rounds either way."""
    shifts = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return min(float(np.abs(np.roll(one, shift, (0, 1)).astype(int) - other).mean()) for shift in shifts)


def in_between(stroke: Stroke, points: int) -> Stroke:
    """Return the same line with so many points on each of its parts, as a slower hand leaves more of them."""
    parts = [np.linspace(a, b, points, endpoint=False) for a, b in zip(stroke, stroke[1:], strict=False)]
    return np.concatenate([*parts, stroke[-1:]])


def drawn(strokes: tuple[Stroke, ...], side: int, line: int) -> Image.Image:
    """Draw strokes as a paint program does, black on white."""
    picture = Image.new("L", (side, side), 255)
    brush = ImageDraw.Draw(picture)
    for stroke in strokes:
        brush.line([(float(x) * side, float(y) * side) for x, y in stroke], fill=0, width=line, joint="curve")
        for x, y in stroke * side:
            brush.ellipse((x - line / 2, y - line / 2, x + line / 2, y + line / 2), fill=0)
    return picture


def read(picture: Image.Image | bytes | Array, folder: Path) -> Bytes:
    path = folder / "picture.png"
    if isinstance(picture, bytes):
        path.write_bytes(picture)
    elif isinstance(picture, Image.Image):
        picture.save(path)
    else:
        Image.fromarray(np.uint8(np.rint(np.clip(1 - picture, 0, 1) * 255))).save(path)
    return pictures.read(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


# Drawings


@settings(max_examples=40)
@given(st.floats(0.05, 3.0), st.floats(-2, 2), st.floats(-2, 2))
def test_size_and_place_of_a_drawing_make_no_difference(scale: float, x: float, y: float) -> None:
    moved = Ink(tuple(stroke * scale + (x, y) for stroke in FOUR))
    assert difference(prepare(moved), prepare(Ink(FOUR))) < 0.1


@settings(max_examples=30)
@given(st.integers(1, 400), st.integers(1, 400))
def test_the_rate_at_which_the_pen_is_looked_at_makes_no_difference(one: int, other: int) -> None:
    sampled = Ink((in_between(FOUR[0], one), in_between(FOUR[1], other)))
    assert difference(prepare(sampled), prepare(Ink(FOUR))) < 0.7


@settings(max_examples=20)
@given(st.permutations(range(4)), st.lists(st.booleans(), min_size=4, max_size=4))
def test_order_and_direction_of_strokes_make_no_difference(order: list[int], is_backward: list[bool]) -> None:
    pieces = (FOUR[0][:2], FOUR[0][1:], FOUR[1][:2], FOUR[1][1:])
    shuffled = tuple(pieces[at][::-1] if back else pieces[at] for at, back in zip(order, is_backward, strict=True))
    assert difference(prepare(Ink(shuffled)), prepare(Ink(pieces))) < 0.7


@pytest.mark.parametrize("way", WRONG_WAYS)
def test_a_drawing_seen_the_wrong_way_would_be_noticed(way: str) -> None:
    """The bounds of the other tests are far below what a mistake makes."""
    image = prepare(Ink(FOUR))
    assert difference(WRONG_WAYS[way](image), image) > 12


def test_the_first_coordinate_goes_right_and_the_second_down() -> None:
    image = prepare(Ink((np.array([(0.0, 0.0), (0.0, 1.0)]), np.array([(0.0, 1.0), (0.5, 1.0)]))))
    rows, columns = image.sum(axis=1, dtype=int), image.sum(axis=0, dtype=int)
    assert rows.argmax() > CENTER, "the foot of an L is below"
    assert columns.argmax() < CENTER, "its stem is on the left"


# Files


@settings(max_examples=15)
@given(st.integers(200, 500), st.floats(0.5, 1.0), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.11))
def test_size_place_and_line_of_a_file_make_hardly_any_difference(
    folder: Path, side: int, scale: float, x: float, y: float, line: float
) -> None:
    strokes = tuple(stroke * scale * 0.7 + np.array([x, y]) * (1 - 0.7 * scale) * 0.8 + 0.05 for stroke in FOUR)
    picture = drawn(strokes, side, max(2, round(line * scale * side)))
    assert difference(read(picture, folder), prepare(Ink(FOUR))) < 9


@pytest.mark.parametrize("is_dark_on_light", [True, False])
def test_a_file_is_read_the_right_way_round(is_dark_on_light: bool, folder: Path) -> None:
    picture = drawn(FOUR, 300, 30)
    found = read(picture if is_dark_on_light else Image.eval(picture, lambda shade: 255 - shade), folder)
    expected = prepare(Ink(FOUR))
    assert difference(found, expected) < 5
    for wrong in WRONG_WAYS.values():
        assert difference(found, wrong(expected)) > 12


LIGHTS = {
    "even": Light(gradient=0, shadow=0, noise=0),
    "falling off": Light(gradient=0.5, shadow=0),
    "with a shadow": Light(shadow=0.4),
    "noisy and blurred": Light(noise=0.03, blur=2.5, quality=50),
    "chalk": Light(is_dark_on_light=False),
}


@pytest.mark.parametrize("light", LIGHTS.values(), ids=LIGHTS.keys())
def test_a_photo_is_read_whatever_the_light(light: Light, folder: Path, generator: np.random.Generator) -> None:
    digits, _ = synthetic.make_images(12, generator)
    for digit in digits:
        found = read(photo(digit, generator, light), folder)
        assert difference(found, digit) < 16
        assert min(difference(found, wrong(digit)) for wrong in (WRONG_WAYS["inverted"],)) > 60


def test_dust_on_the_paper_is_no_ink(folder: Path) -> None:
    clean = drawn(FOUR, 400, 36)
    dusty = clean.copy()
    for x, y in ((10, 10), (380, 20), (30, 390), (385, 388)):
        ImageDraw.Draw(dusty).ellipse((x, y, x + 6, y + 6), fill=0)
    assert difference(read(dusty, folder), read(clean, folder)) < 2


def test_a_digit_in_two_pieces_keeps_both(folder: Path) -> None:
    apart = (
        np.array([(0.3, 0.3), (0.3, 0.5), (0.6, 0.6), (0.5, 0.9), (0.25, 0.9)]),
        np.array([(0.4, 0.2), (0.7, 0.18)]),
    )
    assert difference(read(drawn(apart, 400, 30), folder), prepare(Ink(apart))) < 6


@pytest.mark.parametrize("size", [(1, 400), (400, 1), (1, 1), (2, 3), (65, 1), (3000, 20)])
@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "I;16", "F", "1", "P"])
def test_odd_shapes_and_modes_are_read_or_refused_in_a_sentence(
    size: tuple[int, int], mode: str, folder: Path, generator: np.random.Generator
) -> None:
    noise = Image.fromarray(generator.integers(0, 256, size, dtype=np.uint8))
    picture = Image.fromarray(np.asarray(noise, np.uint16) * 257) if mode == "I;16" else noise.convert(mode)
    picture.save(folder / "odd.tif")
    try:
        found, told = pictures.read(folder / "odd.tif"), "odd.tif"
    except FileError as error:
        found, told = np.zeros((28, 28), np.uint8), str(error)
    assert found.shape == (28, 28)
    assert told.startswith("odd.tif")


def test_a_picture_all_transparent_is_blank(folder: Path) -> None:
    with pytest.raises(FileError, match="is blank"):
        read(Image.new("RGBA", (200, 200), (0, 0, 0, 0)), folder)


# Digits


@pytest.fixture(scope="module")
def reader() -> Network:
    """Return a network that reads digits well, so that few of 75 are near the edge."""
    snapshot = pretrained.load().latest
    assert snapshot is not None
    return snapshot.network


# At 0.4 of half of 56 pixels, the ink is 8 pixels high: something is lost, but not much.
@pytest.mark.parametrize(
    ("canvas", "loss", "is_dark_on_light"), [(56, 0.04, True), (100, 0.014, True), (200, 0.014, False)]
)
def test_digits_moved_and_scaled_in_a_file_are_read_as_well_as_they_are(
    canvas: int, loss: float, is_dark_on_light: bool, reader: Network, folder: Path, generator: np.random.Generator
) -> None:
    digits, labels = synthetic.make_images(75, generator, hands=TIDY)
    found = []
    for digit in digits:
        ink = anywhere(digit, canvas, generator, (0.4, 1.5))
        found.append(read(ink if is_dark_on_light else 1 - ink, folder))
    direct, through = (
        float((reader.outputs(images).argmax(axis=1) == labels).mean()) for images in (digits, np.array(found))
    )
    assert direct > 0.9
    assert through >= direct - loss, "one image of 75 at most, where they are not made smaller"
    mirrored = reader.outputs(np.array(found)[:, :, ::-1]).argmax(axis=1)
    assert (mirrored == labels).mean() < 0.7, "this test would notice a mirrored image"
