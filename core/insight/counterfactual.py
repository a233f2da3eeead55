"""Counterfactual: a small change of a drawing after which the network reads another class.

Two kinds: the ink of many pixels changed a little, and of few pixels changed a lot. Both are
found step by step and are small, not proven to be the smallest. A third, which looks as if drawn
by hand, is in :mod:`core.insight.dabs`.
"""

import numpy as np

from core.arrays import Array, Bytes
from core.insight.flips import (
    Counterfactual,
    GoesOn,
    always,
    digit_read,
    is_flipped,
    leads_and_slopes,
    nearest_rivals,
    rivals_of,
    told,
    whole_bytes,
)
from core.network.network import Network, as_inputs

_MOST_STEPS = 50
_MOST_PIXELS = 150
_OVERSHOOT = 1.02  # as in the paper: the border is approached, and has to be crossed
_FURTHER = (1.05, 1.1, 1.2, 1.5, 2.0, 3.0)  # tried where whole bytes of ink swallow a tiny change
_HALVINGS = 8


def smallest_change(
    network: Network, image: Bytes, target: int | None = None, goes_on: GoesOn = always
) -> Counterfactual | None:
    """Return a small change of the ink, spread over many pixels, that flips the answer.

    DeepFool (Moosavi-Dezfooli, Fawzi and Frossard, CVPR 2016, algorithm 2): step to the nearest
    border between the answer and another class as if borders were flat, until it is crossed. We
    differ in keeping every pixel between paper and full ink (one at an end takes no part in a step
    beyond it), and in going back towards the drawing as far as the answer stays flipped.

    Parameters
    ----------
    network : Network
        The network to mislead.
    image : ndarray, shape (28, 28), uint8
        The drawing.
    target : int, optional
        The class to be read; without it, whichever is nearest.
    goes_on : callable
        Asked at every step whether the answer is still wanted.

    Returns
    -------
    Counterfactual or None
        None where nothing was found, the search was called off, or the network's outputs are not finite numbers.
    """
    start = as_inputs(image[np.newaxis])
    before = digit_read(network, start)
    if before is None or before == target:
        return None
    x = start
    for _ in range(_MOST_STEPS):
        if is_flipped(network, x, before, target):
            return _drawn_back(network, start, x, before, target)
        step = _step_to_border(network, x, rivals_of(network, before, target)) if goes_on() else None
        if step is None:
            return None
        x = np.clip(x + np.float32(_OVERSHOOT) * step, 0, 1)
    return None


def fewest_pixels(
    network: Network, image: Bytes, target: int | None = None, goes_on: GoesOn = always
) -> Counterfactual | None:
    """Return a change of few pixels, each to full ink or to bare paper, that flips the answer.

    Greedy: again and again the pixel that is expected to gain most is turned over (after the saliency
    maps of Papernot et al., EuroS&P 2016, one pixel at a time), then every pixel that turns out not to
    be needed is turned back. Tried for the three nearest classes; the fewest pixels count.
    Parameters and result are those of :func:`smallest_change`.
    """
    start = as_inputs(image[np.newaxis])
    before = digit_read(network, start)
    if before is None or before == target:
        return None
    rivals = nearest_rivals(network, start, before, target)
    found = [_turn_pixels(network, start, before, rival, target, goes_on) for rival in rivals]
    flips = [told(network, start, x, before) for x in found if x is not None]
    return min(flips, key=lambda flip: (flip.pixels, flip.distance), default=None)


def _step_to_border(network: Network, x: Array, rivals: list[int]) -> Array | None:
    """Return the shortest step to a border, were it flat; None where no pixel can move towards one."""
    leads, slopes = leads_and_slopes(network, x, rivals)
    # Only pixels that can still go the way they are wanted to.
    slopes = np.where(((slopes > 0) & (x >= 1)) | ((slopes < 0) & (x <= 0)), 0, slopes)
    squares = (slopes * slopes).sum(axis=1)
    if not np.isfinite(squares).all() or not squares.any():
        return None
    distances = np.full(len(rivals), np.inf)
    np.divide(np.abs(leads), np.sqrt(squares), out=distances, where=squares > 0)
    nearest = int(np.argmin(distances))
    # A little more than the lead, so that a border that is met exactly is crossed.
    length = (max(float(leads[nearest]), 0.0) + 1e-4) / float(squares[nearest])
    step: Array = np.float32(length) * slopes[nearest : nearest + 1]
    return step


def _turn_pixels(
    network: Network, start: Array, before: int, rival: int, target: int | None, goes_on: GoesOn
) -> Array | None:
    """Return the pixels after as many were turned over as it takes, or None where that is too many or no help."""
    x = start.copy()
    is_free = np.ones(x.shape[1], bool)
    turned: list[int] = []
    while not is_flipped(network, x, before, target):
        _, slopes = leads_and_slopes(network, x, [rival])
        room = np.where(slopes[0] > 0, 1 - x[0], -x[0])
        gains = np.where(is_free, slopes[0] * room, -np.inf)
        best = int(np.argmax(gains))
        if not gains[best] > 0 or len(turned) >= _MOST_PIXELS or not goes_on():
            return None
        x[0, best] += room[best]
        is_free[best] = False
        turned.append(best)
    for pixel in turned:  # the first were chosen when least was known
        kept = x[0, pixel]
        x[0, pixel] = start[0, pixel]
        if not is_flipped(network, x, before, target):
            x[0, pixel] = kept
    return x


def _drawn_back(network: Network, start: Array, x: Array, before: int, target: int | None) -> Counterfactual | None:
    """Return the change at its smallest along its own line, in whole bytes of ink."""
    change = x - start

    def at(part: float) -> Array:
        return whole_bytes(start + np.float32(part) * change)

    # It was found on numbers finer than a byte of ink: take the first part of the way, or beyond, that lasts.
    parts = (1.0, *_FURTHER)
    part = next((part for part in parts if is_flipped(network, at(part), before, target)), None)
    if part is None:
        return None
    low, high = 0.0, part
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_enough = is_flipped(network, at(middle), before, target)
        low, high = (low, middle) if is_enough else (middle, high)
    return told(network, start, at(high), before)
