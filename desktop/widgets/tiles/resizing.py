"""Resizing: small pictures at the size they are shown at, each of their pixels as sharp as that size allows.

Where a picture's pixel covers no whole number of the screen's, those of the screen that lie on an edge between two
take a share of both, and all others are of one: no pixel is drawn wider than its neighbor, and nothing is blurred.
"""

from functools import lru_cache

import numpy as np

from core.arrays import Array, Bytes

_EVEN_FROM = 3
"""Pixels of the screen for one of a picture; from there on the eye does not miss one more or less, and Qt is faster."""


def resized(levels: Bytes, width: int, height: int) -> Bytes:
    """Return pictures, shape (n, height, width), at another size; as they are where it is left to Qt to draw them so.

    One small product a picture, which BLAS leaves on this thread: the others are the training's.
    """
    _, high, wide = levels.shape
    if min(width // wide, height // high) >= _EVEN_FROM or (width % wide == 0 and height % high == 0):
        return levels
    shown = _shares(high, height).T @ levels.astype(np.float32) @ _shares(wide, width)
    shown += 0.5
    found: Bytes = shown.astype(np.uint8)
    return found


@lru_cache(maxsize=16)
def _shares(count: int, shown: int) -> Array:
    """Return which share of each pixel shown (a column) every pixel of a picture (a row) covers."""
    edges = np.linspace(0, count, shown + 1)
    pixels = np.arange(count)[:, None]
    inside = np.minimum(edges[1:], pixels + 1) - np.maximum(edges[:-1], pixels)
    shares: Array = (np.maximum(inside, 0) * (shown / count)).astype(np.float32)
    shares.flags.writeable = False  # it is kept
    return shares
