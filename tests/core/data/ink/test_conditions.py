"""A digit is found and read under each of the conditions in which people take pictures of one."""

import io
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.arrays import Bytes
from core.data.ink import picture_file, pictures
from core.data.ink.pictures import WORKING_SIDE, Preparation
from core.data.writer import synthetic
from core.files import pretrained, weights
from core.network.network import Network
from tests.conditions import CONDITIONS

_COUNT = 2
# Others are in tests/benchmarks/bench_pictures.py, with more digits for each.
_CHECKED = (
    "plain",
    "faint",
    "isoluminant",
    "hard shadow",
    "noise",
    "dark ruling",
    "dark squares",
    "box",
    "underlined",
) + ("text above", "desk edge", "dark desk", "finger", "transparent", "tight crop")


@pytest.fixture(scope="module")
def network() -> Network:
    return weights.load(pretrained.PATH).network


@pytest.fixture(scope="module")
def digits(network: Network) -> tuple[Bytes, np.ndarray]:
    """Return digits that are read rightly as they are."""
    images, labels = synthetic.make_images(40, np.random.default_rng(21))
    is_right = (network.outputs(images).argmax(axis=1) == labels) & (network.outputs(images).max(axis=1) > 0.95)
    return images[is_right][:24], labels[is_right][:24]


def prepared(content: bytes) -> Preparation:
    return pictures.preparation(picture_file.shades_in(content, "photo", WORKING_SIDE), "photo")


def read(network: Network, content: bytes) -> tuple[int, ...]:
    return tuple(int(network.outputs(part.image[None]).argmax()) for part in prepared(content).parts)


@pytest.mark.parametrize("name", _CHECKED)
def test_a_digit_is_read_under_a_condition(name: str, network: Network, digits: tuple[Bytes, np.ndarray]) -> None:
    generator = np.random.default_rng(zlib.crc32(name.encode()))
    chosen = generator.permutation(len(digits[0]))[:_COUNT]
    found = [read(network, CONDITIONS[name](digits[0][at], generator)) for at in chosen]
    right = sum(digit == (int(digits[1][at]),) for digit, at in zip(found, chosen, strict=True))
    assert right >= _COUNT, (found, digits[1][chosen])


def page(draw: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    """Return a picture of a white page on which something is drawn."""
    picture = Image.new("RGB", (400, 300), (240, 238, 230))
    draw(ImageDraw.Draw(picture))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def seven(brush: ImageDraw.ImageDraw, left: float, top: float, height: float = 120) -> None:
    points = [(left, top), (left + 0.55 * height, top), (left + 0.2 * height, top + height)]
    brush.line(points, fill=(30, 30, 60), width=14, joint="curve")


def test_tall_pieces_side_by_side_are_digits_of_a_number(network: Network) -> None:
    def three_sevens(brush: ImageDraw.ImageDraw) -> None:
        for left in (60, 160, 260):
            seven(brush, left, 90)

    found = prepared(page(three_sevens))
    assert [int(network.outputs(part.image[None]).argmax()) for part in found.parts] == [7, 7, 7]
    lefts = [part.box[0] for part in found.parts]
    assert lefts == sorted(lefts)
    np.testing.assert_allclose(lefts, [60 / 400, 160 / 400, 260 / 400], atol=0.02)


def test_what_is_set_aside_is_said(network: Network) -> None:
    def with_lines(brush: ImageDraw.ImageDraw) -> None:
        seven(brush, 170, 90)
        for y in range(20, 300, 45):
            brush.line([(0, y), (400, y + 6)], fill=(70, 80, 90), width=2)

    found = prepared(page(with_lines))
    assert len(found.parts) == 1
    assert any("lines" in note for note in found.notes)
    left, top, width, height = found.parts[0].box
    np.testing.assert_allclose((left, top, left + width, top + height), (0.41, 0.28, 0.6, 0.72), atol=0.03)


def test_a_clean_picture_has_no_notes() -> None:
    assert prepared(page(lambda brush: seven(brush, 170, 90))).notes == ()


def test_a_pattern_of_many_alike_is_no_number_and_takes_no_time() -> None:
    rows, columns = np.indices((400, 400))
    grid = np.where((rows % 8 == 0) | (columns % 8 == 0), 0, 1).astype(np.float32)
    assert len(pictures.parts(grid, "grid")) == 1  # some two thousand cells, each of which was compared with each
