"""Pictures of digits as people have them: drawn somewhere on a canvas, or photographed in poor light.

Shared by tests and benchmarks. All chance comes from the generator given.
"""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from core.arrays import Array, Bytes


def placed(image: Bytes, edge: float, canvas: tuple[int, int], corner: tuple[float, float]) -> Array:
    """Return a canvas with an image on it, its ink from 0 to 1.

    Parameters
    ----------
    image : ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink.
    edge : float
        How wide and high the image is made, in pixels.
    canvas : (int, int)
        Height and width of the canvas, in pixels.
    corner : (float, float)
        Row and column of the image's upper left corner, in pixels.
    """
    height, width = canvas
    step = len(image) / edge
    # Pillow asks for the place in the old picture of each pixel of the new one. A picture made smaller is
    # made so first: an affine transform alone would skip pixels.
    source = Image.fromarray(image)
    if step > 1:
        source = source.resize((round(edge),) * 2, Image.Resampling.BOX)
        step = source.width / edge
    ringed = Image.new("L", (source.width + 4, source.height + 4))
    ringed.paste(source, (2, 2))
    down, across = corner
    data = (step, 0, 2 - across * step, 0, step, 2 - down * step)
    moved = ringed.transform((width, height), Image.Transform.AFFINE, data, Image.Resampling.BICUBIC)
    return np.asarray(moved, np.float32) / 255


def anywhere(image: Bytes, canvas: int, generator: np.random.Generator, scales: tuple[float, float]) -> Array:
    """Return a square canvas with an image on it at a random place, ``scales`` times half the canvas large."""
    edge = canvas / 2 * generator.uniform(*scales)
    down, across = generator.uniform(0, canvas - edge, 2)
    return placed(image, edge, (canvas, canvas), (down, across))


@dataclass(frozen=True, slots=True)
class Light:
    """How a photo is taken.

    Attributes
    ----------
    is_dark_on_light : bool
        Whether ink is darker than the paper.
    gradient : float
        By how much of its brightness the light falls off from one corner to the other.
    shadow : float
        How much light the shadow of the phone takes away.
    noise : float
        Standard deviation of a pixel's brightness, of 1.
    blur : float
        Standard deviation in pixels of a lens out of focus.
    quality : int
        Of the JPEG file, 1 to 95.
    """

    is_dark_on_light: bool = True
    gradient: float = 0.4
    shadow: float = 0.3
    noise: float = 0.02
    blur: float = 1.5
    quality: int = 70


def photo(image: Bytes, generator: np.random.Generator, light: Light) -> bytes:
    """Return a JPEG file: a digit on a sheet of paper or a board, in uneven light."""
    canvas = (480, 640)
    edge = generator.uniform(200, 440)
    corner = (generator.uniform(0, canvas[0] - edge), generator.uniform(0, canvas[1] - edge))
    ink = placed(image, edge, canvas, corner)
    paper, pen = generator.uniform(0.8, 0.97), generator.uniform(0.1, 0.35)
    if not light.is_dark_on_light:
        paper, pen = pen, paper
    shades = (paper + (pen - paper) * ink) * _brightness(canvas, generator, light)
    picture = Image.fromarray(np.uint8(np.clip(shades, 0, 1) * 255)).filter(ImageFilter.GaussianBlur(light.blur))
    noisy = np.asarray(picture, np.float32) + generator.normal(0, 255 * light.noise, canvas)
    # White balance is never quite right.
    tinted = np.clip(noisy[..., np.newaxis] * generator.uniform(0.9, 1.0, 3), 0, 255)
    file = io.BytesIO()
    Image.fromarray(np.uint8(tinted)).save(file, "JPEG", quality=light.quality)
    return file.getvalue()


def _brightness(canvas: tuple[int, int], generator: np.random.Generator, light: Light) -> Array:
    """Return how bright each pixel is lit, 0 to 1: falling off in some direction, with a soft shadow."""
    down, across = np.meshgrid(*(np.linspace(-1, 1, n) for n in canvas), indexing="ij")
    angle, shadow_angle = generator.uniform(0, 2 * np.pi, 2)
    along = (down * np.sin(angle) + across * np.cos(angle)) / np.sqrt(2)
    brightness = 1 - light.gradient * (along + 1) / 2
    from_edge = down * np.sin(shadow_angle) + across * np.cos(shadow_angle) - generator.uniform(-0.5, 0.5)
    shaded: Array = brightness * (1 - light.shadow / (1 + np.exp(-from_edge / 0.1)))
    return shaded
