import contextlib
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import EpsImagePlugin, Image, ImageDraw, features

from core.data import idx
from core.data.frame import BOX, CENTER
from core.data.ink import picture_file, pictures
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


@pytest.mark.parametrize("lines", [[200], [60, 120, 180, 240, 300, 360]], ids=["one line", "ruled paper"])
@pytest.mark.parametrize("margin", [0, 25])
def test_lines_without_a_digit_are_read_or_told(lines: list[int], margin: int, tmp_path: Path) -> None:
    shades = np.full((400, 400), 255, np.uint8)
    for line in lines:
        shades[line : line + 2, margin : 400 - margin] = 60
    for pixels in (shades, shades.T):
        path = _saved(Image.fromarray(pixels), tmp_path / "lines.png")
        with contextlib.suppress(FileError):
            assert pictures.read(path).shape == (28, 28)


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


@pytest.mark.parametrize(
    ("size", "told"),
    [
        ((8_500, 8_500), "8,500 × 8,500 pixels"),
        ((1, 60_000_000), "1 × 60,000,000 pixels"),
        ((20_001, 3), "20,001 × 3 pixels"),
        ((20_000, 20_000), "400,000,000 pixels"),
        ((2_000_000, 2_000_000), "4,000,000,000,000 pixels"),
    ],
)
def test_picture_too_large_is_refused_before_it_is_decoded(size: tuple[int, int], told: str, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(_huge_png(*size))
    with pytest.raises(FileError, match=rf"^huge\.png has {told}, and Inkling reads at most 64,000,000 "):
        pictures.read(path)


def test_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.webp").open("wb") as file:
        file.truncate(150_000_000)  # a hole: no disk space is needed
    with pytest.raises(FileError, match=r"^huge\.webp has 150 MB, and Inkling reads at most 100 MB\."):
        pictures.read(tmp_path / "huge.webp")


def test_what_only_python_decodes_is_small_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.ppm"
    path.write_bytes(b"P6\n4000 4000\n65535\n")
    with pytest.raises(FileError, match=r"deep\.ppm has 4,000 × 4,000 pixels, and Inkling reads at most 3,840,000 "):
        pictures.read(path)


def _large(kind: str) -> Image.Image:
    """Return about the largest picture of a kind that is read, with as much to keep of it as can be."""
    match kind:
        case "PNG":
            return Image.new("RGBA", (8_000, 8_000), (255, 255, 255, 200))
        case "JPEG":
            return Image.new("RGB", (8_000, 8_000), "white")
        case "TIFF":
            return Image.new("RGBA", (4_890, 4_890), (255, 255, 255, 200))
        case _:
            return Image.new("RGBA", (4_600, 4_600) if kind == "WEBP" else (3_570, 3_570), (255, 255, 255, 200))


PEAK = """
import sys
from pathlib import Path
from core.data.ink import pictures
from core.errors import FileError
try:
    pictures.read(Path(sys.argv[1]))
except FileError as error:
    assert "is blank" in error.what, error  # it was decoded to its end
print(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a system that tells the peak of a process")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "AVIF"])
def test_no_picture_that_is_read_takes_more_than_500_megabytes(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "large"
    if kind == "AVIF" and not features.check("avif"):
        pytest.skip("this Pillow knows no AVIF")
    options: dict[str, dict[str, object]] = {
        "PNG": {"compress_level": 1},
        "JPEG": {"progressive": True, "subsampling": 0},
        "TIFF": {"compression": "tiff_lzw", "tiffinfo": {278: 4_890, 274: 6}},  # one strip, lying on its side
        "WEBP": {"method": 0},
        "AVIF": {"speed": 10, "subsampling": "4:4:4"},
    }
    _large(kind).save(path, kind, **options[kind])
    with path.open("rb") as file, Image.open(file) as picture:
        picture_file._check_size(path, picture)  # it is one that is read
    told = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True).stdout
    assert int(told) < 500_000


def test_only_what_people_have_pictures_in_is_opened_and_no_program_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ghostscript = tmp_path / "gs"
    ghostscript.write_text(f"#!/bin/sh\ntouch {tmp_path / 'started'}\n")
    ghostscript.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(EpsImagePlugin, "gs_binary", None)
    path = tmp_path / "seven.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n")
    with pytest.raises(FileError, match=r"^seven\.png is no picture that Inkling can open: it opens PNG, JPEG, "):
        pictures.read(path)
    assert not (tmp_path / "started").exists()


@pytest.mark.parametrize("kind", ["ICO", "DDS", "TGA", "PCX", "SGI", "JPEG2000"])
def test_picture_of_a_rare_kind_is_not_opened(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "seven.png"
    _drawn(200).save(path, kind)
    with pytest.raises(FileError, match=r"^seven\.png is no picture that Inkling can open"):
        pictures.read(path)


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [("RGB", "jpg"), ("RGBA", "png"), ("P", "gif"), ("CMYK", "tif"), ("I;16", "png"), ("F", "tif"), ("L", "pgm")],
)
def test_large_picture_reads_as_a_small_one(mode: str, suffix: str, seven: np.ndarray, tmp_path: Path) -> None:
    large = _drawn(2500, 300)
    if mode == "I;16":
        large = Image.fromarray(np.asarray(large, np.uint16) * 257)
    elif mode == "F":
        large = Image.fromarray(np.asarray(large, np.float32) / 255)
    else:
        large = large.convert(mode)
    assert _difference(pictures.read(_saved(large, tmp_path / f"large.{suffix}")), seven) < 2


@pytest.mark.parametrize("odd", [-3e38, 3e38, np.inf, -np.inf, np.nan])
def test_shades_of_a_picture_of_odd_numbers_lie_between_black_and_white(odd: float, tmp_path: Path) -> None:
    numbers = np.asarray(_drawn(60, 7), np.float32) / 255
    numbers[5, 5:9] = odd
    path = _saved(Image.fromarray(numbers), tmp_path / "odd.tif")
    shades = picture_file.shades(path, 200)
    assert shades.min() >= 0
    assert shades.max() <= 1
    with contextlib.suppress(FileError):  # what is next to a number so large is too dark to be seen
        pictures.read(path)


def test_long_narrow_picture_reads_as_its_digit(tmp_path: Path) -> None:
    drawn = Image.new("L", (300, 6000), 255)
    drawn.paste(_drawn(), (0, 2000))
    image = pictures.read(_saved(drawn, tmp_path / "long.png"))
    assert image.any()


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "tif", "bmp", "webp", "ppm"])
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
