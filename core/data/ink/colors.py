"""Colors: what becomes of them in a picture that is read without color.

Brightness is enough for nearly every picture. Two things it cannot tell: a digit in a color that is as bright as its
paper's, and one of which nothing is seen before it lies on something.
"""

import numpy as np
from PIL import Image

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
    small = picture.reduce(max(1, max(picture.size) // _SIDE))
    spread, of_blue, of_red = _spreads(small.convert("YCbCr"))
    if max(of_blue, of_red) < _PLAIN or max(of_blue, of_red) < _CLEARER * spread:
        return picture.convert("L")
    _, blue, red = (np.asarray(channel, np.float32) / 255 for channel in picture.convert("YCbCr").split())
    # Both together, along the direction in which they differ most.
    both = np.stack([blue.ravel() - blue.mean(), red.ravel() - red.mean()])
    _, directions = np.linalg.eigh(np.cov(both))
    along = (directions[:, -1] @ both).reshape(blue.shape)
    low, high = np.percentile(along, [0.2, 99.8])
    shades = np.clip(0.1 + 0.8 * (along - low) / max(high - low, 1e-6), 0, 1)
    return Image.fromarray((255 * shades).astype(np.float32))


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
