"""What pictures of digits are made of: sharp ink of any size, paper, light, and a camera.

Everything is brightness or ink from 0 to 1; a scene has three channels. All chance comes from the generator given.
"""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from core.arrays import Array, Bytes
from tests.skeletons import strokes_of

FINE = 336
"""Pixels on a side of ink that is to be placed: twelve for each of a prepared image's."""


def sharp(image: Bytes, wider: float = 0.0) -> Array:
    """Return the ink of a prepared image with a clear edge, shape (FINE, FINE).

    ``wider`` is by how many pixels of 28 the line is broader, or with a negative number thinner.
    """
    larger = Image.fromarray(image).resize((FINE, FINE), Image.Resampling.BICUBIC)
    soft = np.asarray(larger.filter(ImageFilter.GaussianBlur(5)), np.float32) / 255
    ink: Array = 1 / (1 + np.exp((0.45 - soft) * 25))
    pixels = round(abs(wider) * FINE / 28 / 2)
    if pixels:
        filtering = ImageFilter.MaxFilter if wider > 0 else ImageFilter.MinFilter
        picture = Image.fromarray(np.uint8(ink * 255))
        for _ in range(pixels):
            picture = picture.filter(filtering(3))
        ink = np.asarray(picture.filter(ImageFilter.GaussianBlur(2)), np.float32) / 255
    return ink


def drawn(image: Bytes, width: float, nib: tuple[float, float] | None = None) -> Array:
    """Return the ink of a pen that goes along the digit's lines, shape (FINE, FINE).

    ``width`` is that of the line in pixels of 28. With a nib, an angle and a least width, it is a broad pen's: lines
    along the nib are hairlines.
    """
    twice = 2 * FINE
    picture = Image.new("L", (twice, twice))
    brush = ImageDraw.Draw(picture)
    for stroke in strokes_of(image):
        points = stroke * twice
        for place, (one, other) in enumerate(zip(points, points[1:], strict=False)):
            radius = width * twice / 56
            if nib is not None:
                way = np.arctan2(*(points[min(place + 5, len(points) - 1)] - points[max(place - 5, 0)])[::-1])
                radius *= max(abs(np.sin(way - nib[0])) ** 2, nib[1] / width)
            for part in np.linspace(0, 1, 4):
                x, y = one + (other - one) * part
                brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(picture.resize((FINE, FINE), Image.Resampling.BOX), np.float32) / 255


def outlined(ink: Array, line: int) -> Array:
    """Return only the outline of ink, so many pixels wide."""
    picture = Image.fromarray(np.uint8(ink * 255))
    wide = picture
    for _ in range(line):
        wide = wide.filter(ImageFilter.MaxFilter(3))
    return np.clip(np.asarray(wide, np.float32) / 255 - ink, 0, 1)


