"""Digits: those among the ink of a large picture, each by itself and without lines, dust and text."""

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.data.ink import connected, lines, neighborhoods, outlines, pieces

Mask = npt.NDArray[np.bool_]

_FAINT = 0.15  # of the strongest ink: from there on something may be a digit, if nothing stronger is one
_INKED = 0.4  # of a digit's full ink: from there on a pixel belongs to it
_HAIRLINE = 0.22  # the same for what is connected to it: a line thinner than a pixel
_MOST_HAIRLINES = 0.4  # of a digit's area: more that is connected to it is no hairline
_LINE = "Straight lines were left out."


def digits_in(ink: Array) -> tuple[tuple[Array, ...], tuple[str, ...]]:
    """Return the ink of each digit of a picture, from left to right, and what was set aside, in sentences.

    Parameters
    ----------
    ink : ndarray, shape (height, width), float32
        That of a large picture without its paper, 0 to 1.
    """
    faint = ink > _FAINT
    ruled = lines.straight(faint)
    full = _full(ink, pieces.find(faint & ~_wide(ruled, 1), ink))
    inked = ink > _INKED * full
    if ruled.any():
        inked &= ~(ruled | lines.straight(inked))
        ruled = _wide(ruled, 1) & ~inked
    found = pieces.find(inked, ink)
    if not found.digits:
        return (ink,), found.notes
    # Where there is ruling, what is faint may be some of it.
    near = inked if ruled.any() else ink > _HAIRLINE * full
    under = np.any([lines.under(mask, pieces.thickness(mask)) for mask in found.digits], axis=0)
    if under.any():
        found = pieces.find(inked & ~under, ink)
        ruled, near = ruled | under, near & ~under
    digits = tuple(_shaded(ink, mask, near, full) for mask in found.digits)
    return digits, (*found.notes, *((_LINE,) if ruled.any() else ()))


def _full(ink: Array, found: pieces.Found) -> float:
    """Return how dark the ink of the digits is."""
    if not found.digits:
        return 1.0
    values = ink[np.any(found.digits, axis=0)]
    return float(np.percentile(values, 85))


def _wide(mask: Mask, pixels: int) -> Mask:
    return neighborhoods.highest(mask, 2 * pixels + 1) if mask.any() else mask


def _with_hairlines(digit: Mask, near: Mask) -> Mask:
    """Return a digit's mask with fainter ink that is connected to it, where that is not much."""
    grown = connected.reached(near, digit)
    beyond = grown & ~_wide(digit, 2)
    return grown | digit if np.count_nonzero(beyond) < _MOST_HAIRLINES * np.count_nonzero(digit) else digit


def _shaded(ink: Array, digit: Mask, near: Mask, full: float) -> Array:
    """Return the ink of one digit with its soft edge and its hairlines, and nothing else."""
    whole = outlines.filled(digit)
    shaded = np.minimum(ink / full, 1) * _wide(_with_hairlines(digit, near), 1)
    if np.count_nonzero(whole) > np.count_nonzero(digit):
        shaded = np.maximum(shaded, ~_wide(~whole, 1))
    return np.asarray(shaded, np.float32)
