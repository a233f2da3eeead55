"""Colors: what becomes of them in a picture that is read without color.

Brightness is enough for nearly every picture. Two things it cannot tell: a digit in a color that is as bright as its
paper's, and one of which nothing is seen before it lies on something.
"""

import numpy as np
from PIL import Image

from core.arrays import Array

_PLAIN = 0.05  # in a picture whose brightness differs no more than this, ink is looked for in its colors
_CLEARER = 2.5  # so many times more than the brightness the colors differ, where they show the ink
_USUAL = (0.01, 0.99)  # of all pixels, ordered by their value, the first and the last that counts
_SIDE = 100


def without(picture: Image.Image) -> Image.Image:
    """Return how bright an RGB picture is; where that shows nothing, how it differs in color.

    Returns
    -------
    Image
        Of one channel, 0 to 255: of bytes, or for colors of fractions.
    """
    small = picture.reduce(max(1, max(picture.size) // _SIDE)).convert("YCbCr")
    spread, of_blue, of_red = _spreads(small)
    if max(of_blue, of_red) < _PLAIN or max(of_blue, of_red) < _CLEARER * spread:
        return picture.convert("L")
    # Both together, along the direction in which they differ most. It is looked for in the small picture: in the whole
    # one it would take much memory, and show the same.
    both = np.asarray(small, np.float32).reshape(-1, 3)[:, 1:].T
    _, directions = np.linalg.eigh(np.cov(both))
    low, high = np.percentile(directions[:, -1] @ both, [0.2, 99.8])
    _, blue, red = picture.convert("YCbCr").split()
    shades: Array = np.asarray(blue, np.float32) * np.float32(directions[0, -1])
    shades += np.asarray(red, np.float32) * np.float32(directions[1, -1])
    shades -= np.float32(low)
    shades *= np.float32(0.8 * 255 / max(high - low, 1e-3))
    shades += np.float32(0.1 * 255)
    return Image.fromarray(np.clip(shades, 0, 255, out=shades))


def laid_on_paper(picture: Image.Image) -> Image.Image:
    """Return an RGBA picture without transparency, on white or on black, whichever shows what is in it."""
    pixels = np.asarray(picture.convert("RGBA"), np.float32)
    solid = pixels[..., 3]
    bright = pixels[..., :3] @ np.array([0.299, 0.587, 0.114], np.float32)
    brightness = float((bright * solid).sum()) / max(float(solid.sum()), 1.0)
    under = "black" if brightness > 150 and solid.min() < 128 else "white"
    return Image.alpha_composite(Image.new("RGBA", picture.size, under), picture.convert("RGBA")).convert("RGB")


def _spreads(picture: Image.Image) -> list[float]:
    """Return by how much each channel differs within a picture, 0 to 1, but for its rarest values."""
    below = np.cumsum(np.reshape(picture.histogram(), (-1, 256)), axis=1)
    low, high = ((below < share * below[:, -1:]).sum(axis=1) for share in _USUAL)
    return [float(spread) for spread in (high - low) / 255]
