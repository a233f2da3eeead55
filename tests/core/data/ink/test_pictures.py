import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.data import idx
from core.data.frame import BOX, CENTER
from core.data.ink import pictures
from core.data.ink.strokes import Ink, prepare
from core.errors import FileError

SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]


def _drawn(side: int = 300, line: int = 36, *, ink: int = 0, paper: int = 255) -> Image.Image:
    picture = Image.new("L", (side, side), paper)
    points = [(x * side, y * side) for x, y in SEVEN]
    ImageDraw.Draw(picture).line(points, fill=ink, width=line, joint="curve")
    return picture


def _saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)
    return path


def _difference(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def _difference_but_for_a_pixel(one: np.ndarray, other: np.ndarray) -> float:
    """Return the difference after the whole-pixel shift that fits best: mass near a half rounds either way."""
    shifts = [(rows, columns) for rows in (-1, 0, 1) for columns in (-1, 0, 1)]
    return min(_difference(np.roll(one, shift, (0, 1)), other) for shift in shifts)


@pytest.fixture
def seven(tmp_path: Path) -> np.ndarray:
    return pictures.read(_saved(_drawn(), tmp_path / "seven.png"))


def test_picture_is_framed_as_mnist(seven: np.ndarray) -> None:
    assert seven.shape == (28, 28)
    assert seven.dtype == np.uint8
    assert np.ptp(np.flatnonzero(seven.any(axis=1))) + 1 == BOX
    middle = np.argwhere(seven > 0).mean(axis=0)
    assert np.abs(middle - CENTER).max() < 1


@pytest.mark.parametrize("line", [1, 2, 6, 12, 26])
def test_picture_of_a_drawing_is_read_as_the_drawing(line: int, tmp_path: Path) -> None:
    # Lines thinner than the pen's (about 26 pixels here) are thickened.
    image = pictures.read(_saved(_drawn(line=line), tmp_path / "drawn.png"))
    assert _difference_but_for_a_pixel(image, prepare(Ink((np.array(SEVEN),)))) < 4


def test_light_on_dark_reads_as_dark_on_light(seven: np.ndarray, tmp_path: Path) -> None:
    inverted = pictures.read(_saved(_drawn(ink=255, paper=0), tmp_path / "inverted.png"))
    assert _difference(inverted, seven) < 2


def test_pale_ink_on_gray_paper_reads_as_black_on_white(seven: np.ndarray, tmp_path: Path) -> None:
    pale = pictures.read(_saved(_drawn(ink=120, paper=170), tmp_path / "pale.png"))
    assert _difference(pale, seven) < 3


def test_shadow_and_noise_of_a_photo_are_taken_off(
    seven: np.ndarray, tmp_path: Path, generator: np.random.Generator
) -> None:
    drawn = np.asarray(_drawn(400, 48), float) / 255
    light = np.linspace(0.9, 0.5, 400) * np.linspace(1, 0.85, 400)[:, None]
    photo = (0.35 + 0.65 * drawn) * light + generator.normal(0, 0.02, drawn.shape)
    path = _saved(Image.fromarray(np.clip(photo * 255, 0, 255).astype(np.uint8)), tmp_path / "photo.jpg")
    assert _difference(pictures.read(path), seven) < 6


@pytest.mark.parametrize("mode", ["RGB", "CMYK", "P", "1", "LA", "RGBA"])
def test_color_mode_makes_no_difference(mode: str, seven: np.ndarray, tmp_path: Path) -> None:
    path = _saved(_drawn().convert(mode), tmp_path / "mode.tif")
    assert _difference(pictures.read(path), seven) < 3


def test_sixteen_bits_are_not_clipped(seven: np.ndarray, tmp_path: Path) -> None:
    deep = np.asarray(_drawn(ink=60, paper=200), np.uint16) * 257
    assert _difference(pictures.read(_saved(Image.fromarray(deep), tmp_path / "deep.png")), seven) < 3


def test_transparent_picture_lies_on_white(seven: np.ndarray, tmp_path: Path) -> None:
    mask = Image.eval(_drawn(), lambda shade: 255 - shade)
    picture = Image.new("RGBA", mask.size, (0, 0, 0, 0))
    picture.putalpha(mask)
    assert _difference(pictures.read(_saved(picture, tmp_path / "clear.png")), seven) < 2


def test_camera_held_sideways_is_turned_upright(seven: np.ndarray, tmp_path: Path) -> None:
    turned = _drawn().convert("RGB").transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn me clockwise to see me upright"
    path = _saved(turned, tmp_path / "sideways.jpg", exif=exif, quality=95)
    assert _difference(pictures.read(path), seven) < 3


def test_first_picture_of_an_animation_counts(seven: np.ndarray, tmp_path: Path) -> None:
    blank = Image.new("L", (300, 300), 255)
    path = _saved(_drawn(), tmp_path / "moving.gif", save_all=True, append_images=[blank])
    assert _difference(pictures.read(path), seven) < 2


def test_mnist_image_comes_back_nearly_equal(mnist_folder: Path, tmp_path: Path) -> None:
    images = idx.read(next(mnist_folder.glob("t10k-images*")))[:40]
    for image in images:
        path = _saved(Image.fromarray(image), tmp_path / "mnist.png")
        assert _difference(pictures.read(path), image) < 1.5


@pytest.mark.parametrize("size", [(1, 1), (28, 28), (300, 200)])
def test_blank_picture_is_told(size: tuple[int, int], tmp_path: Path) -> None:
    path = _saved(Image.new("RGB", size, (200, 210, 190)), tmp_path / "blank.png")
    with pytest.raises(FileError, match=r"blank\.png is blank"):
        pictures.read(path)


def _huge_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [8_500, 10_000, 20_000, 2_000_000])
def test_picture_too_large_is_refused_before_it_is_decoded(side: int, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(_huge_png(side, side))
    with pytest.raises(FileError, match=r"huge\.png has more than"):
        pictures.read(path)


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "tif", "bmp", "webp"])
def test_file_cut_short_is_told(suffix: str, tmp_path: Path) -> None:
    path = _saved(_drawn().convert("RGB"), tmp_path / f"cut.{suffix}")
    whole = path.read_bytes()
    for length in (len(whole) // 2, 30):
        path.write_bytes(whole[:length])
        with pytest.raises(FileError, match=rf"cut\.{suffix}"):
            pictures.read(path)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04" + bytes(100)])
def test_file_that_is_no_picture_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "letter.png"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"letter\.png"):
        pictures.read(path)


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"no file .*absent\.png"):
        pictures.read(tmp_path / "absent.png")
    with pytest.raises(FileError, match=tmp_path.name):
        pictures.read(tmp_path)
