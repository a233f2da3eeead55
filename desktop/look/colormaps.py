"""Tables that turn a number into a color: signed values on blue, zero, orange; ink on paper.

A table has 256 rows. In the signed one row 128 is zero, rows 1 and 255 are the two ends and row 0
repeats row 1, so that both sides have 127 steps and zero is exactly the middle. The arms walk through
OKLab (Björn Ottosson, *A perceptual color space for image processing*, 2020) in steps of equal length,
so that twice the weight looks twice as far from zero, and both reach the same lightness: blue against
orange stays readable to color-blind people and, as strength, in a grey print.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Bytes, read_only
from desktop.look.theme import Theme

ZERO = 128
"""Row of the signed table that stands for zero."""

STEPS = 127
"""Rows from zero to either end."""

_BLUE, _ORANGE = 252.0, 44.0  # hue in degrees

_Floats = npt.NDArray[np.float64]


@cache
def signed_colors(theme: Theme) -> Bytes:
    """Return the colors from the most negative over zero to the most positive, shape (256, 3), RGB."""
    middle = _oklab_of(theme.surface if theme.is_dark else "#ffffff")
    end = 0.74 if theme.is_dark else 0.50
    negative = _arm(middle, end, _BLUE)
    positive = _arm(middle, end, _ORANGE)
    table = np.concatenate([negative[:0:-1], positive])
    bytes_ = np.rint(table * 255).astype(np.uint8)
    return read_only(np.concatenate([bytes_[:1], bytes_]))


@cache
def ink_colors(theme: Theme) -> Bytes:
    """Return the colors from paper (0) to full ink (255), shape (256, 3), RGB."""
    share = np.linspace(0.0, 1.0, 256)[:, None]
    paper, ink = _rgb_of(theme.paper), _rgb_of(theme.ink)
    return read_only(np.rint((paper + (ink - paper) * share) * 255).astype(np.uint8))


def pixels(table: Bytes) -> npt.NDArray[np.uint32]:
    """Return ``table`` as whole pixels of QImage.Format_RGB32, shape (256,)."""
    red, green, blue = table.T.astype(np.uint32)
    whole: npt.NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return whole


def signed_rows(values: npt.NDArray[np.floating[Any]], limit: Any) -> Bytes:
    """Return the table row of each value, where ``limit`` (a number or an array) takes the full color.

    A value that is not a number is drawn as zero: nothing is known of it.
    """
    safe = np.maximum(limit, np.finfo(np.float32).tiny)
    with np.errstate(invalid="ignore", over="ignore"):
        rows = values * (STEPS / safe)
    np.clip(rows, -STEPS, STEPS, out=rows)
    if not np.isfinite(rows.sum()):
        np.nan_to_num(rows, copy=False)
    rows += ZERO + 0.5
    whole: Bytes = rows.astype(np.uint8)
    return whole


def _arm(middle: _Floats, end_lightness: float, hue: float) -> _Floats:
    """Return 128 colors (sRGB, 0 to 1) from the middle out to the end, evenly spaced to the eye."""
    share = np.linspace(0.0, 1.0, 1024)
    lightness = middle[0] + (end_lightness - middle[0]) * share
    direction = np.array([np.cos(np.radians(hue)), np.sin(np.radians(hue))])
    rise = 1 - (1 - share) ** 1.8
    # As colorful as a screen allows along the whole arm; clipping instead would leave a visible edge.
    most = (_widest_chroma(lightness, direction)[32:] / rise[32:]).min()
    chroma = most * rise
    path = np.column_stack([lightness, chroma[:, None] * direction])
    path[:, 1:] += middle[1:] * (1 - share)[:, None]
    steps = np.linalg.norm(np.diff(path, axis=0), axis=1)
    walked = np.concatenate([[0.0], np.cumsum(steps)])
    even = np.linspace(0.0, walked[-1], STEPS + 1)
    return _to_srgb(np.column_stack([np.interp(even, walked, column) for column in path.T])).clip(0, 1)


def _widest_chroma(lightness: _Floats, direction: _Floats) -> _Floats:
    """Return for each lightness the most chroma that a screen can show in this hue."""
    low, high = np.zeros_like(lightness), np.full_like(lightness, 0.4)
    for _ in range(16):
        half = (low + high) / 2
        color = _to_srgb(np.column_stack([lightness, half[:, None] * direction]))
        fits = ((color > -1e-3) & (color < 1.001)).all(axis=1)
        low, high = np.where(fits, half, low), np.where(fits, high, half)
    return low


_TO_CONE = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def to_oklab(srgb: _Floats) -> _Floats:
    """Return sRGB colors (0 to 1, last axis red, green, blue) in OKLab."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    lab: _Floats = np.cbrt(linear @ _TO_CONE.T) @ _TO_LAB.T
    return lab


def _to_srgb(lab: _Floats) -> _Floats:
    linear = (lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONE).T
    positive = np.maximum(linear, 0.0)
    curved = np.where(positive <= 0.0031308, 12.92 * positive, 1.055 * positive ** (1 / 2.4) - 0.055)
    return np.where(linear < 0, linear, curved)  # keeps what lies outside the screen's range apart


def _rgb_of(color: str) -> _Floats:
    return np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0


def _oklab_of(color: str) -> _Floats:
    return to_oklab(_rgb_of(color))
