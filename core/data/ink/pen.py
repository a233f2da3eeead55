"""A pen that draws dots so close together that they look like a line, without staircase edges.

A stroke is drawn as overlapping round dots of the pen's width. Half a pixel apart
their outline is within 0.03 pixel of the true line's, and a dot touches no more
than 5 × 5 pixels, so many images are drawn at a time with plain array operations.
"""

import numpy as np

from core.arrays import Array, Bytes
from core.data.frame import SIDE

DOT_SPACING = 0.5
"""Distance between dots along a line, in pixels."""

WIDEST = 4.0
"""The widest pen that 5 × 5 pixels a dot can hold, in pixels."""

_REACH = 2
_CANVAS = SIDE + 2 * _REACH
_WINDOW = np.arange(-_REACH, _REACH + 1)


def draw_dots(dots: Array, widths: Array) -> Bytes:
    """Draw each row of dots into an image of its own.

    Parameters
    ----------
    dots : ndarray, shape (n, dots, 2), float
        Column and row in pixels, the image's outer corner being (0, 0) and (28, 28).
        What lies outside is moved to the edge.
    widths : ndarray, broadcasting to (n, dots), float
        Width of the pen in pixels, at most ``WIDEST``. A dot of width -1 or less leaves no ink.

    Returns
    -------
    ndarray, shape (n, 28, 28), uint8
        255 is full ink. A pixel's ink falls from full to none over one pixel
        across the edge of the pen; where dots overlap, the darkest counts.
    """
    places = np.clip(dots.astype(np.float32, copy=False), 0.0, SIDE - 0.01)
    pixels = places.astype(np.intp)
    # Squared distance from each dot to the middles of the pixels around it, one axis at a time.
    away = (pixels - places + np.float32(0.5))[..., None] + _WINDOW.astype(np.float32)
    away *= away
    distance = np.sqrt(away[:, :, 1, :, None] + away[:, :, 0, None, :])
    edge = np.asarray(widths, np.float32)[..., None, None] * 0.5 + np.float32(0.5)
    ink = np.clip((edge - distance) * 255 + np.float32(0.5), 0, 255).astype(np.uint8)

    first = (np.arange(len(dots))[:, None] * _CANVAS + pixels[..., 1]) * _CANVAS + pixels[..., 0]
    window = (_WINDOW[:, None] + _REACH) * _CANVAS + _WINDOW + _REACH
    canvas = np.zeros(len(dots) * _CANVAS * _CANVAS, np.uint8)
    np.maximum.at(canvas, (first[..., None, None] + window).ravel(), ink.ravel())
    inside = slice(_REACH, _REACH + SIDE)
    return np.ascontiguousarray(canvas.reshape(-1, _CANVAS, _CANVAS)[:, inside, inside])