def extent(ink: Array) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of ink, in parts of its side."""
    rows, columns = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
    height, width = ink.shape
    return columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height


def placed(
    ink: Array, shape: tuple[int, int], box: tuple[float, float, float], angle: float = 0.0
) -> tuple[Array, tuple[float, float, float, float]]:
    """Return a canvas with ink on it, and where the ink is there.

    Parameters
    ----------
    ink : ndarray, shape (FINE, FINE)
    shape : (int, int)
        Height and width of the canvas, in pixels.
    box : (float, float, float)
        Middle of the ink, x and y in pixels, and its height.
    angle : float
        Degrees that it is turned by, counterclockwise.
    """
    left, top, right, bottom = extent(ink)
    x, y, height = box
    scale = max(bottom - top, (right - left) / 1.3) * FINE / height  # pixels of the ink for one of the canvas
    source = Image.fromarray(np.uint8(ink * 255))
    if scale > 1:
        source = source.resize((max(1, round(FINE / scale)),) * 2, Image.Resampling.BOX)
        scale = scale * source.width / FINE
    ringed = Image.new("L", (source.width + 4, source.height + 4))
    ringed.paste(source, (2, 2))
    cos, sin = np.cos(np.radians(angle)) * scale, np.sin(np.radians(angle)) * scale
    middle_x = (left + right) / 2 * source.width + 2
    middle_y = (top + bottom) / 2 * source.height + 2
    data = (cos, -sin, middle_x - cos * x + sin * y, sin, cos, middle_y - sin * x - cos * y)
    moved = ringed.transform(shape[::-1], Image.Transform.AFFINE, data, Image.Resampling.BICUBIC)
    found = np.asarray(moved, np.float32) / 255
    return found, tuple(each * of for each, of in zip(extent(found), (*shape[::-1], *shape[::-1]), strict=True))  # type: ignore[return-value]


def paper(shape: tuple[int, int], generator: np.random.Generator, color: tuple[float, float, float]) -> Array:
    """Return a sheet, shape (height, width, 3), whose shade is nowhere quite the same."""
    coarse = np.uint8(np.clip(128 + generator.normal(0, 20, (6, 8)), 0, 255))
    cloud = np.asarray(Image.fromarray(coarse).resize(shape[::-1], Image.Resampling.BICUBIC), np.float32) / 128 - 1
    sheet: Array = (1 + 0.04 * cloud[..., None]) * np.float32(color)
    return sheet.astype(np.float32)


def inked(scene: Array, ink: Array, color: tuple[float, float, float]) -> Array:
    """Return a scene with ink of a color laid on it."""
    laid: Array = scene + ink[..., None] * (np.float32(color) - scene)
    return laid


def lines(
    shape: tuple[int, int],
    segments: Sequence[tuple[float, float, float, float]],
    width: float,
    generator: np.random.Generator,
    wobble: float = 0.0,
) -> Array:
    """Return straight lines as ink; with a wobble, in pixels, they are drawn without a ruler."""
    twice = Image.new("L", (2 * shape[1], 2 * shape[0]))
    brush = ImageDraw.Draw(twice)
    for x0, y0, x1, y1 in segments:
        count = max(2, int(np.hypot(x1 - x0, y1 - y0) / 25)) if wobble else 2
        points = np.stack([np.linspace(x0, x1, count), np.linspace(y0, y1, count)], axis=1)
        points += generator.normal(0, 1, points.shape) * wobble
        brush.line([tuple(2 * point) for point in points], fill=255, width=max(1, round(2 * width)), joint="curve")
    return np.asarray(twice.resize(shape[::-1], Image.Resampling.BOX), np.float32) / 255


def half_plane(shape: tuple[int, int], angle: float, share: float, softness: float) -> Array:
    """Return 1 on one side of an edge and 0 on the other, which has that share of the picture across the edge."""
    down, across = np.meshgrid(*(np.linspace(-1, 1, n) for n in shape), indexing="ij")
    along = down * np.sin(angle) + across * np.cos(angle)
    reach = abs(np.sin(angle)) + abs(np.cos(angle))
    at = reach * (2 * share - 1)
    pixels = (along - at) * max(shape) / 2
    side: Array = (1 / (1 + np.exp(np.clip(pixels / max(softness, 0.3), -40, 40)))).astype(np.float32)
    return side


def camera(scene: Array, generator: np.random.Generator, noise: float = 0.012, blur: float = 0.6) -> Image.Image:
    """Return what a camera makes of a scene: a little out of focus, with noise, and white not quite white."""
    picture = Image.fromarray(np.uint8(np.clip(scene, 0, 1) * 255)).filter(ImageFilter.GaussianBlur(blur))
    shape = scene.shape[:2]
    grain = generator.normal(0, noise, (*shape, 1)) + generator.normal(0, noise / 2, (*shape, 3))
    balance = generator.uniform(0.94, 1.0, 3)
    shot = (np.asarray(picture, np.float32) / 255 + grain) * balance
    return Image.fromarray(np.uint8(np.clip(shot, 0, 1) * 255))


def jpeg(picture: Image.Image, generator: np.random.Generator, quality: tuple[int, int] = (60, 93)) -> bytes:
    """Return a picture as a JPEG file."""
    return saved(picture, "JPEG", quality=int(generator.integers(*quality)))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file of a kind."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def seen_aslant(scene: Array, generator: np.random.Generator, strength: float) -> Array:
    """Return a scene photographed from the side: its corners move by up to a part of its size."""
    height, width = scene.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    moved = corners + generator.uniform(0, strength, (4, 2)) * (width, height) * np.sign(corners.mean(0) - corners)
    rows = []
    for (x, y), (u, v) in zip(corners, moved, strict=True):  # where each corner of the new picture is in the old
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    data = np.linalg.solve(np.array(rows), moved.ravel())
    picture = Image.fromarray(np.uint8(np.clip(scene, 0, 1) * 255))
    turned = picture.transform((width, height), Image.Transform.PERSPECTIVE, tuple(data), Image.Resampling.BICUBIC)
    return np.asarray(turned, np.float32) / 255
